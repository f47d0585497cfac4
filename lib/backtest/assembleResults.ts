import type { MinuteWindow } from "../core/index.ts";
import type { FleetPool } from "../fleet/types.ts";
import type { HotnessSettings, PoolMeasures } from "../hotness/types.ts";
import type { SimulationPool } from "../simulation/types.ts";
import { isOtherWeekday } from "./episodeWindows.ts";
import type { PoolPrediction } from "./predictPools.ts";
import type { Basis, Episode, ModelFacts, MovedRole, PredictionResult, Refusal } from "./types.ts";

/** A pool as it was measured after an episode. */
interface MeasuredAfter {
  readonly pool: Pick<FleetPool, "stamp" | "name">;
  readonly measures: PoolMeasures;
  readonly settings: HotnessSettings;
}

export interface EpisodeFacts {
  readonly before: MinuteWindow;
  readonly after: MinuteWindow;
  readonly asPredicted: readonly PoolPrediction[];
  readonly onObservedLoad: readonly PoolPrediction[];
  /** As they stood before. */
  readonly pools: readonly SimulationPool[];
  readonly measured: readonly MeasuredAfter[];
  readonly timeZone: string;
  readonly nowMs: number;
}

const NOTHING = { hotNodeP95: null, max: null, average: null, window: null, coverage: null };

/** Puts what was predicted beside what was measured: two results for each pool that the episode touches, one by each basis. */
export function assembleResults(episode: Episode, facts: EpisodeFacts): PredictionResult[] {
  const { before, after } = facts;
  return facts.asPredicted.flatMap((prediction): PredictionResult[] => {
    const isIt = (one: { readonly stamp: string; readonly pool: string }) =>
      one.stamp === prediction.stamp && one.pool === prediction.pool;
    const pool = facts.pools.find(isIt);
    const measured = facts.measured.find((one) => isIt({ stamp: one.pool.stamp, pool: one.pool.name }));
    const observed = facts.onObservedLoad.find(isIt);
    const isCovered =
      measured !== undefined && measured.measures.coverage.lesser >= measured.settings.coverage.unknownBelow;
    const wasNodes = pool?.measures.nodes ?? null;
    const isNodes = measured?.measures.nodes ?? null;
    const shared = {
      ...describeEpisode(episode, facts.nowMs),
      stamp: prediction.stamp,
      pool: prediction.pool,
      kind: prediction.kind,
      role: prediction.role,
      before: { ...prediction.before, window: before, coverage: pool?.measures.coverage.lesser ?? null },
      measured: {
        ...(isCovered ? figuresOf(measured.measures) : NOTHING),
        window: after,
        coverage: measured?.measures.coverage.lesser ?? null,
      },
      isOtherWeekday: isOtherWeekday(before, after, facts.timeZone),
      hasOtherNodes: wasNodes !== null && isNodes !== null && wasNodes !== isNodes,
      model: modelFacts(pool),
    };
    const result = (basis: Basis, told: PoolPrediction | undefined, missing: Refusal): PredictionResult => ({
      ...shared,
      basis,
      unmovedP95: told?.before.hotNodeP95 ?? null,
      predicted: told?.predicted ?? null,
      flags: told?.flags ?? [],
      refusal: prediction.refusal ?? (isCovered ? null : "coverage_after") ?? missingIn(told, missing),
    });
    return [
      result("as_predicted", prediction, "no_load_before"),
      result("on_observed_load", observed, "no_load_after"),
    ];
  });
}

/** Where the first basis had all it needed, what the second lacks is the load of the hours after. */
function missingIn(told: PoolPrediction | undefined, missing: Refusal): Refusal | null {
  return told === undefined || told.predicted === null ? missing : null;
}

/** The results of an episode of which nothing can be said, for every pool of the stamps that its moves touch, and why. */
export function refuseEpisode(
  episode: Episode,
  pools: readonly Pick<FleetPool, "stamp" | "name" | "kind">[],
  {
    refusal,
    before,
    nowMs,
  }: { readonly refusal: Refusal; readonly before: MinuteWindow | null; readonly nowMs: number },
): PredictionResult[] {
  return pools.flatMap(({ stamp, name, kind }) => {
    const role = roleOf(episode, stamp);
    if (role === null) return [];
    return (["as_predicted", "on_observed_load"] as const).map(
      (basis): PredictionResult => ({
        ...describeEpisode(episode, nowMs),
        stamp,
        pool: name,
        kind,
        role,
        basis,
        before: { ...NOTHING, window: before },
        unmovedP95: null,
        predicted: null,
        measured: NOTHING,
        refusal,
        flags: [],
        isOtherWeekday: false,
        hasOtherNodes: false,
        model: null,
      }),
    );
  });
}

function roleOf({ moves }: Episode, stamp: string): MovedRole | null {
  if (moves.some(({ to }) => to === stamp)) return "destination";
  return moves.some(({ from }) => from === stamp) ? "source" : null;
}

function describeEpisode({ key, region, firstMs, lastMs, moves }: Episode, nowMs: number) {
  return { episode: key, region, changed: { firstMs, lastMs }, moves, computedMs: nowMs };
}

function figuresOf({ hotNodeP95, max, average }: PoolMeasures) {
  return { hotNodeP95, max, average };
}

function modelFacts(pool: SimulationPool | undefined): ModelFacts | null {
  const model = pool?.fitted?.model;
  if (model === undefined) return null;
  const { r2, residualPoints, bins, nodes, registries } = model;
  return { r2, residualPoints, bins, nodes: nodes.length, registries: registries.length };
}
