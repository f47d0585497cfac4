import { err, type Failure, ok, type Result, utcWords } from "../../core/index.ts";
import { type ActionOf, possibleActions, tryAction } from "../transitions.ts";
import { RUN_ROLES, type RunMove, type RunPhase, type RunPlan, type RunRole } from "../types.ts";
import type { RunContext } from "./runContext.ts";

export type Refusal = Result<never, Failure>;

export function conflict(detail: string): Refusal {
  return err({ code: "conflict", detail });
}

export function atLeast(role: RunRole, least: RunRole): boolean {
  return RUN_ROLES.indexOf(role) >= RUN_ROLES.indexOf(least);
}

export function nameOfPlan({ id, version }: Pick<RunPlan, "id" | "version">): string {
  return `plan ${id}, version ${version},`;
}

/** 409 with the present state and what is possible in it. */
export function refusePlanState(plan: RunPlan, action: ActionOf<"plan">): Refusal | null {
  if (tryAction("plan", plan.state, action) !== null) return null;
  return conflict(
    `${capital(nameOfPlan(plan))} is ${inWords(plan.state)}: ${inWords(action)} is not possible. ${whatIs(possibleActions("plan", plan.state))}`,
  );
}

export function refusePhaseState(phase: RunPhase, action: ActionOf<"phase">): Refusal | null {
  if (tryAction("phase", phase.state, action) !== null) return null;
  return conflict(
    `Phase ${phase.phase} is ${inWords(phase.state)}: ${inWords(action)} is not possible. ${whatIs(possibleActions("phase", phase.state))}`,
  );
}

export function refuseMoveState(move: RunMove, action: ActionOf<"move">): Refusal | null {
  if (tryAction("move", move.state, action) !== null) return null;
  return conflict(
    `The move of ${move.registry} is ${inWords(move.state)}: ${inWords(action)} is not possible. ${whatIs(possibleActions("move", move.state))}`,
  );
}

export function refuseRole({ role }: RunContext, least: RunRole, what: string): Refusal | null {
  if (atLeast(role, least)) return null;
  return err({ code: "forbidden", detail: `${what} takes the role ${least}; this token has ${role}.` });
}

export function refuseFrozen({ frozen }: RunContext, what: string): Refusal | null {
  if (frozen === null) return null;
  return err({
    code: "frozen",
    detail: `Everything is frozen by ${frozen.by} (${frozen.reason}): ${what} is refused until an approver lifts the freeze.`,
  });
}

export function refuseExpired(plan: RunPlan, nowMs: number): Refusal | null {
  if (nowMs < plan.expiresAtMs) return null;
  return conflict(
    `${capital(nameOfPlan(plan))} rests on a snapshot that was too old to start from at ${utcWords(plan.expiresAtMs)}. Make a new version of it on newer hours.`,
  );
}

/** What runs is what was submitted, to the byte. */
export function refuseDigest(plan: RunPlan, { contentDigest }: RunContext): Refusal | null {
  if (contentDigest === plan.digest) return null;
  return conflict(
    `The content of ${nameOfPlan(plan)} is not the one that was submitted: nothing of it may run.`,
  );
}

/** The first of several that refuses, or ok. */
export function firstOf(...refusals: readonly (Refusal | null)[]): Result<undefined, Failure> {
  return refusals.find((one) => one !== null) ?? ok(undefined);
}

export function inWords(name: string): string {
  return name.replaceAll("_", " ");
}

function whatIs(actions: readonly string[]): string {
  return actions.length === 0
    ? "Nothing more can be done to it."
    : `Possible: ${actions.map(inWords).join(", ")}.`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
