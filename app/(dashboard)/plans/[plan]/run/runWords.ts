import { NO_VALUE } from "#lib/charts/index.ts";
import type { PlanExecution, RunAction } from "#lib/execution/executionAnswer.ts";
import type { PhaseState } from "#lib/execution/transitions.ts";
import { countOf } from "../../planWords.ts";

type Phase = PlanExecution["phases"][number];
type Move = Phase["moves"][number];

/** A deed as its button and its dialog tell it. */
export interface DeedWords {
  readonly label: string;
  readonly title: string;
  /** Exactly what will happen, and whether it can be undone. */
  readonly what: string;
}

const PHASE_STATE_WORDS: Readonly<Record<PhaseState, string>> = {
  pending: "waits for approval",
  approved: "approved",
  cutting_over: "cutting over",
  draining: "draining",
  observing: "observed",
  passed: "passed",
  failed: "failed",
  inconclusive: "inconclusive",
  rolled_back: "rolled back",
};

/** Where a phase stands, in words; one that is being taken back says so. */
export function phaseStateWords(
  { phase, state, startedAt }: Pick<Phase, "phase" | "state" | "startedAt">,
  rollbackFrom: number | null,
): string {
  const goesBack = rollbackFrom !== null && phase >= rollbackFrom && startedAt !== null;
  return goesBack && state !== "rolled_back" ? "goes back" : PHASE_STATE_WORDS[state];
}

/** What can be done to a plan, in words. */
export function planDeed(action: RunAction["action"], name: string, execution: PlanExecution): DeedWords {
  const { phases, newStamps } = execution;
  const first = phases[0];
  switch (action) {
    case "approve":
      return {
        label: "Approve",
        title: `Approve ${name}`,
        what: `You approve exactly this version, its content ${execution.digest.slice(0, 12)}…: what runs is held against it at every step. ${phases.some(({ approval }) => approval !== null) ? "Phases of a high tier ask for approvals of their own before each starts." : "Its phases need no more approvals."} An approval cannot be taken back; a plan can be paused or aborted at any time.`,
      };
    case "reject":
      return {
        label: "Send back",
        title: `Send ${name} back`,
        what: "This version never runs. Its author makes a new one from it, and sees your reason.",
      };
    case "start":
      return {
        label: "Start the plan",
        title: `Start ${name}`,
        what: `The plan takes its stamps: no other plan may touch them while it runs. Nothing moves yet: ${newStamps.length > 0 ? `first ${newStamps.map((stamp) => stamp.name).join(", ")} has to be created and healthy, then` : ""} phase ${first?.phase ?? 1} is started by itself.`,
      };
    case "pause":
      return {
        label: "Pause",
        title: `Pause ${name}`,
        what: "No home changes until it is resumed. What is bound stays bound and goes on draining; an observation goes on, and its gate waits.",
      };
    case "resume":
      return {
        label: "Resume",
        title: `Resume ${name}`,
        what: "It goes on where it stands, as long as every registry is where the plan thinks.",
      };
    case "abort":
      return {
        label: "Abort",
        title: `Abort ${name}`,
        what: `It ends for good. ${countOf(boundMoves(execution), "registry that is", "registries that are")} bound by now stay where they are; the rest never moves. This cannot be undone: going on takes a new version.`,
      };
    case "rollback":
      return {
        label: "Roll back",
        title: `Roll back ${name}`,
        what: `${countOf(boundMoves(execution), "registry goes", "registries go")} back to where the plan found them, the newest first; each is recorded by an operator. Nothing else starts meanwhile.`,
      };
    default:
      return { label: action, title: `${action}: ${name}`, what: "" };
  }
}

function boundMoves({ phases }: PlanExecution): number {
  return phases.flatMap(({ moves }) => moves).filter(isBound).length;
}

export function isBound({ state }: Pick<Move, "state">): boolean {
  return state === "bound" || state === "drained" || state === "verified";
}

/** What can be done to a phase, in words. */
export function phaseDeed(action: RunAction["action"], phase: Phase): DeedWords {
  const name = `phase ${phase.phase}, ${phase.name}`;
  const moves = phase.moves.filter(({ state }) => state !== "skipped").length;
  switch (action) {
    case "approve":
      return {
        label: "Approve phase",
        title: `Approve ${name}`,
        what: `An operator may then move ${countOf(moves, "registry", "registries")} as approved${phase.reassessment !== null && phase.reassessment.differences.length > 0 ? ", and what it comes to on the newest hours is accepted" : ""}.`,
      };
    case "start":
      return {
        label: "Start phase",
        title: `Start ${name}`,
        what: `A later phase is first simulated again on the newest hours, and starts where it still comes out as approved. Then its ${countOf(moves, "registry", "registries")} may be moved one after the other.`,
      };
    case "accept":
      return {
        label: "Accept",
        title: `Accept ${name}`,
        what: "You take its gate for passed, on your name. The next phase may start.",
      };
    case "repeat":
      return {
        label: "Observe again",
        title: `Observe ${name} again`,
        what: `It is observed for ${phase.observationHours} h more, and its gate decides then.`,
      };
    case "fail":
      return {
        label: "Fail phase",
        title: `Fail ${name}`,
        what: "The plan pauses. What is bound stays, and the reverse plan is offered.",
      };
    case "shorten":
      return {
        label: "Shorten",
        title: `Shorten the observation of ${name}`,
        what: `It is observed for less than the ${phase.observationHours} h that were approved: recorded as a deviation on your name.`,
      };
    case "rollback":
      return {
        label: "Roll back phase",
        title: `Roll back ${name}`,
        what: `This phase and all after it go back: ${countOf(phase.moves.filter(isBound).length, "registry", "registries")} of this one, the newest first; each is recorded by an operator. It ends in a pause.`,
      };
    default:
      return { label: action, title: `${action}: ${name}`, what: "" };
  }
}

/** What can be done to a move, in words. */
export function moveDeed(action: RunAction["action"], move: Move): DeedWords {
  const { registry, from, to } = move;
  switch (action) {
    case "bind":
      return {
        label: "Bind",
        title: `Record ${registry} as bound`,
        what: `From this instant on the inventory says that ${registry} is on ${to}. Do it first: Ballast records it, and changes nothing by itself.`,
      };
    case "ask":
      return {
        label: "Ask again",
        title: `Ask the control plane for ${registry} again`,
        what: "The same request is sent once more, under the same key: what is done already can be answered as done. Nothing is taken for done before it is confirmed.",
      };
    case "skip":
      return {
        label: "Skip",
        title: `Skip ${registry}`,
        what: `It stays on ${from}: recorded as a deviation on your name.`,
      };
    case "drained":
      return {
        label: "Say drained",
        title: `Take ${registry} for drained`,
        what: `You say that nothing of it is left on ${from}, where the numbers do not (yet) say so.`,
      };
    case "verify":
      return {
        label: "Verify",
        title: `Verify ${registry}`,
        what: `You have seen it served from ${to}.`,
      };
    case "revert":
      return {
        label: "Revert",
        title: `Record ${registry} as reverted`,
        what: `From this instant on the inventory says that ${registry} is back on ${from}. Do it first.`,
      };
    default:
      return { label: action, title: `${action}: ${registry}`, what: "" };
  }
}

const REQUEST_WORDS: Readonly<Record<NonNullable<Move["request"]>["state"], string>> = {
  waiting: "asked, not received yet",
  sent: "received the request",
  polling: "received the request, not done yet",
  confirmed: "says it is done",
  refused: "did not do it",
  given_up: "given up",
};

/** What a control plane made of what it was asked. */
export function requestWords(request: Move["request"]): string {
  if (request === null) return NO_VALUE;
  const { isBack, state, error } = request;
  return `${isBack ? "back: " : ""}${REQUEST_WORDS[state]}${error === null ? "" : `: ${error}`}`;
}

/** Where the deed's route is, after `/api/v1/plans/{id}/`. */
export const phasePath = (phase: Phase, action: string) => `phases/${phase.phase}/${action}`;
export const movePath = (move: Move, action: string) => `moves/${move.id}/${action}`;
