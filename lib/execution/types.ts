import type { PlanState } from "../planning/planAnswer.ts";
import type { MoveClass, Tier } from "../planning/types.ts";
import type { MoveState, PhaseState } from "./transitions.ts";

/** A plan on its way, as reducers have it: plain data, no I/O. Times are epoch milliseconds of the app's clock. */

/** People in rising order; `system` is a job, and may what no person need be asked for. */
export const RUN_ROLES = ["viewer", "operator", "approver", "admin", "system"] as const;
export type RunRole = (typeof RUN_ROLES)[number];

export interface RunMove {
  readonly id: number;
  readonly phase: number;
  /** From 1 on in its phase. */
  readonly place: number;
  readonly registry: string;
  readonly tenant: string;
  readonly replicaId: number;
  readonly from: string;
  readonly to: string;
  readonly state: MoveState;
  readonly boundAtMs: number | null;
  readonly drainedAtMs: number | null;
  readonly verifiedAtMs: number | null;
  readonly revertedAtMs: number | null;
  readonly skippedReason: string | null;
  /** What is known of its drain; null before it is bound. */
  readonly drain: DrainReading | null;
  /** What whoever made the move elsewhere gave as proof. */
  readonly confirmation: string | null;
}

export const DRAIN_VERDICTS = [
  "waiting",
  "no_data",
  "not_drained",
  "drained",
  "not_applicable",
  "said",
] as const;
export interface DrainReading {
  readonly verdict: (typeof DRAIN_VERDICTS)[number];
  /** Of the load before, 0–1; null = nothing to compare. */
  readonly remaining: number | null;
  readonly detail: string;
}

/** waiting: to be received · sent: received, a call is expected · polling: received, and its result is asked for. */
export const REQUEST_STATES = ["waiting", "sent", "polling", "confirmed", "refused", "given_up"] as const;

/** What a control plane was asked for, and what it made of it. Nothing is taken for done before it is confirmed. */
export interface MoveRequest {
  readonly state: (typeof REQUEST_STATES)[number];
  readonly isBack: boolean;
  readonly askedAtMs: number;
  readonly attempts: number;
  /** What went wrong last; null = nothing did. */
  readonly error: string | null;
}

/** Hot-node P95 of a pool as it was approved, and may be re-approved: percent of a node; null = cannot be had. */
export interface PoolPrediction {
  readonly stamp: string;
  readonly pool: string;
  readonly role: "source" | "destination" | "untouched";
  readonly limit: number;
  readonly after: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A pool that does not come out as it was approved. */
export interface PoolDifference extends PoolPrediction {
  readonly because: "outside_interval" | "over_limit" | "unknown";
  /** What was approved; null = the pool was not among what was. */
  readonly approved: {
    readonly after: number | null;
    readonly low: number | null;
    readonly high: number | null;
  } | null;
}

/** A phase simulated again on newer hours. */
export interface Reassessment {
  readonly atMs: number;
  readonly window: { readonly from: string; readonly to: string };
  readonly pools: readonly PoolPrediction[];
  /** Empty = it still holds. */
  readonly differences: readonly PoolDifference[];
  /** Of phases after this one: told, and decided when they start. */
  readonly later: readonly (PoolDifference & { readonly phase: number })[];
}

export interface RunPhase {
  /** From 1 on. */
  readonly phase: number;
  readonly name: string;
  readonly class: MoveClass;
  readonly state: PhaseState;
  readonly tier: Tier;
  readonly notBeforeMs: number | null;
  readonly observationHours: number;
  readonly startedAtMs: number | null;
  readonly cutOverAtMs: number | null;
  readonly observingSinceMs: number | null;
  readonly observeUntilMs: number | null;
  readonly decidedAtMs: number | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly prediction: readonly PoolPrediction[];
  readonly reassessment: Reassessment | null;
  readonly moves: readonly RunMove[];
}

export interface RunApproval {
  /** null = the plan as a whole. */
  readonly phase: number | null;
  readonly actor: string;
  readonly role: RunRole;
  readonly decision: "approve" | "reject";
  readonly reason: string | null;
  readonly atMs: number;
  /** Of the content that was approved. */
  readonly digest: string;
  /** What it was given for has changed since: see a phase's reassessment. */
  readonly isVoid: boolean;
}

export const DEVIATIONS = ["broken_prefix", "early_start", "skip", "shorten", "drained", "revert"] as const;
export type DeviationKind = (typeof DEVIATIONS)[number];

/** Something that was done otherwise than approved: who, who stands for it, why. */
export interface RunDeviation {
  readonly kind: DeviationKind;
  readonly phase: number | null;
  readonly registry: string | null;
  readonly actor: string;
  readonly approver: string | null;
  readonly reason: string;
  readonly atMs: number;
}

/** A stamp that the plan fills and that did not exist when it was submitted. */
export interface RunStamp {
  readonly name: string;
  /** The operator's word on what made it: a ticket, a deployment. null = not created yet. */
  readonly reference: string | null;
  readonly createdAtMs: number | null;
  readonly createdBy: string | null;
  /** Since when all of its nodes have been seen for long enough. */
  readonly healthyAtMs: number | null;
  /** What is still missing, in words. */
  readonly note: string;
}

/** Why a plan stands still. */
export interface RunPause {
  readonly by: string;
  readonly reason: string;
  readonly atMs: number;
}

export interface RunPlan {
  readonly id: number;
  readonly name: string;
  readonly region: string;
  readonly version: number;
  readonly state: PlanState;
  /** Who wrote this version, or any of it: none of them approves. */
  readonly authors: readonly string[];
  /** Actors that are somebody among the authors under another name: a token, and the person who made it. */
  readonly sameHands: readonly string[];
  /** The same of those who have approved. */
  readonly approverHands: readonly string[];
  readonly tier: Tier | null;
  /** Of the content at submission. */
  readonly digest: string;
  readonly expiresAtMs: number;
  readonly startAtMs: number | null;
  readonly submittedAtMs: number;
  readonly submittedBy: string;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly pause: RunPause | null;
  /** While rolling back: phases from this one on. */
  readonly rollbackFrom: number | null;
  readonly rollbackReason: string | null;
  readonly phases: readonly RunPhase[];
  readonly approvals: readonly RunApproval[];
  readonly deviations: readonly RunDeviation[];
  readonly newStamps: readonly RunStamp[];
}
