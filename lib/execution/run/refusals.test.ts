import { expect, test } from "vitest";
import { PLAN_STATES } from "../../planning/planAnswer.ts";
import { calmContext, START_MS, submittedPlan } from "../runForTests.ts";
import { type ActionOf, MOVE_STATES, PHASE_STATES, tryAction } from "../transitions.ts";
import type { RunPlan } from "../types.ts";
import { reducePlan } from "./reducePlan.ts";
import type { RunCommand } from "./runContext.ts";

const submitted = submittedPlan(1, [{ moves: [["r1", "s1", "s2"]] }]);
const MOVE = submitted.phases[0]?.moves[0]?.id ?? 0;
const reason = "for the test";

/** A plan in these states, however it came to be there. */
function planIn({
  plan = "running",
  phase = "approved",
  move = "pending",
}: {
  plan?: RunPlan["state"];
  phase?: RunPlan["phases"][number]["state"];
  move?: RunPlan["phases"][number]["moves"][number]["state"];
}): RunPlan {
  return {
    ...submitted,
    state: plan,
    phases: submitted.phases.map((one) => ({
      ...one,
      state: phase,
      moves: one.moves.map((own) => ({ ...own, state: move })),
    })),
  };
}

/** Refused as a conflict that says the present state. */
function expectRefused(plan: RunPlan, command: RunCommand, state: string): void {
  const step = reducePlan(plan, command, calmContext(plan));
  expect(step, `${command.kind} in ${state}`).toMatchObject({ ok: false, error: { code: "conflict" } });
  if (!step.ok) expect(step.error.detail).toContain(` is ${state.replaceAll("_", " ")}`);
}

const OF_PLAN: readonly (readonly [ActionOf<"plan">, RunCommand])[] = [
  ["approve", { kind: "approve", phase: null, reason: null }],
  ["reject", { kind: "reject", reason }],
  ["start", { kind: "start", reason: null }],
  ["pause", { kind: "pause", reason }],
  ["resume", { kind: "resume", reason: null }],
  ["abort", { kind: "abort", reason }],
  ["rollback", { kind: "rollback", phase: null, reason }],
  ["expire", { kind: "expire" }],
  ["supersede", { kind: "supersede" }],
];
const OF_PHASE: readonly (readonly [ActionOf<"phase">, RunCommand])[] = [
  ["approve", { kind: "approve", phase: 1, reason: null }],
  ["pass", { kind: "accept", phase: 1, reason }],
  ["fail", { kind: "fail", phase: 1, reason }],
  ["repeat", { kind: "repeat", phase: 1, reason }],
];
const OF_MOVE: readonly (readonly [ActionOf<"move">, RunCommand])[] = [
  ["bind", { kind: "bind", move: MOVE, atMs: START_MS, confirmation: null }],
  ["skip", { kind: "skip", move: MOVE, reason }],
  ["drain", { kind: "drained", move: MOVE, reason }],
  ["verify", { kind: "verify", move: MOVE }],
  ["revert", { kind: "revert", move: MOVE, atMs: START_MS, reason }],
];

test("what a plan's state does not allow is refused in every state, and told with the state", () => {
  let refused = 0;
  for (const state of PLAN_STATES)
    for (const [action, command] of OF_PLAN)
      if (tryAction("plan", state, action) === null) {
        expectRefused(planIn({ plan: state }), command, state);
        refused++;
      }
  expect(refused).toBeGreaterThan(60);
});

test("so is what a phase's state does not allow", () => {
  for (const state of PHASE_STATES)
    for (const [action, command] of OF_PHASE)
      if (tryAction("phase", state, action) === null) expectRefused(planIn({ phase: state }), command, state);
  for (const state of PHASE_STATES.filter((one) => one !== "approved"))
    expectRefused(
      planIn({ phase: state }),
      { kind: "start_phase", phase: 1, reason: null, reassessment: null },
      state,
    );
});

test("and what a move's state does not allow", () => {
  for (const state of MOVE_STATES)
    for (const [action, command] of OF_MOVE)
      if (tryAction("move", state, action) === null)
        expectRefused(planIn({ phase: "cutting_over", move: state }), command, state);
});
