import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_THRESHOLDS } from "./heatScale.ts";
import { gapsOf, prepareLines } from "./lineSeries.ts";
import { thresholdBands } from "./thresholdBands.ts";

const values = fc.array(fc.option(fc.double({ min: 0, max: 100, noNaN: true })), {
  minLength: 1,
  maxLength: 400,
});

describe("lines over minutes", () => {
  test("a minute without data is there with null: a gap stays a gap", () => {
    const { points, minutesPerPoint } = prepareLines({ fromMinute: 60, toMinute: 64 }, [
      { key: "hot", values: [1, null, 3], thinBy: "max" },
    ]);
    expect(minutesPerPoint).toBe(1);
    expect(points).toEqual([
      { minute: 60, hot: 1 },
      { minute: 61, hot: null },
      { minute: 62, hot: 3 },
      { minute: 63, hot: null },
    ]);
  });

  test("thinning keeps the greatest hot value and never invents one", () => {
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 5_000 }),
        (line, atMost, from) => {
          const window = { fromMinute: from, toMinute: from + line.length };
          const { points } = prepareLines(window, [{ key: "hot", values: line, thinBy: "max" }], atMost);
          const known = line.flatMap((value) => (value === null ? [] : [value]));
          const shown = points.flatMap((point) => (point["hot"] == null ? [] : [point["hot"]]));
          expect(Math.max(...shown, -1)).toBe(Math.max(...known, -1));
          expect(shown.every((value) => known.includes(value))).toBe(true);
          expect(points.length).toBeLessThanOrEqual(atMost + 1);
        },
      ),
    );
  });

  test("buckets stand on multiples of their width, so that a moving window does not flicker", () => {
    const line = {
      key: "hot",
      values: Array.from({ length: 100 }, (_, index) => index),
      thinBy: "max" as const,
    };
    const { points } = prepareLines({ fromMinute: 1_003, toMinute: 1_103 }, [line], 10);
    expect(points.slice(1).every((point) => point.minute % 10 === 0)).toBe(true);
    expect(points[0]).toEqual({ minute: 1_003, hot: 6 });
  });

  test("averages are thinned by their mean over minutes with data", () => {
    const { points } = prepareLines(
      { fromMinute: 0, toMinute: 4 },
      [{ key: "average", values: [10, null, 20, 30], thinBy: "mean" }],
      2,
    );
    expect(points.map((point) => point["average"])).toEqual([10, 25]);
  });

  test("gaps are found as half-open spans, also at the end", () => {
    const points = [1, null, null, 2, null].map((value, minute) => ({ minute, value }));
    expect(gapsOf(points, 5)).toEqual([
      { fromMinute: 1, toMinute: 3 },
      { fromMinute: 4, toMinute: 5 },
    ]);
    expect(gapsOf(points, 5, 2)).toEqual([{ fromMinute: 1, toMinute: 3 }]);
  });
});

test("threshold bands end where the axis does", () => {
  expect(thresholdBands(DEFAULT_THRESHOLDS, 60)).toEqual([
    { state: "cool", from: 0, to: 30 },
    { state: "normal", from: 30, to: 50 },
    { state: "warm", from: 50, to: 60 },
  ]);
});
