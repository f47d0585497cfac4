import type { FittedPool } from "../contribution/fittedPool.ts";
import type { EvidenceRules } from "../contribution/judgeEvidence.ts";
import type { LoadModel, PoolLoad, RegistryLoad, RegistryModel } from "../contribution/types.ts";
import type { MinuteWindow } from "../core/index.ts";
import type { StampKind } from "../fleet/types.ts";
import type { PoolMeasures } from "../hotness/types.ts";

/** A registry's load that leaves or reaches a pool. */
export interface LoadChange {
  readonly load: RegistryLoad;
  /** 1 = the bin was reported; see PoolLoad. */
  readonly reported: Uint8Array;
  readonly model: RegistryModel;
  /** The model of the pool where both were measured. */
  readonly home: LoadModel;
  /** 0–1, how likely more was asked of that pool than was seen: see chanceOfHiddenDemand. */
  readonly hidden: number;
}

export interface ProjectionInput {
  readonly pool: FittedPool;
  /** 0–1, how likely more was asked of the pool than was seen. */
  readonly hidden: number;
  readonly leaving: readonly LoadChange[];
  readonly arriving: readonly LoadChange[];
  /** Same seed, same answer. */
  readonly seed: number;
  /** How many draws of what is not known; odd. */
  readonly scenarios?: number;
}

/** Percent; low and high bound what it will be in nine of ten cases. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Percent per bin of the window, NaN = no data. */
export interface ProjectedSeries {
  readonly hot: Float64Array;
  readonly average: Float64Array;
}

/** The hottest node of a pool after a change. */
export interface HotProjection {
  readonly hotNodeP95: Estimate;
  readonly max: Estimate;
}

/** A pool after a change. */
export interface PoolProjection extends HotProjection {
  readonly average: Estimate;
  readonly series: ProjectedSeries;
}

export const INTERVAL_LEVEL = 0.9;

/** A pool of the region with all that a simulation needs of it. */
export interface SimulationPool {
  readonly stamp: string;
  /** Name of the pool. */
  readonly pool: string;
  /** Load moves between pools of one kind. */
  readonly kind: string;
  readonly measures: PoolMeasures;
  /** Per bin of the window: hot(bin) in hundredths of a point, −1 = no data; and how many nodes had data. */
  readonly hot: Int16Array;
  readonly present: Uint16Array;
  /** Null = not declared. */
  readonly vcpusPerNode: number | null;
  /** A throttling signal overlaps the window. */
  readonly throttled: boolean;
  /** Null where no load model may be used; then nothing can be said of loads that leave or reach it. */
  readonly fitted: FittedPool | null;
  /** Why there is none; null where there is one. */
  readonly missing: "no_load_data" | "coverage_too_low" | "weak_model" | null;
  /** Coverage under which it is warned about, and under which nothing is projected. */
  readonly rules: EvidenceRules;
  /** A tenant whose relief is at least this share of its hot-node P95 dominates it. */
  readonly dominanceShare: number;
  /** In the order of the model's registries; null where none was reported. */
  readonly load: PoolLoad | null;
}

/** A stamp that does not exist yet. */
export interface PlannedStamp {
  readonly name: string;
  readonly kind: StampKind;
  readonly pools: readonly {
    readonly name: string;
    readonly kind: string;
    readonly vcpusPerNode: number | null;
    readonly instances: number;
    readonly limit: number;
  }[];
}

export interface Move {
  readonly registry: string;
  /** Name of the stamp. */
  readonly to: string;
}

export interface SimulationInput extends MinuteWindow {
  /** Every pool of the region. */
  readonly pools: readonly SimulationPool[];
  readonly planned: readonly PlannedStamp[];
  /** Registry → the stamp it is bound to. */
  readonly homes: ReadonlyMap<string, string>;
  readonly phases: readonly { readonly moves: readonly Move[] }[];
}

/** What a reader has to know beside the numbers of a pool, most urgent first. */
export const POOL_FLAGS = [
  /** After the moves its hot-node P95 is over its limit, and higher than before. */
  "destination_over_limit",
  /** It is under its limit, but the high end of its interval is not, nor under what it was. */
  "destination_may_exceed_limit",
  /** It, or a pool whose load reaches it, was so full or throttled that more was asked than was seen. */
  "hidden_demand",
  /** Under 0.9 of its bins or node-minutes have data. */
  "low_coverage",
  /** Under 0.5: nothing may be planned on it, and nothing is projected. */
  "coverage_too_low",
  /** It would be hotter than it was ever seen in the window. */
  "extrapolated",
  /** The change is smaller than what one cannot know of it. */
  "inside_noise",
  /** The load model explains little of this pool. */
  "weak_model",
  /** No load was reported, or too little to fit a model: nothing is projected. */
  "no_load_data",
  /** It does not exist yet: idle floor and noise are taken from the pool where most of its load comes from. */
  "planned",
  /** A vCPU count is not declared: nodes are taken as alike. */
  "vcpus_unknown",
  /** Some load that moves here comes from a pool that can tell nothing of it: what arrives is more than is shown. */
  "arrivals_unknown",
] as const;
export type PoolFlag = (typeof POOL_FLAGS)[number];

export interface PoolFigures {
  /** Null = no data. */
  readonly hotNodeP95: number | null;
  readonly max: number | null;
  readonly average: number | null;
}

export interface SimulatedPool<Projected extends HotProjection = PoolProjection> {
  readonly stamp: string;
  readonly pool: string;
  readonly kind: string;
  /** A pool that gains load is a destination, whatever else it loses. */
  readonly role: "source" | "destination" | "untouched";
  readonly limit: number;
  readonly before: PoolFigures;
  /** Null where it cannot be told; the flags say why. Untouched: `before`, exactly. */
  readonly after: Projected | PoolFigures | null;
  readonly excess: { readonly before: number | null; readonly after: number | null };
  readonly flags: readonly PoolFlag[];
}

/** What a phase does to the pools it touches. */
export interface PhasePool<Projected extends HotProjection = PoolProjection>
  extends SimulatedPool<Projected> {
  /** While its moves are cutting over: what arrives is here, what leaves is still here. Null as `after`. */
  readonly cutover: Projected | PoolFigures | null;
}

/** The same by its hottest node alone, which is what rules ask for, and costs far less to tell. */
export type PrefixPool = PhasePool<HotProjection>;

export interface Simulation {
  /** Every pool, planned ones last, after all phases; in the order given. */
  readonly pools: readonly SimulatedPool[];
  /** After and with each phase, the pools that the phase touches. */
  readonly phases: readonly { readonly pools: readonly PhasePool[] }[];
}
