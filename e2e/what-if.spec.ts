import AxeBuilder from "@axe-core/playwright";
import type { APIRequestContext, Page } from "@playwright/test";
import { type SimulationAnswer, simulationAnswerSchema } from "../lib/simulation/simulationSchema.ts";
import { suggestionAnswerSchema } from "../lib/simulation/suggestionBody.ts";
import { closedHours, expect, numberIn, openAlive, readCell, sees, test, waitUntilAlive } from "./ballast.ts";

/** The two heaviest registries of the worked example's customer, and the stamps that they heat. */
const FROM_A = "halcyonaiprod";
const FROM_B = "halcyonaici";
const OUTCOME = "Before and after";
const COMPARED = "A beside B: hot-node P95";

async function simulate(
  api: APIRequestContext,
  moves: readonly { readonly registry: string; readonly to: string }[],
  hours: string,
): Promise<SimulationAnswer> {
  const window = Object.fromEntries(new URLSearchParams(hours));
  const answer = await api.post("/api/v1/simulations", { data: { region: "westus", window, moves } });
  return simulationAnswerSchema.parse(await answer.json());
}

function poolOf({ pools }: SimulationAnswer, place: string) {
  return pools.find(({ stamp, pool }) => `${stamp} ${pool}` === place);
}

/** The page is done with computing: what it shows belongs to what is asked. */
async function settled(page: Page) {
  await expect(page.getByRole("status").filter({ hasText: "Simulated on the minutes of" })).toBeVisible();
}

async function choose(page: Page, registry: string, stamp: string) {
  await page.getByRole("combobox", { name: `Destination of ${registry}` }).click();
  await page.getByRole("option", { name: new RegExp(`^${stamp}`) }).click();
}

test("from the ranking of a hot stamp to what would be: pick, send, read before and after", async ({
  page,
  api,
}) => {
  const hours = closedHours(12);
  await openAlive(page, `/stamps/wus-a?${hours}`);
  const ranking = page.getByRole("table", { name: /^Who makes wus-a hot/ });
  await ranking.getByRole("checkbox", { name: `Mark ${FROM_A}` }).click();
  await page.getByRole("link", { name: "What if they moved" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "What if" })).toBeVisible();
  await expect(page.getByText("1 registry is picked. Choose where it goes")).toBeVisible();

  await choose(page, FROM_A, "wus-c");
  await settled(page);
  await expect(page).toHaveURL(/a=wus-c\/halcyonaiprod/);
  const told = await simulate(api, [{ registry: FROM_A, to: "wus-c" }], hours);
  for (const place of ["wus-a dataproxy", "wus-a registry", "wus-c dataproxy", "wus-c registry"]) {
    const after = await readCell(page, OUTCOME, { row: new RegExp(`^${place}`), column: "after" });
    expect(numberIn(after), place).toBeCloseTo(poolOf(told, place)?.after.hotNodeP95 ?? Number.NaN, 1);
  }
  const over = told.pools.filter(({ flags }) => flags.includes("destination_over_limit"));
  expect(over.map(({ stamp }) => stamp)).toContain("wus-c");
  const names = over.map(({ pool }) => pool).join(" and ");
  await expect(
    page
      .getByRole("status")
      .filter({ hasText: `wus-c ${names} would go over` })
      .first(),
  ).toBeVisible();
  // Measured and projected, drawn over each other.
  const curve = page.getByRole("img", { name: /^wus-a dataproxy: hottest node, before and after/ });
  await expect(curve.locator("path.recharts-line-curve")).toHaveCount(2);
  // Who else feels it.
  const there = page.getByRole("table", { name: /^wus-c: who is there already/ });
  await expect(there.getByRole("row", { name: /^halcyon-ai comes/ })).toBeVisible();
  expect(await there.getByRole("row", { name: / stays / }).count()).toBeGreaterThan(3);
});

test("the address is the whole question: a reload and a copied link show the same numbers, back undoes", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openAlive(page, `/what-if?region=westus&${closedHours(12)}&a=wus-d/${FROM_A}`);
  const afterOf = (place: string) =>
    readCell(page, OUTCOME, { row: new RegExp(`^${place}`), column: "after" });
  const first = await afterOf("wus-d dataproxy");
  expect(first).toMatch(/^\d+\.\d/);
  await choose(page, FROM_A, "wus-c");
  await settled(page);
  await expect(page.getByRole("row", { name: /^wus-d/ }).filter({ hasText: "destination" })).toHaveCount(0);
  const second = await afterOf("wus-c dataproxy");

  await sees(page.getByText("Copied"), () => page.getByRole("button", { name: "Copy link" }).click());
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain("from=");
  // As it comes from the server, before any script has run.
  const answer = await page.request.get(link);
  expect(await answer.text()).toContain("halcyonaiprod from wus-a to wus-c");
  await page.goto(link);
  expect(await afterOf("wus-c dataproxy")).toBe(second);

  await page.goBack();
  await waitUntilAlive(page);
  await page.goBack();
  await settled(page);
  expect(await afterOf("wus-d dataproxy")).toBe(first);
});

test("a destination is suggested with its reasons; where none has room, a stamp of its own is tried and compared", async ({
  page,
  api,
}) => {
  const hours = closedHours(12);
  const window = Object.fromEntries(new URLSearchParams(hours));
  const data = { region: "westus", window, registries: [FROM_A] };
  const suggested = suggestionAnswerSchema.parse(
    await (await api.post("/api/v1/simulations/suggestions", { data })).json(),
  );
  expect(suggested.suggestion).toBeNull();

  await openAlive(page, `/what-if?region=westus&${hours}&a=wus-c/${FROM_A}`);
  await page.getByRole("button", { name: "Compare with another" }).click();
  await settled(page);
  await page.getByRole("button", { name: "Suggest a destination", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Where could ${FROM_A} go?` });
  await expect(dialog.getByText(suggested.because)).toBeVisible();
  await expect(dialog.getByText(/Not considered: .*wus-f \(cordoned\)/)).toBeVisible();
  await dialog.getByRole("button", { name: "Try a new stamp" }).click();
  const made = page.getByRole("dialog", { name: "A new stamp" });
  await made.getByLabel("Name").fill("wus-own");
  await made.getByLabel("Nodes of dataproxy").fill("none");
  await made.getByRole("button", { name: "Add it" }).click();
  await expect(made.getByRole("alert")).toContainText("whole number of nodes");
  await made.getByLabel("Nodes of dataproxy").fill("40");
  await made.getByLabel("Nodes of registry").fill("20");
  await made.getByRole("button", { name: "Add it" }).click();
  await choose(page, FROM_A, "wus-own");
  await settled(page);

  await expect(page).toHaveURL(
    /b=wus-own\/halcyonaiprod\/\/\.\.\/wus-own\/i\/dataproxy\/8x40\/registry\/4x20/,
  );
  const onC = await readCell(page, COMPARED, { row: /^wus-c dataproxy/, column: "A" });
  const inB = await readCell(page, COMPARED, { row: /^wus-c dataproxy/, column: "B" });
  expect(numberIn(onC)).toBeGreaterThan(numberIn(inB) + 10);
  await expect(
    page.getByRole("table", { name: COMPARED }).getByRole("row", { name: /^wus-own dataproxy/ }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Keep B alone" }).click();
  await settled(page);
  await expect(page).not.toHaveURL(/b=/);
  await expect(page.getByRole("table", { name: COMPARED })).toHaveCount(0);
});

test("whole tenants are picked by search, and the result is a file", async ({ page }) => {
  await openAlive(page, `/what-if?region=westus&${closedHours(12)}`);
  await expect(page.getByRole("heading", { name: "What if they moved?" })).toBeVisible();
  await page.getByRole("button", { name: "Add registries" }).click();
  const dialog = page.getByRole("dialog", { name: "Add registries" });
  await dialog.getByRole("combobox", { name: "Stamp" }).click();
  await page.getByRole("option", { name: "All of westus" }).click();
  await dialog.getByRole("radio", { name: "Tenants" }).click();
  await dialog.getByLabel(/^Find by registry/).fill("halcyon");
  await dialog.getByRole("checkbox", { name: "Pick halcyon-ai" }).click();
  await dialog.getByRole("button", { name: "Add 40 registries" }).click();
  await page.getByRole("combobox", { name: "Send all to" }).click();
  await page.getByRole("option", { name: /^wus-iso-1/ }).click();
  await settled(page);
  await expect(
    page.getByText(/^40 registries of halcyon-ai from wus-a and wus-b to wus-iso-1: /),
  ).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV", exact: true }).click();
  expect((await download).suggestedFilename()).toMatch(/^what-if-westus-.*\.csv$/);
});

test.describe("what cannot be", () => {
  test("is said in words beside the move that is wrong, and nothing is guessed", async ({ page }) => {
    await openAlive(page, `/what-if?region=westus&${closedHours(12)}&a=weu-a/${FROM_B}`);
    await expect(page.getByRole("alert").filter({ hasText: "weu-a is in westeurope" })).toBeVisible();
    await expect(
      page.getByRole("row", { name: new RegExp(`^${FROM_B}`) }).getByText(/moves within its region only/),
    ).toBeVisible();
    await expect(page.getByRole("table", { name: OUTCOME })).toHaveCount(0);
    await choose(page, FROM_B, "wus-d");
    await settled(page);
    await expect(page.getByRole("table", { name: OUTCOME })).toBeVisible();
  });

  test("without a region there is none to simulate: the page asks for it", async ({ page }) => {
    await openAlive(page, "/what-if");
    await page.getByRole("link", { name: "westus" }).click();
    await expect(page.getByRole("heading", { name: "What if they moved?" })).toBeVisible();
  });
});

for (const colorScheme of ["light", "dark"] as const)
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });
    test("with two scenarios, and on a phone, nothing is hidden from those who cannot see or point", async ({
      page,
    }) => {
      const query = `region=westus&${closedHours(12)}&a=wus-c/${FROM_A}/${FROM_B}&b=wus-d/${FROM_B}`;
      await openAlive(page, `/what-if?${query}`);
      await expect(page.getByRole("table", { name: COMPARED })).toBeVisible();
      const audit = () => new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa"]).analyze();
      expect((await audit()).violations).toEqual([]);
      await page.getByRole("button", { name: "Add registries" }).click();
      await expect(page.getByRole("checkbox", { name: /^Pick / }).first()).toBeVisible();
      expect((await audit()).violations).toEqual([]);
      await page.keyboard.press("Escape");
      await page.setViewportSize({ width: 390, height: 844 });
      const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(await overflow()).toBeLessThanOrEqual(0);
    });
  });
