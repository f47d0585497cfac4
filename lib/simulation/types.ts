import type { FittedPool } from "../contribution/index.ts";
import type { LoadModel, RegistryLoad, RegistryModel } from "../contribution/index.ts";

/** A registry's load that leaves or reaches a pool. */
export interface LoadChange {
  readonly load: RegistryLoad;
  readonly model: RegistryModel;
  /** The model of the pool where both were measured. */
  readonly home: LoadModel;
  /** That pool was so full, or so throttled, that more was asked of it than was seen. */
  readonly hidden: boolean;
}

export interface ProjectionInput {
  readonly pool: FittedPool;
  /** More was asked of the pool than was seen. */
  readonly hidden: boolean;
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

/** A pool after a change. */
export interface PoolProjection {
  readonly hotNodeP95: Estimate;
  readonly max: Estimate;
  readonly average: Estimate;
  readonly series: ProjectedSeries;
}

export const INTERVAL_LEVEL = 0.9;
