import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Page } from "@playwright/test";
import { expect, openAlive, test, withDatabase } from "./ballast.ts";

const REGION = "e2e-pull";
/** Of this run: samples of a name that was retired are kept. */
const STAMP = `e2e-pull-${Date.now().toString(36)}`;
/** The one address of this machine that the application under test may read from. */
const HOST = "127.0.0.2";
const MINUTE_S = 60;

/** As much of Prometheus' HTTP API as is asked for: two nodes at 42 %, and a series that names none. */
async function startPrometheus(): Promise<{ server: Server; url: string }> {
  const series = [
    { instance: "n0:9100", pool: "dataproxy", stamp: STAMP },
    { instance: "n1:9100", pool: "dataproxy", stamp: STAMP },
    { job: "stray" },
  ];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const form = new URLSearchParams(body);
      const isRange = request.url?.endsWith("/query_range") === true;
      const [from, to] = ["start", "end"].map((name) => Date.parse(form.get(name) ?? "") / 1_000);
      const values: [number, string][] = [];
      for (let at = from ?? 0; isRange && at <= (to ?? 0); at += MINUTE_S) values.push([at, "42"]);
      const result = series.map((metric) =>
        isRange ? { metric, values } : { metric, value: [Date.now() / 1_000, "42"] },
      );
      const data = { resultType: isRange ? "matrix" : "vector", result };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ status: "success", data }));
    });
  });
  server.listen(0, HOST);
  await once(server, "listening");
  // It listens on a port of TCP: that is its address.
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://${HOST}:${port}` };
}

/** What is due once a minute, now. */
async function pullNow(): Promise<void> {
  await withDatabase((client) => client.query("select graphile_worker.add_job('pullSamples', '{}'::json)"));
}

const row = (page: Page) => page.getByRole("listitem").filter({ hasText: "the old cluster" });

/** Until the row says so, whoever reads meanwhile. */
async function rowSays(page: Page, words: RegExp): Promise<void> {
  await expect(async () => {
    await pullNow();
    await openAlive(page, "/data-health/sources");
    await expect(row(page)).toContainText(words, { timeout: 1_000 });
  }).toPass();
}

// Other systems have one address of their own machine.
test.skip(process.platform !== "linux", "needs a second loopback address");

test.afterEach(async ({ api }) => {
  const { sources } = await (await api.get("/api/v1/pull-sources")).json();
  for (const { id } of sources) await api.delete(`/api/v1/pull-sources/${id}`);
  const data = { reason: "a browser test is over" };
  await api.put(`/api/v1/stamps/${STAMP}/retire`, { data });
  await api.put(`/api/v1/regions/${REGION}/retire`, { data });
});

test("a Prometheus that cannot push is tried, read on a schedule, and its past is read with its progress shown", async ({
  page,
  api,
}) => {
  const data = { regions: [{ name: REGION, stamps: [{ name: STAMP, pools: [{ name: "dataproxy" }] }] }] };
  expect((await api.put("/api/v1/inventory", { data })).ok()).toBe(true);
  const { server, url } = await startPrometheus();
  try {
    await openAlive(page, "/data-health/sources");
    await page.getByRole("button", { name: "New source" }).click();
    const making = page.getByRole("dialog", { name: "New source" });
    await making.getByLabel("Name").fill("the old cluster");
    await making.getByLabel("Address").fill(url);
    await making.getByRole("button", { name: "Try it" }).click();
    await expect(making).toContainText("It answered 3 series: 2 name a node, 1 do not.");
    await expect(making.getByRole("row", { name: new RegExp(`${STAMP} dataproxy n1 42`) })).toBeVisible();
    await making.getByRole("button", { name: "Read it from now on" }).click();
    await expect(making).toBeHidden();
    await expect(row(page)).toContainText("every 1 min");

    await page.getByRole("button", { name: "Read the past of the old cluster" }).click();
    const asking = page.getByRole("dialog", { name: "Read the past of the old cluster" });
    await asking.getByLabel("From, UTC").fill("yesterday");
    await asking.getByRole("button", { name: "Read it" }).click();
    await expect(asking.getByRole("alert")).toContainText("2026-01-31T12:00Z");
    const from = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 6 * 3_600_000);
    const to = new Date(from.getTime() + 3 * 3_600_000);
    await asking.getByLabel("From, UTC").fill(`${from.toISOString().slice(0, 16)}Z`);
    await asking.getByLabel("To, UTC").fill(`${to.toISOString().slice(0, 16)}Z`);
    await asking.getByRole("button", { name: "Read it" }).click();
    await expect(asking).toBeHidden();
    await expect(row(page).getByRole("progressbar")).toBeVisible();
    await rowSays(page, /complete.*360 stored, 0 known already/);
    await expect(row(page)).toContainText("1 series name no node by their labels");

    const window = new URLSearchParams({ from: from.toISOString(), to: to.toISOString() });
    const answer = await api.get(`/api/v1/stamps/${STAMP}/pools/dataproxy/nodes?${window}`);
    const { nodes, values } = await answer.json();
    expect(nodes).toEqual(["n0", "n1"]);
    expect(new Set(values.flat())).toEqual(new Set([42]));

    await new Promise((resolve) => server.close(resolve).closeAllConnections());
    await page.getByRole("button", { name: "Edit the old cluster" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Try it" }).click();
    await expect(page.getByRole("dialog").getByRole("alert")).toContainText("could not be reached");
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await expect(page.getByRole("main")).toContainText("Nothing is read yet.");
  } finally {
    server.close();
  }
});
