import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import {
  awayFromHoursEnd,
  closedHours,
  expect,
  mapOf,
  numberIn,
  openAlive,
  POOLS,
  readCell,
  readFleet,
  test,
} from "./ballast.ts";

/** The pool whose figures the public write-up of the worked example gives. */
const EXAMPLE = { stamp: "wus-a", pool: "dataproxy", p95: 43, max: 96, limit: 40 };

test("the front door says what is hot now, and shows every pool that the API knows, in map and table", async ({
  page,
  api,
}) => {
  const { pools } = await readFleet(api);
  expect(pools.length).toBeGreaterThan(20);
  await openAlive(page, "/");
  await expect(page).toHaveURL(/\/fleet$/);

  await expect(mapOf(page)).toHaveAccessibleName(`Hottest node, ${pools.length} of ${pools.length} pools`);
  const rows = page.getByRole("table", { name: POOLS }).locator("tbody").getByRole("row");
  await expect(rows).toHaveCount(pools.length);
  const named = await rows.getByRole("rowheader").allInnerTexts();
  expect(named.sort()).toEqual(pools.map(({ stamp, pool }) => `${stamp} ${pool}`).sort());

  // The strip and the table are read at one instant: they must tell the same. A node of the demo is always sick.
  const hot = await rows.filter({ has: page.getByRole("cell", { name: /^(hot|critical)$/ }) }).count();
  expect(hot).toBeGreaterThan(0);
  const strip = page.locator("section").filter({ has: page.getByRole("heading", { name: "Hot now" }) });
  await expect(strip).toContainText(`${hot} of ${pools.length} pools`);
  const over = strip.getByRole("listitem").filter({ has: page.getByRole("link") });
  expect(await over.count()).toBeGreaterThan(0);
  for (const item of await over.all()) {
    const [pool = ""] = await item.getByRole("link").allInnerTexts();
    const since = await readCell(page, POOLS, { row: new RegExp(`^${pool.trim()} `), column: "Over since" });
    expect(await item.textContent()).toContain(`for ${since}`);
  }
});

test("the worked example's pool stands where the public write-up puts it, on the page as in the API", async ({
  page,
  api,
}) => {
  await awayFromHoursEnd();
  const { pools } = await readFleet(api);
  const told = pools.find(({ stamp, pool }) => stamp === EXAMPLE.stamp && pool === EXAMPLE.pool);
  await openAlive(page, "/fleet");
  const row = new RegExp(`^${EXAMPLE.stamp} ${EXAMPLE.pool} `);
  for (const [column, expected, tolerance, measured] of [
    ["Hot-node P95", EXAMPLE.p95, 1, told?.hotNodeP95],
    ["Max", EXAMPLE.max, 2, told?.max],
  ] as const) {
    // Over its limit: the cell says so before the number.
    const text = (await readCell(page, POOLS, { row, column })).replace(`over ${EXAMPLE.limit}`, "");
    expect(Math.abs(numberIn(text) - expected)).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(numberIn(text) - (measured ?? Number.NaN))).toBeLessThanOrEqual(0.06);
  }
  expect(told?.limit).toBe(EXAMPLE.limit);
  expect(told?.average).toBeLessThan(20);
});

test("measure, sort, filter and range live in the URL and survive a reload", async ({ page }) => {
  await openAlive(page, "/fleet");
  await page.getByRole("radio", { name: "P95" }).click();
  await expect(page).toHaveURL(/measure=p95/);
  await chooseIn(page, "Sort", "by name");
  await chooseIn(page, "Kind", "dataproxy");
  await page.getByRole("columnheader", { name: "Max" }).getByRole("button").click();
  await page.getByRole("button", { name: /^Time range/ }).click();
  await page.getByRole("button", { name: "Last 3 h" }).click();
  await expect(page).toHaveURL(/window=now-3h/);

  const isAsChosen = async () => {
    const url = new URL(page.url());
    expect(Object.fromEntries(url.searchParams)).toEqual({
      measure: "p95",
      order: "name",
      kind: "dataproxy",
      sort: "-max",
      window: "now-3h",
    });
    await expect(page.getByRole("radio", { name: "P95" })).toBeChecked();
    await expect(page.getByRole("button", { name: "Time range: Last 3 h" })).toBeVisible();
    await expect(mapOf(page)).toHaveAccessibleName(/^P95 of the hottest node/);
    await expect(page.getByRole("columnheader", { name: "Max" })).toHaveAttribute("aria-sort", "descending");
    const table = page.getByRole("table", { name: POOLS });
    const named = await table.getByRole("rowheader").allInnerTexts();
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !name.endsWith(" dataproxy"))).toEqual([]);
    const greatest = await table.locator("tbody tr td:nth-child(4)").allInnerTexts();
    const numbers = greatest.map(numberIn).filter(Number.isFinite);
    expect(numbers).toEqual([...numbers].sort((one, other) => other - one));
  };
  await isAsChosen();
  await page.reload();
  await isAsChosen();
});

test("the table downloads as CSV with the same pools and measures", async ({ page, api }) => {
  const window = closedHours(6);
  await openAlive(page, `/fleet?${window}`);
  const waiting = page.waitForEvent("download");
  await page
    .getByRole("region", { name: "Pools", exact: true })
    .getByRole("link", { name: "Download CSV" })
    .click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  const [head = "", ...lines] = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  const columns = head.split(",");
  expect(columns).toEqual(
    expect.arrayContaining(["region", "stamp", "pool", "hot_node_p95", "max", "average"]),
  );
  const { pools } = await readFleet(api, `?${window}`);
  const field = (line: string, name: string) => line.split(",")[columns.indexOf(name)] ?? "";
  const told = pools.map(({ stamp, pool, hotNodeP95 }) => `${stamp}/${pool} ${hotNodeP95?.toFixed(6)}`);
  const written = lines.map(
    (line) =>
      `${field(line, "stamp")}/${field(line, "pool")} ${Number(field(line, "hot_node_p95")).toFixed(6)}`,
  );
  expect(written.sort()).toEqual(told.sort());
});

async function chooseIn(page: Page, box: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: box }).click();
  await page.getByRole("option", { name: option }).click();
  await expect(page.getByRole("listbox")).toBeHidden();
}
