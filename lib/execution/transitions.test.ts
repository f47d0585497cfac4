import { expect, test } from "vitest";
import { PLAN_STATES } from "../planning/planAnswer.ts";
import {
  listTransitions,
  MOVE_STATES,
  PHASE_STATES,
  possibleActions,
  stateAfter,
  TRANSITIONS,
  tryAction,
} from "./transitions.ts";

test("the machines have exactly the states of the product, and none that cannot be reached", () => {
  const states = { plan: PLAN_STATES, phase: PHASE_STATES, move: MOVE_STATES };
  const first = { plan: "draft", phase: "pending", move: "pending" };
  for (const machine of ["plan", "phase", "move"] as const) {
    expect(Object.keys(TRANSITIONS[machine]).toSorted()).toEqual([...states[machine]].toSorted());
    const reached = new Set<string>([first[machine]]);
    for (const { from, to } of repeat(listTransitions().filter((one) => one.machine === machine)))
      if (reached.has(from)) reached.add(to);
    expect([...reached].toSorted()).toEqual([...states[machine]].toSorted());
  }
});

/** Often enough that order does not matter. */
function repeat<One>(list: readonly One[]): readonly One[] {
  return list.flatMap(() => list);
}

test("what is not in a table is not possible, and does not compile", () => {
  expect(stateAfter("plan", "approved", "start")).toBe("running");
  expect(tryAction("plan", "completed", "start")).toBeNull();
  expect(tryAction("move", "reverted", "bind")).toBeNull();
  expect(possibleActions("phase", "rolled_back")).toEqual([]);
  // @ts-expect-error: a plan that is completed is not started.
  expect(() => stateAfter("plan", "completed", "start")).not.toThrow();
  // @ts-expect-error: a move that is skipped is not bound.
  expect(stateAfter("move", "skipped", "bind")).toBeUndefined();
});

test("what has ended stays ended", () => {
  for (const state of ["completed", "aborted", "rolled_back", "superseded"] as const)
    expect(possibleActions("plan", state)).toEqual([]);
  for (const state of ["skipped", "reverted"] as const) expect(possibleActions("move", state)).toEqual([]);
});
