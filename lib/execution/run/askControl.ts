import { type Failure, ok, type Result } from "../../core/index.ts";
import type { RunMove, RunPlan } from "../types.ts";
import { activeMoves } from "./changeMove.ts";
import { conflict, firstOf, inWords, refuseFrozen, refuseRole } from "./refuse.ts";
import type { RunCommand } from "./runContext.ts";
import type { RunDraft } from "./runDraft.ts";

/** A home that is to change next. */
export interface DueMove {
  readonly move: RunMove;
  readonly isBack: boolean;
}

/** The one move whose turn it is, there or back; null = no home is to change now. */
export function dueMove(plan: RunPlan): DueMove | null {
  if (plan.state === "rolling_back") {
    const [newest] = activeMoves(plan, plan.rollbackFrom ?? 1);
    return newest === undefined ? null : { move: newest, isBack: true };
  }
  const phase = plan.state === "running" ? plan.phases.find(({ state }) => state === "cutting_over") : null;
  const next = phase?.moves.find(({ state }) => state === "pending");
  return next === undefined ? null : { move: next, isBack: false };
}

/** Under this key a home is asked for, however often. */
export function requestKeyOf(
  { id, version }: Pick<RunPlan, "id" | "version">,
  move: number,
  isBack: boolean,
) {
  return `plan-${id}-${version}-move-${move}${isBack ? "-back" : ""}`;
}

/** A person wants the control plane asked once more. Changes nothing of the plan; that it was wanted is told. */
export function askControl(
  draft: RunDraft,
  { move: id }: Extract<RunCommand, { kind: "ask" }>,
): Result<undefined, Failure> {
  const { plan, context } = draft;
  const { phase, registry, from, to, state } = draft.move(id);
  const due = dueMove(plan);
  const may = firstOf(
    refuseFrozen(context, "asking a control plane"),
    refuseRole(context, "operator", "Asking a control plane"),
    due?.move.id === id
      ? null
      : conflict(
          `The plan is ${inWords(plan.state)} and the move of ${registry} is ${inWords(state)}: it is not its turn, and nothing is asked for.`,
        ),
  );
  if (!may.ok || due === null) return may;
  const facts = due.isBack ? { from: to, to: from } : { from, to };
  draft.tell({ thing: "move", phase, move: id, registry, action: "move.asked", facts });
  return ok(undefined);
}
