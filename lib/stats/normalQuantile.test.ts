import { expect, test } from "vitest";
import { normalQuantile } from "./normalQuantile.ts";

test.each([
  [0.5, 0],
  [0.95, 1.6448536],
  [0.975, 1.959964],
  [0.9987, 3.011454],
  [0.05, -1.6448536],
])("%f of a normal variable lies under %f", (share, value) => {
  expect(normalQuantile(share)).toBeCloseTo(value, 4);
});

test.each([0, 1, -1, Number.NaN])("there is none of %f", (share) => {
  expect(() => normalQuantile(share)).toThrow(RangeError);
});
