import fc from "fast-check";
import { expect, test } from "vitest";
import { quantileExceeds } from "./quantileExceeds.ts";
import { quantileR7 } from "./quantileR7.ts";

test("is above a threshold exactly where the quantile is, of few and equal values too", () => {
  // Few different values, so that thresholds meet them and fall between neighbours.
  const values = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(
      values,
      fc.constantFrom(0, 0.5, 0.95, 1),
      fc.integer({ min: -4, max: 52 }),
      (drawn, probability, quarters) => {
        const threshold = quarters / 4;
        const told = quantileExceeds(Float64Array.from(drawn), probability, threshold);
        expect(told).toBe((quantileR7(drawn, probability) ?? 0) > threshold);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("nothing is above nothing", () => {
  expect(quantileExceeds(new Float64Array(0), 0.95, -1)).toBe(false);
});
