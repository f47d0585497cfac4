import type { PlanState } from "../../planning/planAnswer.ts";
import { type ActionOf, type MoveState, type PhaseState, tryAction } from "../transitions.ts";
import type { DeviationKind, RunDeviation, RunMove, RunPhase, RunPlan } from "../types.ts";
import type { RunContext } from "./runContext.ts";

/** Something that was done, as the audit will tell it. */
export interface Deed {
  readonly thing: "plan" | "phase" | "move";
  readonly phase: number | null;
  readonly registry: string | null;
  /** In the past: `bound`, `started`. */
  readonly what: string;
  readonly before: object | null;
  readonly after: object;
  readonly reason: string | null;
}

/** A home that changes with a command. */
export interface HomeOrder {
  readonly move: number;
  readonly replicaId: number;
  readonly registry: string;
  readonly from: string;
  readonly to: string;
  readonly atMs: number;
}

/** How the audit names what an action did. */
const PAST = {
  plan: {
    submit: "submitted",
    approve: "approved",
    reject: "rejected",
    supersede: "superseded",
    expire: "expired",
    start: "started",
    pause: "paused",
    resume: "resumed",
    abort: "aborted",
    rollback: "rolling_back",
    complete: "completed",
    roll_back_whole: "rolled_back",
    roll_back_part: "rolled_back_in_part",
  } satisfies Record<ActionOf<"plan">, string>,
  phase: {
    approve: "approved",
    start: "started",
    reconsider: "reconsidered",
    drain: "cut_over",
    fail: "failed",
    roll_back: "rolled_back",
    observe: "observed",
    pass: "passed",
    doubt: "doubted",
    repeat: "repeated",
  } satisfies Record<ActionOf<"phase">, string>,
  move: {
    bind: "bound",
    skip: "skipped",
    drain: "drained",
    revert: "reverted",
    verify: "verified",
  } satisfies Record<ActionOf<"move">, string>,
} as const;

type Patch<Thing> = Partial<Omit<Thing, "state" | "id" | "phase">>;

/**
 * A plan while a command changes it. Every change of a state goes by the tables and leaves a deed. Reducers ask whether
 * something is possible before they do it: what is not is a bug here, and throws.
 */
export class RunDraft {
  #plan: RunPlan;
  readonly context: RunContext;
  readonly deeds: Deed[] = [];
  readonly homes: HomeOrder[] = [];

  constructor(plan: RunPlan, context: RunContext) {
    this.#plan = plan;
    this.context = context;
  }

  get plan(): RunPlan {
    return this.#plan;
  }

  /** Does something to the plan; `facts` stand in the audit beside the state. */
  act(action: ActionOf<"plan">, patch: Patch<RunPlan> = {}, reason: string | null = null): void {
    const before = this.#plan.state;
    const state: PlanState = demand(tryAction("plan", before, action), `plan ${before} ${action}`);
    this.#plan = { ...this.#plan, ...patch, state };
    this.tell({
      thing: "plan",
      what: PAST.plan[action],
      before: { state: before },
      after: { state },
      reason,
    });
  }

  actOnPhase(
    number: number,
    action: ActionOf<"phase">,
    { patch = {}, reason = null }: { patch?: Patch<RunPhase>; reason?: string | null } = {},
  ): void {
    const before = this.phase(number).state;
    const state: PhaseState = demand(tryAction("phase", before, action), `phase ${before} ${action}`);
    this.changePhase(number, { ...patch, state });
    const facts = { before: { state: before }, after: { state } };
    this.tell({ thing: "phase", phase: number, what: PAST.phase[action], ...facts, reason });
  }

  actOnMove(
    id: number,
    action: ActionOf<"move">,
    { patch = {}, reason = null }: { patch?: Patch<RunMove>; reason?: string | null } = {},
  ): void {
    const { state: before, phase, registry, from, to } = this.move(id);
    const state: MoveState = demand(tryAction("move", before, action), `move ${before} ${action}`);
    this.changeMove(id, { ...patch, state });
    const facts = { before: { state: before }, after: { state, from, to } };
    this.tell({ thing: "move", phase, registry, what: PAST.move[action], ...facts, reason });
  }

  /** Changes what is no state. */
  set(patch: Patch<RunPlan>): void {
    this.#plan = { ...this.#plan, ...patch };
  }

  setPhase(number: number, patch: Patch<RunPhase>): void {
    this.changePhase(number, patch);
  }

  setMove(id: number, patch: Patch<RunMove>): void {
    this.changeMove(id, patch);
  }

  phase(number: number): RunPhase {
    return demand(
      this.#plan.phases.find((one) => one.phase === number),
      `phase ${number}`,
    );
  }

  move(id: number): RunMove {
    return demand(
      this.#plan.phases.flatMap(({ moves }) => moves).find((one) => one.id === id),
      `move ${id}`,
    );
  }

  tell(deed: Pick<Deed, "thing" | "what" | "after"> & Partial<Deed>): void {
    this.deeds.push({ phase: null, registry: null, before: null, reason: null, ...deed });
  }

  /** Records that something is done otherwise than approved. */
  deviate(
    kind: DeviationKind,
    at: { readonly phase: number | null; readonly registry?: string; readonly reason: string },
  ): void {
    const { actor, role, nowMs } = this.context;
    const deviation: RunDeviation = {
      kind,
      phase: at.phase,
      registry: at.registry ?? null,
      actor,
      approver: role === "approver" || role === "admin" ? actor : null,
      reason: at.reason,
      atMs: nowMs,
    };
    this.#plan = { ...this.#plan, deviations: [...this.#plan.deviations, deviation] };
    this.tell({ thing: "plan", what: "deviated", after: { ...deviation }, reason: at.reason });
  }

  private changePhase(number: number, patch: Partial<RunPhase>): void {
    const phases = this.#plan.phases.map((one) => (one.phase === number ? { ...one, ...patch } : one));
    this.#plan = { ...this.#plan, phases };
  }

  private changeMove(id: number, patch: Partial<RunMove>): void {
    const { phase } = this.move(id);
    const moves = this.phase(phase).moves.map((one) => (one.id === id ? { ...one, ...patch } : one));
    this.changePhase(phase, { moves });
  }
}

function demand<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new Error(`not checked before it was done: ${what}`);
  return value;
}
