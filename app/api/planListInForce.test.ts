import { afterAll, beforeAll, expect, test } from "vitest";
import type { PlanList } from "#lib/planning/planAnswer.ts";
import { made } from "./plansForTests.ts";
import { createRunsApp, type RunsApp } from "./runsForTests.ts";

let runs: RunsApp;
let id: number;

beforeAll(async () => {
  runs = await createRunsApp();
  await runs.calm();
  ({ id } = await runs.plan("running", ["tiny"], ["small"]));
  const drafted = await made(runs.send(id, "versions", { body: {} }));
  expect([drafted.version, drafted.state]).toEqual([2, "draft"]);
});
afterAll(() => runs.app.close());

const list = async (query: string): Promise<PlanList> => (await runs.call(`/api/v1/plans${query}`)).json;

test("a draft hides nothing that runs: the older version stands beside it, with what it has done", async () => {
  const { plans, counts } = await list("");
  expect(plans).toHaveLength(1);
  expect(plans[0]).toMatchObject({
    id,
    version: 2,
    state: "draft",
    moves: { total: 2, done: 0 },
    inForce: { version: 1, state: "running", phases: 2, moves: { total: 2, done: 0, skipped: 0 } },
  });
  expect(counts).toMatchObject({ draft: 1, running: 1, submitted: 0 });
});

test.each([
  ["?state=running", 1],
  ["?state=draft", 1],
  ["?state=superseded", 0],
  ["?state=running&stamp=wus-a", 1],
])("a plan is found by either of the two: %s", async (query, found) => {
  expect((await list(query)).plans).toHaveLength(found);
});

test("the table has a row for each of the two", async () => {
  const { text } = await runs.call("/api/v1/plans.csv");
  const rows = text.trimEnd().split("\r\n").slice(1);
  expect(rows.map((row) => row.split(",").slice(3, 5))).toEqual([
    ["2", "draft"],
    ["1", "running"],
  ]);
});
