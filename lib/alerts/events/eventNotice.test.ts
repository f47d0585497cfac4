import { expect, test } from "vitest";
import { noticeOfEvent, type ToldEvent } from "./eventNotice.ts";

const PLAN = { name: "Isolate contoso", region: "westus" };
const event = (action: string, more: Partial<ToldEvent> = {}): ToldEvent => ({
  ...{ id: "41", atMs: 0, actor: "pia", action, reason: null, plan: 7, version: 2, phase: 3 },
  ...more,
});

test.each([
  [
    "plan.submitted",
    "approval_wanted",
    "information",
    "Plan 7 “Isolate contoso”, version 2, waits for approval (pia).",
  ],
  ["phase.reconsidered", "approval_wanted", "warning", /^Phase 3 of plan 7 .* waits for a new approval/],
  ["phase.passed", "gate_result", "information", /^Phase 3 of plan 7 .* passed/],
  ["phase.doubted", "gate_result", "warning", /waits for a person/],
  ["phase.failed", "gate_result", "critical", /^Phase 3 of plan 7 .* failed/],
  ["plan.completed", "plan_finished", "information", /is completed/],
  ["plan.aborted", "plan_finished", "warning", /was aborted/],
  ["plan.rolled_back", "plan_finished", "warning", /is rolled back/],
  ["plan.paused", "plan_paused", "warning", /is paused/],
] as const)("%s is told as %s, %s, of its region, with its page", (action, kind, severity, sentence) => {
  expect(noticeOfEvent(event(action), PLAN)).toMatchObject({
    ...{ kind, severity, key: "event-41", region: "westus", path: "/plans/7" },
    sentence: typeof sentence === "string" ? sentence : expect.stringMatching(sentence),
  });
});

test("what else happens is told to nobody", () => {
  for (const action of ["move.bound", "setting.changed", "token.created", "constructor"])
    expect(noticeOfEvent(event(action), PLAN)).toBeNull();
});

test("a name is told as it is, whatever stands in it", () => {
  const notice = noticeOfEvent(event("plan.paused", { reason: "$& PHASE" }), { ...PLAN, name: "$1 PHASE" });
  expect(notice?.sentence).toBe("Plan 7 “$1 PHASE”, version 2, is paused (pia). “$& PHASE”");
});
