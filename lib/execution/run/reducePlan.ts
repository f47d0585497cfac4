import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { RunPlan } from "../types.ts";
import { approve, reconsider, reject } from "./approvePlan.ts";
import { askControl } from "./askControl.ts";
import { bind, revert, sayDrained, seeDrain, skip, verify } from "./changeMove.ts";
import { decide, gate, shorten } from "./decidePhase.ts";
import type { RunCommand, RunContext } from "./runContext.ts";
import { type Deed, type HomeOrder, RunDraft } from "./runDraft.ts";
import { settlePlan } from "./settlePlan.ts";
import { startPhase, startPlan } from "./startPlan.ts";
import {
  abort,
  createStamp,
  expire,
  noteOutside,
  pause,
  resume,
  rollBack,
  seeStamp,
  supersede,
} from "./stopPlan.ts";

/** A plan after a command: what it is now, what was done, and which homes change with it. */
export interface RunStep {
  readonly plan: RunPlan;
  readonly deeds: readonly Deed[];
  readonly homes: readonly HomeOrder[];
}

/**
 * What a command makes of a plan. Pure: the same plan, command and context give the same step. Refusals: `conflict` with
 * the present state and what is possible, `forbidden`, `frozen`, `not_found`; then nothing has changed.
 */
export function reducePlan(
  plan: RunPlan,
  command: RunCommand,
  context: RunContext,
): Result<RunStep, Failure> {
  const missing = findMissing(plan, command);
  if (missing !== null) return err({ code: "not_found", detail: missing });
  const draft = new RunDraft(plan, context);
  const done = apply(draft, command);
  if (!done.ok) return done;
  settlePlan(draft);
  return ok({ plan: draft.plan, deeds: draft.deeds, homes: draft.homes });
}

function findMissing(plan: RunPlan, command: RunCommand): string | null {
  if ("phase" in command && command.phase !== null && !plan.phases.some((one) => one.phase === command.phase))
    return `Plan ${plan.id} has no phase ${command.phase}.`;
  if ("move" in command && !plan.phases.some(({ moves }) => moves.some(({ id }) => id === command.move)))
    return `Plan ${plan.id}, version ${plan.version}, has no such move.`;
  return null;
}

/** Total: a new command does not compile until it is answered here. */
function apply(draft: RunDraft, command: RunCommand): Result<undefined, Failure> {
  switch (command.kind) {
    case "approve":
      return approve(draft, command);
    case "reject":
      return reject(draft, command);
    case "expire":
      return expire(draft);
    case "supersede":
      return supersede(draft);
    case "start":
      return startPlan(draft, command);
    case "start_phase":
      return startPhase(draft, command);
    case "reconsider":
      return reconsider(draft, command);
    case "shorten":
      return shorten(draft, command);
    case "gate":
      return gate(draft, command);
    case "accept":
    case "fail":
    case "repeat":
      return decide(draft, command);
    case "pause":
      return pause(draft, command);
    case "resume":
      return resume(draft, command);
    case "abort":
      return abort(draft, command);
    case "rollback":
      return rollBack(draft, command);
    case "outside":
      return noteOutside(draft, command);
    case "stamp_created":
      return createStamp(draft, command);
    case "stamp_seen":
      return seeStamp(draft, command);
    default:
      return applyToMove(draft, command);
  }
}

function applyToMove(
  draft: RunDraft,
  command: Extract<RunCommand, { readonly move: number }>,
): Result<undefined, Failure> {
  switch (command.kind) {
    case "bind":
      return bind(draft, command);
    case "ask":
      return askControl(draft, command);
    case "drained":
      return sayDrained(draft, command);
    case "drain_seen":
      return seeDrain(draft, command);
    case "verify":
      return verify(draft, command);
    case "skip":
      return skip(draft, command);
    case "revert":
      return revert(draft, command);
  }
}
