import { toIso } from "../../core/index.ts";
import type { GateReading, PlanExecution } from "../executionAnswer.ts";
import { wantedForPhase, wantedForPlan } from "../run/approvePlan.ts";
import { isActive } from "../run/changeMove.ts";
import type { RunContext } from "../run/runContext.ts";
import { reverseOf } from "../run/stopPlan.ts";
import type { MoveRequest, Reassessment, RunMove, RunPhase, RunPlan } from "../types.ts";
import { describeWait } from "./describeWait.ts";
import { listMoveActions, listPhaseActions, listPlanActions } from "./listActions.ts";

/** A plan on its way, as the API tells it. `readings`: the newest of each phase. */
export function answerExecution(
  plan: RunPlan,
  context: RunContext,
  readings: ReadonlyMap<number, GateReading>,
): PlanExecution {
  return {
    digest: plan.digest,
    submittedAt: toIso(plan.submittedAtMs),
    submittedBy: plan.submittedBy,
    startedAt: isoOrNull(plan.startedAtMs),
    finishedAt: isoOrNull(plan.finishedAtMs),
    waitsFor: describeWait(plan, context, gateSentence(plan, readings)),
    frozen: context.frozen,
    pause: plan.pause && { by: plan.pause.by, reason: plan.pause.reason, at: toIso(plan.pause.atMs) },
    rollbackFrom: plan.rollbackFrom,
    approval: wantedForPlan(plan),
    approvals: plan.approvals.map(({ atMs, ...approval }) => ({ ...approval, at: toIso(atMs) })),
    deviations: plan.deviations.map(({ atMs, ...deviation }) => ({ ...deviation, at: toIso(atMs) })),
    newStamps: plan.newStamps.map(({ createdAtMs, healthyAtMs, ...stamp }) => ({
      ...stamp,
      createdAt: isoOrNull(createdAtMs),
      healthyAt: isoOrNull(healthyAtMs),
    })),
    phases: plan.phases.map((phase) =>
      answerPhase(plan, phase, { context, reading: readings.get(phase.phase) ?? null }),
    ),
    actions: listPlanActions(plan, context),
  };
}

/** Of the phase that is observed. */
function gateSentence(plan: RunPlan, readings: ReadonlyMap<number, GateReading>): string | null {
  const observed = plan.phases.find(({ state }) => state === "observing");
  return (observed && readings.get(observed.phase)?.sentence) ?? null;
}

function answerPhase(
  plan: RunPlan,
  phase: RunPhase,
  { context, reading }: { readonly context: RunContext; readonly reading: GateReading | null },
): PlanExecution["phases"][number] {
  return {
    phase: phase.phase,
    name: phase.name,
    class: phase.class,
    state: phase.state,
    tier: phase.tier,
    approval: wantedForPhase(plan, phase),
    notBefore: isoOrNull(phase.notBeforeMs),
    observationHours: phase.observationHours,
    startedAt: isoOrNull(phase.startedAtMs),
    cutOverAt: isoOrNull(phase.cutOverAtMs),
    observingSince: isoOrNull(phase.observingSinceMs),
    observeUntil: isoOrNull(phase.observeUntilMs),
    decidedAt: isoOrNull(phase.decidedAtMs),
    decidedBy: phase.decidedBy,
    reason: phase.reason,
    prediction: phase.prediction,
    reassessment: phase.reassessment && answerReassessment(phase.reassessment),
    reverse: reverseOf(plan, phase.phase),
    reading,
    moves: phase.moves.map((move) => ({
      ...answerMove(move),
      request: answerRequest(context.requests.get(move.id)),
      instruction: instructionOf(plan, phase, { move, isAsked: isBeingAsked(context, move) }),
      actions: listMoveActions(plan, move, context),
    })),
    actions: listPhaseActions(plan, phase, context),
  };
}

function answerReassessment({ atMs, window, differences, later }: Reassessment) {
  return { at: toIso(atMs), window, differences, later };
}

function answerMove(move: RunMove) {
  const { id, registry, tenant, from, to, state, skippedReason, drain, confirmation } = move;
  return {
    id,
    registry,
    tenant,
    from,
    to,
    state,
    boundAt: isoOrNull(move.boundAtMs),
    drainedAt: isoOrNull(move.drainedAtMs),
    verifiedAt: isoOrNull(move.verifiedAtMs),
    revertedAt: isoOrNull(move.revertedAtMs),
    skippedReason,
    drain,
    confirmation,
  };
}

function answerRequest(request: MoveRequest | undefined) {
  if (request === undefined) return null;
  const { askedAtMs, ...told } = request;
  return { ...told, askedAt: toIso(askedAtMs) };
}

/** What a person has to do outside, exactly, and where to say that it is done. */
function instructionOf(
  plan: RunPlan,
  phase: RunPhase,
  { move, isAsked }: { readonly move: RunMove; readonly isAsked: boolean },
): string {
  const { registry, from, to, state } = move;
  if (plan.state === "rolling_back" && isActive(move) && phase.phase >= (plan.rollbackFrom ?? 1))
    return told(
      `set the home stamp of ${registry} in ${plan.region} back from ${to} to ${from}`,
      "reverted",
      isAsked,
    );
  if (plan.state !== "running") return "";
  if (state === "pending" && phase.state === "cutting_over")
    return told(
      `set the home stamp of ${registry} in ${plan.region} from ${from} to ${to}`,
      "bound",
      isAsked,
    );
  if (state === "bound") return `Nothing: ${registry} drains from ${from}.`;
  return "";
}

function told(what: string, done: string, isAsked: boolean): string {
  if (!isAsked) return `${what.slice(0, 1).toUpperCase()}${what.slice(1)}, then record it as ${done}.`;
  return `The control plane is asked to ${what}. Record it as ${done} only where you have done it yourself.`;
}

/** Of a control plane, and it has not said that it will not. */
function isBeingAsked({ requests }: RunContext, { id }: RunMove): boolean {
  const asked = requests.get(id);
  return asked !== undefined && asked.state !== "refused" && asked.state !== "given_up";
}

function isoOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : toIso(epochMs);
}
