import { type Failure, ok, type Result, utcWords } from "../../core/index.ts";
import type { RunMove, RunPlan } from "../types.ts";
import {
  conflict,
  firstOf,
  inWords,
  type Refusal,
  refuseDigest,
  refuseFrozen,
  refuseMoveState,
  refuseRole,
} from "./refuse.ts";
import type { RunCommand, RunContext } from "./runContext.ts";
import type { RunDraft } from "./runDraft.ts";
import { refuseClosed, refuseMovedHomes } from "./startPlan.ts";

type Of<Kind extends RunCommand["kind"]> = Extract<RunCommand, { kind: Kind }>;

/** A move that is where the plan wants it, and may have to come back. */
export function isActive({ state }: RunMove): boolean {
  return state === "bound" || state === "drained" || state === "verified";
}

/** Moves that would have to be undone, the newest first. */
export function activeMoves(plan: RunPlan, fromPhase = 1): readonly RunMove[] {
  return plan.phases
    .filter(({ phase }) => phase >= fromPhase)
    .flatMap(({ moves }) => moves.filter(isActive))
    .toReversed();
}

export function bind(draft: RunDraft, command: Of<"bind">): Result<undefined, Failure> {
  const { plan, context } = draft;
  const move = draft.move(command.move);
  const home = context.homes.get(move.replicaId);
  // The control plane may have told the inventory by itself; then the plan records what is so already.
  const isThere = home?.stamp === move.to;
  const may = firstOf(
    refuseFrozen(context, "changing a home"),
    refuseRole(context, "operator", "Binding"),
    refuseMoveState(move, "bind"),
    refuseOutOfTurn(plan, move),
    refuseDigest(plan, context),
    isThere ? null : refuseMovedHomes([move], context),
    isThere ? null : refuseClosed([move], context),
    isThere ? null : refuseInstant(draft, move, command.atMs),
  );
  if (!may.ok) return may;
  const atMs = isThere ? home.boundAtMs : command.atMs;
  const drain = { verdict: "waiting", remaining: null, detail: "It has just been bound." } as const;
  draft.actOnMove(move.id, "bind", {
    patch: { boundAtMs: atMs, confirmation: command.confirmation, drain },
  });
  if (!isThere) order(draft, move, { from: move.from, to: move.to, atMs });
  return ok(undefined);
}

function order(
  draft: RunDraft,
  { id, replicaId, registry }: RunMove,
  change: { readonly from: string; readonly to: string; readonly atMs: number },
): void {
  draft.homes.push({ move: id, replicaId, registry, ...change });
}

/** Homes change in the order that was approved, while their phase cuts over. */
function refuseOutOfTurn(plan: RunPlan, move: RunMove): Refusal | null {
  const phase = plan.phases.find((one) => one.phase === move.phase);
  if (plan.state !== "running" || phase?.state !== "cutting_over")
    return conflict(
      `The plan is ${inWords(plan.state)} and phase ${move.phase} is ${inWords(phase?.state ?? "unknown")}: homes change while the plan is running and the phase is cutting over.`,
    );
  const before = phase.moves.find(({ place, state }) => place < move.place && state === "pending");
  if (before === undefined) return null;
  return conflict(`${before.registry} comes first: moves are made in the order that was approved.`);
}

function refuseInstant(draft: RunDraft, { phase, replicaId }: RunMove, atMs: number): Refusal | null {
  const { nowMs, homes } = draft.context;
  const earliestMs = Math.max(draft.phase(phase).startedAtMs ?? 0, homes.get(replicaId)?.boundAtMs ?? 0);
  if (atMs > nowMs) return conflict(`${utcWords(atMs)} is still to come: say when the home did change.`);
  if (atMs < earliestMs)
    return conflict(
      `${utcWords(atMs)} is before ${utcWords(earliestMs)}, when the phase started and its present home began.`,
    );
  return null;
}

export function sayDrained(draft: RunDraft, { move: id, reason }: Of<"drained">): Result<undefined, Failure> {
  const move = draft.move(id);
  const may = firstOf(
    refuseRole(draft.context, "operator", "Saying that a move is drained"),
    refuseMoveState(move, "drain"),
  );
  if (!may.ok) return may;
  draft.deviate("drained", { phase: move.phase, registry: move.registry, reason });
  const detail = `${draft.context.actor} says so: ${reason}`;
  finishDrain(draft, move, { verdict: "said", remaining: move.drain?.remaining ?? null, detail });
  return ok(undefined);
}

export function seeDrain(
  draft: RunDraft,
  { move: id, reading }: Of<"drain_seen">,
): Result<undefined, Failure> {
  const move = draft.move(id);
  const may = firstOf(refuseMoveState(move, "drain"));
  if (!may.ok) return may;
  if (reading.verdict === "drained" || reading.verdict === "not_applicable")
    finishDrain(draft, move, reading);
  else draft.setMove(id, { drain: reading });
  return ok(undefined);
}

function finishDrain(draft: RunDraft, move: RunMove, drain: NonNullable<RunMove["drain"]>): void {
  const patch = { drain, drainedAtMs: draft.context.nowMs };
  draft.actOnMove(move.id, "drain", { patch, reason: drain.detail });
}

export function verify(draft: RunDraft, { move: id }: Of<"verify">): Result<undefined, Failure> {
  const may = firstOf(
    refuseRole(draft.context, "operator", "Verifying a move"),
    refuseMoveState(draft.move(id), "verify"),
  );
  if (!may.ok) return may;
  draft.actOnMove(id, "verify", { patch: { verifiedAtMs: draft.context.nowMs } });
  return ok(undefined);
}

const SKIPPABLE = [
  "submitted",
  "approved",
  "running",
  "paused",
] as const satisfies readonly RunPlan["state"][];

export function skip(draft: RunDraft, { move: id, reason }: Of<"skip">): Result<undefined, Failure> {
  const { plan, context } = draft;
  const move = draft.move(id);
  const may = firstOf(
    SKIPPABLE.some((state) => state === plan.state)
      ? null
      : conflict(`The plan is ${inWords(plan.state)}: none of its moves can be skipped any more.`),
    refuseMoveState(move, "skip"),
    refuseRole(context, "approver", "Skipping a move"),
  );
  if (!may.ok) return may;
  draft.deviate("skip", { phase: move.phase, registry: move.registry, reason });
  draft.actOnMove(id, "skip", { patch: { skippedReason: reason }, reason });
  return ok(undefined);
}

const REVERTIBLE = ["running", "paused", "rolling_back"] as const satisfies readonly RunPlan["state"][];

/** Takes a move back: part of a roll-back, newest first, or a single one by an approver's word. */
export function revert(draft: RunDraft, command: Of<"revert">): Result<undefined, Failure> {
  const { plan, context } = draft;
  const move = draft.move(command.move);
  const home = context.homes.get(move.replicaId);
  const isBack = home?.stamp === move.from;
  const may = firstOf(
    REVERTIBLE.some((state) => state === plan.state)
      ? null
      : conflict(`The plan is ${inWords(plan.state)}: nothing of it is taken back any more.`),
    refuseMoveState(move, "revert"),
    refuseNotNewest(plan, move),
    refuseRevertBy(plan, command, context),
    isBack || home?.stamp === move.to
      ? null
      : conflict(
          `${move.registry} is at home on ${home?.stamp ?? "no stamp"}, where this plan did not bring it. Abort the plan; what is bound stays.`,
        ),
    isBack ? null : refuseInstant(draft, move, command.atMs),
  );
  if (!may.ok) return may;
  const { reason } = command;
  if (plan.state !== "rolling_back")
    draft.deviate("revert", { phase: move.phase, registry: move.registry, reason: reason ?? "" });
  const atMs = isBack ? context.nowMs : command.atMs;
  draft.actOnMove(move.id, "revert", { patch: { revertedAtMs: atMs }, reason });
  if (!isBack) order(draft, move, { from: move.to, to: move.from, atMs });
  return ok(undefined);
}

function refuseNotNewest(plan: RunPlan, move: RunMove): Refusal | null {
  const newest = activeMoves(plan)[0];
  if (newest === undefined || newest.id === move.id) return null;
  return conflict(`${newest.registry} comes first: what was bound last is taken back first.`);
}

function refuseRevertBy(plan: RunPlan, { reason }: Of<"revert">, context: RunContext): Refusal | null {
  const isAlone = plan.state !== "rolling_back" || context.frozen !== null;
  const what = context.frozen === null ? "Taking a single move back" : "Taking a move back under the freeze";
  if (plan.state === "rolling_back" && plan.rollbackFrom !== null) {
    const inScope = activeMoves(plan, plan.rollbackFrom).length > 0;
    if (!inScope) return conflict("Everything that was to be rolled back is back.");
  }
  const role = refuseRole(context, isAlone ? "approver" : "operator", isAlone ? what : "Taking a move back");
  if (role !== null) return role;
  return isAlone && reason === null ? conflict(`${what} needs a reason.`) : null;
}
