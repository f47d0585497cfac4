import { expect, test } from "vitest";
import { reducePlan } from "../run/reducePlan.ts";
import type { RunCommand, RunContext } from "../run/runContext.ts";
import { calmContext, HOUR, START_MS, submittedPlan } from "../runForTests.ts";
import type { RunPlan } from "../types.ts";
import { describeWait } from "./describeWait.ts";

const MOVES = [
  ["r1", "s1", "s2"],
  ["r2", "s1", "s2"],
] as const;

/** A plan after these commands, all of which succeed. */
function after(
  commands: readonly RunCommand[],
  start = submittedPlan(1, [{ tier: "high", moves: MOVES }]),
): RunPlan {
  return commands.reduce((plan, command) => {
    const step = reducePlan(plan, command, calmContext(plan));
    if (!step.ok) throw new Error(step.error.detail);
    return step.value.plan;
  }, start);
}

const approve: RunCommand = { kind: "approve", phase: null, reason: null };
const start: RunCommand = { kind: "start", reason: null };
const approvePhase: RunCommand = { kind: "approve", phase: 1, reason: null };
const startPhase: RunCommand = { kind: "start_phase", phase: 1, reason: null, reassessment: null };
const bind = (move: number): RunCommand => ({ kind: "bind", move, atMs: START_MS, confirmation: null });
const drained = (move: number): RunCommand => ({ kind: "drained", move, reason: "seen" });
const doubt: RunCommand = { kind: "gate", phase: 1, verdict: "inconclusive", sentence: "coverage is 0.8" };
const running = [approve, start, approvePhase];
const bound = [...running, startPhase, bind(1_001), bind(1_002)];
const observed = [...bound, drained(1_001), drained(1_002)];

test.each<[string, readonly RunCommand[], string, string]>([
  [
    "submitted",
    [],
    "person",
    "Waits for an approver other than ann to approve it, until 2026-03-05 12:00 UTC",
  ],
  [
    "approved",
    [approve],
    "person",
    "Approved: waits for an operator to start it before 2026-03-05 12:00 UTC",
  ],
  [
    "a phase unapproved",
    [approve, start],
    "person",
    "waits for an approver to approve it, because its tier is high",
  ],
  ["a phase approved", running, "person", "Phase 1 (Phase 1) waits for an operator to start it."],
  ["cutting over", [...running, startPhase], "person", "to re-bind r1 from s1 to s2: 0 of 2 moves are done"],
  ["draining", bound, "data", "waits for 2 moves to drain, among them r1"],
  ["observing", observed, "time", "is observed until 2026-03-03 18:00 UTC (24 h)"],
  ["inconclusive", [...observed, doubt], "person", "because its gate could not tell: coverage is 0.8"],
  [
    "failed",
    [...observed, { kind: "fail", phase: 1, reason: "errors" }],
    "person",
    "Phase 1 has failed: errors",
  ],
  [
    "paused",
    [...bound, { kind: "pause", reason: "lunch" }],
    "person",
    "Paused by bob (lunch): waits for an operator to resume it",
  ],
  [
    "rolling back",
    [...bound, { kind: "rollback", phase: null, reason: "hot" }],
    "person",
    "to take r2 back from s2 to s1",
  ],
  ["aborted", [...running, { kind: "abort", reason: "no" }], "nothing", "what was bound stays where it is"],
  ["sent back", [{ kind: "reject", reason: "no" }], "nothing", "Sent back"],
])("a plan that is %s says what it waits for", (_, commands, what, sentence) => {
  const plan = after(commands);
  const wait = describeWait(plan, calmContext(plan));
  expect(wait.sentence).toContain(sentence);
  expect(wait.for).toBe(what);
});

test("an observation that is over, a time that is not come and a new stamp are waited for too", () => {
  const wait = (plan: RunPlan, over: Partial<RunContext> = {}) => describeWait(plan, calmContext(plan, over));
  const late = { nowMs: START_MS + 25 * HOUR };
  expect(wait(after(observed), late).sentence).toContain(
    "was observed until 2026-03-03 18:00 UTC: waits for its gate",
  );
  const night = wait(after(running), { nextWorkMs: START_MS + 15 * HOUR });
  expect(night).toMatchObject({ for: "time", until: "2026-03-03T09:00:00.000Z" });
  expect(night.sentence).toContain("working hours begin at");
  const filling = submittedPlan(1, [{ tier: "high", moves: MOVES }], { newStamps: ["s2"] });
  expect(wait(after([approve, start], filling)).sentence).toContain("to create the stamp s2");
  const created = after(
    [approve, start, { kind: "stamp_created", stamp: "s2", reference: "ticket" }],
    filling,
  );
  expect(wait(created)).toMatchObject({ for: "data" });
});

test("under the freeze everything waits for it to be lifted, but for what has ended", () => {
  const frozen = { by: "olga", reason: "incident 7" };
  const plan = after(running);
  const wait = describeWait(plan, calmContext(plan, { frozen }));
  expect(wait.for).toBe("freeze");
  expect(wait.sentence).toContain("frozen by olga (incident 7)");
  const ended = after([{ kind: "reject", reason: "no" }]);
  expect(describeWait(ended, calmContext(ended, { frozen })).for).toBe("nothing");
});
