import type { Estimate, HotProjection, PoolFigures, PrefixPool } from "../simulation/types.ts";
import type { SteppedPool } from "./judgeStep.ts";

/** A pool that a step touches, as rules ask for it. */
export function stepPool({ stamp, pool, role, limit, before, after, cutover }: PrefixPool): SteppedPool {
  const landed = estimateOf(after);
  return {
    stamp,
    pool,
    gains: role === "destination",
    limit,
    measured: before.hotNodeP95,
    after: landed?.value ?? null,
    cutover: estimateOf(cutover),
  };
}

/** The interval of hot-node P95 of what a pool comes to; a pool that nothing changes is certain. Null = cannot be had. */
export function estimateOf(projected: HotProjection | PoolFigures | null): Estimate | null {
  const p95 = projected?.hotNodeP95 ?? null;
  return typeof p95 === "number" ? { value: p95, low: p95, high: p95 } : p95;
}
