import type { RunAction } from "../executionAnswer.ts";
import { activeMoves } from "../run/changeMove.ts";
import { reducePlan } from "../run/reducePlan.ts";
import type { RunCommand, RunContext } from "../run/runContext.ts";
import { isLaterStart, whyEarly } from "../run/startPlan.ts";
import type { RunMove, RunPhase, RunPlan } from "../types.ts";

/** Nobody's name: whether somebody could, not whether this person may. */
const SOMEBODY = "\u0000";

interface Offer {
  readonly action: string;
  readonly role: RunAction["role"];
  readonly command: RunCommand;
  readonly needsReason?: boolean;
}

/** An offer is tried out on the plan as it is: what reducers refuse is not possible, in their own words. */
function tryOffer(
  plan: RunPlan,
  context: RunContext,
  { action, role, command, needsReason = false }: Offer,
): RunAction {
  const tried = reducePlan(plan, command, { ...context, actor: SOMEBODY, role });
  return {
    action,
    role,
    possible: tried.ok,
    why: tried.ok ? null : tried.error.detail,
    needsReason,
  };
}

const REASON = "…";

const OVER: readonly RunPlan["state"][] = [
  "completed",
  "rejected",
  "aborted",
  "rolled_back",
  "superseded",
  "expired",
];

/** What can be done to the plan, each with the least role that may, or why it is not possible now. */
export function listPlanActions(plan: RunPlan, context: RunContext): RunAction[] {
  if (OVER.includes(plan.state)) return [];
  const approver = plan.tier === "low" ? "operator" : "approver";
  const isStarted = plan.startedAtMs !== null;
  const early = plan.startAtMs !== null && context.nowMs < plan.startAtMs;
  const offers: readonly Offer[] = isStarted
    ? [
        { action: "pause", role: "operator", command: { kind: "pause", reason: REASON }, needsReason: true },
        { action: "resume", role: "operator", command: { kind: "resume", reason: null } },
        { action: "abort", role: "operator", command: { kind: "abort", reason: REASON }, needsReason: true },
        {
          action: "rollback",
          role: context.frozen === null ? "operator" : "approver",
          command: { kind: "rollback", phase: null, reason: REASON },
          needsReason: true,
        },
      ]
    : [
        { action: "approve", role: approver, command: { kind: "approve", phase: null, reason: null } },
        { action: "reject", role: approver, command: { kind: "reject", reason: REASON }, needsReason: true },
        {
          action: "start",
          role: "operator",
          command: { kind: "start", reason: early ? REASON : null },
          needsReason: early,
        },
        { action: "abort", role: "operator", command: { kind: "abort", reason: REASON }, needsReason: true },
      ];
  return offers.map((offer) => tryOffer(plan, context, offer));
}

/** What can be done to a phase; of one that is over nothing is offered but to roll it back. */
export function listPhaseActions(plan: RunPlan, phase: RunPhase, context: RunContext): RunAction[] {
  if (OVER.includes(plan.state)) return [];
  const number = phase.phase;
  const early = whyEarly(phase, context) !== null;
  const decide = (kind: "accept" | "repeat" | "fail"): Offer => ({
    action: kind,
    role: "operator",
    command: { kind, phase: number, reason: REASON },
    needsReason: true,
  });
  const approve: Offer = {
    action: "approve",
    role: phase.tier === "low" ? "operator" : "approver",
    command: { kind: "approve", phase: number, reason: null },
  };
  const start: Offer = {
    action: "start",
    role: "operator",
    command: {
      kind: "start_phase",
      phase: number,
      reason: early ? REASON : null,
      // Taken for granted here: it is simulated again when somebody does start it.
      reassessment: isLaterStart(plan, context.nowMs)
        ? {
            atMs: context.nowMs,
            window: { from: "", to: "" },
            pools: [],
            differences: [],
            later: [],
          }
        : null,
    },
    needsReason: early,
  };
  const shorten: Offer = {
    action: "shorten",
    role: "approver",
    command: { kind: "shorten", phase: number, hours: phase.observationHours / 2, reason: REASON },
    needsReason: true,
  };
  const rollback: Offer = {
    action: "rollback",
    role: context.frozen === null ? "operator" : "approver",
    command: { kind: "rollback", phase: number, reason: REASON },
    needsReason: true,
  };
  const offers: Record<RunPhase["state"], readonly Offer[]> = {
    pending: [approve, shorten],
    approved: [start, shorten],
    cutting_over: [decide("fail"), shorten, rollback],
    draining: [decide("fail"), shorten, rollback],
    observing: [decide("accept"), decide("fail"), shorten, rollback],
    inconclusive: [decide("accept"), decide("repeat"), decide("fail"), rollback],
    passed: [rollback],
    failed: [rollback],
    rolled_back: [],
  };
  return offers[phase.state].map((offer) => tryOffer(plan, context, offer));
}

/** What can be done to a move. Those that nothing can be done to offer nothing: there may be thousands. */
export function listMoveActions(plan: RunPlan, move: RunMove, context: RunContext): RunAction[] {
  const { id: number, state, phase } = move;
  if (OVER.includes(plan.state)) return [];
  // Whatever else could be tried is refused: the newest goes first.
  if (plan.state === "rolling_back" && activeMoves(plan)[0]?.id !== number) return [];
  const cuts = plan.phases.some((one) => one.phase === phase && one.state === "cutting_over");
  const isAlone = plan.state !== "rolling_back" || context.frozen !== null;
  const bind: Offer = {
    action: "bind",
    role: "operator",
    command: { kind: "bind", move: number, atMs: context.nowMs, confirmation: null },
  };
  const ask: Offer = { action: "ask", role: "operator", command: { kind: "ask", move: number } };
  const isAsked = context.requests.has(number);
  const skip: Offer = {
    action: "skip",
    role: "approver",
    command: { kind: "skip", move: number, reason: REASON },
    needsReason: true,
  };
  const drained: Offer = {
    action: "drained",
    role: "operator",
    command: { kind: "drained", move: number, reason: REASON },
    needsReason: true,
  };
  const verify: Offer = { action: "verify", role: "operator", command: { kind: "verify", move: number } };
  const revert: Offer = {
    action: "revert",
    role: isAlone ? "approver" : "operator",
    command: { kind: "revert", move: number, atMs: context.nowMs, reason: REASON },
    needsReason: isAlone,
  };
  const back = plan.state === "rolling_back" && isAsked ? [revert, ask] : [revert];
  const offers: Record<RunMove["state"], readonly Offer[]> = {
    pending: cuts ? [bind, ...(isAsked ? [ask] : []), skip] : [],
    bound: plan.state === "rolling_back" ? back : [drained, ...back],
    drained: plan.state === "rolling_back" ? back : [verify, ...back],
    verified: plan.state === "rolling_back" ? back : [],
    skipped: [],
    reverted: [],
  };
  return offers[state].map((offer) => tryOffer(plan, context, offer));
}
