import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MinuteWindow } from "../core/index.ts";
import type { PoolWindow } from "../telemetry/types.ts";
import { choosePeakWindow, lookBackWindow } from "./choosePeakWindow.ts";
import { poolWindowOf } from "./poolWindowForTests.ts";
import { DEFAULT_HOTNESS_SETTINGS } from "./types.ts";

const rule = DEFAULT_HOTNESS_SETTINGS.window;
/** A running minute that is not on the hour, and the day before it: it holds 12 windows of 12 hours on the hour. */
const nowMinute = 29_500_000 - (29_500_000 % 60) + 20;
const lookBack = lookBackWindow(nowMinute, rule);
const firstHour = lookBack.fromMinute + 40;

/** A pool of one node over the look-back, percent by the minute of the look-back. */
function poolOf(percentAt: (minute: number) => number | null): PoolWindow {
  return poolWindowOf(
    { n0: Array.from({ length: 1_440 }, (_, minute) => percentAt(minute)) },
    lookBack.fromMinute,
  );
}

function hoursLater(hours: number): MinuteWindow {
  return { fromMinute: firstHour + hours * 60, toMinute: firstHour + hours * 60 + 720 };
}

test("all 720 bins of every candidate lie in the look-back and the first is on the hour", () => {
  const peak = choosePeakWindow([poolOf((minute) => (minute < 100 ? 90 : 10))], lookBack, rule);
  expect(peak).toMatchObject({ window: hoursLater(0), coverage: 1, qualifies: true });
});

test("on the hour the window that ends now is a candidate", () => {
  const onTheHour = lookBackWindow(nowMinute - 20, rule);
  const pool = poolWindowOf(
    { n0: Array.from({ length: 1_440 }, (_, minute) => minute / 20) },
    onTheHour.fromMinute,
  );
  expect(choosePeakWindow([pool], onTheHour, rule)?.window).toEqual({
    fromMinute: onTheHour.toMinute - 720,
    toMinute: onTheHour.toMinute,
  });
});

test("ties go to the latest", () => {
  expect(choosePeakWindow([poolOf(() => 50)], lookBack, rule)?.window).toEqual(hoursLater(11));
});

test("the region speaks of one window; a pool that peaks at other hours keeps its own", () => {
  const day = poolOf((minute) => (minute < 760 ? 60 : 20));
  const night = poolOf((minute) => (minute < 760 ? 10 : 30));
  const peak = choosePeakWindow([day, night], lookBack, rule);
  expect(peak?.window).toEqual(hoursLater(0));
  expect(peak?.own.map((own) => own?.window)).toEqual([hoursLater(0), hoursLater(11)]);
});

test("a hotter window that is thinly covered loses to one that is covered by 90 %", () => {
  const pool = poolOf((minute) => (minute < 300 ? (minute % 5 === 0 ? 99 : null) : 30));
  const peak = choosePeakWindow([pool], lookBack, rule);
  expect(peak?.qualifies).toBe(true);
  expect(peak?.coverage).toBeGreaterThanOrEqual(0.9);
});

test("if none qualifies, the best covered is chosen and marked", () => {
  const pool = poolOf((minute) => (minute >= 40 && minute < 440 ? 30 : minute >= 1_200 ? 90 : null));
  expect(choosePeakWindow([pool], lookBack, rule)).toMatchObject({
    window: hoursLater(0),
    coverage: 400 / 720,
    qualifies: false,
  });
});

test("a pool that says nothing has no say", () => {
  const peak = choosePeakWindow([poolOf(() => null), poolOf(() => 40)], lookBack, rule);
  expect(peak).toMatchObject({ coverage: 1, qualifies: true, window: hoursLater(11) });
  expect(peak?.own[0]).toBeNull();
});

test("no data in the look-back: no window; the caller says where the latest data is", () => {
  expect(choosePeakWindow([poolOf(() => null)], lookBack, rule)).toBeNull();
  expect(choosePeakWindow([], lookBack, rule)).toBeNull();
});

test("a fleet's first minutes are seen at once, though every window on the hour ended before them", () => {
  const pool = poolOf((minute) => (minute >= 1_430 ? 70 : null));
  const trailing = { fromMinute: nowMinute - 720, toMinute: nowMinute };
  expect(choosePeakWindow([pool], lookBack, rule)).toMatchObject({ window: trailing, qualifies: false });
});

describe("equals the definition, tried one by one", () => {
  /** Straight from PRODUCT.md: every candidate, every bin, means of means. */
  function peakByTrying(pools: readonly PoolWindow[]): MinuteWindow | null {
    const heard = pools.filter((pool) => pool.hot.some((value) => value >= 0));
    const tried = Array.from({ length: 12 }, (_, hour) => hoursLater(hour)).map((window) => {
      const bins = heard.map((pool) =>
        [...pool.hot.subarray(window.fromMinute - pool.fromMinute, window.toMinute - pool.fromMinute)].filter(
          (value) => value >= 0,
        ),
      );
      const means = bins
        .filter((data) => data.length > 0)
        .map((data) => data.reduce((a, b) => a + b, 0) / data.length);
      const heat = means.reduce((a, b) => a + b, 0) / means.length;
      const coverage = bins.reduce((sum, data) => sum + data.length / 720, 0) / heard.length;
      return { window, heat, coverage };
    });
    const qualified = tried.filter(({ coverage }) => coverage >= 0.9);
    const best = Math.max(...qualified.map(({ heat }) => heat));
    return qualified.findLast(({ heat }) => heat === best)?.window ?? null;
  }

  test("for random regions with gaps", () => {
    const block = fc.option(fc.integer({ min: 0, max: 100 }), { freq: 30 });
    const pool = fc
      .array(block, { minLength: 24, maxLength: 24 })
      .map((hours) => poolOf((minute) => hours[Math.floor(minute / 60)] ?? null));
    fc.assert(
      fc.property(fc.array(pool, { minLength: 1, maxLength: 4 }), (pools) => {
        const expected = peakByTrying(pools);
        const peak = choosePeakWindow(pools, lookBack, rule);
        if (expected === null) expect(peak?.qualifies ?? false).toBe(false);
        else expect(peak).toMatchObject({ window: expected, qualifies: true });
      }),
      { numRuns: 200 },
    );
  });
});
