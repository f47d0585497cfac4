import fc from "fast-check";
import { expect, test } from "vitest";
import { NumberReader } from "./numberReader.ts";
import { INCOMPLETE, MALFORMED } from "./readOutcome.ts";

const encoder = new TextEncoder();
const reader = new NumberReader();

function read(text: string): number {
  const bytes = encoder.encode(`${text},`);
  return reader.read(bytes, 0, bytes.length);
}

test("every double that JSON writes is read back bit for bit", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = JSON.stringify(value);
      expect(read(text)).toBe(text.length);
      expect(reader.value).toBe(JSON.parse(text));
    }),
  );
});

test("any decimal text, short or long, is read as Number reads it", () => {
  const digits = fc.stringMatching(/^(0|[1-9]\d{0,20})$/);
  const fraction = fc.stringMatching(/^(\.\d{1,25})?$/);
  const exponent = fc.stringMatching(/^([eE][+-]?\d{1,3})?$/);
  fc.assert(
    fc.property(fc.boolean(), digits, fraction, exponent, (negative, whole, decimals, power) => {
      const text = `${negative ? "-" : ""}${whole}${decimals}${power}`;
      expect(read(text)).toBe(text.length);
      expect(reader.value).toBe(Number(text));
    }),
  );
});

test.each(["", "-", ".5", "+1", "01", "-01", "1.", "1.e3", "1e", "1e+", "x", "null", "NaN", "Infinity"])(
  "%j is no JSON number",
  (text) => {
    expect(read(text)).toBe(MALFORMED);
  },
);

test.each(["-", "1.", "1e", "1e+", ""])("%j at the edge of the bytes may still become a number", (text) => {
  const bytes = encoder.encode(text);
  expect(reader.read(bytes, 0, bytes.length)).toBe(INCOMPLETE);
});
