import fc from "fast-check";
import { expect, test } from "vitest";
import { desaturate, highestReadable, saturate } from "./saturation.ts";

const curve = fc.double({ min: 20, max: 100, noNaN: true }).map((kneePercent) => ({ kneePercent }));

test("what can be read of a measured value is the demand behind it", () => {
  fc.assert(
    fc.property(curve, fc.double({ min: 0, max: 1, noNaN: true }), (shape, part) => {
      const measured = part * highestReadable(shape);
      expect(saturate(desaturate(measured, shape), shape)).toBeCloseTo(measured, 6);
    }),
  );
});

test("more demand never shows less, and nothing shows over 100", () => {
  const demand = fc.double({ min: 0, max: 400, noNaN: true });
  fc.assert(
    fc.property(curve, demand, demand, (shape, one, other) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)];
      expect(saturate(more, shape)).toBeGreaterThanOrEqual(saturate(less, shape));
      expect(saturate(more, shape)).toBeLessThanOrEqual(100);
    }),
  );
});

test("under the knee nothing is hidden", () => {
  expect(saturate(70, { kneePercent: 85 })).toBe(70);
  expect(desaturate(70, { kneePercent: 85 })).toBe(70);
  expect(desaturate(98, { kneePercent: 85 })).toBeGreaterThan(105);
});
