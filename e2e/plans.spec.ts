import AxeBuilder from "@axe-core/playwright";
import type { APIRequestContext } from "@playwright/test";
import { type PlanAnswer, planAnswerSchema, planListSchema } from "../lib/planning/planAnswer.ts";
import { closedHours, expect, numberIn, openAlive, readCell, test } from "./ballast.ts";

const POOLS = "Pools that the plan changes, before and after";

/** Two registries of the worked example's customer, small and great, to a stamp of its own. */
const MOVES = [
  { registry: "halcyonaiteam01", to: "wus-iso-1" },
  { registry: "halcyonaimodels", to: "wus-iso-1" },
];

async function draftPlan(api: APIRequestContext, name: string): Promise<PlanAnswer> {
  const window = Object.fromEntries(new URLSearchParams(closedHours(12)));
  const answer = await api.post("/api/v1/plans", {
    data: { name, region: "westus", window, moves: MOVES },
    headers: { "idempotency-key": crypto.randomUUID() },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return planAnswerSchema.strip().parse(await answer.json());
}

test("the list finds a plan by state, stamp and words, and leads to it", async ({ page, api }) => {
  const plan = await draftPlan(api, "Found by its words");
  await openAlive(page, "/plans");
  const row = page.getByRole("row", { name: new RegExp(`#${plan.id}, version 1`) });
  await expect(row).toContainText("draft");
  await page.getByRole("searchbox", { name: /^Filter by name/ }).fill("nobody has called it so");
  await expect(page.getByText("No plan passes the filter.")).toBeVisible();
  await page.getByRole("searchbox", { name: /^Filter by name/ }).fill("words its");
  await expect(row).toBeVisible();
  await page.getByRole("combobox", { name: "Stamp" }).click();
  await page.getByRole("option", { name: "wus-iso-1" }).click();
  await expect(page).toHaveURL(/stamp=wus-iso-1/);
  await row.getByRole("link", { name: plan.name }).click();
  await expect(page.getByRole("heading", { level: 1, name: plan.name })).toBeVisible();
});

test("a plan says what it does, what it waits for and what its pools come to, as the API does", async ({
  page,
  api,
}) => {
  const plan = await draftPlan(api, "Told as it is");
  await openAlive(page, `/plans/${plan.id}`);
  await expect(page.getByText(/^Moves 2\sregistries of halcyon-ai/)).toBeVisible();
  await expect(page.getByText(/^It (is a draft|cannot be submitted|is not safe)/)).toBeVisible();
  for (const { stamp, pool, after } of plan.assessment.pools) {
    const row = new RegExp(`^${stamp} ${pool}`);
    const shown = await readCell(page, POOLS, { row, column: "after" });
    expect(numberIn(shown), `${stamp} ${pool}`).toBeCloseTo(after.hotNodeP95 ?? Number.NaN, 1);
  }
  await expect(page.getByRole("region", { name: /^Phase 1/ })).toContainText("of the traffic of westus");
});

test("before anything moves every pool is as it was measured", async ({ page, api }) => {
  const plan = await draftPlan(api, "Nothing yet");
  await openAlive(page, `/plans/${plan.id}?after=0`);
  const [first] = plan.assessment.pools.filter(({ role }) => role === "source");
  if (first === undefined) throw new Error("the plan relieves a pool");
  const row = new RegExp(`^${first.stamp} ${first.pool}`);
  const before = await readCell(page, POOLS, { row, column: "after" });
  expect(numberIn(before)).toBeCloseTo(first.before.hotNodeP95 ?? Number.NaN, 1);
  expect(await readCell(page, POOLS, { row, column: "Change" })).toBe("none");
});

test("the schedule is walked from the keyboard, and is a table for whoever wants one", async ({
  page,
  api,
}) => {
  const plan = await draftPlan(api, "Walked");
  await openAlive(page, `/plans/${plan.id}`);
  const chart = page.getByRole("application", { name: /^Schedule of Walked/ });
  await chart.focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByText(/^1 .*: starts .* observed until/)).toBeVisible();
  await page.getByRole("radio", { name: "Table" }).click();
  await expect(page).toHaveURL(/schedule=table/);
  const rows = page.getByRole("table", { name: /^Schedule of Walked/ }).locator("tbody tr");
  await expect(rows).toHaveCount(plan.content.phases.length);
});

test("curves are simulated when they come into sight", async ({ page, api }) => {
  const plan = await draftPlan(api, "Drawn");
  await openAlive(page, `/plans/${plan.id}`);
  const curves = page.getByRole("region", { name: "Curves" });
  await curves.scrollIntoViewIfNeeded();
  await expect(curves.getByRole("img", { name: /wus-iso-1 dataproxy: hottest node/ })).toBeVisible();
});

test("a new version is compared with the one before it, in words and numbers", async ({ page, api }) => {
  const plan = await draftPlan(api, "In two versions");
  const given = { headers: { "idempotency-key": crypto.randomUUID() } };
  await api.post(`/api/v1/plans/${plan.id}/abort`, { data: { reason: "Only some of it." }, ...given });
  const made = await api.post(`/api/v1/plans/${plan.id}/versions`, { data: { from: 1 } });
  const second = planAnswerSchema.strip().parse(await made.json());
  const fewer = second.content.phases
    .slice(0, 1)
    .map(({ class: kind, batch, name, observationHours, moves }) => ({
      name,
      class: kind,
      batch,
      observationHours,
      moves: moves.map(({ registry, to }) => ({ registry, to })),
    }));
  const saved = await api.patch(`/api/v1/plans/${plan.id}`, {
    data: { revision: second.revision, phases: fewer },
  });
  expect(saved.status(), await saved.text()).toBe(200);

  await openAlive(page, `/plans/${plan.id}`);
  await page.getByRole("link", { name: "what changed" }).click();
  await expect(page).toHaveURL(new RegExp(`left=${plan.id}(@|%40)1&right=${plan.id}(@|%40)2`));
  await expect(page.getByRole("region", { name: "Left side" })).toContainText("version 1");
  expect(await readCell(page, "Both plans in numbers", { row: /^Moves /, column: "Right − left" })).toBe(
    "−1",
  );
  await page.getByRole("button", { name: "Another plan" }).last().click();
  await page.getByRole("searchbox", { name: /^Name, number/ }).fill("In two versions");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /In two versions/ })
    .first()
    .click();
  await expect(page).toHaveURL(/right=\d+(@|%40)\d+/);
});

test("a comment stays with the plan", async ({ page, api }) => {
  const plan = await draftPlan(api, "Talked about");
  await openAlive(page, `/plans/${plan.id}`);
  await page.getByRole("textbox", { name: "Say something on version 1" }).fill("The tail on Monday, please.");
  await page.getByRole("button", { name: "Comment" }).click();
  const said = page.getByRole("region", { name: "Comments" }).getByRole("listitem");
  await expect(said).toContainText("The tail on Monday, please.");
});

test("the document to print has every part, and none of the frame", async ({ page, api }) => {
  const plan = await draftPlan(api, "On paper");
  await page.goto(`/plans/${plan.id}/print`);
  await expect(page.getByRole("heading", { level: 1, name: plan.name })).toBeVisible();
  await expect(page.getByRole("heading", { level: 2 })).toHaveCount(9);
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await expect(page.getByRole("table", { name: "Moves" }).locator("tbody tr")).toHaveCount(2);
  await expect(page.getByRole("table", { name: "The way back" })).toContainText("wus-iso-1 →");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
});

test("pages of plans have no accessibility violations", async ({ page, api }) => {
  const plan = await draftPlan(api, "For everyone");
  const { plans } = planListSchema.parse(await (await api.get("/api/v1/plans?limit=1")).json());
  expect(plans).toHaveLength(1);
  for (const path of [`/plans/${plan.id}`, `/plans/compare?left=${plan.id}`, `/plans/${plan.id}/print`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
});

test.describe("what is not there", () => {
  test.use({ expectedComplaint: /^404: .*\/plans\/999999/ });

  test("is a page that says so, with the status of it", async ({ page }) => {
    const answer = await page.goto("/plans/999999");
    expect(answer?.status()).toBe(404);
    await expect(page.getByText("There is no such plan")).toBeVisible();
  });
});
