import { expect, test } from "vitest";
import { regionForTests } from "../simulation/regionForTests.ts";
import { stamp, steady } from "../simulation/scenesForTests.ts";
import { simulateMoves } from "../simulation/simulateMoves.ts";
import { judgeStep } from "./judgeStep.ts";
import { simulatePrefixes } from "./simulatePrefixes.ts";
import { estimateOf, stepPool } from "./stepPool.ts";

/** Seventy that carry next to nothing, then ten that do. */
const names = [
  ...Array.from({ length: 70 }, (_, place) => `idle${place}`),
  ...Array.from({ length: 10 }, (_, place) => `busy${place}`),
];
const region = regionForTests([
  stamp(
    "a",
    names.map((name, place) => steady(name, name.startsWith("idle") ? 0.01 : 20, place + 1)),
  ),
  stamp("b", [steady("other", 40, 90)], { seed: 2, limit: 16 }),
  stamp("c", [steady("another", 20, 91)], { seed: 3 }),
]);
const moves = names.map((registry, place) => ({ registry, from: "a", to: place % 2 === 0 ? "b" : "c" }));

test("a long sequence is told as move by move, to a tenth of a point, and breaks where it breaks", () => {
  const exact = simulateMoves({ ...region, phases: moves.map((move) => ({ moves: [move] })) }).phases;
  const told = simulatePrefixes(region, moves);
  expect(told).toHaveLength(moves.length);
  let broken = 0;
  for (const [place, { pools }] of exact.entries()) {
    const shown = told[place] ?? [];
    expect(shown.map(({ stamp: name, pool }) => [name, pool])).toEqual(
      pools.map(({ stamp: name, pool }) => [name, pool]),
    );
    for (const [at, pool] of pools.entries()) {
      const one = estimateOf(pool.after)?.value ?? Number.NaN;
      const other = estimateOf(shown[at]?.after ?? null)?.value ?? Number.NaN;
      expect(Math.abs(one - other), `${place} ${pool.stamp}`).toBeLessThanOrEqual(0.1);
    }
    const rule = judgeStep(pools.map(stepPool))?.rule ?? null;
    if (rule !== null) broken++;
    expect(judgeStep(shown.map(stepPool))?.rule ?? null, String(place)).toBe(rule);
  }
  expect(broken).toBeGreaterThan(0);
  expect(broken).toBeLessThan(10);
});

test("the same region and moves are not simulated twice; other moves are", () => {
  expect(simulatePrefixes(region, moves)).toBe(simulatePrefixes(region, [...moves]));
  const turned = moves.slice(-3).toReversed();
  expect(simulatePrefixes(region, turned)).not.toEqual(simulatePrefixes(region, moves.slice(-3)));
});
