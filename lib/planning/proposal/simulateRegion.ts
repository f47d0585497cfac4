import { isProjection } from "../../simulation/flagPool.ts";
import { simulateMoves } from "../../simulation/simulateMoves.ts";
import type { Estimate, PlannedStamp, SimulatedPool, SimulationInput } from "../../simulation/types.ts";
import { type ChosenMove, poolKey, type RegionFacts } from "./types.ts";

/** What the exact simulation is asked for moves of the region. */
export function simulationInput(
  facts: RegionFacts,
  planned: readonly PlannedStamp[],
): Omit<SimulationInput, "phases"> {
  return {
    ...facts.window,
    pools: facts.pools,
    planned,
    homes: new Map(facts.replicas.map(({ registry, home }) => [registry, home])),
  };
}

/** Every pool of the region after moves, all made at once. */
export function simulateAll(
  facts: RegionFacts,
  { moves, planned }: { readonly moves: readonly ChosenMove[]; readonly planned: readonly PlannedStamp[] },
): readonly SimulatedPool[] {
  const phases = [{ moves: moves.map(({ registry, to }) => ({ registry, to })) }];
  return simulateMoves({ ...simulationInput(facts, planned), phases }).pools;
}

/** Hot-node P95 after the moves; null = cannot be told. */
export function estimateOf({ after }: Pick<SimulatedPool, "after">): Estimate | null {
  if (isProjection(after)) return after.hotNodeP95;
  const p95 = after?.hotNodeP95 ?? null;
  return p95 === null ? null : { value: p95, low: p95, high: p95 };
}

/** A pool that would be hotter than it may be. */
export interface Violation {
  readonly key: string;
  readonly stamp: string;
  readonly pool: string;
  readonly kind: "receives" | "stays_over";
  /** High end of the interval; null = cannot be told. */
  readonly high: number | null;
  readonly bound: number;
}

/** Rounding of projections, points. */
const ROUNDING = 0.01;

/** Pools that receive load and of which the high end of the interval is over max(limit, before). */
export function findOverfull(pools: readonly SimulatedPool[]): Violation[] {
  return pools.flatMap((pool): Violation[] => {
    if (pool.role !== "destination") return [];
    const bound = Math.max(pool.limit, pool.before.hotNodeP95 ?? 0);
    return violationOf(pool, { bound, kind: "receives" });
  });
}

/**
 * Pools that other moves of the plan bring under their limit (`baseline`), and that what is added to these would bring over
 * it again at the high end: an excess that need not be, though no step is worse than what was measured.
 */
export function findSpoiled(
  pools: readonly SimulatedPool[],
  baseline: readonly SimulatedPool[],
): Violation[] {
  const before = new Map(baseline.map((pool) => [poolKey(pool), estimateOf(pool)?.high ?? null]));
  return pools.flatMap((pool): Violation[] => {
    const high = before.get(poolKey(pool)) ?? null;
    const now = estimateOf(pool)?.high ?? null;
    if (high === null || high > pool.limit || now === null || now <= high + ROUNDING) return [];
    return violationOf(pool, { bound: pool.limit, kind: "receives" });
  });
}

/** Pools that only lose, were over their limit, and of which the high end still is. */
export function findStillOver(pools: readonly SimulatedPool[]): Violation[] {
  return pools.flatMap((pool): Violation[] =>
    pool.role === "source" && (pool.before.hotNodeP95 ?? 0) > pool.limit
      ? violationOf(pool, { bound: pool.limit, kind: "stays_over" })
      : [],
  );
}

function violationOf(pool: SimulatedPool, { bound, kind }: Pick<Violation, "bound" | "kind">): Violation[] {
  const high = estimateOf(pool)?.high ?? null;
  if (high !== null && high <= bound + ROUNDING) return [];
  return [{ key: poolKey(pool), stamp: pool.stamp, pool: pool.pool, kind, high, bound }];
}

/** Points over limits, all pools that can be told; of pools that change by the middle, or by the high end. */
export function totalExcess(pools: readonly SimulatedPool[], end: "value" | "high"): number {
  return pools.reduce((sum, pool) => {
    const estimate = estimateOf(pool);
    return sum + (estimate === null ? 0 : Math.max(0, estimate[end] - pool.limit));
  }, 0);
}
