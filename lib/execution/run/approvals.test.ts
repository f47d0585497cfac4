import { describe, expect, test } from "vitest";
import type { Tier } from "../../planning/types.ts";
import { calmContext, HOUR, START_MS, submittedPlan } from "../runForTests.ts";
import type { RunPlan, RunRole } from "../types.ts";
import { reducePlan } from "./reducePlan.ts";
import type { RunCommand, RunContext } from "./runContext.ts";

const planOf = (...tiers: Tier[]) =>
  submittedPlan(
    1,
    tiers.map((tier, at) => ({ tier, moves: [[`r${at + 1}`, "s1", "s2"]] })),
  );

const by = (plan: RunPlan, command: RunCommand, over: Partial<RunContext> = {}) =>
  reducePlan(plan, command, calmContext(plan, over));

/** After a command that is possible. */
function planAfter(plan: RunPlan, command: RunCommand, over: Partial<RunContext> = {}): RunPlan {
  const step = by(plan, command, over);
  if (!step.ok) throw new Error(step.error.detail);
  return step.value.plan;
}

const approve = (phase: number | null): RunCommand => ({ kind: "approve", phase, reason: null });
const as = (actor: string, role: RunRole) => ({ actor, role });
const start: RunCommand = { kind: "start", reason: null };
const startPhase = (phase: number, over: object = {}): RunCommand => ({
  kind: "start_phase",
  phase,
  reason: null,
  reassessment: null,
  ...over,
});
const asApproved = {
  atMs: START_MS,
  window: { from: "", to: "" },
  pools: [],
  differences: [],
  later: [],
};

describe("a tier asks for", () => {
  test.each<[Tier, RunRole, boolean]>([
    ["low", "viewer", false],
    ["low", "operator", true],
    ["medium", "operator", false],
    ["medium", "approver", true],
    ["high", "operator", false],
    ["high", "approver", true],
    ["critical", "operator", false],
    ["critical", "approver", true],
  ])("the plan of tier %s approved by a %s: %s", (tier, role, may) => {
    expect(by(planOf(tier), approve(null), as("bob", role)).ok).toBe(may);
    // Whoever wrote it may not, whatever the role.
    expect(by(planOf(tier), approve(null), as("ann", role))).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
  });

  test.each<[Tier, number]>([
    ["low", 0],
    ["medium", 0],
    ["high", 1],
    ["critical", 2],
  ])("a phase of tier %s approved by %i approvers of its own", (tier, own) => {
    let plan = planAfter(planOf(tier), approve(null), as("pia", "approver"));
    for (let given = 0; given < own; given++) {
      expect(plan.phases[0]?.state).toBe("pending");
      expect(by(plan, startPhase(1)).ok).toBe(false);
      expect(by(plan, approve(1), as("otto", "operator")).ok).toBe(false);
      expect(by(plan, approve(1), as("ann", "approver")).ok).toBe(false);
      plan = planAfter(plan, approve(1), as(`approver ${given}`, "approver"));
      expect(by(plan, approve(1), as(`approver ${given}`, "approver")).ok).toBe(false);
    }
    expect(plan.phases[0]?.state).toBe("approved");
  });

  test("phases of a lower tier are approved with a plan of a higher one, those of a high one are not", () => {
    const plan = planAfter(planOf("low", "medium", "high"), approve(null), as("pia", "approver"));
    expect(plan.phases.map(({ state }) => state)).toEqual(["approved", "approved", "pending"]);
  });
});

test("of critical phases two start within an hour in the whole fleet, the next when the first is an hour ago", () => {
  let plan = planAfter(planOf("critical"), approve(null));
  for (const actor of ["pia", "paul"]) plan = planAfter(plan, approve(1), as(actor, "approver"));
  plan = planAfter(plan, start);
  const begun = (...minutesAgo: number[]) => ({
    criticalStarts: minutesAgo.map((minutes) => START_MS - minutes * 60_000),
  });
  expect(by(plan, startPhase(1), begun(30)).ok).toBe(true);
  expect(by(plan, startPhase(1), begun(59, 10))).toMatchObject({
    ok: false,
    error: { code: "conflict", detail: expect.stringContaining("the next may at 2026-03-02 18:01 UTC") },
  });
  expect(by(plan, startPhase(1), begun(60, 10)).ok).toBe(true);
  expect(by(plan, startPhase(1), { ...begun(59, 10), criticalStartsPerHour: 3 }).ok).toBe(true);
  expect(by(plan, startPhase(1), { ...begun(30), criticalStartsPerHour: 1 }).ok).toBe(false);
  const high = planAfter(planAfter(planAfter(planOf("high"), approve(null)), approve(1)), start);
  expect(by(high, startPhase(1), begun(20, 10)).ok).toBe(true);
});

describe("72 hours after the snapshot", () => {
  const late = { nowMs: START_MS + 66 * HOUR };

  test("a plan is neither approved nor started; a minute before it is", () => {
    const soon = { nowMs: late.nowMs - 60_000 };
    expect(by(planOf("low"), approve(null), late).ok).toBe(false);
    const approved = planAfter(planOf("low"), approve(null), soon);
    expect(by(approved, start, soon).ok).toBe(true);
    expect(by(approved, start, late).ok).toBe(false);
  });

  test("a plan that has started, and begins its first phase only then, is simulated again first", () => {
    const plan = planAfter(planAfter(planOf("low"), approve(null)), start);
    expect(by(plan, startPhase(1), { nowMs: late.nowMs - 60_000 }).ok).toBe(true);
    expect(by(plan, startPhase(1), late).ok).toBe(false);
    expect(by(plan, startPhase(1, { reassessment: asApproved }), late).ok).toBe(true);
  });
});

test("nothing is approved, started or bound of a content that is not the one submitted", () => {
  const changed = { contentDigest: "e".repeat(64) };
  expect(by(planOf("low"), approve(null), changed).ok).toBe(false);
  const approved = planAfter(planOf("low"), approve(null));
  expect(by(approved, start, changed).ok).toBe(false);
  const running = planAfter(approved, start);
  expect(by(running, startPhase(1), changed).ok).toBe(false);
  const cutting = planAfter(running, startPhase(1));
  const move = cutting.phases[0]?.moves[0]?.id ?? 0;
  const bind: RunCommand = { kind: "bind", move, atMs: START_MS, confirmation: null };
  expect(by(cutting, bind, changed).ok).toBe(false);
  expect(by(cutting, bind).ok).toBe(true);
});

test("a command that is in no plan's turn changes nothing, and a control plane is asked only for the home that is due", () => {
  const running = planAfter(planAfter(planOf("low"), approve(null)), start);
  const move = running.phases[0]?.moves[0]?.id ?? 0;
  const ask: RunCommand = { kind: "ask", move };
  expect(by(running, ask).ok).toBe(false);
  const cutting = planAfter(running, startPhase(1));
  const step = by(cutting, ask);
  expect(step.ok && [step.value.plan, step.value.homes]).toEqual([cutting, []]);
  expect(by(cutting, ask, as("vera", "viewer")).ok).toBe(false);
  expect(by(cutting, ask, { frozen: { by: "olga", reason: "incident" } })).toMatchObject({
    ok: false,
    error: { code: "frozen" },
  });
});
