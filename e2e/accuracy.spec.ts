import AxeBuilder from "@axe-core/playwright";
import type { APIRequestContext } from "@playwright/test";
import { accuracySchema } from "../lib/backtest/accuracyAnswer.ts";
import { expect, numberIn, openAlive, test, withDatabase } from "./ballast.ts";

const RESULTS = "Predicted and measured hot-node P95 of every pool that moves touched";

async function readAccuracy(api: APIRequestContext, query = "") {
  return accuracySchema.parse(await (await api.get(`/api/v1/accuracy${query}`)).json());
}

/**
 * The job measures the demo's past moves in the first minutes, one set after the other; until it is through, what is
 * looked at would change under the test.
 */
test.beforeEach(async ({ api }) => {
  test.setTimeout(180_000);
  await withDatabase(async (client) => {
    const jobsLeft = async () => {
      const { rowCount } = await client.query(
        `select from graphile_worker.jobs
         where task_identifier = 'backtest' and (locked_at is not null or run_at <= now())`,
      );
      return rowCount;
    };
    await expect
      .poll(async () => (await readAccuracy(api)).summary.pools >= 12 && (await jobsLeft()) === 0, {
        timeout: 120_000,
      })
      .toBe(true);
  });
});

test("the demo's past moves are told within a point on the load that came, and the page says so", async ({
  page,
  api,
}) => {
  const answer = await readAccuracy(api);
  expect(answer.summary.medianError).toBeLessThan(1);
  await openAlive(page, "/accuracy");
  await expect(page.getByRole("heading", { level: 1, name: "Accuracy" })).toBeVisible();
  await expect(page.getByText(/half of \d+ predictions were within/)).toContainText(
    `half of ${answer.summary.pools}`,
  );
  const median = await page.locator("dt", { hasText: "Median error" }).locator("+ dd").textContent();
  expect(numberIn(median)).toBeCloseTo(answer.summary.medianError ?? Number.NaN, 0);
  // How many have to lie inside is the matter of lib/bench/prediction: of a dozen honest intervals, three may miss by chance.
  const inside = await page.locator("dt", { hasText: "Inside the 90" }).locator("+ dd").textContent();
  expect(Math.abs(numberIn(inside) - 100 * (answer.summary.insideShare ?? Number.NaN))).toBeLessThanOrEqual(
    1,
  );
  const marks = page
    .getByRole("application", { name: /^Predicted against measured/ })
    .locator("svg > g > g > circle, svg > g > g > rect");
  await expect(marks).toHaveCount(answer.summary.pools);

  await page.getByRole("radio", { name: "From before alone" }).click();
  await expect(page).toHaveURL(/basis=as_predicted/);
  const predicted = await readAccuracy(api, "?basis=as_predicted");
  await expect(page.locator("dt", { hasText: "Median error" }).locator("+ dd")).toHaveText(
    new RegExp(`^${(predicted.summary.medianError ?? 0).toFixed(1)}`),
  );
});

test("a point is walked to from the keyboard and leads to the moves behind it", async ({ page }) => {
  await openAlive(page, "/accuracy?kind=dataproxy");
  const chart = page.getByRole("application", { name: /^Predicted against measured/ });
  await chart.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(chart.locator("[aria-live]")).toContainText(/dataproxy, (source|destination): predicted/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/pick=/);
  const moves = page.getByRole("table", { name: "Moves behind the chosen result" });
  const registry = moves.locator("tbody th a").first();
  await expect(registry).toBeVisible();
  await page.reload();
  const name = (await registry.textContent()) ?? "";
  await registry.click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});

test("results are sorted by the size of their error, and each leads to its stamp", async ({ page }) => {
  await openAlive(page, "/accuracy");
  const table = page.getByRole("table", { name: RESULTS });
  await table.getByRole("button", { name: "Error" }).click();
  await expect(page).toHaveURL(/sort=-error/);
  const errors = (await table.locator("tbody tr td:nth-child(9)").allTextContents())
    .map(numberIn)
    .filter(Number.isFinite)
    .map(Math.abs);
  expect(errors.length).toBeGreaterThan(5);
  expect(errors).toEqual(errors.toSorted((one, other) => other - one));
  await table.locator("tbody th a").first().click();
  await expect(page).toHaveURL(/\/stamps\/.*pool=/);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`nothing on the page keeps anyone out, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openAlive(page, "/accuracy?basis=as_predicted");
    await page.getByRole("table", { name: RESULTS }).locator("tbody tr").first().locator("td").nth(3).click();
    await expect(page.getByRole("table", { name: "Moves behind the chosen result" })).toBeVisible();
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21aa"])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
