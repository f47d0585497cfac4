import { expect, test } from "vitest";
import { createRng } from "../core/index.ts";
import { drawNormal } from "../stats/index.ts";
import { estimateNoise, noiseAt } from "./residualNoise.ts";

/** One node whose load rises evenly up to `most` points, with noise of 0.3 points and a tenth of the load. */
function noiseOf(most: number, noise: (load: number) => number) {
  const rng = createRng(7);
  const loads = Float64Array.from({ length: 720 }, (_, bin) => (most * bin) / 720);
  const demand = loads.map((load) => 3 + load + noise(load) * drawNormal(rng));
  return estimateNoise({
    measured: [demand],
    demand: [demand],
    predicted: [loads.map((load) => 3 + load)],
    idle: Float64Array.of(3),
  });
}

test("noise that grows with load is told by loads that are there", () => {
  const noise = noiseOf(40, (load) => Math.hypot(0.3, 0.1 * load));
  expect(noiseAt(noise, 0)).toBeLessThan(0.6);
  expect(noiseAt(noise, 40)).toBeGreaterThan(3);
  expect(noiseAt(noise, 40)).toBeLessThan(5);
});

test.each([0, 1e-15, 0.01, 1])("loads of up to %f points do not make the noise of thirty absurd", (most) => {
  const noise = noiseOf(most, () => 0.3);
  expect(noiseAt(noise, 0)).toBeCloseTo(0.3, 1);
  expect(noiseAt(noise, 30)).toBeLessThan(2);
});
