import type { Locator } from "@playwright/test";
import { closedHours, expect, mapOf, mapPanel, openAlive, readHeatmap, test } from "./ballast.ts";

/** The pool of which the demo fleet has lost 40 minutes. */
const GAP = { stamp: "weu-d", pool: "dataproxy" };
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

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
