import { type ObservedPool, observePools } from "../../backtest/observePools.ts";
import { type PoolPrediction, predictPools } from "../../backtest/predictPools.ts";
import type { Episode, Refusal } from "../../backtest/types.ts";
import type { MinuteWindow } from "../../core/index.ts";
import { measureLuck } from "../../simulation/noiseLuck.ts";
import { INTERVAL_LEVEL, type PlannedStamp, type SimulationPool } from "../../simulation/types.ts";
import { normalQuantile } from "../../stats/index.ts";

/** A pool of the model's hours, and what registries asked of it in the observation. */
export type PhasePoolObserved = ObservedPool;

/**
 * What the moves were to do, on the load that really came: the pools of the hours that the model was made on are rendered on
 * the observed load without the moves, and the moves are simulated on that. Both windows have as many bins. Stamps that nobody
 * was at home on in those hours tell nothing of themselves: they are simulated as planned, with the nodes they have now.
 */
export function predictPhase(
  episode: Episode,
  pools: readonly PhasePoolObserved[],
  { window, empty }: { readonly window: MinuteWindow; readonly empty: readonly PlannedStamp[] },
): PoolPrediction[] {
  const isEmpty = new Set(empty.map(({ name }) => name));
  const observed = observePools(episode, pools).filter(({ stamp }) => !isEmpty.has(stamp));
  const { fromMinute, toMinute } = window;
  const told = predictPools(episode, observed, { fromMinute, toMinute, planned: empty });
  const isIt = (pool: SimulationPool) => (one: PoolPrediction) =>
    one.stamp === pool.stamp && one.pool === pool.pool;
  const rest = observed.filter((pool) => !told.some(isIt(pool)));
  return [
    ...told.map((one) => withLuck(one, observed.find((pool) => isIt(pool)(one)) ?? null)),
    ...rest.map((pool) => withLuck(unchanged(episode, pool), pool)),
  ];
}

/** A pool of a touched stamp that none of what moved had any load on. */
function unchanged(
  { moves }: Episode,
  { stamp, pool, kind, measures, fitted, missing }: SimulationPool,
): PoolPrediction {
  const { hotNodeP95, max, average } = measures;
  const isTold = fitted !== null && hotNodeP95 !== null && max !== null && average !== null;
  const sure = (value: number) => ({ value, low: value, high: value });
  return {
    stamp,
    pool,
    kind,
    role: moves.some(({ to }) => to === stamp) ? "destination" : "source",
    before: { hotNodeP95, max, average },
    predicted: isTold ? { hotNodeP95: sure(hotNodeP95), max: sure(max), average: sure(average) } : null,
    refusal: isTold
      ? null
      : missing === "coverage_too_low"
        ? "coverage_before"
        : missing === "weak_model"
          ? "weak_model"
          : "no_load_before",
    flags: [],
  };
}

/** What nothing is uncertain about in its loads is still measured under other noise. */
function withLuck(prediction: PoolPrediction, pool: SimulationPool | null): PoolPrediction {
  const { predicted } = prediction;
  if (predicted === null || pool === null || pool.fitted === null) return prediction;
  const { value, low, high } = predicted.hotNodeP95;
  if (low < high) return prediction;
  const luck = normalQuantile((1 + INTERVAL_LEVEL) / 2) * measureLuck(pool.fitted).hotNodeP95;
  const hotNodeP95 = { value, low: Math.max(0, value - luck), high: Math.min(100, value + luck) };
  return { ...prediction, predicted: { ...predicted, hotNodeP95 } };
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  disturbed_before: "other registries came or went on the same stamps shortly before",
  disturbed_after: "other registries came or went on the same stamps shortly after",
  coverage_before: "too little of the CPU data of the hours before is there",
  coverage_after: "too little of the CPU data of the observation is there",
  no_load_before: "no registry load was reported that a model could be made on, or held against",
  no_load_after: "no registry load was reported in the observation",
  weak_model: "its load model explains too little",
  arrivals_unknown: "some of what arrived came from a pool that can tell nothing of it",
};

/** Why a prediction is not there, in words. */
export function describeRefusal(refusal: Refusal): string {
  return REFUSALS[refusal];
}
