import type { MinuteWindow } from "../core/index.ts";
import type { HomeChange } from "../fleet/types.ts";
import type { Estimate, PoolFlag } from "../simulation/types.ts";

/** Re-homings of a region that followed one another closely: a set of moves, as if a plan had made them. */
export interface Episode {
  /** Region and first change: the same as long as history is. */
  readonly key: string;
  readonly region: string;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Where each registry was before and is after; one that came back is not among them. By registry. */
  readonly moves: readonly HomeChange[];
  /** Every stamp that a change of the episode touched, by name. */
  readonly stamps: readonly string[];
}

/**
 * What the prediction was made from. `as_predicted`: the hours before alone, so that its error holds also how the load
 * changed from one day to the other. `on_observed_load`: the same model, rendered on the load of the hours after, so that
 * its error is the model's own.
 */
export const BASES = ["as_predicted", "on_observed_load"] as const;
export type Basis = (typeof BASES)[number];

export const ROLES = ["source", "destination"] as const;
export type MovedRole = (typeof ROLES)[number];

/** Why a figure is not there. Those of data may still come; the others are final. */
export const REFUSALS = [
  /** Other registries came or went on the same stamps shortly before: no window shows how it was. */
  "disturbed_before",
  /** The same before a full day had passed. */
  "disturbed_after",
  /** Under half of the CPU data of the hours before, or after, is there. */
  "coverage_before",
  "coverage_after",
  /** Nobody reported registry load in the hours before, or in those after. */
  "no_load_before",
  "no_load_after",
  /** The load model explains too little. */
  "weak_model",
  /** Some of what arrived came from a pool that can tell nothing of it. */
  "arrivals_unknown",
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** CPU in percent of a node; null = no data. */
export interface Figures {
  readonly hotNodeP95: number | null;
  readonly max: number | null;
  readonly average: number | null;
}

/** What is told of a pool after moves, each with its 90 % interval. */
export interface PredictedFigures {
  readonly hotNodeP95: Estimate;
  readonly max: Estimate;
  readonly average: Estimate;
}

/** The load model behind a prediction. */
export interface ModelFacts {
  readonly r2: number;
  readonly residualPoints: number;
  readonly bins: number;
  readonly nodes: number;
  readonly registries: number;
}

/** One pool of an episode, predicted and measured. */
export interface PredictionResult {
  readonly episode: string;
  readonly region: string;
  readonly stamp: string;
  readonly pool: string;
  readonly kind: string;
  readonly role: MovedRole;
  readonly basis: Basis;
  readonly changed: { readonly firstMs: number; readonly lastMs: number };
  readonly moves: readonly HomeChange[];
  readonly before: Figures & { readonly window: MinuteWindow | null; readonly coverage: number | null };
  /** Hot-node P95 that the prediction begins from: as measured before, or that rendered on the load that came. */
  readonly unmovedP95: number | null;
  /** Null = refused. */
  readonly predicted: PredictedFigures | null;
  readonly measured: Figures & { readonly window: MinuteWindow | null; readonly coverage: number | null };
  readonly refusal: Refusal | null;
  readonly flags: readonly PoolFlag[];
  /** Before and after fall on different kinds of day: one works, the other rests. */
  readonly isOtherWeekday: boolean;
  /** The pool had more or fewer nodes after than before. */
  readonly hasOtherNodes: boolean;
  readonly model: ModelFacts | null;
  readonly computedMs: number;
}
