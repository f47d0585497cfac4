import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  PEAK,
  parseRelative,
  parseTimeRange,
  shiftRange,
  type TimeRange,
  timeRangeLabel,
  timeRangeParameters,
} from "./timeRange.ts";

const range: fc.Arbitrary<TimeRange> = fc.oneof(
  fc.constant(PEAK),
  fc.integer({ min: 1, max: 400 * 1_440 }).map((minutes) => ({ kind: "relative" as const, minutes })),
  fc
    .tuple(fc.integer({ min: 20_000_000, max: 40_000_000 }), fc.integer({ min: 1, max: 10_000 }))
    .map(([fromMinute, length]) => ({
      kind: "absolute" as const,
      fromMinute,
      toMinute: fromMinute + length,
    })),
);

describe("the time range in a URL", () => {
  test("reads back as it was written", () => {
    fc.assert(
      fc.property(range, (one) => {
        expect(parseTimeRange(timeRangeParameters(one))).toEqual(one);
      }),
    );
  });

  test.each([
    ["12h", 720],
    ["now-12h", 720],
    ["now-30m", 30],
    ["7d", 10_080],
    ["0h", null],
    ["999999d", null],
    ["12", null],
    ["peak", null],
  ])("%s is %s minutes", (text, minutes) => expect(parseRelative(text)).toBe(minutes));

  test.each([
    [{ window: "nonsense" }],
    [{ from: "2026-11-21T10:00:00Z", to: "2026-11-21T10:00:00Z" }],
    [{ from: "2026-11-21T10:00:00Z" }],
    [{ from: "yesterday", to: "today" }],
    [{}],
  ])("what makes no sense is the peak window: %j", (parameters) => {
    expect(parseTimeRange(parameters)).toEqual(PEAK);
  });

  test("epoch milliseconds do as well, and dates win over a window", () => {
    const to = Date.UTC(2026, 10, 21, 12);
    expect(parseTimeRange({ window: "12h", from: String(to - 3_600_000), to: String(to) })).toEqual({
      kind: "absolute",
      fromMinute: to / 60_000 - 60,
      toMinute: to / 60_000,
    });
  });

  test("is said in words", () => {
    const now = Date.UTC(2026, 10, 21, 15);
    const plain = (one: TimeRange) => timeRangeLabel(one, now).replaceAll("\u00a0", " ");
    expect(plain(PEAK)).toBe("Peak 12 h");
    expect(plain({ kind: "relative", minutes: 180 })).toBe("Last 3 h");
    expect(plain({ kind: "absolute", fromMinute: now / 60_000 - 720, toMinute: now / 60_000 })).toBe(
      "21 Nov 03:00–15:00 UTC",
    );
  });

  test("panning keeps the length and never goes past the latest minute", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (length, share) => {
          const before = { kind: "absolute" as const, fromMinute: 100_000, toMinute: 100_000 + length };
          const after = shiftRange(before, share, 100_000 + length + 50);
          if (after.kind !== "absolute") throw new Error("an absolute range stays one");
          expect(after.toMinute - after.fromMinute).toBe(length);
          expect(after.toMinute).toBeLessThanOrEqual(100_000 + length + 50);
        },
      ),
    );
    expect(shiftRange(PEAK, 0.5, 5)).toEqual(PEAK);
  });
});

test("a range of over 400 days, as a mistyped year makes it, is none", () => {
  expect(parseTimeRange({ from: "1970-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z" })).toEqual(PEAK);
  expect(parseTimeRange({ from: "2025-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z" }).kind).toBe("absolute");
});
