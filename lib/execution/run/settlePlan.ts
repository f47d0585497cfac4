import type { RunPhase } from "../types.ts";
import { activeMoves, isActive } from "./changeMove.ts";
import { observe, pass } from "./decidePhase.ts";
import type { RunDraft } from "./runDraft.ts";

/** What follows by itself from what was done: a phase that is cut over, drained, rolled back; a plan that is through. */
export function settlePlan(draft: RunDraft): void {
  for (const { phase } of draft.plan.phases) settlePhase(draft, phase);
  finishRollback(draft);
  const { plan, context } = draft;
  if (plan.state === "running" && plan.phases.every(({ state }) => state === "passed"))
    draft.act("complete", { finishedAtMs: context.nowMs });
}

function settlePhase(draft: RunDraft, number: number): void {
  if (draft.plan.state === "rolling_back") settleRollback(draft, number);
  else if (draft.plan.state === "running" || draft.plan.state === "paused") settleForward(draft, number);
}

function settleForward(draft: RunDraft, number: number): void {
  const cut = draft.phase(number);
  if (cut.state === "cutting_over" && cut.moves.every(({ state }) => state !== "pending"))
    draft.actOnPhase(number, "drain", { patch: { cutOverAtMs: draft.context.nowMs } });
  const phase = draft.phase(number);
  if (isUndone(phase)) undo(draft, number);
  if (phase.state !== "draining" || isUndone(phase)) return;
  const active = phase.moves.filter(isActive);
  if (active.length === 0) pass(draft, number, "every move of it was skipped");
  else if (active.every(({ state }) => state !== "bound")) observe(draft, number, null);
}

/** It moved something, and everything that it moved was taken back one by one. */
function isUndone({ state, moves }: RunPhase): boolean {
  const isLive = ["draining", "observing", "inconclusive", "failed", "passed"].includes(state);
  return isLive && !moves.some(isActive) && moves.some((one) => one.state === "reverted");
}

function undo(draft: RunDraft, number: number): void {
  draft.actOnPhase(number, "roll_back", { patch: { decidedAtMs: draft.context.nowMs } });
  if (draft.plan.state !== "running") return;
  const { actor, nowMs } = draft.context;
  const reason = `Phase ${number} was taken back move by move`;
  draft.act("pause", { pause: { by: actor, reason, atMs: nowMs } }, reason);
}

function settleRollback(draft: RunDraft, number: number): void {
  const phase = draft.phase(number);
  const inScope = number >= (draft.plan.rollbackFrom ?? 1);
  if (!inScope || phase.startedAtMs === null || phase.state === "rolled_back" || phase.moves.some(isActive))
    return;
  draft.actOnPhase(number, "roll_back", {
    patch: { decidedAtMs: draft.context.nowMs, decidedBy: draft.context.actor },
    reason: draft.plan.rollbackReason,
  });
}

function finishRollback(draft: RunDraft): void {
  const { plan, context } = draft;
  if (plan.state !== "rolling_back" || activeMoves(plan, plan.rollbackFrom ?? 1).length > 0) return;
  const whole = activeMoves(plan).length === 0;
  const done = { rollbackFrom: null, ...(whole ? { finishedAtMs: context.nowMs } : {}) };
  if (whole) draft.act("roll_back_whole", done, plan.rollbackReason);
  else {
    const reason = `Phases from ${plan.rollbackFrom} on are rolled back: ${plan.rollbackReason}`;
    const pause = { by: context.actor, reason, atMs: context.nowMs };
    draft.act("roll_back_part", { ...done, pause }, reason);
  }
}
