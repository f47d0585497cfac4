import { toIso } from "../../core/index.ts";
import type { PlanExecution } from "../executionAnswer.ts";
import { wantedForPhase, wantedForPlan } from "../run/approvePlan.ts";
import { activeMoves } from "../run/changeMove.ts";
import type { RunContext } from "../run/runContext.ts";
import { whyEarly } from "../run/startPlan.ts";
import type { RunMove, RunPhase, RunPlan } from "../types.ts";

export type Wait = PlanExecution["waitsFor"];

/** What a plan waits for, until when, and why: one sentence. Times are UTC. */
export function describeWait(plan: RunPlan, context: RunContext): Wait {
  const wait = waitOfState(plan, context);
  if (context.frozen === null || wait.for === "nothing") return wait;
  const { by, reason } = context.frozen;
  return {
    for: "freeze",
    until: null,
    sentence: `Everything is frozen by ${by} (${reason}): nothing starts and no home changes until an approver lifts the freeze.`,
  };
}

function person(sentence: string, untilMs: number | null = null): Wait {
  return { for: "person", until: untilMs === null ? null : toIso(untilMs), sentence };
}

function nothing(sentence: string): Wait {
  return { for: "nothing", until: null, sentence };
}

function waitOfState(plan: RunPlan, context: RunContext): Wait {
  switch (plan.state) {
    case "draft":
      return person("Waits to be submitted.");
    case "submitted":
      return person(
        `Waits for ${oneOf(wantedForPlan(plan).role)} other than ${plan.authors.join(", ")} to approve it, until ${at(plan.expiresAtMs)}, when its snapshot is too old.`,
        plan.expiresAtMs,
      );
    case "approved":
      return waitToStart(plan, context.nowMs);
    case "running":
      return waitOfRun(plan, context);
    case "paused":
      return person(
        `Paused by ${plan.pause?.by ?? "somebody"} (${plan.pause?.reason ?? "no reason is known"}): waits for an operator to ${canResume(plan) ? "resume it, " : ""}roll it back or abort it. What is bound stays bound; no other home changes.`,
      );
    case "rolling_back": {
      const next = activeMoves(plan, plan.rollbackFrom ?? 1)[0];
      return person(
        `Rolling back (${plan.rollbackReason ?? ""}): waits for ${whoChanges(next, context)} to take ${next?.registry ?? "the rest"} back from ${next?.to ?? "there"} to ${next?.from ?? "where it was"}${whyOpen(next, context)}.`,
      );
    }
    default:
      return nothing(`${ENDED[plan.state]} Nothing more happens to this version.`);
  }
}

const ENDED = {
  completed: "Completed: every phase has passed.",
  rejected: "Sent back by its approvers: make a new version of it.",
  aborted: "Aborted: what was bound stays where it is.",
  rolled_back: "Rolled back: everything is where it was.",
  superseded: "A newer version has taken its place.",
  expired: "Its snapshot was too old to start from: make a new version of it.",
} as const;

function canResume({ phases }: RunPlan): boolean {
  return !phases.some(({ state }) => state === "failed" || state === "rolled_back");
}

function waitToStart(plan: RunPlan, nowMs: number): Wait {
  const due = `before ${at(plan.expiresAtMs)}, when its snapshot is too old`;
  if (plan.startAtMs !== null && plan.startAtMs > nowMs)
    return {
      for: "time",
      until: toIso(plan.startAtMs),
      sentence: `Approved: waits until ${at(plan.startAtMs)}, when it is to start, and for an operator to start it ${due}.`,
    };
  return person(`Approved: waits for an operator to start it ${due}.`, plan.expiresAtMs);
}

function waitOfRun(plan: RunPlan, context: RunContext): Wait {
  const phase = plan.phases.find(({ state }) => state !== "passed");
  if (phase === undefined) return nothing("Every phase has passed.");
  const reached = new Set(phase.moves.map(({ to }) => to));
  const stamp = plan.newStamps.find(({ name, healthyAtMs }) => reached.has(name) && healthyAtMs === null);
  if (phase.startedAtMs === null && stamp !== undefined)
    return stamp.createdAtMs === null
      ? person(
          `Waits for an operator to create the stamp ${stamp.name} and to record by what, before phase ${phase.phase} fills it.`,
        )
      : {
          for: "data",
          until: null,
          sentence: `Waits for the new stamp ${stamp.name} to be healthy: ${stamp.note}.`,
        };
  return waitOfPhase(plan, phase, context);
}

function waitOfPhase(plan: RunPlan, phase: RunPhase, context: RunContext): Wait {
  const name = `Phase ${phase.phase} (${phase.name})`;
  switch (phase.state) {
    case "pending": {
      const wanted = wantedForPhase(plan, phase);
      const changed = phase.reassessment?.differences.length ?? 0;
      const why =
        changed > 0 ? `${changed} pool(s) no longer come out as approved` : `its tier ${phase.tier}`;
      const missing = (wanted?.wanted ?? 1) - (wanted?.given ?? 0);
      return person(
        `${name} waits for ${missing === 1 ? oneOf(wanted?.role ?? "approver") : `${missing} different ${wanted?.role ?? "approver"}s`} to approve it, because of ${why}.`,
      );
    }
    case "approved": {
      const early = whyEarly(phase, context);
      const next = Math.max(phase.notBeforeMs ?? 0, context.nextWorkMs ?? 0);
      if (early === null) return person(`${name} waits for an operator to start it.`);
      return {
        for: "time",
        until: next > context.nowMs ? toIso(next) : null,
        sentence: `${name} waits for its time: ${early.slice(0, 1).toLowerCase()}${early.slice(1)}; an operator may start it before, with a reason.`,
      };
    }
    default:
      return waitOfStartedPhase(name, phase, context);
  }
}

function waitOfStartedPhase(name: string, phase: RunPhase, context: RunContext): Wait {
  const { nowMs } = context;
  const { moves, observeUntilMs } = phase;
  const next = moves.find(({ state }) => state === "pending");
  const draining = moves.filter(({ state }) => state === "bound");
  switch (phase.state) {
    case "cutting_over":
      return person(
        `${name} waits for ${whoChanges(next, context)} to re-bind ${next?.registry ?? "the next"} from ${next?.from ?? ""} to ${next?.to ?? ""}${whyOpen(next, context)}: ${moves.filter(({ state }) => state !== "pending").length} of ${moves.length} moves are done.`,
      );
    case "draining":
      return {
        for: "data",
        until: null,
        sentence: `${name} waits for ${draining.length} move(s) to drain, first ${draining[0]?.registry ?? ""}: ${draining[0]?.drain?.detail ?? "nothing is known yet."}`,
      };
    case "observing": {
      const untilMs = observeUntilMs ?? nowMs;
      if (nowMs >= untilMs)
        return person(
          `${name} was observed until ${at(untilMs)}: waits for its gate, or for an operator to accept or fail it.`,
        );
      return {
        for: "time",
        until: toIso(untilMs),
        sentence: `${name} is observed until ${at(untilMs)} (${phase.observationHours} h): then its gate decides.`,
      };
    }
    case "inconclusive":
      return person(
        `${name} waits for an operator to accept it, observe it again or fail it, because its gate could not tell: ${phase.reason ?? "no reason is known"}`,
      );
    default:
      return person(`${name} is ${phase.state.replace("_", " ")}: waits for an operator.`);
  }
}

/** Who is to change a home: whatever was asked for it and has not refused, else a person. */
function whoChanges(move: RunMove | undefined, { requests }: RunContext): string {
  const asked = move && requests.get(move.id);
  if (asked === undefined || asked.state === "refused" || asked.state === "given_up") return "an operator";
  return "the control plane, or an operator,";
}

/** What became of that so far. */
function whyOpen(move: RunMove | undefined, { requests }: RunContext): string {
  const asked = move && requests.get(move.id);
  if (asked === undefined) return "";
  const when = at(asked.askedAtMs);
  const why = asked.error === null ? "" : `: ${asked.error.replace(/\.$/, "")}`;
  switch (asked.state) {
    case "waiting":
      return ` (asked for ${when}, not received yet${why})`;
    case "refused":
    case "given_up":
      return ` (the control plane was asked ${when}, and did not do it${why})`;
    default:
      return ` (asked for ${when}, received, not confirmed yet${why})`;
  }
}

function oneOf(role: "operator" | "approver"): string {
  return role === "operator" ? "an operator" : "an approver";
}

/** As a person reads it: 2026-03-02 12:00 UTC. */
function at(epochMs: number): string {
  return `${toIso(epochMs).slice(0, 16).replace("T", " ")} UTC`;
}
