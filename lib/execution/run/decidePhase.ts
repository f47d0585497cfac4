import { type Failure, ok, type Result, utcWords } from "../../core/index.ts";
import type { RunPhase, RunPlan } from "../types.ts";
import { conflict, firstOf, inWords, type Refusal, refusePhaseState, refuseRole } from "./refuse.ts";
import type { RunCommand } from "./runContext.ts";
import type { RunDraft } from "./runDraft.ts";

export const HOUR_MS = 3_600_000;

type Of<Kind extends RunCommand["kind"]> = Extract<RunCommand, { kind: Kind }>;

const DECIDABLE = ["running", "paused"] as const satisfies readonly RunPlan["state"][];

function refuseEnded(plan: RunPlan): Refusal | null {
  if (DECIDABLE.some((state) => state === plan.state)) return null;
  return conflict(
    `The plan is ${inWords(plan.state)}: its phases are decided while it is running or paused.`,
  );
}

/** A person's word on a phase: that it has passed, has failed, or is to be observed once more. */
export function decide(
  draft: RunDraft,
  { kind, phase: number, reason }: Of<"accept" | "fail" | "repeat">,
): Result<undefined, Failure> {
  const { plan, context } = draft;
  const phase = draft.phase(number);
  const action = kind === "accept" ? "pass" : kind;
  const may = firstOf(
    refuseEnded(plan),
    refuseRole(context, "operator", "Deciding a phase"),
    refusePhaseState(phase, action),
    kind === "accept" ? refuseUnobserved(phase, context.nowMs) : null,
  );
  if (!may.ok) return may;
  if (kind === "accept") pass(draft, number, reason);
  else if (kind === "fail") fail(draft, number, reason);
  else observe(draft, number, reason);
  return ok(undefined);
}

function refuseUnobserved({ phase, state, observeUntilMs }: RunPhase, nowMs: number): Refusal | null {
  if (state === "inconclusive") return null;
  if (state !== "observing" || observeUntilMs === null)
    return conflict(`Phase ${phase} is ${inWords(state)}: it is accepted after it was observed.`);
  if (nowMs >= observeUntilMs) return null;
  return conflict(
    `Phase ${phase} is observed until ${utcWords(observeUntilMs)}. An approver may shorten that, with a reason.`,
  );
}

export function pass(draft: RunDraft, number: number, reason: string): void {
  const { nowMs, actor } = draft.context;
  draft.actOnPhase(number, "pass", { patch: { decidedAtMs: nowMs, decidedBy: actor, reason }, reason });
  for (const { id, state } of draft.phase(number).moves)
    if (state === "drained") draft.actOnMove(id, "verify", { patch: { verifiedAtMs: nowMs } });
}

function fail(draft: RunDraft, number: number, reason: string): void {
  const { nowMs, actor } = draft.context;
  draft.actOnPhase(number, "fail", { patch: { decidedAtMs: nowMs, decidedBy: actor, reason }, reason });
  if (draft.plan.state !== "running") return;
  const why = `Phase ${number} has failed: ${reason}`;
  draft.act("pause", { pause: { by: actor, reason: why, atMs: nowMs } }, why);
}

/** Starts the clock of the observation, for the first time or once more. */
export function observe(draft: RunDraft, number: number, reason: string | null): void {
  const { nowMs } = draft.context;
  const { observationHours, state } = draft.phase(number);
  const patch = {
    observingSinceMs: nowMs,
    observeUntilMs: nowMs + observationHours * HOUR_MS,
    decidedAtMs: null,
    decidedBy: null,
    reason,
  };
  draft.actOnPhase(number, state === "inconclusive" ? "repeat" : "observe", { patch, reason });
}

/** A gate's final word. A pause holds back what would let the plan go on; a failure is told at once. */
export function gate(
  draft: RunDraft,
  { phase: number, verdict, sentence }: Of<"gate">,
): Result<undefined, Failure> {
  const { plan } = draft;
  const phase = draft.phase(number);
  const action = verdict === "inconclusive" ? "doubt" : verdict;
  const may = firstOf(
    refuseEnded(plan),
    phase.state === "observing" ? null : refusePhaseState(phase, "doubt"),
    refusePhaseState(phase, action),
    verdict !== "fail" && plan.state === "paused" ? conflict("The plan is paused: its gates wait.") : null,
    verdict === "pass" ? refuseUnobserved(phase, draft.context.nowMs) : null,
  );
  if (!may.ok) return may;
  if (verdict === "pass") pass(draft, number, sentence);
  else if (verdict === "fail") fail(draft, number, sentence);
  else draft.actOnPhase(number, "doubt", { patch: { reason: sentence }, reason: sentence });
  return ok(undefined);
}

export function shorten(
  draft: RunDraft,
  { phase: number, hours, reason }: Of<"shorten">,
): Result<undefined, Failure> {
  const { plan, context } = draft;
  const phase = draft.phase(number);
  const isOver = phase.decidedAtMs !== null || phase.state === "rolled_back";
  const may = firstOf(
    plan.state === "approved" ? null : refuseEnded(plan),
    isOver ? conflict(`Phase ${number} is ${inWords(phase.state)}: there is no wait to shorten.`) : null,
    refuseRole(context, "approver", "Shortening an observation"),
    hours < phase.observationHours
      ? null
      : conflict(
          `Phase ${number} is observed for ${phase.observationHours} hours: ${hours} are no shortening.`,
        ),
  );
  if (!may.ok) return may;
  draft.deviate("shorten", {
    phase: number,
    reason: `${phase.observationHours} h to ${hours} h: ${reason}`,
  });
  const since = phase.observingSinceMs;
  draft.setPhase(number, {
    observationHours: hours,
    ...(since === null ? {} : { observeUntilMs: since + hours * HOUR_MS }),
  });
  return ok(undefined);
}
