import type { RunDeed } from "../../core/index.ts";
import type { PlanState } from "../../planning/planAnswer.ts";
import { type ActionOf, type MoveState, type PhaseState, tryAction } from "../transitions.ts";
import type { DeviationKind, RunDeviation, RunMove, RunPhase, RunPlan } from "../types.ts";
import type { RunContext } from "./runContext.ts";

/** Something that was done, as the audit will tell it. */
export interface Deed {
  readonly thing: "plan" | "phase" | "move";
  readonly phase: number | null;
  readonly move: number | null;
  readonly registry: string | null;
  readonly action: RunDeed;
  /** The change of a state that it was; null = it was none. */
  readonly transition: { readonly from: string; readonly to: string } | null;
  /** What else the audit is to know. */
  readonly facts: object;
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
    submit: "plan.submitted",
    approve: "plan.approved",
    reject: "plan.rejected",
    supersede: "plan.superseded",
    expire: "plan.expired",
    start: "plan.started",
    pause: "plan.paused",
    resume: "plan.resumed",
    abort: "plan.aborted",
    rollback: "plan.rolling_back",
    complete: "plan.completed",
    roll_back_whole: "plan.rolled_back",
    roll_back_part: "plan.rolled_back_in_part",
  } satisfies Record<ActionOf<"plan">, RunDeed>,
  phase: {
    approve: "phase.approved",
    start: "phase.started",
    reconsider: "phase.reconsidered",
    drain: "phase.cut_over",
    fail: "phase.failed",
    roll_back: "phase.rolled_back",
    observe: "phase.observed",
    pass: "phase.passed",
    doubt: "phase.doubted",
    repeat: "phase.repeated",
  } satisfies Record<ActionOf<"phase">, RunDeed>,
  move: {
    bind: "move.bound",
    skip: "move.skipped",
    drain: "move.drained",
    revert: "move.reverted",
    verify: "move.verified",
  } satisfies Record<ActionOf<"move">, RunDeed>,
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
      action: PAST.plan[action],
      transition: { from: before, to: state },
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
    const transition = { from: before, to: state };
    this.tell({ thing: "phase", phase: number, action: PAST.phase[action], transition, reason });
  }

  actOnMove(
    id: number,
    action: ActionOf<"move">,
    { patch = {}, reason = null }: { patch?: Patch<RunMove>; reason?: string | null } = {},
  ): void {
    const { state: before, phase, registry, from, to } = this.move(id);
    const state: MoveState = demand(tryAction("move", before, action), `move ${before} ${action}`);
    this.changeMove(id, { ...patch, state });
    const of = { thing: "move", phase, move: id, registry } as const;
    const transition = { from: before, to: state };
    this.tell({ ...of, action: PAST.move[action], transition, facts: { from, to }, reason });
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

  tell(deed: Pick<Deed, "thing" | "action"> & Partial<Deed>): void {
    this.deeds.push({
      phase: null,
      move: null,
      registry: null,
      transition: null,
      facts: {},
      reason: null,
      ...deed,
    });
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
    this.tell({ thing: "plan", action: "plan.deviated", facts: deviation, reason: at.reason });
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
