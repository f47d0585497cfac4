import type { APIRequestContext } from "@playwright/test";
import { stampContributionSchema, tenantContributionSchema } from "../lib/contribution/contributionAnswer.ts";
import { awayFromHoursEnd, expect, numberIn, openAlive, test } from "./ballast.ts";

const CUSTOMER = "halcyon-ai";
/** The customer's four large registries and the stamp each of them heats. */
const TOP_FOUR = [
  { registry: "halcyonaiprod", stamp: "wus-a" },
  { registry: "halcyonaici", stamp: "wus-b" },
  { registry: "halcyonaiedge", stamp: "wus-a" },
  { registry: "halcyonaimodels", stamp: "wus-b" },
];

async function readStamp(api: APIRequestContext, stamp: string, query = "") {
  return stampContributionSchema.parse(
    await (await api.get(`/api/v1/stamps/${stamp}/contribution${query}`)).json(),
  );
}

async function readTenant(api: APIRequestContext) {
  const answer = await api.get(`/api/v1/tenants/${CUSTOMER}/contribution`);
  return tenantContributionSchema.parse(await answer.json());
}

test("the worked example: one customer dominates both stamps, and its top four of 40 carry 96.7 %", async ({
  page,
  api,
}) => {
  const tenant = await readTenant(api);
  expect(tenant.rows).toHaveLength(40);
  const top = tenant.rows.slice(0, 4).map(({ registry, stamp }) => ({ registry, stamp }));
  expect(top).toEqual(expect.arrayContaining(TOP_FOUR));
  expect(tenant.rows[3]?.cumulativeShare).toBeCloseTo(0.967, 2);
  for (const pool of tenant.relief.filter(({ pool }) => pool === "dataproxy"))
    expect(pool.dominates).toBe(true);

  await openAlive(page, `/tenants/${CUSTOMER}`);
  await expect(page.getByRole("heading", { level: 1, name: CUSTOMER })).toBeVisible();
  await expect(page.getByText(/The top four of 40 carry 96\.[5-9]\u00a0% of its requests/)).toBeVisible();
  await expect(page.getByText(/Its 40 registries together dominate .*wus-a dataproxy/)).toBeVisible();
  const names = await page
    .getByRole("table", { name: /^Registries of halcyon-ai/ })
    .locator("tbody th")
    .allTextContents();
  expect(names.slice(0, 4).toSorted()).toEqual(TOP_FOUR.map(({ registry }) => registry).toSorted());
});

test("a stamp says who makes it hot, in the order that the API gives", async ({ page, api }) => {
  await awayFromHoursEnd();
  const answer = await readStamp(api, "wus-a");
  expect(answer.rows[0]).toMatchObject({ registry: "halcyonaiprod", reliefPool: "dataproxy" });
  expect(answer.model?.r2).toBeGreaterThan(0.9);
  await openAlive(page, "/stamps/wus-a");
  await expect(page.getByText(/Hot:.*halcyon-ai makes 3[0-9].% of dataproxy’s P95/)).toBeVisible();
  const table = page.getByRole("table", { name: /^Who makes wus-a hot/ });
  await expect(table).toBeVisible();
  const names = (await table.locator("tbody th").allTextContents()).map((name) =>
    name.replace("unbound", ""),
  );
  expect(names.slice(0, 8)).toEqual(answer.rows.slice(0, 8).map(({ registry }) => registry));
  const relief = await table.locator("tbody tr").first().locator("td").nth(2).textContent();
  expect(-numberIn(relief)).toBeCloseTo(answer.rows[0]?.reliefPoints ?? Number.NaN, 0);

  await page.getByRole("radio", { name: "Tenants" }).click();
  await expect(page).toHaveURL(/by=tenant/);
  await expect(table.locator("tbody th").first()).toHaveText(CUSTOMER);
});

test("the ranking is searched, sorted and chosen from, and the address keeps all of it", async ({ page }) => {
  await openAlive(page, "/stamps/wus-a");
  const table = page.getByRole("table", { name: /^Who makes wus-a hot/ });
  await table.getByRole("button", { name: "Requests" }).click();
  await expect(page).toHaveURL(/sort=-requestShare/);
  const shares = (await table.locator("tbody td:nth-child(8)").allTextContents())
    .map(numberIn)
    .filter(Number.isFinite);
  expect(shares).toEqual([...shares].sort((one, other) => other - one));

  await page.getByLabel("Find a registry or tenant in the ranking").fill("halcyon prod");
  await expect(table.locator("tbody th")).toHaveText(["halcyonaiprod"]);
  await table
    .getByRole("row", { name: /halcyonaiprod/ })
    .locator("td")
    .first()
    .click();
  await expect(page).toHaveURL(/pick=halcyonaiprod/);
  await page.reload();
  await expect(table.getByRole("row", { name: /halcyonaiprod/ })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByLabel("Find a registry or tenant in the ranking")).toHaveValue("halcyon prod");
});

test("load over time is drawn layer by layer with the hot minutes marked, and shares by rank beside it", async ({
  page,
}) => {
  await openAlive(page, "/stamps/wus-a?pool=dataproxy");
  const stack = page.getByRole("img", { name: /^wus-a dataproxy: CPU attributed/ });
  await expect(stack).toBeVisible();
  // Six with a colour of their own, and the rest.
  await expect(stack.locator("svg path")).toHaveCount(7);
  for (const path of await stack.locator("svg path").all())
    expect(((await path.getAttribute("d")) ?? "").split("L").length).toBeGreaterThan(700);
  // A twentieth of 720 minutes is at the P95 or above.
  const marks = await stack.locator("svg rect[height='4']").count();
  expect(marks).toBeGreaterThanOrEqual(36);
  expect(marks).toBeLessThan(60);
  await expect(page.getByRole("img", { name: /^wus-a: cumulative share of requests/ })).toBeVisible();
});

test("a registry shows what it does, its curve under its stamp's, and its homes", async ({ page }) => {
  await openAlive(page, "/registries/halcyonaiprod");
  await expect(
    page.getByText(/Without it wus-a dataproxy would be at 2[6-9]\.\d\u00a0% instead of 4[2-4]\.\d/),
  ).toBeVisible();
  const curve = page.getByRole("img", { name: /^wus-a dataproxy: hottest node/ });
  await expect(curve.locator("path.recharts-line-curve")).toHaveCount(2);
  await expect(page.getByRole("table", { name: "Homes, the latest first" })).toContainText("wus-a");
});

test("constraints are edited on the page, kept through the inventory, and shown in the list", async ({
  page,
  api,
}) => {
  const registry = "halcyonaiteam09";
  await openAlive(page, `/registries/${registry}`);
  await page.getByRole("button", { name: "Edit constraints" }).click();
  const dialog = page.getByRole("dialog", { name: new RegExp(`^Constraints of ${registry}`) });
  await dialog.getByLabel(/^Pinned/).check();
  await dialog.getByRole("button", { name: "Add a freeze" }).click();
  await dialog.getByLabel("Freeze 1 from, UTC").fill("2030-12-20T00:00");
  await dialog.getByRole("button", { name: "Save constraints" }).click();
  await expect(dialog.getByRole("alert")).toContainText("needs both a beginning and an end");
  await dialog.getByLabel("Freeze 1 to, UTC").fill("2031-01-02T00:00");
  await dialog.getByLabel("Freeze 1: why").fill("holidays");
  await dialog.getByRole("button", { name: "Save constraints" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("pinned, 1 freeze.")).toBeVisible();
  await expect(page.getByText(/Frozen 20 Dec 2030 00:00 – 2 Jan 2031 00:00 UTC: holidays/)).toBeVisible();

  await openAlive(page, "/registries?condition=constrained");
  await expect(page.getByRole("table", { name: /^Registries by region/ })).toContainText(registry);
  const undone = {
    registries: [
      { name: registry, replicas: [{ region: "westus", constraints: { pinned: false, freezes: [] } }] },
    ],
  };
  expect((await api.put("/api/v1/inventory", { data: undone })).status()).toBe(200);
});

test("search finds a registry, and its tenant is a link away", async ({ page }) => {
  await openAlive(page, "/fleet");
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("dialog", { name: "Search and commands" }).getByRole("combobox").fill("halcyonaiedge");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "halcyonaiedge" })).toBeVisible();
  await page.getByRole("link", { name: `All of ${CUSTOMER}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: CUSTOMER })).toBeVisible();
});

test("Enter that comes before the search has answered leads to what is found once it has", async ({
  page,
}) => {
  await openAlive(page, "/fleet");
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/api/v1/search?**", async (route) => {
    await released;
    await route.continue();
  });
  await page.keyboard.press("ControlOrMeta+k");
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  await palette.getByRole("combobox").fill("halcyonaiedge");
  await expect(palette.getByText("Searching…")).toBeVisible();
  await page.keyboard.press("Enter");
  release();
  await expect(page.getByRole("heading", { level: 1, name: "halcyonaiedge" })).toBeVisible();
});
