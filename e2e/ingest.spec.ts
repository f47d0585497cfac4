import type { Locator, Page } from "@playwright/test";
import { z } from "zod";
import { closedHours, expect, openAlive, POOLS, readCell, readFleet, test } from "./ballast.ts";

const REGION = "e2e-land";

const inventorySchema = z.object({
  regions: z.array(z.object({ name: z.string(), stamps: z.array(z.object({ name: z.string() })) })),
});

test("a new stamp's sample is on the Fleet page one refresh later, and Data health tells what became of each row", async ({
  page,
  api,
  openAs,
}) => {
  const stamp = `e2e-${Date.now().toString(36)}`;
  const sender = `sender of ${stamp}`;
  const collector = await openAs(await makeToken(page, sender));
  // In the past: the demo's feeder goes on for every stamp that there is, this one from its first minute on.
  const window = closedHours(3);
  await openAlive(page, `/fleet?${window}`);
  const row = page.getByRole("table", { name: POOLS }).getByRole("row", { name: new RegExp(`^${stamp} `) });
  await expect(row).toHaveCount(0);

  const inventory = {
    regions: [{ name: REGION, stamps: [{ name: stamp, pools: [{ name: "dataproxy" }] }] }],
  };
  expect((await api.put("/api/v1/inventory", { data: inventory })).status()).toBe(200);
  const sent = await collector.post("/api/v1/samples/cpu", { data: { samples: twoRows(stamp, window) } });
  expect(await sent.json()).toMatchObject({ accepted: 1, rejected: 1, errors: [{ code: "out_of_range" }] });
  // It may send telemetry, and nothing else.
  expect((await collector.get("/api/v1/fleet")).status()).toBe(403);

  await page.getByRole("button", { name: "Read anew" }).click();
  await expect(row).toBeVisible();
  const cell = (column: string) => readCell(page, POOLS, { row: new RegExp(`^${stamp} `), column });
  expect(await cell("Hot-node P95")).toMatch(/61\.4\u00a0%$/);
  expect(await cell("Max")).toBe("61.4\u00a0%");
  // One minute of three hours is too little for a state.
  expect(await cell("State")).toBe("unknown");
  const { pools } = await readFleet(api, `?${window}`);
  expect(pools.find((pool) => pool.stamp === stamp)).toMatchObject({ max: 61.37, hotNodeP95: 61.37 });

  await expectHealth(page, { stamp, sender });
  await revokeToken(page, sender);
  expect((await collector.post("/api/v1/samples/cpu", { data: { samples: [] } })).status()).toBe(401);
});

/** One that is taken, and one that is not: 250 % is no CPU of a node. */
function twoRows(stamp: string, window: string) {
  const ts = new URLSearchParams(window).get("from");
  const row = { ts, stamp, pool: "dataproxy" };
  return [
    { ...row, node: "n0", cpu: 61.37 },
    { ...row, node: "n1", cpu: 250 },
  ];
}

async function expectHealth(page: Page, { stamp, sender }: { stamp: string; sender: string }): Promise<void> {
  const caption = "Senders and what became of their rows";
  const row = new RegExp(`^${sender} `);
  // Counts are written about a second after the samples: a page opened sooner has to be opened again.
  await expect(async () => {
    await openAlive(page, "/data-health");
    const found = page.getByRole("table", { name: caption }).getByRole("row", { name: row });
    await expect(found).toBeVisible({ timeout: 1_000 });
    expect(await readCell(page, caption, { row, column: "Received" })).toBe("1");
    expect(await readCell(page, caption, { row, column: "Refused" })).toBe("1");
    const refused = page
      .getByRole("table", { name: /^Refused rows/ })
      .getByRole("row", { name: new RegExp(stamp) });
    await expect(refused).toContainText("out of range", { timeout: 2_000 });
    await expect(refused.getByTitle(/250/).first()).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

// The fleet is left as it was found: what is retired is on no page.
test.afterEach(async ({ api }) => {
  const { regions } = inventorySchema.parse(await (await api.get("/api/v1/inventory")).json());
  const stamps = regions.filter(({ name }) => name === REGION).flatMap((region) => region.stamps);
  const data = { reason: "a browser test is over" };
  for (const { name } of stamps) await api.put(`/api/v1/stamps/${name}/retire`, { data });
  expect((await api.put(`/api/v1/regions/${REGION}/retire`, { data })).status()).toBe(200);
});

/** Makes a token for a sender as an admin does, and reads it the one time that it is shown. */
async function makeToken(page: Page, name: string): Promise<string> {
  await openAlive(page, "/settings");
  await page.getByRole("button", { name: "New token" }).click();
  const making = page.getByRole("dialog", { name: "New token" });
  await making.getByLabel(/^Name/).fill(name);
  await making.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: "ingest" }).click();
  await making.getByRole("button", { name: "Make the token" }).click();
  const shown = page.getByRole("dialog", { name: `The token ${name}` });
  const secret = (await shown.getByText(/^blst_/).textContent()) ?? "";
  await shown.getByRole("button", { name: "Copy" }).click();
  await shown.getByRole("button", { name: "Done" }).click();
  await expect(tokenRow(page, name)).toContainText("ingest");
  expect(await page.content()).not.toContain(secret);
  await page.reload();
  await expect(tokenRow(page, name)).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  return secret;
}

async function revokeToken(page: Page, name: string): Promise<void> {
  await openAlive(page, "/settings");
  await tokenRow(page, name)
    .getByRole("button", { name: /^Revoke/ })
    .click();
  const dialog = page.getByRole("dialog", { name: `Revoke ${name}` });
  await dialog.getByRole("button", { name: `Revoke ${name}` }).click();
  await expect(dialog).toBeHidden();
  // Only those that can be used are listed.
  await expect(tokenRow(page, name)).toHaveCount(0);
}

function tokenRow(page: Page, name: string): Locator {
  return page.getByRole("table", { name: /^Tokens/ }).getByRole("row", { name: new RegExp(`^${name} `) });
}
