import { isProjection } from "../simulation/flagPool.ts";
import { simulateMoves } from "../simulation/simulateMoves.ts";
import type { PlannedStamp, PoolFlag, SimulatedPool, SimulationPool } from "../simulation/types.ts";
import type { Episode, Figures, MovedRole, PredictedFigures, Refusal } from "./types.ts";

/** What an episode's moves were to do to one pool that they touch. */
export interface PoolPrediction {
  readonly stamp: string;
  readonly pool: string;
  readonly kind: string;
  readonly role: MovedRole;
  readonly before: Figures;
  readonly predicted: PredictedFigures | null;
  readonly refusal: Refusal | null;
  readonly flags: readonly PoolFlag[];
}

/** Predicts the moves of an episode, all at once, from pools as they stood before. Pools that they do not touch are left out. */
export function predictPools(
  episode: Episode,
  pools: readonly SimulationPool[],
  window: {
    readonly fromMinute: number;
    readonly toMinute: number;
    /** Stamps that nobody was at home on, so that they are told by where their loads came from. */
    readonly planned?: readonly PlannedStamp[];
  },
): PoolPrediction[] {
  const { moves } = episode;
  const simulation = simulateMoves({
    planned: [],
    ...window,
    pools,
    homes: new Map(moves.map(({ registry, from }) => [registry, from])),
    phases: [{ moves: moves.map(({ registry, to }) => ({ registry, to })) }],
  });
  return simulation.pools.flatMap((pool): PoolPrediction[] => {
    if (pool.role === "untouched") return [];
    const { stamp, kind, role, before, flags } = pool;
    const refusal = refusalOf(pool);
    const predicted = refusal === null ? predictedOf(pool) : null;
    return [{ stamp, pool: pool.pool, kind, role, before, predicted, refusal, flags }];
  });
}

function refusalOf({ after, flags }: SimulatedPool): Refusal | null {
  if (after !== null) return flags.includes("arrivals_unknown") ? "arrivals_unknown" : null;
  if (flags.includes("coverage_too_low")) return "coverage_before";
  return flags.includes("weak_model") ? "weak_model" : "no_load_before";
}

function predictedOf({ after }: SimulatedPool): PredictedFigures | null {
  return isProjection(after)
    ? { hotNodeP95: after.hotNodeP95, max: after.max, average: after.average }
    : null;
}
