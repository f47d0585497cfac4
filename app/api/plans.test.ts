import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TEST_START_MS } from "#lib/http/appForTests.ts";
import {
  byHand,
  createPlansApp,
  FROM_MS,
  isolation,
  made,
  moves,
  newStamp,
  type PlansApp,
  phase,
  shapeOf,
} from "./plansForTests.ts";

let plans: PlansApp;
beforeAll(async () => {
  plans = await createPlansApp();
});
afterAll(async () => {
  await plans.app.close();
});

describe("a plan made from moves", () => {
  test("has the classes, order, phases and times of the rules, and says where it is", async () => {
    const answer = await plans.post("", isolation);
    const plan = await made(Promise.resolve(answer));
    expect(answer.headers.get("location")).toBe(`/api/v1/plans/${plan.id}`);
    expect(plan).toMatchObject({
      state: "draft",
      version: 1,
      revision: 1,
      region: "westus",
      author: "operator-token",
      name: "westus: 6 moves from wus-a",
    });
    expect(shapeOf(plan)).toEqual([
      ["tail", 24, ["=idle", "tiny", "small"]],
      ["medium", 24, ["middle"]],
      ["top", 48, ["large"]],
      ["top", 48, ["big"]],
    ]);
    expect(plan.content.phases.map(({ name }) => name)).toEqual([
      "Tail",
      "Medium",
      "Top 1 of 2: large",
      "Top 2 of 2: big",
    ]);
    expect(plan.content.window).toEqual({
      from: new Date(FROM_MS).toISOString().replace(".000", ""),
      to: new Date(TEST_START_MS).toISOString().replace(".000", ""),
    });
    const read = await plans.call(`/api/v1/plans/${plan.id}`, { token: plans.app.tokens.viewer });
    expect(read.json).toEqual(plan);
  });

  test("is judged: shares, ends, tiers, first filling of a stamp, excess, and the price of caution", async () => {
    const { assessment } = await made(plans.post("", { ...isolation, limitP95: 40 }));
    const shares = assessment.phases.flatMap((one) => one.moves.map(({ requestShare }) => requestShare ?? 0));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
    expect(assessment.phases.map(({ radius }) => radius.firstOnStamp)).toEqual([true, false, false, false]);
    expect(assessment.phases[0]?.tier).toBe("high");
    expect(assessment.tier).toBe("critical");
    const last = assessment.phases.at(-1)?.moves[0];
    expect(last?.source?.after ?? 100).toBeLessThan(10);
    expect(last?.destination?.before).toBeNull();
    expect(last?.destination?.low ?? 100).toBeLessThanOrEqual(last?.destination?.after ?? 0);
    expect(last?.destination?.high ?? 0).toBeGreaterThanOrEqual(last?.destination?.after ?? 0);
    expect(assessment.excess.before).toBeGreaterThan(0);
    const { smallestFirst, largestFirst } = assessment.caution;
    expect(smallestFirst).toBeGreaterThan(largestFirst ?? 0);
    expect(assessment.snapshot.models.map(({ stamp }) => stamp)).toContain("wus-a");
    expect(assessment.snapshot.limits[0]?.limitP95).toBe(40);
  });

  test("is the same for the same question, and is refused whole where a part of it cannot be", async () => {
    const one = await made(plans.post("", isolation));
    const other = await made(plans.post("", isolation));
    expect(other.content).toEqual(one.content);
    expect(other.assessment).toEqual(one.assessment);
    const before = await plans.countRows();
    const wrong = await plans.post("", {
      ...isolation,
      moves: [...moves, { registry: "nobody", to: "wus-b" }, { registry: "neighbour", to: "eus-a" }],
    });
    expect(wrong.status).toBe(422);
    expect(wrong.json.errors.map(({ path }: { path: string }) => path)).toEqual([
      "moves[6].registry",
      "moves[7].to",
    ]);
    expect(
      (await plans.post("", { ...isolation, moves: [{ registry: "big", to: "wus-a" }] })).json.errors,
    ).toEqual([{ path: "moves[0].to", message: "big is on wus-a already." }]);
    expect((await plans.post("", { ...isolation, region: "nowhere" })).status).toBe(422);
    expect(await plans.countRows()).toEqual(before);
  });
});

describe("a plan made from phases", () => {
  test("keeps them as they are; what is left out follows from the moves", async () => {
    const plan = await made(
      plans.post(
        "",
        byHand(
          {
            ...phase("big"),
            name: "The big one first",
            observationHours: 72,
            notBefore: "2026-03-05T00:00:00Z",
          },
          phase("tiny", "middle"),
          phase("large"),
          phase("=idle"),
        ),
      ),
    );
    expect(shapeOf(plan)).toEqual([
      ["top", 72, ["big"]],
      ["medium", 24, ["tiny", "middle"]],
      ["top", 48, ["large"]],
      ["tail", 24, ["=idle"]],
    ]);
    expect(plan.content.phases.map(({ name, notBefore }) => [name, notBefore])).toEqual([
      ["The big one first", "2026-03-05T00:00:00.000Z"],
      ["Medium", null],
      ["Top 2 of 2: large", null],
      ["Tail", null],
    ]);
    expect(plan.content.phases[1]?.moves[1]).toMatchObject({
      tenant: "middling",
      from: "wus-a",
      to: "wus-b",
    });
  });

  test("tells at which step, of which pool, by which rule a prefix is broken", async () => {
    const plan = await made(
      plans.post("", { ...byHand(phase("tiny"), phase("big"), phase("large")), limitP95: 45 }),
    );
    const { broken, phases } = plan.assessment;
    expect(broken).toMatchObject({
      phase: 3,
      registry: "large",
      rule: "receives_over_limit",
      stamp: "wus-b",
    });
    expect(broken?.value ?? 0).toBeGreaterThan(broken?.bound ?? 100);
    expect(phases.map((one) => one.moves[0]?.broken?.rule ?? null)).toEqual([
      null,
      null,
      "receives_over_limit",
    ]);
    expect(phases[2]?.tier).toBe("critical");
  });

  test("leaves skipped moves out of everything but the plan itself", async () => {
    const skip = { registry: "big", to: "wus-b", skipped: "the customer asked for it" };
    const plan = await made(plans.post("", byHand(phase("tiny"), { moves: [skip] })));
    const without = await made(plans.post("", byHand(phase("tiny"))));
    expect(plan.assessment.pools).toEqual(without.assessment.pools);
    expect(plan.assessment.phases[1]?.moves[0]).toMatchObject({ source: null, requestShare: null });
    expect(plan.assessment.phases[1]?.schedule?.observedAt).toBe(
      plan.assessment.phases[1]?.schedule?.startAt,
    );
    expect((await plans.post("", byHand({ moves: [{ ...skip, skipped: " " }] }))).status).toBe(400);
  });

  test("refuses a shorter observation without somebody else's word and a reason", async () => {
    const short = { ...phase("big"), observationHours: 12 };
    const refused = await plans.post("", byHand(phase("tiny"), short));
    expect(refused.status).toBe(422);
    expect(refused.json.errors).toEqual([
      { path: "phases[1].shortened", message: expect.stringContaining("12 h instead of 48 h") },
    ]);
    const own = { ...short, shortened: { approver: "operator-token", reason: "in a hurry" } };
    expect((await plans.post("", byHand(own))).json.errors[0].path).toBe("phases[0].shortened.approver");
    const nobody = { ...short, shortened: { approver: "anna" } };
    expect((await plans.post("", byHand(nobody))).status).toBe(400);
    const plan = await made(
      plans.post("", byHand({ ...short, shortened: { approver: "anna", reason: "a holiday follows" } })),
    );
    expect(plan.content.phases[0]).toMatchObject({
      observationHours: 12,
      shortened: { fromHours: 48, approver: "anna", reason: "a holiday follows" },
    });
  });

  test("moves a registry once, from where it is", async () => {
    const twice = await plans.post("", byHand(phase("tiny", "small"), phase("tiny")));
    expect(twice.json.errors[0]).toMatchObject({ path: "phases[1].moves[0].registry" });
    const elsewhere = { moves: [{ registry: "tiny", from: "wus-c", to: "wus-b" }] };
    expect((await plans.post("", byHand(elsewhere))).json.errors).toEqual([
      { path: "phases[0].moves[0].from", message: "tiny is not on wus-c, it is on wus-a." },
    ]);
  });
});

describe("the body of a new plan", () => {
  test.each([
    ["nothing to make it from", { region: "westus" }, "moves"],
    ["two things", { ...isolation, phases: [] }, "phases"],
    ["no region", { moves }, "region"],
    ["a region beside a table", { csv: "x", region: "westus" }, "region"],
    ["a limit beside a proposal", { proposal: 1, limitP95: 40 }, "limitP95"],
    ["a word misspelt", { ...isolation, limit: 40 }, "limit"],
  ])("with %s is refused, and says where", async (_, body, path) => {
    const answer = await plans.post("", body);
    expect(answer.status).toBe(400);
    expect(answer.json.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  test("is an operator's to send, and is kept once under one key", async () => {
    expect((await plans.post("", isolation, { token: plans.app.tokens.viewer })).status).toBe(403);
    const before = await plans.countRows();
    const headers = { "idempotency-key": "once" };
    const one = await plans.post("", isolation, { headers });
    // What would be refused now is not asked again: the key has its answer.
    await plans.put("inventory", {
      regions: [{ name: "westus", stamps: [{ ...newStamp, planned: true, pools: [] }] }],
    });
    const again = await plans.post("", isolation, { headers });
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.json).toEqual(one.json);
    expect((await plans.countRows()).plans).toBe(before.plans + 1);
  });
});
