import { type Failure, ok, type Result, utcWords } from "../../core/index.ts";
import type { RunMove, RunPhase, RunPlan } from "../types.ts";
import { wantedForPhase } from "./approvePlan.ts";
import {
  conflict,
  firstOf,
  type Refusal,
  refuseDigest,
  refuseExpired,
  refuseFrozen,
  refusePhaseState,
  refusePlanState,
  refuseRole,
} from "./refuse.ts";
import type { RunCommand, RunContext } from "./runContext.ts";
import type { RunDraft } from "./runDraft.ts";

/** Every stamp that a plan touches, on either end. */
export function stampsOf(plan: RunPlan): readonly string[] {
  const ends = plan.phases.flatMap(({ moves }) => moves.flatMap(({ from, to }) => [from, to]));
  return [...new Set([...ends, ...plan.newStamps.map(({ name }) => name)])].toSorted();
}

/** The plan takes its stamps; phases start one by one after it. */
export function startPlan(
  draft: RunDraft,
  { reason }: Extract<RunCommand, { kind: "start" }>,
): Result<undefined, Failure> {
  const { plan, context } = draft;
  const early =
    plan.startAtMs !== null && context.nowMs < plan.startAtMs
      ? `The plan is to start at ${utcWords(plan.startAtMs)}`
      : null;
  const may = firstOf(
    refusePlanState(plan, "start"),
    refuseFrozen(context, "starting a plan"),
    refuseRole(context, "operator", "Starting a plan"),
    refuseExpired(plan, context.nowMs),
    refuseDigest(plan, context),
    refuseHolders(plan, context),
    refuseMovedHomes(pendingMoves(plan.phases), context),
    refuseEarly(early, reason),
  );
  if (!may.ok) return may;
  if (early !== null) draft.deviate("early_start", { phase: null, reason: reason ?? "" });
  draft.act("start", { startedAtMs: context.nowMs }, reason);
  return ok(undefined);
}

/**
 * Whether what a phase was approved on has aged: it is not the first of its plan to start, or the plan has waited since its own
 * start, for a new stamp or an approval, until its snapshot was too old to start from.
 */
export function isLaterStart(plan: RunPlan, nowMs: number): boolean {
  return nowMs >= plan.expiresAtMs || plan.phases.some(({ startedAtMs }) => startedAtMs !== null);
}

export function startPhase(
  draft: RunDraft,
  command: Extract<RunCommand, { kind: "start_phase" }>,
): Result<undefined, Failure> {
  const { plan, context } = draft;
  const phase = draft.phase(command.phase);
  const early = whyEarly(phase, context);
  const moves = pendingMoves([phase]);
  const may = firstOf(
    plan.state === "running"
      ? null
      : conflict(`The plan is ${plan.state}: phases start while it is running.`),
    refuseFrozen(context, "starting a phase"),
    refuseRole(context, "operator", "Starting a phase"),
    refuseUnapproved(plan, phase),
    refuseDigest(plan, context),
    refuseUnfinished(plan, phase),
    refuseNewStamps(plan, phase),
    refusePace(phase, context),
    refuseMovedHomes(moves, context),
    refuseClosed(moves, context),
    isLaterStart(plan, context.nowMs) ? refuseNotReassessed(command) : null,
    refuseEarly(early, command.reason),
  );
  if (!may.ok) return may;
  if (early !== null) draft.deviate("early_start", { phase: phase.phase, reason: command.reason ?? "" });
  const { reassessment, reason } = command;
  const patch = { startedAtMs: context.nowMs, ...(reassessment === null ? {} : { reassessment }) };
  draft.actOnPhase(phase.phase, "start", { patch, reason });
  return ok(undefined);
}

/** Why a phase cannot start now, in words; null = it can. Asked of a phase whose plan runs. */
export function whyNotStart(plan: RunPlan, phase: RunPhase, context: RunContext): string | null {
  const moves = pendingMoves([phase]);
  const may = firstOf(
    refuseFrozen(context, "starting a phase"),
    refuseUnapproved(plan, phase),
    refuseUnfinished(plan, phase),
    refuseNewStamps(plan, phase),
    refusePace(phase, context),
    refuseMovedHomes(moves, context),
    refuseClosed(moves, context),
  );
  return may.ok ? null : may.error.detail;
}

/** Why it would begin before its time; null = it would not. */
export function whyEarly({ notBeforeMs }: RunPhase, { nowMs, nextWorkMs }: RunContext): string | null {
  if (notBeforeMs !== null && nowMs < notBeforeMs)
    return `It is not to start before ${utcWords(notBeforeMs)}`;
  if (nextWorkMs === null) return "No hour of any day is a working hour of the region";
  if (nowMs < nextWorkMs) return `The region's working hours begin at ${utcWords(nextWorkMs)}`;
  return null;
}

function refuseEarly(why: string | null, reason: string | null): Refusal | null {
  if (why === null || reason !== null) return null;
  return conflict(`${why}. Give a reason to start all the same; it is kept as a deviation.`);
}

function refuseUnapproved(plan: RunPlan, phase: RunPhase): Refusal | null {
  if (phase.state !== "pending") return refusePhaseState(phase, "start");
  const wanted = wantedForPhase(plan, phase);
  const changed = phase.reassessment?.differences.length ?? 0;
  const pools = changed === 1 ? "1 pool no longer comes" : `${changed} pools no longer come`;
  const why = changed > 0 ? ` On the newest hours ${pools} out as approved.` : "";
  const missing = (wanted?.wanted ?? 1) - (wanted?.given ?? 0);
  return conflict(
    `Phase ${phase.phase} is pending: ${missing} more ${missing === 1 ? "approval" : "approvals"} by the role ${wanted?.role ?? "approver"} ${missing === 1 ? "is" : "are"} wanted.${why}`,
  );
}

function refuseUnfinished(plan: RunPlan, { phase }: RunPhase): Refusal | null {
  const before = plan.phases.find((one) => one.phase < phase && one.state !== "passed");
  if (before === undefined) return null;
  return conflict(`Phase ${before.phase} is ${before.state}: phase ${phase} starts when it has passed.`);
}

function refuseNewStamps(plan: RunPlan, { moves }: RunPhase): Refusal | null {
  const reached = new Set(moves.filter(({ state }) => state === "pending").map(({ to }) => to));
  const missing = plan.newStamps.find(({ name, healthyAtMs }) => reached.has(name) && healthyAtMs === null);
  if (missing === undefined) return null;
  return conflict(`${missing.name} is not ready: ${missing.note}`);
}

function refusePace(
  { tier }: RunPhase,
  { criticalStarts, criticalStartsPerHour, nowMs }: RunContext,
): Refusal | null {
  const lately = criticalStarts.filter((atMs) => atMs > nowMs - 3_600_000).toSorted((a, b) => a - b);
  if (tier !== "critical" || lately.length < criticalStartsPerHour) return null;
  const freed = lately[lately.length - criticalStartsPerHour] ?? nowMs;
  return conflict(
    `${lately.length} critical phases of the fleet started within the last hour, of ${criticalStartsPerHour} that may: the next may at ${utcWords(freed + 3_600_000)}.`,
  );
}

function refuseNotReassessed({
  phase,
  reassessment,
}: Extract<RunCommand, { kind: "start_phase" }>): Refusal | null {
  if (reassessment !== null && reassessment.differences.length === 0) return null;
  return conflict(
    `Phase ${phase} was not found to come out as approved on the newest hours: it cannot start.`,
  );
}

function refuseHolders(plan: RunPlan, { holders }: RunContext): Refusal | null {
  const held = stampsOf(plan).find((stamp) => holders.has(stamp));
  const holder = held === undefined ? undefined : holders.get(held);
  if (holder === undefined) return null;
  return conflict(
    `${held} is touched by plan ${holder.plan} (${holder.name}), which is running: one running plan a stamp. Wait for it, or abort it.`,
  );
}

export function pendingMoves(phases: readonly RunPhase[]): readonly RunMove[] {
  return phases.flatMap(({ moves }) => moves.filter(({ state }) => state === "pending"));
}

export function refuseMovedHomes(moves: readonly RunMove[], { homes }: RunContext): Refusal | null {
  const moved = moves.find(({ replicaId, from }) => homes.get(replicaId)?.stamp !== from);
  if (moved === undefined) return null;
  const now = homes.get(moved.replicaId)?.stamp;
  return conflict(
    `${moved.registry} is at home ${now === undefined ? "nowhere in the region" : `on ${now}`}, not on ${moved.from} as the plan has it. Skip its move, or make a new version of the plan.`,
  );
}

export function refuseClosed(
  moves: readonly RunMove[],
  { closedStamps, heldReplicas }: RunContext,
): Refusal | null {
  for (const { registry, replicaId, to } of moves) {
    const closed = closedStamps.get(to);
    if (closed !== undefined) return conflict(`${to} takes nothing in: ${closed}.`);
    const held = heldReplicas.get(replicaId);
    if (held !== undefined) return conflict(`${registry} may not move now: ${held}.`);
  }
  return null;
}
