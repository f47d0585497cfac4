import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MINUTE_MS, MINUTES_PER_DAY, minuteOf } from "../core/index.ts";
import { completeAtMs, findNeighbours, hoursAfter, hoursBefore, isOtherWeekday } from "./episodeWindows.ts";
import type { Episode } from "./types.ts";

const at = (text: string) => Date.parse(`${text}Z`);
const minute = (text: string) => minuteOf(at(text));
const episode = (first: string, more: Partial<Episode> = {}): Episode => ({
  key: first,
  region: "westus",
  firstMs: at(first),
  lastMs: at(first),
  moves: [],
  stamps: ["s1", "s2"],
  ...more,
});
const window = (from: string, to: string) => ({ fromMinute: minute(from), toMinute: minute(to) });
const SETTINGS = { minutes: 720, lookBackHours: 24 };
const ALONE = { previousMs: null, nextMs: null };

describe("the hours before", () => {
  const moved = episode("2026-03-04T10:20");
  test("are the look-back up to the first change", () => {
    expect(hoursBefore(moved, ALONE, SETTINGS)).toEqual(window("2026-03-03T10:20", "2026-03-04T10:20"));
  });

  test("begin an hour after what another episode of the same stamps did", () => {
    const previousMs = at("2026-03-03T20:00");
    expect(hoursBefore(moved, { previousMs }, SETTINGS)).toEqual(
      window("2026-03-03T21:00", "2026-03-04T10:20"),
    );
  });

  test("are none where no window that begins on the hour is left of them", () => {
    expect(hoursBefore(moved, { previousMs: at("2026-03-03T21:01") }, SETTINGS)).toBeNull();
  });
});

describe("the hours after", () => {
  const before = window("2026-03-03T20:00", "2026-03-04T08:00");
  test("are the same clock hours that begin on the first full day, and the two days that follow", () => {
    expect(hoursAfter(episode("2026-03-04T10:20"), before, ALONE)).toEqual([
      window("2026-03-05T20:00", "2026-03-06T08:00"),
      window("2026-03-06T20:00", "2026-03-07T08:00"),
      window("2026-03-07T20:00", "2026-03-08T08:00"),
    ]);
  });

  test("are a day later when the last change was less than an hour before midnight", () => {
    const late = episode("2026-03-04T10:20", { lastMs: at("2026-03-04T23:10") });
    expect(hoursAfter(late, before, ALONE)[0]).toEqual(window("2026-03-06T20:00", "2026-03-07T08:00"));
  });

  test("end before another episode of the same stamps begins; none where it comes first", () => {
    const moved = episode("2026-03-04T10:20");
    expect(hoursAfter(moved, before, { nextMs: at("2026-03-06T08:00") })).toHaveLength(1);
    expect(hoursAfter(moved, before, { nextMs: at("2026-03-06T07:59") })).toEqual([]);
  });

  test("whatever the moment: a whole number of days on, on a full day that begins at least an hour after the change", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 12 }), (offset, hours) => {
        const changed = minute("2026-03-04T00:00") + offset;
        const toMinute = Math.floor(changed / 60) * 60 - hours * 60;
        const own = { fromMinute: toMinute - 720, toMinute };
        const ms = changed * MINUTE_MS;
        const [first] = hoursAfter(episode("2026-03-04T00:00", { firstMs: ms, lastMs: ms }), own, ALONE);
        if (first === undefined) throw new Error("no hours after");
        expect((first.fromMinute - own.fromMinute) % MINUTES_PER_DAY).toBe(0);
        const dayStart = Math.floor(first.fromMinute / MINUTES_PER_DAY) * MINUTES_PER_DAY;
        expect(dayStart).toBeGreaterThanOrEqual(changed + 60);
        // The one of the day before is not on a full day.
        expect(dayStart - MINUTES_PER_DAY).toBeLessThan(changed + 60);
      }),
    );
  });

  test("are complete an hour after they end, when late samples are in", () => {
    expect(completeAtMs(before)).toBe(at("2026-03-04T09:00"));
  });
});

test("only episodes that share a stamp of the region are neighbours", () => {
  const moved = episode("2026-03-04T10:00");
  const others = [
    episode("2026-03-01T10:00"),
    episode("2026-03-02T10:00", { stamps: ["s2", "s9"] }),
    episode("2026-03-03T10:00", { stamps: ["s8", "s9"] }),
    episode("2026-03-05T10:00", { region: "westeurope" }),
    episode("2026-03-06T10:00", { stamps: ["s1"] }),
  ];
  expect(findNeighbours(moved, [moved, ...others])).toEqual({
    previousMs: at("2026-03-02T10:00"),
    nextMs: at("2026-03-06T10:00"),
  });
});

test("Sunday against Monday is another kind of day, in the region's own time", () => {
  const sunday = window("2026-03-01T08:00", "2026-03-01T20:00");
  const monday = window("2026-03-02T08:00", "2026-03-02T20:00");
  expect(isOtherWeekday(sunday, monday, "UTC")).toBe(true);
  expect(isOtherWeekday(monday, window("2026-03-03T08:00", "2026-03-03T20:00"), "UTC")).toBe(false);
  // Monday 00:00 to 06:00 UTC is Sunday afternoon and evening on the west coast.
  const night = window("2026-03-02T00:00", "2026-03-02T06:00");
  expect(isOtherWeekday(sunday, night, "America/Los_Angeles")).toBe(false);
  expect(isOtherWeekday(sunday, night, "UTC")).toBe(true);
});
