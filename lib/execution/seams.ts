import type { Failure, Result } from "../core/index.ts";
import type { Reassessment, RunPhase, RunPlan } from "./types.ts";

/** What a gate has read of a phase that is observed, and what it makes of it. */
export interface GateVerdict {
  readonly verdict: "pass" | "fail" | "inconclusive" | "waiting";
  /** It decides the phase now; a reading on the way is kept and decides nothing. */
  readonly isFinal: boolean;
  readonly sentence: string;
  /** Everything that it looked at: plain data. */
  readonly readings: object;
}

/** A home that a control plane is asked to change. Nothing is taken for done before it is confirmed. */
export interface BindRequest {
  readonly plan: number;
  readonly version: number;
  readonly phase: number;
  readonly move: number;
  readonly registry: string;
  readonly region: string;
  readonly from: string;
  readonly to: string;
  readonly digest: string;
  /** The same request has the same key, however often it is sent. */
  readonly idempotencyKey: string;
  /** It takes a move back. */
  readonly isBack: boolean;
  /** A person wants it sent once more, whatever became of it before. */
  readonly isAgain: boolean;
}

/** What running plans ask of other parts; each may be missing. See ExecutionSeams in commands.ts. */
export interface WatchSeams {
  /** null = it cannot tell yet: the phase stays observed, and a person may decide it. */
  readonly decideGate?: (plan: RunPlan, phase: RunPhase, nowMs: number) => Promise<GateVerdict | null>;
  /** In place of a simulation on the newest hours. */
  readonly reassess?: (
    plan: RunPlan,
    phase: RunPhase,
    nowMs: number,
  ) => Promise<Result<Reassessment, Failure>>;
}
