import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;

/** 13 hours up to now in wus-a/dataproxy: n0 at 40 but 96 in one minute, n1 at 10; wus-b has said nothing. */
const HOURS = 13;
const FROM_MS = TEST_START_MS - HOURS * 3_600_000;

beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const pools = [{ name: "dataproxy", vcpusPerNode: 8 }];
  const stamps = [
    { name: "wus-a", pools },
    { name: "wus-b", pools },
  ];
  await call("/api/v1/inventory", { method: "PUT", body: { regions: [{ name: "westus", stamps }] } });
  const minutes = Array.from({ length: HOURS * 60 }, (_, minute) => minute);
  const body = {
    stamp: "wus-a",
    pool: "dataproxy",
    from: FROM_MS,
    stepSeconds: 60,
    nodes: ["n0", "n1"],
    cpu: [minutes.map((minute) => (minute === 400 ? 96 : 40)), minutes.map(() => 10)],
  };
  expect((await call("/api/v1/samples/cpu/packed", { method: "POST", body })).json.accepted).toBe(
    HOURS * 120,
  );
});
afterAll(async () => {
  await app.close();
});

const get = async (path: string) => await call(path, { token: app.tokens.viewer });

describe("the fleet", () => {
  test("gives every pool with its measures; a silent one with nulls, never zeros", async () => {
    const { json, status } = await get("/api/v1/fleet?window=12h");
    expect(status).toBe(200);
    expect(json.window).toEqual({
      from: new Date(TEST_START_MS - 12 * 3_600_000).toISOString(),
      to: new Date(TEST_START_MS).toISOString(),
    });
    expect(json.pools).toHaveLength(2);
    expect(json.pools[0]).toMatchObject({
      region: "westus",
      stamp: "wus-a",
      pool: "dataproxy",
      kind: "dataproxy",
      hotNodeP95: 40,
      max: 96,
      hottestNode: { name: "n0", share: 1 },
      nodes: 2,
      state: "normal",
      stale: false,
      limit: 60,
      excess: 0,
      now: { hot5m: 40, hot15m: 40, overSince: null },
      coverage: { bins: 1, nodeMinutes: 1 },
      ownPeak: null,
    });
    expect(json.pools[1]).toMatchObject({
      stamp: "wus-b",
      hotNodeP95: null,
      max: null,
      average: null,
      state: "unknown",
    });
  });

  test("is read over the peak by default, over dates, and filtered by region, kind and state", async () => {
    expect((await get("/api/v1/fleet")).json.regions).toMatchObject([{ region: "westus", qualifies: true }]);
    const dates = `from=${FROM_MS}&to=${FROM_MS + 60_000}`;
    expect((await get(`/api/v1/fleet?${dates}`)).json.pools[0]).toMatchObject({
      hotNodeP95: 40,
      max: 40,
      stale: false,
    });
    expect((await get("/api/v1/fleet?window=12h&state=normal")).json.pools).toHaveLength(1);
    expect((await get("/api/v1/fleet?window=12h&kind=registry")).json.pools).toHaveLength(0);
    expect((await get("/api/v1/fleet?region=eastus")).json.pools).toHaveLength(0);
  });

  test("refuses windows that are none", async () => {
    for (const query of [
      "window=yesterday",
      "from=1",
      "from=2026-03-01",
      "from=5&to=4",
      "state=lukewarm",
      "windov=12h",
    ]) {
      expect((await get(`/api/v1/fleet?${query}`)).status, query).toBe(400);
    }
  });

  test("is a table by .csv and by Accept, with stable columns and empty cells for no data", async () => {
    const byPath = await get("/api/v1/fleet.csv?window=12h");
    const byAccept = await call("/api/v1/fleet?window=12h", { headers: { accept: "text/csv" } });
    expect(byPath.text).toBe(byAccept.text);
    const [header, first, second] = byPath.text.split("\r\n");
    expect(header).toContain("region,stamp,pool,kind,state,hot_node_p95,max,");
    expect(first).toContain("westus,wus-a,dataproxy,dataproxy,normal,40,96,");
    expect(second).toContain("westus,wus-b,dataproxy,dataproxy,unknown,,,");
  });
});

describe("the heat map", () => {
  test("thins by max for hot, by R-7 for P95, by mean for the average; gaps are nulls", async () => {
    const window = `from=${FROM_MS + 6 * 3_600_000}&to=${FROM_MS + 8 * 3_600_000}&step=1h`;
    const cells = async (measure: string) =>
      (await get(`/api/v1/fleet/heatmap?${window}&measure=${measure}`)).json;
    const hot = await cells("hot");
    expect(hot.columns).toEqual([6, 7].map((hour) => new Date(FROM_MS + hour * 3_600_000).toISOString()));
    expect(hot.rows).toEqual([
      { stamp: "wus-a", pool: "dataproxy", values: [96, 40] },
      { stamp: "wus-b", pool: "dataproxy", values: [null, null] },
    ]);
    expect((await cells("p95")).rows[0].values).toEqual([40, 40]);
    expect((await cells("average")).rows[0].values).toEqual([25.47, 25]);
  });

  test("takes its step as a duration or in seconds, shows the last day by default, and refuses what is too much", async () => {
    expect((await get("/api/v1/fleet/heatmap")).json).toMatchObject({ stepMinutes: 5 });
    expect((await get("/api/v1/fleet/heatmap?step=3600")).json).toMatchObject({ stepMinutes: 60 });
    expect((await get("/api/v1/fleet/heatmap?step=90")).status).toBe(400);
    expect((await get("/api/v1/fleet/heatmap?step=soon")).status).toBe(400);
    expect((await get("/api/v1/fleet/heatmap?window=5000d&step=1m")).status).toBe(400);
    expect((await get("/api/v1/fleet/heatmap?measure=coldest")).status).toBe(400);
  });
});

describe("one pool", () => {
  const window = `from=${FROM_MS + 399 * 60_000}&to=${FROM_MS + 401 * 60_000}`;

  test("is read minute by minute, with the hottest node", async () => {
    const { json } = await get(`/api/v1/stamps/wus-a/pools/dataproxy/series?${window}`);
    expect(json.minutes).toEqual([
      {
        ts: new Date(FROM_MS + 399 * 60_000).toISOString(),
        hot: 40,
        hottestNode: "n0",
        average: 25,
        nodes: 2,
      },
      {
        ts: new Date(FROM_MS + 400 * 60_000).toISOString(),
        hot: 96,
        hottestNode: "n0",
        average: 53,
        nodes: 2,
      },
    ]);
  });

  test("is read node by node", async () => {
    const { json } = await get(`/api/v1/stamps/wus-a/pools/dataproxy/nodes?${window}`);
    expect(json).toMatchObject({
      nodes: ["n0", "n1"],
      values: [
        [40, 96],
        [10, 10],
      ],
    });
  });

  test("that does not exist is 404", async () => {
    expect((await get(`/api/v1/stamps/wus-a/pools/nothing/series?${window}`)).status).toBe(404);
    expect((await get(`/api/v1/stamps/nowhere/pools/dataproxy/nodes?${window}`)).status).toBe(404);
  });
});

test("a preview says which pools a setting would re-classify, and stores nothing", async () => {
  const preview = (body: object) =>
    call("/api/v1/settings/preview", { method: "POST", token: app.tokens.viewer, body });
  const lower = await preview({
    key: "thresholds",
    poolKind: "dataproxy",
    value: { normal: 10, warm: 20, hot: 30, critical: 50 },
  });
  expect(lower.json).toMatchObject({
    pools: 2,
    changed: [{ stamp: "wus-a", hotNodeP95: 40, before: { state: "normal" }, after: { state: "hot" } }],
  });
  const limit = await preview({ key: "limitP95", value: 35 });
  expect(limit.json.changed[0]).toMatchObject({
    before: { overLimit: false },
    after: { limit: 35, overLimit: true },
  });
  expect((await preview({ key: "limitP95", value: 60 })).json.changed).toEqual([]);
  expect((await get("/api/v1/fleet?window=12h")).json.pools[0].state).toBe("normal");
});

test("the probes: alive without a database, ready only with every migration", async () => {
  const open = { token: "" };
  expect((await call("/healthz", open)).json).toEqual({ alive: true });
  expect((await call("/readyz", open)).json).toEqual({
    ready: true,
    storing: "yes",
    auditProtection: "role",
  });
  await app.db.superuser.query(
    "update _prisma_migrations set finished_at = null where migration_name like '%telemetry'",
  );
  const unready = await call("/readyz", open);
  expect(unready.status).toBe(503);
  expect(unready.json.detail).toContain("telemetry");
});
