import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  renderPhysics,
  type TruePool,
  type TrueRegistry,
  trueP95,
  wandering,
} from "#lib/contribution/physicsForTests.ts";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;

const BINS = 720;
const FROM_MS = TEST_START_MS - BINS * 60_000;
const DATES = `from=${FROM_MS}&to=${TEST_START_MS}`;

/**
 * The loudest asks for ten times as much as the dear one, which heats one node: shares of traffic would blame the wrong
 * one. The dear one's sibling heats another node a little less, so that only both together relieve much.
 */
const LOUD = {
  name: "loud",
  tenant: "roar",
  requests: wandering(30_000, 11),
  bytesPerRequest: 500,
  pointsPerRequest: 0.0015,
};
const DEAR = {
  name: "dear",
  tenant: "acme",
  requests: wandering(3_000, 12),
  bytesPerRequest: 500,
  pointsPerRequest: 0.02,
  onNode: { node: 2, part: 0.5 },
};
const SIBLING = {
  name: "sibling",
  tenant: "acme",
  requests: wandering(2_600, 15),
  bytesPerRequest: 500,
  pointsPerRequest: 0.02,
  onNode: { node: 4, part: 0.5 },
};
const PLAIN = {
  name: "plain",
  tenant: "calm",
  requests: wandering(8_000, 13),
  bytesPerRequest: 500,
  pointsPerRequest: 0.003,
};

const POOLS: Readonly<Record<string, TruePool>> = {
  "wus-a/registry": {
    nodes: 6,
    bins: BINS,
    idlePoints: 4,
    noisePoints: 0.6,
    seed: 5,
    registries: [LOUD, DEAR, SIBLING, PLAIN],
  },
  // Here the dear one is cheap, and the loud one matters.
  "wus-a/dataproxy": {
    nodes: 4,
    bins: BINS,
    idlePoints: 3,
    noisePoints: 0.6,
    seed: 6,
    registries: [{ ...LOUD, pointsPerRequest: 0.003 }, { ...DEAR, pointsPerRequest: 0.001 }, PLAIN],
  },
  "wus-b/registry": {
    nodes: 4,
    bins: BINS,
    idlePoints: 4,
    noisePoints: 0.6,
    seed: 7,
    registries: [
      { ...DEAR, name: "dearest" },
      { ...PLAIN, name: "plainer" },
    ],
  },
};

beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const pool = (name: string) => ({ name, vcpusPerNode: name === "registry" ? 4 : 8 });
  const stamp = (name: string) => ({ name, pools: [pool("registry"), pool("dataproxy")] });
  const home = (name: string, tenant: string, homeStamp: string) => ({
    name,
    tenant,
    replicas: [{ region: "westus", homeStamp, boundAt: FROM_MS - 86_400_000 }],
  });
  const body = {
    regions: [{ name: "westus", stamps: [stamp("wus-a"), stamp("wus-b"), stamp("wus-c")] }],
    registries: [
      ...[LOUD, DEAR, SIBLING, PLAIN].map(({ name, tenant }) => home(name, tenant, "wus-a")),
      home("idle", "acme", "wus-a"),
      home("dearest", "acme", "wus-b"),
      home("plainer", "calm", "wus-b"),
      home("lonely", "hermit", "wus-c"),
    ],
  };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
  for (const [place, physics] of Object.entries(POOLS)) {
    const rendered = renderPhysics(physics);
    await send(place, { nodes: rendered.cpu.map((_, node) => `n${node}`), cpu: rendered.cpu });
    const { requests, bytes } = rendered;
    await send(place, { registries: physics.registries.map(({ name }) => name), requests, bytes });
  }
});
afterAll(async () => {
  await app.close();
});

async function send(place: string, body: object, fromMs = FROM_MS) {
  const [stamp, pool] = place.split("/");
  const kind = "cpu" in body ? "cpu" : "load";
  const packed = { stamp, pool, from: fromMs, stepSeconds: 60, ...body };
  const answer = await call(`/api/v1/samples/${kind}/packed`, { method: "POST", body: packed });
  expect(answer.json.rejected).toBe(0);
}

const get = async (path: string) => await call(path, { token: app.tokens.viewer });
const names = (rows: readonly { registry: string }[]) => rows.map(({ registry }) => registry);

function truth(place: string, isLeftOut: (registry: TrueRegistry) => boolean): number {
  const physics = POOLS[place];
  if (physics === undefined) throw new Error(`no physics of ${place}`);
  return trueP95(renderPhysics(physics).cpu) - trueP95(renderPhysics(physics, isLeftOut).cpu);
}

describe("who makes a pool hot", () => {
  test("is the registry without which it would be cooler, not the one that asks for most; within two points of the truth", async () => {
    const { json, status } = await get(`/api/v1/stamps/wus-a/contribution?pool=registry&${DATES}`);
    expect(status).toBe(200);
    expect(json.notes).toEqual([]);
    expect(json.rows[0]).toMatchObject({
      rank: 1,
      registry: "dear",
      tenant: "acme",
      stamp: "wus-a",
      reliefPool: "registry",
    });
    for (const { registry, reliefPoints } of json.rows) {
      const real = truth("wus-a/registry", ({ name }) => name === registry);
      expect(Math.abs(reliefPoints - real), `${registry}: ${reliefPoints} instead of ${real}`).toBeLessThan(
        2,
      );
    }
    const loud = json.rows.find((row: { registry: string }) => row.registry === "loud");
    expect(loud.requestShare).toBeGreaterThan(0.6);
    expect(json.rows[0].requestShare).toBeLessThan(0.1);
    expect(json.rows[0].cpuShare).toBeGreaterThan(loud.cpuShare);
    expect(json.model).toMatchObject({ pool: "registry", bins: BINS });
    expect(json.model.r2).toBeGreaterThan(0.9);
    expect(json.model.idle).toBeGreaterThan(3);
    expect(json.model.idle).toBeLessThan(5);
  });

  test("has every registry at home there, the idle one with zeros, and shares that add up to 1", async () => {
    const { json } = await get(`/api/v1/stamps/wus-a/contribution?pool=registry&${DATES}`);
    expect(names(json.rows).toSorted()).toEqual(["dear", "idle", "loud", "plain", "sibling"]);
    const idle = json.rows.find((row: { registry: string }) => row.registry === "idle");
    expect(idle).toMatchObject({
      requests: 0,
      requestShare: 0,
      cpuShare: 0,
      reliefPoints: 0,
      confidence: null,
    });
    for (const share of ["requestShare", "byteShare", "hotBinShare", "cpuShare"]) {
      const sum = json.rows.reduce(
        (total: number, row: Record<string, number>) => total + (row[share] ?? 0),
        0,
      );
      expect(sum, share).toBeCloseTo(1, 4);
    }
    expect(json.rows.at(-1).cumulativeShare).toBe(1);
  });

  test("of tenants is what all of their registries do together, more than the sum of each alone", async () => {
    const byRegistry = (await get(`/api/v1/stamps/wus-a/contribution?pool=registry&${DATES}`)).json.rows;
    const { json } = await get(`/api/v1/stamps/wus-a/contribution?pool=registry&groupBy=tenant&${DATES}`);
    expect(json.rows[0]).toMatchObject({ registry: null, tenant: "acme", registries: 3 });
    const real = truth("wus-a/registry", ({ tenant }) => tenant === "acme");
    expect(Math.abs(json.rows[0].reliefPoints - real)).toBeLessThan(2);
    const sum = byRegistry
      .filter((row: { tenant: string }) => row.tenant === "acme")
      .reduce((total: number, row: { reliefPoints: number }) => total + row.reliefPoints, 0);
    expect(json.rows[0].reliefPoints).toBeGreaterThan(sum + 5);
    expect(json.dominatedBy[0]).toMatchObject({ tenant: "acme", pool: "registry" });
    expect(json.dominatedBy[0].share).toBeGreaterThan(0.2);
  });

  test("may differ from pool to pool: who matters in one and not in the other shows as such", async () => {
    const { json } = await get(`/api/v1/stamps/wus-a/contribution?${DATES}`);
    expect(json).toMatchObject({ stamp: "wus-a", pool: null, notes: [] });
    expect(json.models.map(({ pool }: { pool: string }) => pool).toSorted()).toEqual([
      "dataproxy",
      "registry",
    ]);
    const poolsOf = (name: string) => {
      const { pools } = json.rows.find((row: { registry: string }) => row.registry === name);
      const reliefIn = (pool: string) =>
        pools.find((one: { pool: string }) => one.pool === pool).reliefPoints;
      return { registry: reliefIn("registry"), dataproxy: reliefIn("dataproxy") };
    };
    expect(poolsOf("dear").registry).toBeGreaterThan(poolsOf("dear").dataproxy + 5);
    expect(poolsOf("loud").dataproxy).toBeGreaterThan(poolsOf("loud").registry + 5);
  });
});

describe("a tenant", () => {
  test("is shown on every stamp it is on, with shares of its own traffic, and its relief pool by pool", async () => {
    const { json, status } = await get(`/api/v1/tenants/acme/contribution?${DATES}`);
    expect(status).toBe(200);
    const rows = json.rows.map((row: { registry: string; stamp: string }) => `${row.registry}@${row.stamp}`);
    expect(rows.toSorted()).toEqual(["dear@wus-a", "dearest@wus-b", "idle@wus-a", "sibling@wus-a"]);
    expect(json.rows.at(-1).cumulativeShare).toBe(1);
    const onB = json.relief.find(
      (one: { stamp: string; pool: string }) => one.stamp === "wus-b" && one.pool === "registry",
    );
    expect(
      Math.abs(onB.reliefPoints - truth("wus-b/registry", ({ tenant }) => tenant === "acme")),
    ).toBeLessThan(2);
    expect(onB).toMatchObject({ dominates: true });
    expect(onB.requestShare).toBeCloseTo(3 / 11, 1);
  });
});

describe("what cannot be had", () => {
  test("is refused in words: a pool without CPU, and one without load", async () => {
    const silent = (await get(`/api/v1/stamps/wus-c/contribution?${DATES}`)).json;
    expect(
      silent.notes.map(({ code, refused }: { code: string; refused: boolean }) => [code, refused]),
    ).toEqual([
      ["no_cpu", true],
      ["no_cpu", true],
    ]);
    expect(silent.model).toBeNull();
    expect(silent.rows).toMatchObject([
      { registry: "lonely", reliefPoints: null, requestShare: null, cumulativeShare: null },
    ]);
    await send("wus-c/registry", { nodes: ["n0"], cpu: [Array(BINS).fill(50)] });
    const loadless = (await get(`/api/v1/stamps/wus-c/contribution?pool=registry&${DATES}`)).json;
    expect(loadless.notes).toMatchObject([{ code: "no_load", stamp: "wus-c", pool: "registry" }]);
    expect(loadless.notes[0].detail).toContain("/api/v1/samples/load");
    expect(loadless.rows[0].reliefPoints).toBeNull();
  });

  test("is withheld under half of the data, and shares of traffic are given all the same", async () => {
    const part = Array.from({ length: BINS }, (_, bin) => 200 + 100 * Math.sin(bin / 9));
    const cpu = part.map((requests, bin) => (bin < BINS * 0.45 ? 5 + requests / 10 : null));
    await send("wus-c/dataproxy", { nodes: ["n0"], cpu: [cpu] });
    await send("wus-c/dataproxy", { registries: ["lonely"], requests: [part.map(Math.round)] });
    const { json } = await get(`/api/v1/stamps/wus-c/contribution?pool=dataproxy&${DATES}`);
    expect(json.notes).toMatchObject([{ code: "low_coverage", refused: true }]);
    expect(json.rows).toMatchObject([
      { registry: "lonely", reliefPoints: null, cpuShare: null, requestShare: 1, byteShare: null },
    ]);
    const covered = `from=${FROM_MS}&to=${FROM_MS + BINS * 0.45 * 60_000}`;
    const sound = (await get(`/api/v1/stamps/wus-c/contribution?pool=dataproxy&${covered}`)).json;
    expect(sound.notes).toEqual([]);
    expect(sound.rows[0].reliefPoints).toBeGreaterThan(10);
  });

  test("what does not exist is 404, also a pool, whose names are told; nonsense is 400", async () => {
    expect((await get("/api/v1/stamps/nowhere/contribution")).status).toBe(404);
    expect((await get("/api/v1/tenants/nobody/contribution")).status).toBe(404);
    const pool = await get(`/api/v1/stamps/wus-a/contribution?pool=frontdoor&${DATES}`);
    expect(pool.status).toBe(404);
    expect(pool.json.detail).toContain("dataproxy, registry");
    for (const query of ["window=soon", "groupBy=stamp", "shareOf=cpu", "from=1"])
      expect((await get(`/api/v1/stamps/wus-a/contribution?${query}`)).status, query).toBe(400);
  });
});

test("the ranking is a table by .csv, with a row for each contributor", async () => {
  const { text, status } = await get(`/api/v1/stamps/wus-a/contribution.csv?pool=registry&${DATES}`);
  expect(status).toBe(200);
  const [header, first, ...rest] = text.trimEnd().split("\r\n");
  expect(header).toBe(
    "rank,registry,tenant,stamp,registries,requests,bytes,request_share,byte_share,hot_bin_share,cpu_share,relief_points,relief_pool,cumulative_share,confidence,unbound_minutes",
  );
  expect(first).toMatch(/^1,dear,acme,wus-a,1,/);
  expect(rest).toHaveLength(4);
  expect((await get(`/api/v1/tenants/acme/contribution.csv?${DATES}`)).text).toContain("dearest,acme,wus-b");
});

describe("registries", () => {
  test("are listed by region with their home, what is said of moving them, and the load of the last hour", async () => {
    const { json, status } = await get("/api/v1/registries?tenant=acme");
    expect(status).toBe(200);
    expect(json.registries.map((one: { registry: string }) => one.registry)).toEqual([
      "dear",
      "dearest",
      "idle",
      "sibling",
    ]);
    const [dear, , idle] = json.registries;
    // Asked of both pools of its home, some 3,000 a minute of each.
    expect(dear.requestsPerMinute).toBeGreaterThan(3_000);
    expect(dear.requestsPerMinute).toBeLessThan(12_000);
    expect(idle).toMatchObject({ requestsPerMinute: 0, bytesPerMinute: 0, pinned: false, freezes: 0 });
    const [lonely] = (await get("/api/v1/registries?stamp=wus-b&limit=1")).json.registries;
    expect(lonely).toMatchObject({ registry: "dearest", homeStamp: "wus-b" });
    expect((await get("/api/v1/registries.csv?region=westus")).text).toContain("dear,acme,westus,wus-a,");
  });

  test("of pages of one, one after the other, are the list, and a cursor of nonsense is none of another's", async () => {
    const whole = (await get("/api/v1/registries")).json.registries;
    const read: unknown[] = [];
    let cursor: string | null = null;
    do {
      const { json } = await get(`/api/v1/registries?limit=1${cursor === null ? "" : `&cursor=${cursor}`}`);
      expect(json.registries).toHaveLength(1);
      read.push(...json.registries);
      cursor = json.nextCursor;
    } while (cursor !== null);
    expect(read).toEqual(whole);
    const nul = Buffer.from("\0dear").toString("base64url");
    expect((await get(`/api/v1/registries?cursor=${nul}`)).status).toBe(200);
  });

  test("show their load minute by minute, per pool, and where it was not theirs to be", async () => {
    const { json } = await get(`/api/v1/registries/dear/load?from=${FROM_MS}&to=${FROM_MS + 2 * 60_000}`);
    const physics = POOLS["wus-a/registry"];
    const rendered = physics && renderPhysics(physics);
    expect(json.minutes).toHaveLength(4);
    expect(json.minutes.filter(({ pool }: { pool: string }) => pool === "registry")).toEqual(
      [0, 1].map((bin) => ({
        ts: new Date(FROM_MS + bin * 60_000).toISOString(),
        region: "westus",
        stamp: "wus-a",
        pool: "registry",
        requests: rendered?.requests[1]?.[bin],
        bytes: rendered?.bytes[1]?.[bin],
        bound: true,
      })),
    );
    expect((await get("/api/v1/registries/nothing/load")).status).toBe(404);
    expect((await get("/api/v1/registries/dear/load?window=31d")).status).toBe(200);
  });
});

describe("models that are kept", () => {
  const read = async () => (await get(`/api/v1/stamps/wus-b/contribution?pool=registry&${DATES}`)).json;

  async function measured() {
    const { measureFleet } = await import("#lib/hotness/queries.ts");
    const toMinute = TEST_START_MS / 60_000;
    const request = { kind: "dates", fromMinute: toMinute - BINS, toMinute } as const;
    const fleet = await measureFleet(app.app, { request, filter: { stamp: "wus-b" }, nowMs: TEST_START_MS });
    return await app.app.loadModels.read(fleet.pools);
  }

  test("are not fitted again while nothing changed, also for two who ask at once", async () => {
    const [one, other] = await Promise.all([measured(), measured()]);
    const later = await measured();
    for (const [pool, fitted] of one) {
      expect(other.get(pool)).toBe(fitted);
      expect(later.get(pool)).toBe(fitted);
    }
  });

  test("never lag behind: load that came later, CPU that came later, a move and a new name are in the next answer", async () => {
    const before = await read();
    expect(before.rows[0]).toMatchObject({ registry: "dearest", unboundMinutes: 0 });
    const last = TEST_START_MS - 60_000;
    await send("wus-b/registry", { registries: ["plainer"], requests: [[9_000_000]] }, last);
    expect(
      (await read()).rows.find((row: { registry: string }) => row.registry === "plainer").requestShare,
    ).toBeGreaterThan(0.7);
    await send("wus-b/registry", { nodes: ["n9"], cpu: [[3]] }, last);
    expect((await read()).model.idlePerNode).toHaveLength(5);
    const moved = {
      name: "dearest",
      replicas: [{ region: "westus", homeStamp: "wus-a", boundAt: TEST_START_MS - 3_600_000 }],
    };
    await call("/api/v1/inventory", { method: "PUT", body: { registries: [moved] } });
    const after = (await read()).rows.find((row: { registry: string }) => row.registry === "dearest");
    expect(after.unboundMinutes).toBe(60);
    await call("/api/v1/registries/dearest/rename", { method: "PUT", body: { name: "darling" } });
    expect(names((await read()).rows)).toContain("darling");
  });
});
