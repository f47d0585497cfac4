import { DEFAULT_THRESHOLDS } from "#lib/charts/index.ts";
import { classifyState } from "#lib/hotness/classifyState.ts";
import type { PlanAssessment } from "#lib/planning/planAssessment.ts";
import { arrangeOutcomes, type PoolOutcome, poolOutcome } from "../../what-if/poolOutcome.ts";
import type { PlanView } from "./planView.ts";

type AssessedPool = PlanAssessment["pools"][number];
type Thresholds = PlanView["thresholds"];

/**
 * Every pool that the plan changes, before and after its first `phases` phases; null = after all. A pool that none of
 * them touches yet is as it was measured, and untouched.
 */
export function outcomesAfter(
  { pools, phases: assessed }: Pick<PlanAssessment, "pools" | "phases">,
  phases: number | null,
  thresholds: Thresholds,
): PoolOutcome[] {
  if (phases === null) return arrangeOutcomes(pools.map((pool) => outcomeOf(pool, thresholds)));
  const latest = new Map<string, AssessedPool>();
  for (const phase of assessed.slice(0, phases))
    for (const pool of phase.pools) latest.set(`${pool.stamp}/${pool.pool}`, pool);
  return arrangeOutcomes(
    pools.map((pool) => outcomeOf(latest.get(`${pool.stamp}/${pool.pool}`) ?? unmoved(pool), thresholds)),
  );
}

/** A pool of the plan, before and after; its state before is what its measured P95 means. */
export function outcomeOf(pool: AssessedPool, thresholds: Thresholds): PoolOutcome {
  const own = thresholds[pool.kind] ?? DEFAULT_THRESHOLDS;
  return poolOutcome(pool, { state: classifyState(pool.before.hotNodeP95, own), thresholds: own });
}

function unmoved(pool: AssessedPool): AssessedPool {
  return {
    ...pool,
    role: "untouched",
    after: { ...pool.before, interval: null, intervals: { max: null, average: null } },
    excess: { before: pool.excess.before, after: pool.excess.before },
    flags: [],
  };
}

/** A pool's hot-node P95 after a phase. Null value = cannot be had. */
export interface PhaseReading {
  readonly value: number | null;
  readonly high: number | null;
  /** Whether this phase touches it; if not, it stays what it was. */
  readonly isTouched: boolean;
}

export interface PoolJourney {
  /** `stamp/pool` */
  readonly id: string;
  readonly stamp: string;
  readonly pool: string;
  readonly kind: string;
  readonly limit: number;
  readonly before: number | null;
  /** One a phase. */
  readonly after: readonly PhaseReading[];
}

/** Hot-node P95 of every pool that the plan changes, phase by phase. */
export function followPools({ pools, phases }: Pick<PlanAssessment, "pools" | "phases">): PoolJourney[] {
  const touched = phases.map(
    (phase) => new Map(phase.pools.map((pool) => [`${pool.stamp}/${pool.pool}`, pool])),
  );
  return pools.map(({ stamp, pool, kind, limit, before }) => {
    const id = `${stamp}/${pool}`;
    let reading: Omit<PhaseReading, "isTouched"> = { value: before.hotNodeP95, high: before.hotNodeP95 };
    const after = touched.map((byId): PhaseReading => {
      const own = byId.get(id);
      if (own !== undefined)
        reading = { value: own.after.hotNodeP95, high: own.after.interval?.high ?? own.after.hotNodeP95 };
      return { ...reading, isTouched: own !== undefined };
    });
    return { id, stamp, pool, kind, limit, before: before.hotNodeP95, after };
  });
}
