import type { APIRequestContext, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { closedHours, expect, openAlive, test } from "./ballast.ts";

/** The worked example: one customer with 40 registries on two shared stamps, four of which carry nearly all of its traffic. */
const CUSTOMER = "halcyon-ai";

/** The planner weighs thousands of placements, and the machine may be busy. */
const PATIENCE_MS = 240_000;

type Row = Readonly<Record<string, string>>;

async function readCsv(api: APIRequestContext, id: string): Promise<{ text: string; rows: Row[] }> {
  const answer = await api.get(`/api/v1/plans/${id}.csv`);
  const text = await answer.text();
  const rows: Row[] = parse(text, { columns: true, bom: true });
  return { text, rows };
}

function planIdOf(page: Page): string {
  return /\/plans\/(\d+)\/edit/.exec(page.url())?.[1] ?? "";
}

async function inEditor(page: Page) {
  await expect(page).toHaveURL(/\/plans\/\d+\/edit/, { timeout: PATIENCE_MS });
  await expect(page.getByRole("status").filter({ hasText: /^Saved .* revision 1$/ })).toBeVisible();
}

test("the worked example, in three clicks from the hot stamp: isolate, tail, mediums, four singles, and the CSV says so", async ({
  page,
  api,
}) => {
  test.setTimeout(2 * PATIENCE_MS);
  await openAlive(page, `/stamps/wus-a?${closedHours(12)}`);
  await page.getByRole("link", { name: "Draft a plan" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Draft a plan for wus-a" })).toBeVisible();
  await expect(page.getByLabel("Only these tenants")).toHaveValue(CUSTOMER);
  await page.getByRole("button", { name: "Propose a plan" }).click();
  const proposed = page.getByRole("region", { name: "What is proposed" });
  await expect(proposed).toContainText(`Isolate (wus-a and wus-b): 40 registries of ${CUSTOMER}`, {
    timeout: PATIENCE_MS,
  });
  // The evidence in words, for each of the two stamps.
  const why = page.getByRole("region", { name: "Why" });
  for (const stamp of ["wus-a", "wus-b"])
    await expect(why.getByRole("listitem").filter({ hasText: `${stamp} Isolate` })).toContainText(CUSTOMER);
  // The address holds the answer: a reload shows the same one.
  await expect(page).toHaveURL(/proposal=\d+/);
  await page.reload();
  await expect(proposed).toContainText(`40 registries of ${CUSTOMER}`);
  await proposed.getByRole("button", { name: "Save as draft" }).click();
  await inEditor(page);

  const { rows } = await readCsv(api, planIdOf(page));
  expect(rows).toHaveLength(40);
  const phases = [...Map.groupBy(rows, ({ phase }) => phase).values()];
  const classes = phases.map((own) => own[0]?.["class"]);
  const mediums = classes.filter((kind) => kind === "medium").length;
  expect(mediums).toBeGreaterThan(0);
  expect(classes).toEqual(["tail", ...Array(mediums).fill("medium"), "top", "top", "top", "top"]);
  for (const own of phases) {
    const [first] = own;
    expect(first?.["observation_hours"]).toBe(first?.["class"] === "top" ? "48" : "24");
    if (first?.["class"] === "top") expect(own).toHaveLength(1);
    for (const row of own)
      expect(row).toMatchObject({ tenant: CUSTOMER, region: "westus", status: "pending" });
  }
  // About thirty are idle or small; the four carry nearly all.
  expect(phases[0]?.length).toBeGreaterThan(20);
  const topShare = rows
    .filter((row) => row["class"] === "top")
    .reduce((sum, row) => sum + Number(row["request_share"]), 0);
  expect(topShare).toBeGreaterThan(0.95);
  expect(new Set(rows.map(({ to_stamp }) => to_stamp)).size).toBe(1);
  // The editor shows the same phases, in their order.
  for (const [index, own] of phases.entries())
    await expect(page.getByLabel(`Name of phase ${index + 1}`)).toHaveValue(own[0]?.["phase_name"] ?? "");
});

test("a proposal is followed while it is worked out, and can be cut off", async ({ page }) => {
  test.setTimeout(2 * PATIENCE_MS);
  // Hours that nobody else asks for, of every region: there is work to be cut off.
  await openAlive(page, `/plans/new?${closedHours(11)}`);
  await page.getByLabel("At most").fill("five");
  await page.getByLabel("At most").press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "From 0 to" })).toBeVisible();
  await page.getByLabel("At most").fill("5");
  await page.getByLabel("At most").press("Enter");
  await expect(page).toHaveURL(/moves=5/);
  await page.getByRole("button", { name: "Propose a plan" }).click();
  const work = page.getByRole("region", { name: "The planner at work" });
  await expect(work.getByRole("progressbar")).toBeVisible();
  await work.getByRole("button", { name: "Cancel" }).click();
  await expect(work).toHaveCount(0, { timeout: PATIENCE_MS });
  await expect(page.getByRole("button", { name: /^Propose/ })).toBeEnabled();
});

test("a scenario of the What-if page becomes a draft", async ({ page, api }) => {
  await openAlive(
    page,
    `/what-if?region=westus&${closedHours(12)}&a=wus-iso-1/halcyonaiteam25/halcyonaiteam26`,
  );
  await page.getByRole("link", { name: "Draft a plan" }).click();
  await expect(page.getByRole("link", { name: "By hand" })).toHaveAttribute("aria-current", "page");
  await expect(page.getByText("2 moves, in phases by the rules.")).toBeVisible();
  await page.getByRole("button", { name: "Save as draft" }).click();
  await inEditor(page);
  const { rows } = await readCsv(api, planIdOf(page));
  expect(rows.map(({ registry, to_stamp }) => `${registry} ${to_stamp}`).toSorted()).toEqual([
    "halcyonaiteam25 wus-iso-1",
    "halcyonaiteam26 wus-iso-1",
  ]);
});

test.describe("a plan's CSV", () => {
  test.use({ expectedComplaint: /^4(00|22): .*\/api\/v1\/plans$/ });

  test("becomes a draft with equal moves; what is wrong in it is told by its line", async ({ page, api }) => {
    const made = await api.post("/api/v1/plans", {
      data: {
        region: "westus",
        moves: [
          { registry: "halcyonaiteam25", to: "wus-iso-1" },
          { registry: "halcyonaiteam26", to: "wus-iso-1" },
        ],
      },
    });
    const { id } = await made.json();
    const { text, rows } = await readCsv(api, String(id));
    await openAlive(page, "/plans/new?way=file");
    const upload = (body: string) =>
      page
        .locator("input[type=file]")
        .setInputFiles({ name: "plan.csv", mimeType: "text/csv", buffer: Buffer.from(body) });
    await upload(text.replace(/wus-iso-1/, "no-such-stamp"));
    await expect(page.getByRole("alert").filter({ hasText: "no-such-stamp" })).toBeVisible();
    await upload(text.replace(/,24,/, ",many,"));
    await expect(page.getByRole("alert").filter({ hasText: "line 2" })).toBeVisible();
    await page.locator("input[type=file]").setInputFiles({
      name: "plan.csv",
      mimeType: "text/csv",
      buffer: Buffer.concat([Buffer.from(text), Buffer.from([0xe4])]),
    });
    await expect(page.getByRole("alert").filter({ hasText: "is not in UTF-8" })).toBeVisible();
    await upload(text);
    await inEditor(page);
    const again = await readCsv(api, planIdOf(page));
    const told = (all: readonly Row[]) =>
      all.map(({ phase, class: kind, registry, from_stamp, to_stamp, observation_hours }) =>
        [phase, kind, registry, from_stamp, to_stamp, observation_hours].join(" "),
      );
    expect(told(again.rows)).toEqual(told(rows));
  });
});
