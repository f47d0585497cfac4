import { burstyLoad, type TestRegistry } from "../contribution/poolForTests.ts";
import { isProjection } from "./flagPool.ts";
import { regionForTests, type TestStampPool } from "./regionForTests.ts";
import { simulateMoves } from "./simulateMoves.ts";
import type { Estimate, Move, SimulatedPool, SimulationInput } from "./types.ts";

export const BINS = 300;
export const steady = (
  name: string,
  mean: number,
  seed: number,
  more: Partial<TestRegistry> = {},
): TestRegistry => ({
  name,
  requests: burstyLoad(mean, seed, BINS),
  pointsPerRequest: 0.5,
  ...more,
});
export const stamp = (
  name: string,
  registries: readonly TestRegistry[],
  more: Partial<TestStampPool> = {},
): TestStampPool => ({
  stamp: name,
  nodes: 5,
  bins: BINS,
  registries,
  ...more,
});
export const move = (registry: string, to: string): Move => ({ registry, to });

type Region = Omit<SimulationInput, "phases">;
export function simulate(region: Region, ...phases: readonly (readonly Move[])[]) {
  return simulateMoves({ ...region, phases: phases.map((moves) => ({ moves })) });
}
export function poolAt(pools: readonly SimulatedPool[], name: string): SimulatedPool {
  const found = pools.find((pool) => pool.stamp === name);
  if (found === undefined) throw new Error(`no stamp ${name}`);
  return found;
}
export function p95Of({ after }: Pick<SimulatedPool, "after">): Estimate {
  if (!isProjection(after)) throw new Error("not projected");
  return after.hotNodeP95;
}

/** A warm stamp with three registries, and a cooler one with two. */
export const twoStamps = regionForTests([
  stamp("a", [steady("big", 150, 1), steady("mid", 60, 2), steady("small", 15, 3)]),
  stamp("b", [steady("other", 60, 4), steady("another", 20, 5)], { seed: 2 }),
]);
