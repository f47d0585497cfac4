import { describe, expect, test } from "vitest";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import { PLAN_STATES } from "#lib/planning/planAnswer.ts";
import { describePlan, describeWait } from "./describePlan.ts";
import { planForTests, poolForTests } from "./planForTests.ts";

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");
const NOW = Date.UTC(2026, 10, 22);
const assessed = (plan: PlanAnswer, more: Partial<PlanAnswer["assessment"]>): PlanAnswer => ({
  ...plan,
  assessment: { ...plan.assessment, ...more },
});

describe("what a plan does", () => {
  test("is told with who moves, how much of the traffic, from where to where, and the greatest relief", () => {
    expect(plain(describePlan(planForTests()))).toBe(
      "Moves 4 registries of contoso-ltd, 30 % of the traffic of westus, from s-a to s-iso in 3 phases: s-a dataproxy goes from 43.0 % to 28.5 % (27–31), −14.5 pts, and every pool that changes ends under its limit.",
    );
  });

  test("names the pools that end over their limits, and those of which it cannot be told", () => {
    const hot = poolForTests({ stamp: "s-b", role: "destination", before: 20, after: 55 });
    const dark = poolForTests({ stamp: "s-c", role: "destination", before: null, after: null });
    expect(describePlan(assessed(planForTests(), { pools: [hot] }))).toContain("no pool gets cooler");
    expect(describePlan(assessed(planForTests(), { pools: [hot] }))).toContain(
      "s-b dataproxy ends over its limit",
    );
    expect(plain(describePlan(assessed(planForTests(), { pools: [dark] })))).toContain(
      "of 1 pool it cannot be told",
    );
  });

  test("says that nothing moves where there are no moves, or all are skipped", () => {
    const plan = planForTests();
    expect(describePlan({ ...plan, content: { ...plan.content, phases: [] } })).toBe("It moves nothing yet.");
    const skipped = plan.content.phases.map((phase) => ({
      ...phase,
      moves: phase.moves.map((move) => ({ ...move, skipped: "not now" })),
    }));
    expect(describePlan({ ...plan, content: { ...plan.content, phases: skipped } })).toContain(
      "nothing is moved",
    );
  });
});

describe("what a plan waits for", () => {
  test("is said in a sentence of its own for every state", () => {
    const sentences = PLAN_STATES.map((state) => describeWait({ ...planForTests(), state }, NOW));
    expect(new Set(sentences).size).toBe(PLAN_STATES.length);
  });

  test("is, of a sound draft, to be submitted, and then whom its tier asks for", () => {
    expect(describeWait(planForTests(), NOW)).toBe(
      "It is a draft: nothing runs until it is submitted, and then needs one approver for each phase.",
    );
  });

  test("is what stands against submitting it: a step that makes something worse comes before a doubt", () => {
    const doubts = [
      { code: "pinned", phase: 1, registry: "a-idle", stamp: "s-a", detail: "a-idle is pinned." },
    ] as const;
    const doubtful = assessed(planForTests(), { doubts });
    expect(describeWait(doubtful, NOW)).toContain("a-idle is pinned.");
    const broken = {
      rule: "receives_over_limit",
      stamp: "s-iso",
      pool: "dataproxy",
      value: 44,
      bound: 40,
      phase: 3,
      registry: "d-much",
    } as const;
    expect(plain(describeWait(assessed(doubtful, { broken }), NOW))).toBe(
      "It is not safe as it stands: in phase 3, when d-much moves, s-iso dataproxy may come to 44.0 % while the load is on both ends, and may be at 40.0 % at most. Only an approver can submit it so, with a reason.",
    );
  });

  test("is a new version once the snapshot is too old", () => {
    const plan = planForTests();
    expect(describeWait(plan, Date.parse(plan.expiresAt))).toContain("too old");
    expect(describeWait(plan, Date.parse(plan.expiresAt) - 1)).not.toContain("too old");
  });
});
