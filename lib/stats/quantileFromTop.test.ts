import fc from "fast-check";
import { expect, test } from "vitest";
import { quantileFromTop } from "./quantileFromTop.ts";
import { quantileR7 } from "./quantileR7.ts";

test("the greatest values give the same quantile as all of them", () => {
  const values = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(values, fc.constantFrom(0, 0.5, 0.95, 1), (drawn, probability) => {
      const rank = Math.floor(probability * (drawn.length - 1));
      const greatest = Float64Array.from(drawn).sort().slice(rank);
      expect(quantileFromTop(greatest.reverse(), drawn.length, probability)).toBeCloseTo(
        quantileR7(drawn, probability) ?? -1,
        9,
      );
    }),
  );
});

test("nothing has no quantile, and too few values are refused", () => {
  expect(quantileFromTop(new Float64Array(0), 0, 0.95)).toBeNull();
  expect(() => quantileFromTop(Float64Array.of(5, 6), 100, 0.5)).toThrow(RangeError);
});
