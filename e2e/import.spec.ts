import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, openAlive, test } from "./ballast.ts";

const REGION = "e2e-files";
const MINUTE_MS = 60_000;
/** Hundreds of thousands of rows, on a machine that does much else. */
const PATIENCE = { timeout: 150_000 };

interface Drop {
  readonly name: string;
  readonly text: string | Buffer;
}

async function pick(page: Page, { name, text }: Drop): Promise<void> {
  const buffer = typeof text === "string" ? Buffer.from(text) : text;
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: "text/csv", buffer });
}

/** Rows of one stamp of so many minutes and nodes, the last of them some hours ago. */
function rowsOf(stamp: string, { minutes, nodes }: { minutes: number; nodes: number }): string {
  const last = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 6 * 60 * MINUTE_MS;
  const rows = ["ts,stamp,pool,node,cpu"];
  for (let minute = minutes; minute > 0; minute -= 1) {
    const at = new Date(last - minute * MINUTE_MS).toISOString();
    for (let node = 0; node < nodes; node += 1)
      rows.push(`${at},${stamp},dataproxy,n${node},${(minute + node) % 100}`);
  }
  return `${rows.join("\n")}\n`;
}

async function choose(page: Page, box: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: box }).click();
  await page.getByRole("option", { name: option }).click();
}

const progress = (page: Page) => page.getByRole("region", { name: /^(Import|Dry run) of / });

test.beforeEach(async ({ api }) => {
  const body = { regions: [{ name: REGION, stamps: [{ name: "files-a", pools: [{ name: "dataproxy" }] }] }] };
  expect((await api.put("/api/v1/inventory", { data: body })).ok()).toBe(true);
});

test("a file with bad lines is previewed, rehearsed and brought in; what was refused comes as CSV with its lines", async ({
  page,
  api,
}) => {
  const stamp = `files-${Date.now().toString(36)}`;
  const good = rowsOf(stamp, { minutes: 30, nodes: 2 });
  const text = good.replace(",n1,", ",n1,hot-").replace(/^(.*),n0,(\d+)$/m, "$1,n0,101");
  await openAlive(page, "/data-health/import");
  await pick(page, { name: "cpu.csv", text });
  await expect(page.getByRole("region", { name: "Preview" })).toContainText("is not a number");
  await page.getByRole("button", { name: "Dry run" }).click();
  await expect(progress(page)).toContainText("complete");
  await expect(progress(page)).toContainText("name a stamp that is not in the inventory");
  await expect(progress(page)).toContainText(`${stamp}/dataproxy`);
  await choose(page, "Region of new stamps", REGION);
  await page.getByRole("button", { name: "Make them with the import" }).click();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(progress(page)).toContainText("58 stored, 0 known already, 2 refused");
  const downloading = page.waitForEvent("download");
  await progress(page).getByRole("link", { name: /CSV/ }).click();
  const path = await (await downloading).path();
  const lines = readFileSync(path, "utf8").trim().split("\r\n");
  expect(lines[0]).toBe("line,column,value,code,message");
  expect(lines.slice(1).map((line) => line.split(",").slice(0, 4).join())).toEqual(
    expect.arrayContaining(["2,cpu,101,out_of_range", "3,cpu,hot-31,malformed"]),
  );
  const inventory = await (await api.get("/api/v1/inventory")).json();
  expect(JSON.stringify(inventory)).toContain(stamp);
});

test.describe("a large file", () => {
  test.use({ expectedComplaint: /\/parts\?/ });

  test("is cancelled, gone on with after a reload, survives a server that is away, and is not stored twice", async ({
    page,
    context,
    api,
  }) => {
    test.setTimeout(8 * PATIENCE.timeout);
    const stamp = `files-${Date.now().toString(36)}`;
    const regions = [{ name: REGION, stamps: [{ name: stamp, pools: [{ name: "dataproxy" }] }] }];
    expect((await api.put("/api/v1/inventory", { data: { regions } })).ok()).toBe(true);
    // Some twenty megabytes: several parts.
    const text = rowsOf(stamp, { minutes: 1_200, nodes: 300 });
    await openAlive(page, "/data-health/import");
    await pick(page, { name: "large.csv", text });
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await expect(progress(page).locator("dd").nth(1)).toContainText(/^[1-9]/);
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(progress(page)).toContainText("cancelled");
    await expect(progress(page)).toContainText("What was stored stays");

    await openAlive(page, "/data-health/import");
    await pick(page, { name: "large.csv", text });
    await page.getByRole("button", { name: "Go on with the import" }).click();
    await context.setOffline(true);
    await expect(progress(page)).toContainText("Waiting to go on");
    await context.setOffline(false);
    await expect(progress(page)).toContainText("complete", PATIENCE);
    await expect(progress(page)).toContainText(/360.000 stored, 0 known already, 0 refused/);

    await page.getByRole("button", { name: "Another file" }).click();
    await pick(page, { name: "large.csv.gz", text: gzipSync(text, { level: 1 }) });
    await page.getByRole("button", { name: "Dry run" }).click();
    await expect(progress(page)).toContainText("complete", PATIENCE);
    await expect(progress(page)).toContainText("0 would be stored");
  });
});

const TRACE = join(
  process.env["BALLAST_DATA"] ?? join(import.meta.dirname, "../../shared/data"),
  "smd/smd-train-cpu_r-1min.csv.gz",
);

test("a real trace of the wide form, packed, is mapped by hand and brought in", async ({ page }) => {
  test.skip(!existsSync(TRACE), "skipped: the real traces are not here");
  await openAlive(page, "/data-health/import");
  await pick(page, { name: "smd.csv.gz", text: readFileSync(TRACE) });
  await expect(page.getByText("Each column beside the time is taken for a node.")).toBeVisible();
  const begin = new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel("Beginning at").fill(`${begin}T00:00:00Z`);
  await page.getByLabel("stamp of every column").fill("files-a");
  await page.getByLabel("pool of every column").fill("dataproxy");
  await page.getByLabel("pool of every column").press("Enter");
  await expect(page.getByRole("table", { name: "The first rows as they would be stored" })).toContainText(
    "files-a",
  );
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(progress(page)).toContainText("complete", PATIENCE);
  await expect(progress(page).locator("dd").nth(2)).toContainText(/^23.706$/);
});
