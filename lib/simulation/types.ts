import type { LoadModel, RegistryLoad, RegistryModel } from "../contribution/types.ts";
import type { NodeMatrix } from "../telemetry/types.ts";

/** A registry's load that leaves or reaches a pool. */
export interface LoadChange {
  readonly load: RegistryLoad;
  readonly model: RegistryModel;
  /** The pool where both were measured. */
  readonly home: FittedPool;
}

/** A pool as it was measured and fitted. */
export interface FittedPool {
  readonly nodes: NodeMatrix;
  readonly model: LoadModel;
  /** It was so full, or so throttled, that more was asked of it than was seen. */
  readonly hidesDemand: boolean;
}

/** Percent; low and high bound what it will be in nine of ten cases. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Percent per bin, NaN = no data. */
export interface ProjectedSeries {
  readonly hot: Float64Array;
  readonly average: Float64Array;
}

/** A pool after a change; null where it has no data. */
export interface PoolProjection {
  readonly hotNodeP95: Estimate;
  readonly max: Estimate;
  readonly average: Estimate;
  readonly series: ProjectedSeries;
}

export const INTERVAL_LEVEL = 0.9;
