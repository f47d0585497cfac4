import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { expect, numberIn, openAlive, POOLS, readCell, readFleet, readHeatmap, test } from "./ballast.ts";

/** The pool whose figures the public write-up of the worked example gives. */
const EXAMPLE = { stamp: "wus-a", pool: "dataproxy", p95: 43, max: 96, limit: 40 };
/** The pool of which the demo fleet has lost 40 minutes. */
const GAP = { stamp: "weu-d", pool: "dataproxy" };
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

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

test("the map is walked by keyboard: what is read out is the API's cell, Enter drills in, back undoes it", async ({
  page,
  api,
}) => {
  const window = closedHours(2);
  await openAlive(page, `/fleet?order=name&step=5m&${window}`);
  const cells = await readHeatmap(api, new URLSearchParams(`${window}&step=5m&measure=hot`));
  const columns = cells.columns.length;
  const map = mapOf(page);
  const readOut = mapPanel(page).locator("p[aria-live=polite]");

  // By Tab, as a person comes there: that alone puts the cursor on a cell.
  await page.getByRole("button", { name: "Full screen" }).first().focus();
  await page.keyboard.press("Tab");
  await expect(map).toBeFocused();
  const first = cells.rows[0];
  await expect(readOut).toHaveText(sentence(first, columns - 1));
  await page.keyboard.press("ArrowDown");
  await expect(readOut).toHaveText(sentence(cells.rows[1], columns - 1));
  await page.keyboard.press("ArrowLeft");
  await expect(readOut).toHaveText(sentence(cells.rows[1], columns - 2));
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowUp");
  await expect(readOut).toHaveText(sentence(first, 0));

  const before = page.url();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(
    (url) => url.pathname === `/stamps/${first?.stamp}` && url.searchParams.get("pool") === first?.pool,
  );
  expect(new URL(page.url()).searchParams.get("from")).toBe(new URLSearchParams(window).get("from"));
  await page.goBack();
  await expect(page).toHaveURL(before);
  await expect(map).toBeVisible();
});

test("a span marked by keyboard becomes the time range, and back undoes it", async ({ page }) => {
  const window = closedHours(2);
  await openAlive(page, `/fleet?step=5m&${window}`);
  await mapOf(page).focus();
  await page.keyboard.press("End");
  for (let column = 0; column < 5; column++) await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL((url) => url.search.includes(window));
  const zoomed = new URL(page.url()).searchParams;
  expect(Date.parse(zoomed.get("to") ?? "")).toBe(Date.parse(new URLSearchParams(window).get("to") ?? ""));
  expect(Date.parse(zoomed.get("to") ?? "") - Date.parse(zoomed.get("from") ?? "")).toBe(30 * MINUTE_MS);
  await page.goBack();
  await expect(page).toHaveURL(
    (url) => url.searchParams.get("from") === new URLSearchParams(window).get("from"),
  );
});

test("hovering reads a cell's value; a gap is no data, never a zero", async ({ page, api }) => {
  const gapAt = await findGap(api);
  const window = new URLSearchParams({
    from: new Date(gapAt - HOUR_MS).toISOString(),
    to: new Date(gapAt + HOUR_MS).toISOString(),
  });
  const cells = await readHeatmap(api, new URLSearchParams(`${window}&step=10m&measure=hot`));
  const row = cells.rows.find(({ stamp, pool }) => stamp === GAP.stamp && pool === GAP.pool);
  const gapColumn = cells.columns.findIndex((at) => Date.parse(at) === gapAt);
  expect(row?.values[gapColumn]).toBeNull();
  await openAlive(page, `/fleet?step=10m&q=${GAP.stamp}+${GAP.pool}&${window}`);
  const map = mapOf(page);
  await expect(map).toHaveAccessibleName(/, 1 of /);

  await hoverColumn(map, 0, cells.columns.length);
  await expect(mapPanel(page)).toContainText(`${row?.values[0]?.toFixed(1)}\u00a0%`);
  await expect(mapPanel(page)).toContainText(/Hottest node n\d\d, in \d+ of 10 min/);
  await hoverColumn(map, gapColumn, cells.columns.length);
  await expect(mapPanel(page)).toContainText("No data in this time.");

  const csv = await api.get(`/api/v1/fleet/heatmap.csv?${window}&step=10m`);
  expect(await csv.text()).toContain(`\r\n${new Date(gapAt).toISOString()},${GAP.stamp},${GAP.pool},\r\n`);
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

function mapPanel(page: Page): Locator {
  return page.getByRole("region", { name: "Heat map" });
}

function mapOf(page: Page): Locator {
  return mapPanel(page).getByRole("application");
}

async function chooseIn(page: Page, box: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: box }).click();
  await page.getByRole("option", { name: option }).click();
  await expect(page.getByRole("listbox")).toBeHidden();
}

/** Hours that no late sample changes any more, as from and to of a URL. */
function closedHours(hours: number): string {
  const to = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
  const parameters = { from: new Date(to - hours * HOUR_MS).toISOString(), to: new Date(to).toISOString() };
  return new URLSearchParams(parameters).toString();
}

interface HeatmapLine {
  readonly stamp: string;
  readonly pool: string;
  readonly values: readonly (number | null)[];
}

/** What the map reads out of a cell, up to the time. */
function sentence(row: HeatmapLine | undefined, column: number): RegExp {
  const value = row?.values[column];
  const text =
    typeof value === "number" ? `${value.toFixed(1)}\u00a0%, (cool|normal|warm|hot|critical)` : "no data";
  return new RegExp(`^${row?.stamp} ${row?.pool}: ${text}\\. `);
}

/** Start of ten minutes without any data between others, epoch milliseconds. The history holds one, hours ago. */
async function findGap(api: Parameters<typeof readHeatmap>[0]): Promise<number> {
  const to = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const window = { from: new Date(to - 24 * HOUR_MS).toISOString(), to: new Date(to).toISOString() };
  const cells = await readHeatmap(api, new URLSearchParams({ ...window, step: "10m" }));
  const row = cells.rows.find(({ stamp, pool }) => stamp === GAP.stamp && pool === GAP.pool);
  const column = row?.values.indexOf(null) ?? -1;
  const at = Date.parse(cells.columns[column] ?? "");
  expect(at, "the demo fleet has lost its gap").not.toBeNaN();
  return at;
}

async function hoverColumn(map: Locator, column: number, columns: number): Promise<void> {
  const box = await map.boundingBox();
  if (box === null) throw new Error("the map is not drawn");
  await map.hover({ position: { x: ((column + 0.5) / columns) * box.width, y: box.height / 2 } });
}
