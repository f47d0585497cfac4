import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { MOST_SAMPLES_PER_POOL } from "#lib/reports/index.ts";
import { apiCaller } from "./callApiForTests.ts";
import { PROMTOOL } from "./prometheusForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
const MINUTES = 720;

beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const pools = [{ name: "registry" }, { name: "dataproxy" }];
  await call("/api/v1/inventory", {
    method: "PUT",
    body: {
      regions: [
        {
          name: "westus",
          stamps: [
            { name: "wus-a", pools },
            { name: 'wus "b"', pools: [{ name: "dataproxy" }] },
          ],
        },
        { name: "eastus", stamps: [{ name: "eus-a", pools: [{ name: "dataproxy" }] }] },
      ],
    },
  });
  // One node of two stands at 70 %, the other at 10 %; of the second stamp nothing is known.
  await call("/api/v1/samples/cpu/packed", {
    method: "POST",
    body: {
      stamp: "wus-a",
      pool: "dataproxy",
      from: TEST_START_MS - MINUTES * 60_000,
      stepSeconds: 60,
      nodes: ["n0", "n1"],
      cpu: [Array.from({ length: MINUTES }, () => 70), Array.from({ length: MINUTES }, () => 10)],
    },
  });
  await call("/api/v1/signals", {
    method: "POST",
    body: {
      signals: [
        { stamp: "eus-a", kind: "throttling", severity: "high", from: TEST_START_MS - 60_000 },
        { stamp: "wus-a", kind: "throttling", severity: "low", from: TEST_START_MS - 60_000 },
      ],
    },
  });
});
afterAll(() => app.close());

const scrape = (accept?: string, query = "") =>
  call(`/metrics/fleet${query}`, {
    token: app.tokens.viewer,
    ...(accept === undefined ? {} : { headers: { accept } }),
  });

/** The value of the one line that begins so; null = there is none. */
function valueIn(text: string, begin: string): number | null {
  const found = text.split("\n").filter((line) => line.startsWith(begin));
  expect(found.length, begin).toBeLessThanOrEqual(1);
  return found[0] === undefined ? null : Number(found[0].split(" ").at(-1));
}

const WUS = '{region="westus",stamp="wus-a",pool="dataproxy",kind="dataproxy"';

describe("GET /metrics/fleet", () => {
  test("tells of a pool what GET /api/v1/fleet does, over the peak window and the last twelve hours", async () => {
    const { text, headers } = await scrape();
    expect(headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const { json } = await call("/api/v1/fleet?region=westus");
    const pool = json.pools.find(
      (one: { pool: string; stamp: string }) => one.stamp === "wus-a" && one.pool === "dataproxy",
    );
    expect(pool.hotNodeP95).toBe(70);
    for (const window of ["peak", "now-12h"]) {
      const at = `${WUS},window="${window}"} `;
      expect(valueIn(text, `ballast_pool_hot_node_p95_percent${at}`)).toBe(70);
      expect(valueIn(text, `ballast_pool_max_percent${at}`)).toBe(70);
      expect(valueIn(text, `ballast_pool_average_percent${at}`)).toBe(40);
      expect(valueIn(text, `ballast_pool_excess_points${at}`)).toBe(10);
    }
    expect(valueIn(text, `ballast_pool_coverage_ratio${WUS},window="now-12h"} `)).toBe(1);
    expect(valueIn(text, `ballast_pool_limit_percent${WUS}} `)).toBe(60);
    expect(valueIn(text, `ballast_pool_hot_percent${WUS},over="5m"} `)).toBe(pool.now.hot5m);
    expect(valueIn(text, `ballast_pool_over_limit_since_timestamp_seconds${WUS}} `)).toBe(
      Date.parse(pool.now.overSince) / 1_000,
    );
    expect(valueIn(text, `ballast_pool_nodes${WUS}} `)).toBe(2);
    expect(valueIn(text, `ballast_pool_state${WUS},state="${pool.state}"} `)).toBe(1);
    expect(valueIn(text, `ballast_pool_state${WUS},state="cool"} `)).toBe(0);
  });

  test("leaves out what has no data, and never says 0 of it", async () => {
    const { text } = await scrape();
    const silent = text.split("\n").filter((line) => line.includes('stamp="eus-a",pool='));
    const told = new Set(silent.map((line) => line.replace(/\{.*/, "")));
    expect([...told].toSorted()).toEqual([
      "ballast_pool_coverage_ratio",
      "ballast_pool_limit_percent",
      "ballast_pool_stale",
      "ballast_pool_state",
    ]);
    const of = '{region="eastus",stamp="eus-a",pool="dataproxy",kind="dataproxy"';
    expect(valueIn(text, `ballast_pool_stale${of}} `)).toBe(1);
    expect(valueIn(text, `ballast_pool_state${of},state="unknown"} `)).toBe(1);
    expect(text).not.toContain("NaN");
  });

  test("says of stamps what makes them hot, of plans their states, and whether all is frozen", async () => {
    const before = (await scrape()).text;
    const hot = (region: string, stamp: string, trigger: string) =>
      valueIn(before, `ballast_stamp_hot{region="${region}",stamp="${stamp}",trigger="${trigger}"} `);
    expect([hot("westus", "wus-a", "over_limit"), hot("westus", "wus-a", "signal")]).toEqual([1, 0]);
    expect([hot("eastus", "eus-a", "over_limit"), hot("eastus", "eus-a", "signal")]).toEqual([0, 1]);
    expect(valueIn(before, 'ballast_plans{state="running"} ')).toBe(0);
    expect(valueIn(before, "ballast_frozen ")).toBe(0);
    await call("/api/v1/freeze", { method: "POST", body: { reason: "a drill" } });
    expect(valueIn((await scrape()).text, "ballast_frozen ")).toBe(1);
    await call("/api/v1/freeze", { method: "DELETE", body: { reason: "over" } });
  });

  test("has so many samples a pool at most, whatever number of nodes, tenants or hours there are", async () => {
    const { text } = await scrape();
    const ofPool = text.split("\n").filter((line) => line.includes('stamp="wus-a",pool="dataproxy"'));
    expect(ofPool).toHaveLength(MOST_SAMPLES_PER_POOL);
    expect(ofPool.some((line) => line.includes("n0"))).toBe(false);
  });

  test("is of one region where it is asked for one", async () => {
    const { text } = await scrape(undefined, "?region=eastus");
    expect(text).toContain("eus-a");
    expect(text).not.toContain("wus-a");
  });

  test("comes as OpenMetrics to a Prometheus, as rows to who wants JSON, as text to anyone else", async () => {
    const prometheus =
      "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    const open = await scrape(prometheus);
    expect(open.headers.get("content-type")).toContain("application/openmetrics-text; version=1.0.0");
    expect(open.headers.get("vary")).toBe("Accept");
    expect(open.text.endsWith("\n# EOF\n")).toBe(true);
    const plain = await scrape("*/*");
    expect(open.text.replace("# EOF\n", "").replaceAll("\n\n", "\n")).toBe(
      plain.text.replaceAll("\n\n", "\n").replace(/\n$/, "\n"),
    );
    const rows = await scrape("application/json");
    expect(rows.json).toEqual((await call("/metrics/fleet.json")).json);
    expect((await scrape("image/png")).headers.get("content-type")).toContain("text/plain");
  });
});

describe("the fleet for monitoring", () => {
  test("waits for its turn beside all else that reads the whole fleet", async () => {
    const held = Promise.withResolvers<void>();
    const { signal } = new AbortController();
    // More than are let in at once, and as many as may wait.
    const others = Array.from({ length: 68 }, (_, at) =>
      app.app.heavyWork.run(() => held.promise, { caller: `other ${at}`, signal }),
    );
    try {
      for (const path of ["/api/v1/fleet", "/metrics/fleet", "/metrics/fleet.json"])
        expect([path, (await call(path)).status]).toEqual([path, 503]);
    } finally {
      held.resolve();
      await Promise.all(others);
    }
    expect((await scrape()).status).toBe(200);
  });
});

describe("GET /metrics/fleet.json", () => {
  test("is an array of flat rows, a pool each, null where nothing is known; the same as a table", async () => {
    const { json } = await call("/metrics/fleet.json", { token: app.tokens.viewer });
    expect(json).toHaveLength(4);
    for (const row of json)
      for (const value of Object.values(row)) expect(typeof value === "object" && value !== null).toBe(false);
    const hot = json.find(
      (row: { stamp: string; pool: string }) => row.stamp === "wus-a" && row.pool === "dataproxy",
    );
    expect(hot).toMatchObject({
      hotNodeP95: 70,
      hotNodeP95Last12h: 70,
      excess: 10,
      hottestNode: "n0",
      nodes: 2,
    });
    const silent = json.find((row: { stamp: string }) => row.stamp === "eus-a");
    expect(silent).toMatchObject({ hotNodeP95: null, hot5m: null, overSince: null, state: "unknown" });
    const table = await call("/metrics/fleet.json", { headers: { accept: "text/csv" } });
    expect(table.text.split("\r\n")[0]).toMatch(
      /^region,stamp,pool,kind,state,stale,limit,window_from,.*hot_node_p95_last_12h/,
    );
    expect(table.text.split("\r\n").filter(Boolean)).toHaveLength(5);
  });
});

test.skipIf(PROMTOOL === null)("promtool finds nothing wrong with it", async () => {
  const { text } = await scrape();
  const checked = spawnSync(PROMTOOL ?? "", ["check", "metrics"], { input: text, encoding: "utf8" });
  expect([checked.stdout, checked.stderr, checked.status]).toEqual(["", "", 0]);
});
