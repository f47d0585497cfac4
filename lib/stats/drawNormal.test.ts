import { expect, test } from "vitest";
import { createRng } from "../core/index.ts";
import { drawGamma, drawNormal } from "./drawNormal.ts";

const DRAWS = 40_000;

function momentsOf(draw: () => number): { mean: number; variance: number; least: number } {
  const values = Array.from({ length: DRAWS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS;
  return {
    mean,
    variance,
    least: values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  };
}

test("normal draws have mean 0 and variance 1", () => {
  const rng = createRng(1);
  const { mean, variance } = momentsOf(() => drawNormal(rng));
  expect(mean).toBeCloseTo(0, 1);
  expect(variance).toBeCloseTo(1, 1);
});

test.each([0.05, 0.5, 1, 4])(
  "gamma draws of variance %s have mean 1, that variance, and are never negative",
  (wanted) => {
    const rng = createRng(2);
    const { mean, variance, least } = momentsOf(() => drawGamma(rng, wanted));
    expect(mean).toBeCloseTo(1, 1);
    expect(variance / wanted).toBeGreaterThan(0.85);
    expect(variance / wanted).toBeLessThan(1.15);
    expect(least).toBeGreaterThanOrEqual(0);
  },
);

test("without variance a gamma draw is 1", () => {
  expect(drawGamma(createRng(3), 0)).toBe(1);
});
