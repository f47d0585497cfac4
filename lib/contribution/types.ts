import type { MinuteWindow } from "../core/index.ts";

/** Load of one registry in one pool, totals per bin; 0 in a reported bin means no traffic. */
export interface RegistryLoad {
  readonly registry: number;
  readonly name: string;
  readonly tenant: string;
  readonly requests: Float32Array;
  readonly bytes: Float32Array;
}

/** What registries asked of a pool over a window. */
export interface PoolLoad extends MinuteWindow {
  readonly pool: number;
  /** 1 = some registry had a row in the bin, so that all are known; 0 = nothing is known, the values there mean nothing. */
  readonly reported: Uint8Array;
  readonly registries: readonly RegistryLoad[];
}

/** A registry's part of the load model of a pool. */
export interface RegistryModel {
  readonly registry: number;
  readonly name: string;
  readonly tenant: string;
  /** Points of one node of this pool that one request (byte) a minute costs. Non-negative. */
  readonly pointsPerRequest: number;
  readonly pointsPerByte: number;
  /** Posterior deviation of its cost, relative to the cost: 0.2 = within 20 % in two of three cases. */
  readonly costDeviation: number;
  /** 0–1: how far its cost was told by its own load, 0 = it is the pool's. */
  readonly ownCost: number;
  /**
   * Per node of the model, its part of the registry's load relative to an even split (1 = even), mean 1; null = nothing
   * of its own is known and the split is the pool's.
   */
  readonly nodeShares: Float32Array | null;
  /** Posterior deviation of those shares. */
  readonly shareDeviation: number;
  /** 0–1: how far its split over the nodes is known. */
  readonly ownSplit: number;
}

/** How CPU of a node follows from what is asked of it: linear up to the knee, then creeping towards 100. Percent. */
export interface SaturationCurve {
  readonly kneePercent: number;
}

/** The load model of one pool over one window. CPU in points of a node. */
export interface LoadModel extends MinuteWindow {
  readonly pool: number;
  readonly vcpusPerNode: number | null;
  readonly nodes: readonly { readonly slot: number; readonly name: string }[];
  /** Idle floor per node, in their order. */
  readonly idlePoints: Float64Array;
  /** Posterior deviation of the pool's idle floor, points: what one does not know of the level of all load. */
  readonly idleDeviation: number;
  /** Pool-wide costs. */
  readonly pointsPerRequest: number;
  readonly pointsPerByte: number;
  /** Per node, what it takes of any load relative to an even split, mean 1. */
  readonly nodeFactors: Float64Array;
  /** Prior deviation of a registry's cost around the pool's, relative. */
  readonly costSpread: number;
  /** Prior deviation of a registry's node shares around even, relative. */
  readonly shareSpread: number;
  readonly saturation: SaturationCurve;
  /** What the model leaves unexplained of a node-minute: variance = base² + (relative × load points)². */
  readonly residualBase: number;
  readonly residualRelative: number;
  /** Of node-minutes: 1 − residual variance ÷ variance. */
  readonly r2: number;
  /** Root mean square of what is left of a node-minute, points. */
  readonly residualPoints: number;
  /** Bins that the fit rests on. */
  readonly bins: number;
  /** Per node and bin, the demand behind what was measured (the same below the knee); NaN = the bin was not fitted. */
  readonly demand: readonly Float32Array[];
  /** Per node and bin, the demand that the model explains; NaN = the bin was not fitted. */
  readonly fitted: readonly Float32Array[];
  /** In the order of the load. */
  readonly registries: readonly RegistryModel[];
}
