import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TEST_START_MS } from "#lib/http/appForTests.ts";
import type { ProposalContent } from "#lib/planning/proposal/proposalAnswer.ts";
import {
  byHand,
  createPlansApp,
  isolation,
  made,
  newStamp,
  type PlansApp,
  phase,
  shapeOf,
} from "./plansForTests.ts";

/** What holds in the fleet, its settings and its calendar, as plans feel it. */

let plans: PlansApp;
beforeAll(async () => {
  plans = await createPlansApp();
});
afterAll(async () => {
  await plans.app.close();
});

const constrain = async (name: string, constraints: object) =>
  await plans.put("inventory", { registries: [{ name, replicas: [{ region: "westus", constraints }] }] });
const flag = async (name: string, flags: object) =>
  await plans.put("inventory", { regions: [{ name: "westus", stamps: [{ name, ...flags }] }] });
const set = async (key: string, value: unknown) =>
  await plans.put("settings", { key, region: "westus", value });
const reset = async (key: string) =>
  expect((await plans.call(`/api/v1/settings?key=${key}&region=westus`, { method: "DELETE" })).status).toBe(
    200,
  );

describe("constraints of the inventory", () => {
  test("are doubts of a draft, which is stored all the same", async () => {
    await constrain("tiny", { pinned: true });
    await constrain("small", { mustNotShareWith: ["nearby"] });
    await flag("wus-c", { cordoned: true, inDeployment: true });
    const plan = await made(
      plans.post("", byHand(phase("tiny", "small"), { moves: [{ registry: "middle", to: "wus-c" }] })),
    );
    expect(plan.assessment.doubts.map(({ code, phase: at, registry }) => [code, at, registry])).toEqual([
      ["pinned", 1, "tiny"],
      ["must_not_share", 1, "small"],
      ["cordoned", 2, "middle"],
      ["in_deployment", 2, "middle"],
    ]);
    expect(plan.assessment.phases[1]?.schedule?.waits.at(-1)?.why).toContain("rolling over wus-c");
    await constrain("tiny", { pinned: false });
    await constrain("small", { mustNotShareWith: [] });
    await flag("wus-c", { cordoned: false, inDeployment: false });
    const later = await made(plans.patch(plan, { revision: 1, name: "Cleared" }), 200);
    expect(later.assessment.doubts).toEqual([]);
  });

  test("that freeze a registry make its phase wait", async () => {
    const freeze = { from: "2026-03-01T00:00:00Z", to: "2026-03-10T18:00:00Z", why: "year end" };
    await constrain("big", { freezes: [freeze] });
    const { assessment } = await made(plans.post("", byHand(phase("tiny"), phase("big"))));
    expect(assessment.phases[1]?.schedule?.startAt).toBe("2026-03-10T18:00:00.000Z");
    expect(assessment.doubts).toEqual([]);
    await constrain("big", { freezes: [] });
  });
});

describe("settings", () => {
  test("of classes, batches and observation make the phases of a plan", async () => {
    await set("planClasses", { tailShare: 0.06, topShare: 0.5, topAloneShare: 0.05 });
    await set("observationHours", { tail: 6, medium: 12, top: 36 });
    expect(shapeOf(await made(plans.post("", isolation)))).toEqual([
      ["tail", 6, ["=idle", "tiny", "small", "middle"]],
      ["medium", 12, ["large"]],
      ["top", 36, ["big"]],
    ]);
    await reset("planClasses");
    await reset("observationHours");
  });

  test("of tiers, cutovers and working hours make its judgement and its calendar", async () => {
    const plain = await made(plans.post("", byHand(phase("tiny"))));
    expect(plain.assessment.phases[0]).toMatchObject({
      tier: "low",
      schedule: { startAt: "2026-03-02T17:00:00.000Z", cutOverAt: "2026-03-02T17:10:00.000Z" },
    });
    await set("blastRadius", {
      ...{ lowTraffic: 0, lowTenants: 10, lowHeadroom: 15, mediumTraffic: 0.05, mediumTenants: 50 },
      ...{ mediumHeadroom: 5, highTraffic: 0.2, highHeadroom: 0 },
    });
    await set("workHours", { firstDay: 2, lastDay: 2, fromHour: 10, toHour: 12 });
    await set("cutover", { movesAtOnce: 1, moveMinutes: 30 });
    const strict = await made(plans.post("", byHand(phase("tiny"))));
    expect(strict.assessment.phases[0]).toMatchObject({
      tier: "medium",
      schedule: { startAt: "2026-03-03T18:00:00.000Z", cutOverAt: "2026-03-03T18:30:00.000Z" },
    });
    for (const key of ["blastRadius", "workHours", "cutover"]) await reset(key);
  });

  test("of limits hold where a plan says none of its own, and of expiry say until when it may start", async () => {
    await set("limitP95", 33);
    await set("planExpiryHours", 24);
    const plan = await made(plans.post("", byHand(phase("tiny"))));
    expect(plan.assessment.snapshot.limits[0]?.limitP95).toBe(33);
    expect(plan.expiresAt).toBe("2026-03-03T12:00:00.000Z");
    await reset("limitP95");
    await reset("planExpiryHours");
  });
});

test("phases of a plan that others have agreed to keep its stamps for it; those of a draft do not", async () => {
  const first = await made(plans.post("", { ...byHand(phase("tiny")), name: "Agreed" }));
  const beside = await made(plans.post("", byHand(phase("middle"))));
  expect(beside.assessment.phases[0]?.schedule?.startAt).toBe("2026-03-02T17:00:00.000Z");
  for (const state of ["submitted", "approved"])
    await plans.app.db.pool.query(`update plan_version set state = '${state}' where plan_id = ${first.id}`);
  const after = await made(plans.post("", byHand(phase("middle"))));
  // Until the other's only phase, of class top, was observed for 48 hours.
  expect(after.assessment.phases[0]?.schedule?.startAt).toBe("2026-03-04T17:10:00.000Z");
  expect(after.assessment.phases[0]?.schedule?.waits.at(-1)?.why).toBe("phase 1 of “Agreed” on wus-a, wus-b");
  await plans.app.db.pool.query(`update plan_version set state = 'aborted' where plan_id = ${first.id}`);
});

describe("a proposal", () => {
  const content = (more: Partial<ProposalContent> = {}): ProposalContent => ({
    region: "westus",
    window: { from: "2026-03-02T06:00:00Z", to: "2026-03-02T12:00:00Z" },
    limitP95: 45,
    triggers: [
      {
        kind: "over_limit",
        region: "westus",
        stamp: "wus-a",
        pool: "registry",
        hotNodeP95: 52,
        limit: 45,
        excess: 7,
        because: "7 over",
      },
    ],
    phases: [
      {
        ...{ name: "Top: big", class: "top", batch: 1, observationHours: 48, tier: "high" },
        radius: { trafficShare: 0.4, tenants: 1, headroomPoints: 10, firstOnStamp: true },
        moves: [
          {
            registry: "big",
            tenant: "acme",
            from: "wus-a",
            to: "wus-new",
            reason: "carries most",
            requestShare: 1,
            byteShare: 1,
          },
        ],
      },
    ],
    ...{ tier: "high", broken: null, verdicts: [], neighbours: [], simulation: null, search: null },
    newStamps: [
      { ...newStamp, kind: "isolated", pools: newStamp.pools.map((one) => ({ ...one, kind: one.name })) },
    ],
    left: [{ registry: "tiny", tenant: "acme", from: "wus-a", constraint: "pinned", reason: "pinned" }],
    excess: { before: 7, after: 0, afterHigh: 0 },
    ...more,
  });
  const propose = async (answer: ProposalContent | null, state = "complete") => {
    const at = new Date(TEST_START_MS);
    const region = await plans.app.db.prisma.region.findUniqueOrThrow({ where: { name: "westus" } });
    const row = await plans.app.db.pool.query(
      `insert into proposal (region_id, request, answer, state, created_at, created_by, told_at)
       values ($1, '{}', $2, $3, $4, 'test', $4) returning id`,
      [answer?.region === null ? null : region.id, JSON.stringify(answer), state, at],
    );
    return row.rows[0].id as number;
  };

  test("becomes a plan with its moves, phases, times, reasons, stamps and triggers", async () => {
    const id = await propose(content());
    const plan = await made(plans.post("", { proposal: id, name: "As proposed" }));
    expect(plan).toMatchObject({
      name: "As proposed",
      content: {
        source: { kind: "proposal", id },
        limitP95: 45,
        triggers: content().triggers,
        left: [{ registry: "tiny", reason: "pinned" }],
        window: content().window,
        phases: [
          { name: "Top: big", observationHours: 48, moves: [{ to: "wus-new", reason: "carries most" }] },
        ],
      },
    });
    expect(plan.assessment.phases[0]?.radius.firstOnStamp).toBe(true);
  });

  test.each([
    ["is not there", async () => 999_999, /There is no proposal 999999/],
    ["is still worked out", () => propose(null, "running"), /still being worked out/],
    ["moves nothing", () => propose(content({ phases: [] })), /moves nothing/],
    ["is of several regions", () => propose(content({ region: null, window: null })), /of several regions/],
  ])("that %s is refused", async (_, proposal, detail) => {
    const answer = await plans.post("", { proposal: await proposal() });
    expect(answer.status).toBe(422);
    expect(answer.json.errors).toEqual([{ path: "proposal", message: expect.stringMatching(detail) }]);
  });
});

// Last: it moves a registry.
test("a registry that has moved since the snapshot is told of, and starts from its new home in a new snapshot", async () => {
  const plan = await made(plans.post("", byHand(phase("tiny", "small"))));
  plans.app.clock.nowMs = TEST_START_MS + 3_600_000;
  await plans.put("inventory", {
    registries: [
      { name: "tiny", replicas: [{ region: "westus", homeStamp: "wus-c", boundAt: TEST_START_MS + 60_000 }] },
    ],
  });
  const same = await made(plans.patch(plan, { revision: 1, name: "Later" }), 200);
  expect(same.content.phases[0]?.moves[0]).toMatchObject({ registry: "tiny", from: "wus-a" });
  expect(same.assessment.doubts.map(({ code, registry }) => [code, registry])).toContainEqual([
    "moved_since",
    "tiny",
  ]);
  const window = { from: TEST_START_MS - 3_600_000 * 5, to: TEST_START_MS + 3_600_000 };
  const fresh = await made(plans.patch(plan, { revision: 2, window }), 200);
  expect(fresh.content.phases[0]?.moves[0]).toMatchObject({ registry: "tiny", from: "wus-c" });
  expect(fresh.content.window.to).toBe("2026-03-02T13:00:00Z");
  expect(fresh.assessment.doubts.map(({ code }) => code)).not.toContain("moved_since");
});
