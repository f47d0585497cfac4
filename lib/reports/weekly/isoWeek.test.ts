import fc from "fast-check";
import { expect, test } from "vitest";
import { parseWeek, weekAfter, weekOf } from "./isoWeek.ts";

test.each([
  ["2026-11-22T23:59:59Z", "2026-W47"],
  ["2026-11-23T00:00:00Z", "2026-W48"],
  ["2027-01-03T12:00:00Z", "2026-W53"],
  ["2025-12-29T00:00:00Z", "2026-W01"],
  ["2024-12-30T00:00:00Z", "2025-W01"],
])("%s lies in %s", (at, name) => expect(weekOf(Date.parse(at)).name).toBe(name));

test.each(["2025-W53", "2026-W00", "2026-W54", "2026-47", "W47", "", "1970-W10"])("%s is no week", (name) =>
  expect(parseWeek(name)).toBeNull(),
);

test("a week is read back from its name, begins on a Monday, and weeks follow one another", () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1971, 0, 4), max: Date.UTC(2999, 0, 1) }), (ms) => {
      const week = weekOf(ms);
      expect(parseWeek(week.name)).toEqual(week);
      expect(week.fromMs <= ms && ms < week.toMs).toBe(true);
      expect(new Date(week.fromMs).getUTCDay()).toBe(1);
      expect(weekAfter(week, 1).fromMs).toBe(week.toMs);
      expect(weekAfter(weekAfter(week, 1), -1)).toEqual(week);
    }),
  );
});
