import { toIso, utcWords } from "../../core/index.ts";
import { wantedForPlan } from "../run/approvePlan.ts";
import { activeMoves } from "../run/changeMove.ts";
import type { RunContext } from "../run/runContext.ts";
import type { RunPhase, RunPlan } from "../types.ts";
import { describePhaseWait } from "./describePhaseWait.ts";
import { nothing, oneOf, person, type Wait, whoChanges, whyOpen } from "./waitWords.ts";

/**
 * What a plan waits for, until when, and why: one sentence. Times are UTC.
 * @param gateSentence what the gate of the phase that is observed said last; null = nothing yet
 */
export function describeWait(plan: RunPlan, context: RunContext, gateSentence: string | null = null): Wait {
  const wait = waitOfState(plan, context, gateSentence);
  if (context.frozen === null || wait.for === "nothing") return wait;
  const { by, reason } = context.frozen;
  // Drains and observations go on: a plan that was not stopped says what it waits for beside the freeze.
  const goesOn = plan.state === "running" && presentPhase(plan)?.startedAtMs != null && wait.for !== "person";
  return {
    for: "freeze",
    until: null,
    sentence: `Everything is frozen by ${by} (${reason}): nothing starts and no home changes until an approver lifts the freeze.${goesOn ? ` Meanwhile: ${wait.sentence}` : ""}`,
  };
}

function waitOfState(plan: RunPlan, context: RunContext, gateSentence: string | null): Wait {
  switch (plan.state) {
    case "draft":
      return person("Waits to be submitted.");
    case "submitted":
      return person(
        `Waits for ${oneOf(wantedForPlan(plan).role)} other than ${plan.authors.join(", ")} to approve it, until ${utcWords(plan.expiresAtMs)}, when its snapshot is too old.`,
        plan.expiresAtMs,
      );
    case "approved":
      return waitToStart(plan, context.nowMs);
    case "running":
      return waitOfRun(plan, context, gateSentence);
    case "paused":
      return waitOfPause(plan);
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

const STAYS = "What is bound stays bound; no other home changes.";

/** A phase that failed, or was taken back, leaves only the way back and the end. */
function waitOfPause(plan: RunPlan): Wait {
  const failed = plan.phases.find(({ state }) => state === "failed");
  if (failed !== undefined)
    return person(
      `Phase ${failed.phase} has failed: ${sentenceOf(failed.reason)} The plan is paused and waits for an operator to roll it back, or to abort it. ${STAYS}`,
    );
  const isStuck = plan.phases.some(({ state }) => state === "rolled_back");
  const by = plan.pause?.by === "system" ? "Ballast" : (plan.pause?.by ?? "somebody");
  return person(
    `Paused by ${by} (${plan.pause?.reason ?? "no reason is known"}): waits for an operator to ${isStuck ? "" : "resume it, "}roll it back or abort it. ${STAYS}`,
  );
}

function sentenceOf(reason: string | null): string {
  return reason === null ? "no reason is known." : reason.replace(/[.\s]*$/, ".");
}

function waitToStart(plan: RunPlan, nowMs: number): Wait {
  const due = `before ${utcWords(plan.expiresAtMs)}, when its snapshot is too old`;
  if (plan.startAtMs !== null && plan.startAtMs > nowMs)
    return {
      for: "time",
      until: toIso(plan.startAtMs),
      sentence: `Approved: waits until ${utcWords(plan.startAtMs)}, when it is to start, and for an operator to start it ${due}.`,
    };
  return person(`Approved: waits for an operator to start it ${due}.`, plan.expiresAtMs);
}

/** The one that is on its way, or comes next. */
function presentPhase({ phases }: RunPlan): RunPhase | undefined {
  return phases.find(({ state }) => state !== "passed");
}

function waitOfRun(plan: RunPlan, context: RunContext, gateSentence: string | null): Wait {
  const phase = presentPhase(plan);
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
  return describePhaseWait(plan, phase, { context, gateSentence });
}
