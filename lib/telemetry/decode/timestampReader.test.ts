import fc from "fast-check";
import { expect, test } from "vitest";
import { TimestampReader } from "./timestampReader.ts";

const encoder = new TextEncoder();

function read(text: string): number {
  const bytes = encoder.encode(text);
  return new TimestampReader().read(bytes, 0, bytes.length);
}

test("every instant of the years 0 to 9999 that Date writes is read back", () => {
  const reader = new TimestampReader();
  const years0To9999 = { min: new Date("0000-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z") };
  fc.assert(
    fc.property(fc.date({ ...years0To9999, noInvalidDate: true }), (date) => {
      const bytes = encoder.encode(date.toISOString());
      expect(reader.read(bytes, 0, bytes.length)).toBe(date.getTime());
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"],
  ["2026-01-31t12:00:00z", "2026-01-31T12:00:00.000Z"],
  ["2026-01-31 12:00:00Z", "2026-01-31T12:00:00.000Z"],
  ["2026-01-31T12:00:00.5Z", "2026-01-31T12:00:00.500Z"],
  ["2026-01-31T12:00:00.123999999Z", "2026-01-31T12:00:00.123Z"],
  ["2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00.000Z"],
  ["2026-01-31T12:00:00-05:30", "2026-01-31T17:30:00.000Z"],
  ["2026-01-31T12:00:00.250-00:00", "2026-01-31T12:00:00.250Z"],
  ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ["2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"],
  ["2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z"],
  ["2016-12-31T18:59:60.5-05:00", "2016-12-31T23:59:59.500Z"],
])("%s is %s", (text, instant) => {
  expect(read(text)).toBe(Date.parse(instant));
});

test.each([
  "2026-02-31T00:00:00Z",
  "2026-02-29T00:00:00Z",
  "1900-02-29T00:00:00Z",
  "2026-04-31T00:00:00Z",
  "2026-00-01T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-01-00T00:00:00Z",
  "2026-01-31T24:00:00Z",
  "2026-01-31T12:60:00Z",
  "2026-01-31T12:00:60Z",
  "2026-01-31T12:00:61Z",
  "2026-01-31T12:00:00",
  "2026-01-31T12:00:00.Z",
  "2026-01-31T12:00:00+0200",
  "2026-01-31T12:00:00+24:00",
  "2026-01-31T12:00:00+02:60",
  "2026-01-31T12:00:00Zx",
  "2026-01-31T12:00Z",
  "2026-01-31",
  "26-01-31T12:00:00Z",
  "2026-1-31T12:00:00Z",
  "yesterday, at noon o'clock",
  "",
])("%j is no time", (text) => {
  expect(read(text)).toBeNaN();
});
