import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlanAnswer, PlanList } from "#lib/planning/planAnswer.ts";
import { byHand, createPlansApp, isolation, made, type PlansApp, phase } from "./plansForTests.ts";

let plans: PlansApp;
let three: readonly PlanAnswer[];

beforeAll(async () => {
  plans = await createPlansApp();
  const anna = await plans.call("/api/v1/tokens", {
    method: "POST",
    body: { name: "anna", role: "operator" },
  });
  const token: string = anna.json.secret;
  const first = await made(plans.post("", { ...byHand(phase("tiny"), phase("big")), name: "100% of it" }));
  plans.app.clock.nowMs += 60_000;
  const second = await made(plans.post("", isolation, { token }));
  const third = await made(plans.post("", { ...byHand(phase("middle")), name: "Later" }));
  await made(plans.post(`/${third.id}/abort`, { reason: "no" }), 200);
  three = [first, second, third];
});
afterAll(async () => {
  await plans.app.close();
});

const list = async (query: string): Promise<PlanList> => {
  const { json, status, text } = await plans.call(`/api/v1/plans${query}`, {
    token: plans.app.tokens.viewer,
  });
  expect(status, text).toBe(200);
  return json;
};
const places = async (query: string) =>
  (await list(query)).plans.map(({ id }) => three.findIndex((plan) => plan.id === id));

describe("the list of plans", () => {
  test("has the one saved last first, with what a reader asks of each", async () => {
    const all = await list("");
    expect(all.plans.map(({ id }) => id)).toEqual(three.map(({ id }) => id).toReversed());
    expect(all.counts).toMatchObject({ draft: 2, aborted: 1, running: 0 });
    expect(all.plans[1]).toMatchObject({
      name: "westus: 6 moves from wus-a",
      region: "westus",
      state: "draft",
      author: "anna",
      stamps: ["wus-a", "wus-new"],
      phases: 4,
      moves: { total: 6, done: 0, skipped: 0 },
      tier: three[1]?.assessment.tier,
      source: "moves",
      // 72 hours after the end of the snapshot's window.
      expiresAt: "2026-03-05T12:00:00.000Z",
    });
  });

  test.each([
    ["?state=draft", [1, 0]],
    ["?state=aborted", [2]],
    ["?state=running", []],
    ["?region=eastus", []],
    ["?region=westus", [2, 1, 0]],
    ["?stamp=wus-new", [1]],
    ["?stamp=wus-b", [2, 0]],
    ["?author=anna", [1]],
    ["?q=later", [2]],
    ["?q=0%25", [0]],
    ["?q=midd", [2, 1]],
    ["?q=ann", [1]],
    ["?q=nothing", []],
  ])("filtered by %s", async (query, expected) => {
    expect(await places(query)).toEqual(expected);
  });

  test("counts the states of what the other filters leave", async () => {
    expect((await list("?stamp=wus-b&state=draft")).counts).toMatchObject({ draft: 1, aborted: 1 });
  });

  test("is read page by page: nothing twice, nothing left out", async () => {
    const read: number[] = [];
    let cursor = "";
    for (let page = 0; page < 3; page++) {
      const { plans: some, nextCursor } = await list(`?limit=1${cursor}`);
      read.push(...some.map(({ id }) => id));
      expect(nextCursor === null).toBe(page === 2);
      cursor = `&cursor=${nextCursor}`;
    }
    expect(read).toEqual(three.map(({ id }) => id).toReversed());
    expect((await plans.call("/api/v1/plans?cursor=x")).status).toBe(400);
  });

  test("is a table too, and finds a plan by its number", async () => {
    const { text } = await plans.call("/api/v1/plans.csv?state=aborted");
    expect(text.split("\r\n")[0]).toMatch(/^plan_id,name,region,plan_version,state,tier,stamps,/);
    expect(text.trimEnd().split("\r\n")).toHaveLength(2);
    expect(await places(`?q=${three[1]?.id}`)).toContain(1);
  });
});
