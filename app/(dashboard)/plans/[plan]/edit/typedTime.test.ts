import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTypedTime, typedTime } from "./typedTime.ts";

describe("a time that is typed", () => {
  test("is read as UTC, to the minute, and written as it is read", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (minutes) => {
        const iso = new Date((minutes % 50_000_000) * 60_000).toISOString();
        expect(readTypedTime(typedTime(iso))).toBe(iso);
      }),
    );
    expect(readTypedTime(" 2026-11-24T17:00 ")).toBe("2026-11-24T17:00:00.000Z");
  });

  test("is none where nothing stands, and wrong where there is no such day or hour", () => {
    expect(readTypedTime("  ")).toBeNull();
    expect(typedTime(null)).toBe("");
    for (const text of ["2026-02-31 10:00", "2026-11-24 25:00", "24.11.2026", "tomorrow"])
      expect(readTypedTime(text), text).toBeUndefined();
  });
});
