import type { Page } from "@playwright/test";
import { compressSync } from "snappy";
import { encodeWriteV1 } from "../lib/telemetry/decode/wire/wireForTests.ts";
import { expect, openAlive, test } from "./ballast.ts";

const REGION = "e2e-mapping";
/** Of this run: what arrived, and what was retired, is remembered. */
const RUN = Date.now().toString(36);
const METRIC = `e2e_${RUN}_cpu_ratio`;
const KNOWN = `e2e-map-a-${RUN}`;
const NEW = `e2e-map-b-${RUN}`;

test.beforeEach(async ({ api }) => {
  const stamps = [{ name: KNOWN, pools: [{ name: "dataproxy" }] }];
  const data = { regions: [{ name: REGION, stamps }] };
  expect((await api.put("/api/v1/inventory", { data })).ok()).toBe(true);
});

// The fleet and its mapping are left as they were found.
test.afterEach(async ({ api }) => {
  await api.delete("/api/v1/sources");
  const data = { reason: "a browser test is over" };
  for (const name of [KNOWN, NEW]) await api.put(`/api/v1/stamps/${name}/retire`, { data });
  await api.put(`/api/v1/regions/${REGION}/retire`, { data });
});

test("labels of others are mapped beside what they become, and a stamp is made when it is first named", async ({
  page,
  api,
  openAs,
}) => {
  const made = await (
    await api.post("/api/v1/tokens", { data: { role: "ingest", name: "e2e mapping" } })
  ).json();
  const sender = await openAs(made.secret);
  const send = async (...sites: string[]) => {
    const series = sites.map((site) => ({
      labels: { __name__: METRIC, site, tier: "dataproxy", machine: "m0" },
      samples: [[Date.now() - 120_000, 0.42]] as const,
    }));
    const answer = await sender.post("/api/v1/prometheus/write", {
      data: compressSync(encodeWriteV1(series)),
      headers: { "content-type": "application/x-protobuf", "content-encoding": "snappy" },
    });
    return answer.status();
  };
  expect(await send(NEW)).toBe(204);
  // What arrived is written down about a second later: a page opened sooner has to be opened again.
  await expect(async () => {
    await openAlive(page, "/settings/sources");
    await expect(rowOf(page, NEW)).toContainText("left out", { timeout: 1_000 });
  }).toPass();

  await page.getByRole("button", { name: "Metric", exact: true }).click();
  await page.getByLabel("New metric: name").fill(METRIC);
  await expect(rowOf(page, NEW)).toContainText("no stamp, no pool, no node");
  await expect(page.getByRole("main")).toContainText(/\d+ do(es)? not match/);
  for (const [part, label] of [
    ["stamp", "site"],
    ["pool", "tier"],
    ["node", "machine"],
  ] as const) {
    await page.getByRole("button", { name: `Rule for ${part}` }).click();
    await page
      .getByLabel(new RegExp(`^${part}, rule \\d+: labels$`))
      .last()
      .fill(label);
  }
  await expect(rowOf(page, NEW)).toContainText("unknown stamp");
  await expect(rowOf(page, NEW)).toContainText(`${NEW} dataproxy m0`.replaceAll(" ", ""));
  // Nothing holds of it yet.
  expect((await (await api.get("/api/v1/sources")).json()).setBy).toBeNull();
  await page.getByLabel("stamp, rule 2: pattern").fill("(.+");
  await expect(page.getByRole("button", { name: "Set mapping" })).toBeDisabled();
  await page.getByLabel("stamp, rule 2: pattern").fill("(.+)");

  await page.getByLabel("Make unknown stamps and pools").check();
  await page.getByRole("combobox", { name: "where no label names a region, in" }).click();
  await page.getByRole("option", { name: REGION }).click();
  await page.getByRole("button", { name: "Set mapping" }).click();
  const dialog = page.getByRole("dialog", { name: "Set the mapping of sources" });
  await dialog.getByLabel("Reason, kept in the audit").fill("machines of another team");
  await dialog.getByRole("button", { name: "Set mapping" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("main")).toContainText("The mapping was set by");

  expect(await send(KNOWN, NEW)).toBe(204);
  const { regions } = await (await api.get("/api/v1/inventory")).json();
  const ours = regions.find(({ name }: { name: string }) => name === REGION);
  expect(ours.stamps.map(({ name }: { name: string }) => name).toSorted()).toEqual([KNOWN, NEW]);
  const fleet = await (await api.get(`/api/v1/fleet?region=${REGION}&window=now-3h`)).json();
  expect(
    fleet.pools.map(({ stamp, max }: { stamp: string; max: number }) => [stamp, max]).toSorted(),
  ).toEqual([
    [KNOWN, 42],
    [NEW, 42],
  ]);
  await openAlive(page, "/settings/sources");
  await expect(rowOf(page, NEW)).toContainText("taken");
  const { events } = await (await api.get("/api/v1/audit?thing=setting&thingName=sources&limit=1")).json();
  expect(events[0]).toMatchObject({ action: "setting.changed", reason: "machines of another team" });
  await api.delete(`/api/v1/tokens/${made.id}`);
});

/** What became of the series of that site. */
function rowOf(page: Page, site: string) {
  return page
    .getByRole("table", { name: "Label sets that arrived, and what they become" })
    .getByRole("row", { name: new RegExp(`^${METRIC}.*site="${site}"`) });
}
