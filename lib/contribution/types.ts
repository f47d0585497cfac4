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
  /** 1 = some registry had a row in the bin, so that all are known; 0 = nothing is known, and the values there mean nothing. */
  readonly reported: Uint8Array;
  readonly registries: readonly RegistryLoad[];
}

/** What load costs, in points of one node of the pool for one request (byte) a minute. Never negative. */
export interface LoadCosts {
  readonly pointsPerRequest: number;
  readonly pointsPerByte: number;
}

/** A registry's part of the load model of a pool. Deviations are those of the posterior: two of three times within. */
export interface RegistryModel extends LoadCosts {
  readonly registry: number;
  readonly name: string;
  readonly tenant: string;
  /** Of its cost, relative to the cost. */
  readonly costDeviation: number;
  /** Draws of its cost relative to its cost, joint over the registries of the pool; a registry without a column: see privateDeviation. */
  readonly costDraws: Float32Array;
  /** What its cost may be off beside those draws: the prior's spread where it has no column of its own, else 0. */
  readonly privateDeviation: number;
  /** 0–1: how far its cost was told by its own load; 0 = it is the pool's. */
  readonly ownCost: number;
  /**
   * Per node of the model, its part of the registry's load relative to an even split (1 = even); null = nothing of its
   * own is known and its split is the pool's.
   */
  readonly nodeShares: Float32Array | null;
  /** Of each of those shares, relative to an even split. */
  readonly shareDeviation: number;
  /** 0–1: how far its split over the nodes was told by its own load. */
  readonly ownSplit: number;
}

/** How a node's CPU follows from what is asked of it, percent: linear up to the knee, then creeping towards 100. */
export interface SaturationCurve {
  readonly kneePercent: number;
}

/** What the model leaves unexplained of a node-minute: variance = basePoints² + (relative × points of load)². */
export interface ResidualNoise {
  readonly basePoints: number;
  readonly relative: number;
}

/** The load model of one pool over one window. CPU in points of a node (percent of the whole node). */
export interface LoadModel extends MinuteWindow, LoadCosts {
  readonly pool: number;
  /** null = not declared. */
  readonly vcpusPerNode: number | null;
  readonly nodes: readonly { readonly slot: number; readonly name: string }[];
  /** Idle floor per node, in their order. */
  readonly idlePoints: Float64Array;
  /** Per node, the part of its idle floor that no like node has: work that tenants did not ask for. 0 for most. */
  readonly ownWorkPoints: Float64Array;
  /** Posterior deviation of the pool's idle floor: what is not known of the level of all load together. */
  readonly idleDeviation: number;
  /** Per node, what it takes of any load relative to an even split (1 = even). */
  readonly nodeFactors: Float64Array;
  /** Prior deviation of a registry's cost around the pool's, relative. */
  readonly costSpread: number;
  /** Prior deviation of a registry's node shares around even. */
  readonly shareSpread: number;
  readonly saturation: SaturationCurve;
  /** Whether the pool itself was hot enough to tell its curve; otherwise it was given, or is the usual one. */
  readonly saturationSeen: boolean;
  readonly noise: ResidualNoise;
  /** Of node-minutes: 1 − residual variance ÷ variance, 0–1. */
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

/** How many registries of a pool get a cost and a split of their own; 0 gives the pooled model, in milliseconds. */
export const MOST_OWN_REGISTRIES = 200;
