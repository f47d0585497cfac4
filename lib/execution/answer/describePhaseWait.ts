import { toIso, utcWords } from "../../core/index.ts";
import { wantedForPhase } from "../run/approvePlan.ts";
import type { RunContext } from "../run/runContext.ts";
import { whyEarly } from "../run/startPlan.ts";
import type { RunPhase, RunPlan } from "../types.ts";
import { oneOf, person, type Wait, whoChanges, whyOpen } from "./waitWords.ts";

interface Around {
  readonly context: RunContext;
  /** What its gate said last; null = nothing yet. */
  readonly gateSentence: string | null;
}

/** What a phase of a running plan waits for. */
export function describePhaseWait(plan: RunPlan, phase: RunPhase, around: Around): Wait {
  const name = `Phase ${phase.phase} (${phase.name})`;
  switch (phase.state) {
    case "pending":
      return waitForApproval(name, plan, phase);
    case "approved":
      return waitForStart(name, phase, around.context);
    case "cutting_over":
      return waitForHome(name, phase, around.context);
    case "draining":
      return waitForDrain(name, phase);
    case "observing":
      return waitForGate(name, phase, around);
    case "inconclusive":
      return person(
        `${name} waits for an operator to accept it, observe it again or fail it, because its gate could not tell: ${phase.reason ?? "no reason is known"}`,
      );
    default:
      return person(`${name} is ${phase.state.replace("_", " ")}: waits for an operator.`);
  }
}

function waitForApproval(name: string, plan: RunPlan, phase: RunPhase): Wait {
  const wanted = wantedForPhase(plan, phase);
  const changed = phase.reassessment?.differences.length ?? 0;
  const why =
    changed > 0
      ? `on the newest hours ${changed === 1 ? "1 pool no longer comes" : `${changed} pools no longer come`} out as approved`
      : `its tier is ${phase.tier}`;
  const missing = (wanted?.wanted ?? 1) - (wanted?.given ?? 0);
  const who =
    missing === 1
      ? `${(wanted?.given ?? 0) > 0 ? "another approver" : oneOf(wanted?.role ?? "approver")}`
      : `${missing} different ${wanted?.role ?? "approver"}s`;
  return person(`${name} waits for ${who} to approve it, because ${why}.`);
}

function waitForStart(name: string, phase: RunPhase, context: RunContext): Wait {
  const early = whyEarly(phase, context);
  if (early === null) return person(`${name} waits for an operator to start it.`);
  const next = Math.max(phase.notBeforeMs ?? 0, context.nextWorkMs ?? 0);
  return {
    for: "time",
    until: next > context.nowMs ? toIso(next) : null,
    sentence: `${name} waits for its time: ${early.slice(0, 1).toLowerCase()}${early.slice(1)}; an operator may start it before, with a reason.`,
  };
}

function waitForHome(name: string, { moves }: RunPhase, context: RunContext): Wait {
  const next = moves.find(({ state }) => state === "pending");
  const done = moves.filter(({ state }) => state !== "pending").length;
  return person(
    `${name} waits for ${whoChanges(next, context)} to re-bind ${next?.registry ?? "the next"} from ${next?.from ?? ""} to ${next?.to ?? ""}${whyOpen(next, context)}: ${done} of ${moves.length} moves are done.`,
  );
}

function waitForDrain(name: string, { moves }: RunPhase): Wait {
  const draining = moves.filter(({ state }) => state === "bound");
  // What goes wrong is told before what only takes its time.
  const told = draining.find(({ drain }) => drain?.verdict === "not_drained") ?? draining[0];
  const which =
    draining.length === 1
      ? (told?.registry ?? "")
      : `${draining.length} moves to drain, among them ${told?.registry ?? ""}`;
  return {
    for: "data",
    until: null,
    sentence: `${name} waits for ${which}${draining.length === 1 ? " to drain" : ""}: ${told?.drain?.detail ?? "nothing is known yet."}`,
  };
}

function waitForGate(name: string, phase: RunPhase, { context, gateSentence }: Around): Wait {
  const untilMs = phase.observeUntilMs ?? context.nowMs;
  if (context.nowMs >= untilMs)
    return person(
      `${name} was observed until ${utcWords(untilMs)}: waits for its gate, or for an operator to accept or fail it.${gateSentence === null ? "" : ` The gate says: ${gateSentence}`}`,
    );
  return {
    for: "time",
    until: toIso(untilMs),
    sentence: `${name} is observed until ${utcWords(untilMs)} (${phase.observationHours} h): then its gate decides.`,
  };
}
