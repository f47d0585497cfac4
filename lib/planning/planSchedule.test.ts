import { describe, expect, test } from "vitest";
import { resolvePlanningSettings } from "../fleet/settings.ts";
import { NO_CONSTRAINTS } from "../fleet/types.ts";
import type { PlanPhase } from "./planContent.ts";
import type { PhaseElsewhere } from "./planRegion.ts";
import { planRulesOf } from "./planRules.ts";
import { answerSchedule, schedulePlan } from "./planSchedule.ts";
import type { Tier } from "./types.ts";

/** 2026-03-02 is a Monday; Seattle is eight hours behind. */
const NOON_MS = Date.UTC(2026, 2, 2, 12);
const HOUR_MS = 3_600_000;
const rules = planRulesOf(resolvePlanningSettings([], "westus"), "America/Los_Angeles");

const phaseOf = (registries: readonly string[], more: Partial<PlanPhase> = {}): PlanPhase => ({
  name: "Phase",
  class: "medium",
  batch: 1,
  observationHours: 24,
  notBefore: null,
  shortened: null,
  moves: registries.map((registry) => ({
    registry,
    tenant: "t",
    from: "a",
    to: "b",
    reason: "",
    skipped: null,
  })),
  ...more,
});
const frozen = (registry: string, from: string, to: string) => ({
  ...{ id: 1, registryId: 1, registry, tenant: "t", region: "westus", homeStampId: 1, homeStamp: "a" },
  ...{ boundAtMs: 0, lastMovedAtMs: null },
  constraints: { ...NO_CONSTRAINTS, freezes: [{ from, to, why: "year end" }] },
});

function plan(
  phases: readonly PlanPhase[],
  {
    tier = "medium",
    replicas = [],
    elsewhere = [],
  }: {
    readonly tier?: Tier;
    readonly replicas?: readonly ReturnType<typeof frozen>[];
    readonly elsewhere?: readonly PhaseElsewhere[];
  } = {},
) {
  const judged = phases.map((phase) => ({ phase, tier }));
  return schedulePlan(judged, { region: "westus", replicas, rules, elsewhere }, NOON_MS).map((one) =>
    answerSchedule(one, []),
  );
}
const starts = (found: ReturnType<typeof plan>) => found.map((one) => one?.startAt ?? null);
const elsewhere = (tier: Tier): PhaseElsewhere => ({
  plan: "phase 1 of “Other”",
  region: "westus",
  moves: 1,
  stamps: ["b", "z"],
  tier,
  startMs: NOON_MS,
  cutOverMs: NOON_MS + HOUR_MS,
  observedMs: NOON_MS + 30 * HOUR_MS,
});

describe("the calendar of a plan", () => {
  test("keeps to the region's working hours, and observes each phase before the next", () => {
    const found = plan([phaseOf(["x"]), phaseOf(["y"], { observationHours: 48 }), phaseOf(["z"])]);
    // 09:00 in Seattle is 17:00 UTC; ten minutes a move, then the observation; Friday evening waits for Monday.
    expect(starts(found)).toEqual([
      "2026-03-02T17:00:00.000Z",
      "2026-03-03T17:10:00.000Z",
      "2026-03-05T17:20:00.000Z",
    ]);
    expect(found[0]).toMatchObject({
      cutOverAt: "2026-03-02T17:10:00.000Z",
      observedAt: "2026-03-03T17:10:00.000Z",
      waits: [{ until: "2026-03-02T17:00:00.000Z", why: "working hours" }],
    });
    // The clocks of Seattle go forward on 8 March: its Monday opens at 16:00 UTC.
    expect(starts(plan([phaseOf(["x"], { notBefore: "2026-03-07T01:00:00Z" })]))).toEqual([
      "2026-03-09T16:00:00.000Z",
    ]);
  });

  test("cuts over at most so many moves at a time", () => {
    const eleven = Array.from({ length: 11 }, (_, place) => `r${place}`);
    // Five at once, ten minutes each: three rounds.
    expect(plan([phaseOf(eleven)])[0]?.cutOverAt).toBe("2026-03-02T17:30:00.000Z");
  });

  test("counts the cutovers of other plans of the region: what does not fit beside them waits until they are over", () => {
    const beginsMs = Date.parse("2026-03-02T17:00:00Z");
    const other: PhaseElsewhere = {
      ...elsewhere("low"),
      stamps: ["y", "z"],
      moves: 3,
      startMs: beginsMs,
      cutOverMs: beginsMs + HOUR_MS,
    };
    const two = phaseOf(["r1", "r2"]);
    const three = phaseOf(["r1", "r2", "r3"]);
    expect(starts(plan([two], { elsewhere: [other] }))).toEqual(["2026-03-02T17:00:00.000Z"]);
    const [waiting] = plan([three], { elsewhere: [other] });
    expect(waiting?.startAt).toBe("2026-03-02T18:00:00.000Z");
    expect(waiting?.waits.at(-1)?.why).toBe(
      "phase 1 of “Other” cuts over, and at most 5 moves of westus may at a time",
    );
    const eastern = { ...other, region: "eastus" };
    expect(starts(plan([three], { elsewhere: [eastern] }))).toEqual(["2026-03-02T17:00:00.000Z"]);
    // A phase that moves nothing asks for no room.
    const skipped = three.moves.map((move) => ({ ...move, skipped: "no" }));
    expect(starts(plan([{ ...three, moves: skipped }], { elsewhere: [{ ...other, moves: 9 }] }))).toEqual([
      "2026-03-02T17:00:00.000Z",
    ]);
  });

  test("goes around change freezes of what a phase moves, and of nothing else", () => {
    const replicas = [frozen("x", "2026-03-01T00:00:00Z", "2026-03-04T00:30:00Z")];
    const [first] = plan([phaseOf(["x"])], { replicas });
    expect(first?.startAt).toBe("2026-03-04T00:30:00.000Z");
    expect(first?.waits.map(({ why }) => why)).toContain("change freeze of x: year end");
    expect(starts(plan([phaseOf(["y"])], { replicas }))).toEqual(["2026-03-02T17:00:00.000Z"]);
  });

  test("waits for another plan on the same stamps, and for a critical phase only if it is critical itself", () => {
    expect(starts(plan([phaseOf(["x"])], { elsewhere: [elsewhere("low")] }))).toEqual([
      "2026-03-03T18:00:00.000Z",
    ]);
    const away = { ...elsewhere("critical"), stamps: ["y", "z"] };
    expect(starts(plan([phaseOf(["x"])], { elsewhere: [away] }))).toEqual(["2026-03-02T17:00:00.000Z"]);
    const [critical] = plan([phaseOf(["x"])], { tier: "critical", elsewhere: [away] });
    expect(critical?.startAt).toBe("2026-03-03T18:00:00.000Z");
    expect(critical?.waits.at(-1)?.why).toBe("critical phase of phase 1 of “Other”");
  });

  test("gives no time to a phase whose moves are all skipped, and says what it waits for without knowing how long", () => {
    const skipped = phaseOf(["x"]).moves.map((move) => ({ ...move, skipped: "no" }));
    const found = plan([{ ...phaseOf(["x"]), moves: skipped }, phaseOf(["y"])]);
    expect(found[0]?.observedAt).toBe(found[0]?.startAt);
    expect(found[1]?.startAt).toBe(found[0]?.startAt);
    const scheduled = { startMs: NOON_MS, cutOverMs: NOON_MS, observedMs: NOON_MS, waits: [] };
    expect(answerSchedule(scheduled, ["b"])?.waits[0]?.why).toContain("update is rolling over b");
    expect(answerSchedule(null, [])).toBeNull();
  });
});

test("settings are the rules: weekdays from Monday to Sunday, hours of the region's clock", () => {
  const set = (value: object) =>
    planRulesOf(
      {
        ...resolvePlanningSettings([], ""),
        workHours: { firstDay: 1, lastDay: 5, fromHour: 9, toHour: 17, ...value },
      },
      "UTC",
    ).schedule.workHours;
  expect(set({}).days).toEqual([1, 2, 3, 4, 5]);
  expect(set({ firstDay: 6, lastDay: 7 }).days).toEqual([6, 0]);
  expect(set({ fromHour: 8, toHour: 20 })).toMatchObject({ fromMinute: 480, toMinute: 1_200 });
});
