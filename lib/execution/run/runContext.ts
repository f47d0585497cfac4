import type { DrainReading, MoveRequest, Reassessment, RunRole } from "../types.ts";

/** What somebody wants done to a plan. */
export type RunCommand =
  | { readonly kind: "approve"; readonly phase: number | null; readonly reason: string | null }
  | { readonly kind: "reject"; readonly reason: string }
  | { readonly kind: "expire" }
  | { readonly kind: "supersede" }
  /** `reason`: why before its time; null = it is not to be. */
  | { readonly kind: "start"; readonly reason: string | null }
  | {
      readonly kind: "start_phase";
      readonly phase: number;
      readonly reason: string | null;
      /** null = the first start, which goes by the snapshot. */
      readonly reassessment: Reassessment | null;
    }
  | { readonly kind: "reconsider"; readonly phase: number; readonly reassessment: Reassessment }
  | {
      readonly kind: "bind";
      readonly move: number;
      readonly atMs: number;
      readonly confirmation: string | null;
    }
  /** The control plane is asked once more. */
  | { readonly kind: "ask"; readonly move: number }
  | { readonly kind: "drained"; readonly move: number; readonly reason: string }
  | { readonly kind: "drain_seen"; readonly move: number; readonly reading: DrainReading }
  | { readonly kind: "verify"; readonly move: number }
  | { readonly kind: "skip"; readonly move: number; readonly reason: string }
  | { readonly kind: "revert"; readonly move: number; readonly atMs: number; readonly reason: string | null }
  | { readonly kind: "accept" | "fail" | "repeat"; readonly phase: number; readonly reason: string }
  | { readonly kind: "shorten"; readonly phase: number; readonly hours: number; readonly reason: string }
  | {
      readonly kind: "gate";
      readonly phase: number;
      readonly verdict: "pass" | "fail" | "inconclusive";
      readonly sentence: string;
    }
  | { readonly kind: "pause" | "abort"; readonly reason: string }
  | { readonly kind: "resume"; readonly reason: string | null }
  /** `phase`: that one and all after it; null = all. */
  | { readonly kind: "rollback"; readonly phase: number | null; readonly reason: string }
  | { readonly kind: "outside"; readonly what: string }
  | { readonly kind: "stamp_created"; readonly stamp: string; readonly reference: string }
  | {
      readonly kind: "stamp_seen";
      readonly stamp: string;
      readonly isHealthy: boolean;
      readonly note: string;
    };

/** Where a replica is at home, and since when. */
export interface PresentHome {
  readonly stamp: string;
  readonly boundAtMs: number;
}

/** What is so around the plan at the instant of a command. */
export interface RunContext {
  readonly nowMs: number;
  readonly actor: string;
  readonly role: RunRole;
  /** The kill switch; null = not pressed. */
  readonly frozen: { readonly by: string; readonly reason: string } | null;
  /** Of the version's content as it stands now. */
  readonly contentDigest: string;
  /** Other plans that run, by stamp that they touch. */
  readonly holders: ReadonlyMap<string, { readonly plan: number; readonly name: string }>;
  /** Starts of critical phases in the whole fleet, within the last hour. */
  readonly criticalStarts: readonly number[];
  /** How many of them there may be. */
  readonly criticalStartsPerHour: number;
  /** By replica. */
  readonly homes: ReadonlyMap<number, PresentHome>;
  /** Stamps that take nothing in now, and why. */
  readonly closedStamps: ReadonlyMap<string, string>;
  /** Replicas that may not move now, and why. */
  readonly heldReplicas: ReadonlyMap<number, string>;
  /** What a control plane was asked for last, by move; empty where there is none. */
  readonly requests: ReadonlyMap<number, MoveRequest>;
  /** When cutovers may run next by the clock of the region; not after now = they may now. null = never. */
  readonly nextWorkMs: number | null;
}
