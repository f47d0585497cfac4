import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  renderPhysics,
  type TruePool,
  type TrueRegistry,
  trueP95,
  wandering,
} from "#lib/contribution/physicsForTests.ts";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import type { SimulationAnswer } from "#lib/simulation/index.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;

const BINS = 720;
const FROM_MS = TEST_START_MS - BINS * 60_000;
const window = { from: FROM_MS, to: TEST_START_MS };

const registry = (name: string, level: number, more: Partial<TrueRegistry> = {}): TrueRegistry => ({
  name,
  tenant: `${name}-ltd`,
  requests: wandering(level, [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000),
  bytesPerRequest: 500,
  pointsPerRequest: 0.01,
  ...more,
});
const heavy = registry("heavy", 12_000);
const middling = registry("middling", 5_000);
const light = registry("light", 2_000);
const neighbour = registry("neighbour", 6_000);
const small = registry("small", 1_500);

const pool = (registries: readonly TrueRegistry[], more: Partial<TruePool> = {}): TruePool => ({
  nodes: 5,
  bins: BINS,
  idlePoints: 4,
  noisePoints: 0.5,
  seed: registries.length,
  registries,
  ...more,
});
const POOLS: Readonly<Record<string, TruePool>> = {
  "wus-a/registry": pool([heavy, middling, light]),
  "wus-a/dataproxy": pool([heavy, middling, light], { seed: 11, nodes: 8 }),
  "wus-b/registry": pool([neighbour, small]),
  "wus-b/dataproxy": pool([neighbour, small], { seed: 12, nodes: 8 }),
};

beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const pools = ["registry", "dataproxy"].map((name) => ({ name, vcpusPerNode: 8 }));
  const stamp = (name: string) => ({ name, pools });
  const home = (name: string, homeStamp: string, region = "westus") => ({
    name,
    tenant: `${name}-ltd`,
    replicas: [{ region, homeStamp, boundAt: FROM_MS - 86_400_000 }],
  });
  const body = {
    regions: [
      {
        name: "westus",
        stamps: [
          ...["wus-a", "wus-b", "wus-silent", "wus-c", "wus-thin", "wus-odd"].map(stamp),
          { name: "wus-half", pools: pools.slice(0, 1) },
        ],
      },
      { name: "eastus", stamps: [stamp("eus-a")] },
    ],
    registries: [
      ...[heavy, middling, light].map(({ name }) => home(name, "wus-a")),
      ...[neighbour, small].map(({ name }) => home(name, "wus-b")),
      home("unheard", "wus-silent"),
      home("thin", "wus-thin"),
      home("odd", "wus-odd"),
      home("eastern", "eus-a", "eastus"),
    ],
  };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
  for (const [place, physics] of Object.entries(POOLS)) {
    const rendered = renderPhysics(physics);
    await send(place, { nodes: rendered.cpu.map((_, node) => `n${node}`), cpu: rendered.cpu });
    const { requests, bytes } = rendered;
    await send(place, { registries: physics.registries.map(({ name }) => name), requests, bytes });
  }
  for (const kind of ["registry", "dataproxy"])
    await send(`wus-silent/${kind}`, {
      nodes: ["n0", "n1"],
      cpu: [Array(BINS).fill(20), Array(BINS).fill(21)],
    });
});
afterAll(async () => {
  await app.close();
});

async function send(place: string, body: object) {
  const [stamp, name] = place.split("/");
  const kind = "cpu" in body ? "cpu" : "load";
  const packed = { stamp, pool: name, from: FROM_MS, stepSeconds: 60, ...body };
  const answer = await call(`/api/v1/samples/${kind}/packed`, { method: "POST", body: packed });
  expect(answer.json.rejected).toBe(0);
}

async function ask(body: object, { query = "", token = app.tokens.viewer } = {}) {
  const sent = { region: "westus", window, ...body };
  return await call(`/api/v1/simulations${query}`, { method: "POST", token, body: sent });
}
async function simulate(body: object, query = ""): Promise<SimulationAnswer> {
  const { json, status, text } = await ask(body, { query });
  expect(status, text.slice(0, 300)).toBe(200);
  return json;
}
function poolOf(pools: SimulationAnswer["pools"], place: string) {
  const found = pools.find(({ stamp, pool: name }) => `${stamp}/${name}` === place);
  if (found === undefined) throw new Error(`no pool ${place}`);
  return found;
}
const moves = [{ registry: "heavy", to: "wus-b" }];

describe("a simulation", () => {
  test("of no moves is what was measured, exactly, and what GET /api/v1/fleet says", async () => {
    const { pools, phases, notes } = await simulate({ moves: [] });
    const fleet = (await call(`/api/v1/fleet?region=westus&from=${FROM_MS}&to=${TEST_START_MS}`)).json.pools;
    expect(pools).toHaveLength(fleet.length);
    for (const one of pools) {
      expect(one.role).toBe("untouched");
      expect(one.after).toMatchObject(one.before);
      const told = fleet.find(
        (other: { stamp: string; pool: string }) => other.stamp === one.stamp && other.pool === one.pool,
      );
      for (const measure of ["hotNodeP95", "max", "average"] as const)
        if (told[measure] === null) expect(one.before[measure]).toBeNull();
        else expect(one.before[measure]).toBeCloseTo(told[measure], 3);
    }
    expect(poolOf(pools, "wus-a/registry").after.interval).toEqual({
      low: poolOf(pools, "wus-a/registry").before.hotNodeP95,
      high: poolOf(pools, "wus-a/registry").before.hotNodeP95,
      level: 0.9,
    });
    expect(phases).toEqual([{ pools: [] }]);
    expect(notes).toEqual([]);
  });

  test("of a move tells every pool of both ends within two points of what it truly does, inside its interval", async () => {
    const { pools } = await simulate({ moves });
    const truths = {
      "wus-a/registry": pool([middling, light], { seed: 3 }),
      "wus-a/dataproxy": pool([middling, light], { seed: 11, nodes: 8 }),
      "wus-b/registry": pool([neighbour, small, heavy], { seed: 2 }),
      "wus-b/dataproxy": pool([neighbour, small, heavy], { seed: 12, nodes: 8 }),
    };
    for (const [place, physics] of Object.entries(truths)) {
      const { after, role } = poolOf(pools, place);
      const truth = trueP95(renderPhysics(physics).cpu);
      expect(Math.abs((after.hotNodeP95 ?? 0) - truth), place).toBeLessThan(2);
      expect(after.interval?.low ?? 100, place).toBeLessThanOrEqual(truth);
      expect(after.interval?.high ?? 0, place).toBeGreaterThanOrEqual(truth);
      expect(role).toBe(place.startsWith("wus-a") ? "source" : "destination");
    }
    expect(poolOf(pools, "wus-silent/registry").role).toBe("untouched");
  });

  test("of phases tells each as it stands after it, and with the load on both ends while it cuts over", async () => {
    const phases = [{ moves: [{ registry: "light", to: "wus-b" }] }, { moves }];
    const answer = await simulate({ phases });
    expect(answer.phases).toHaveLength(2);
    const [first, second] = answer.phases.map((phase) => poolOf(phase.pools, "wus-b/registry"));
    expect(first?.after.hotNodeP95 ?? 0).toBeLessThan(second?.after.hotNodeP95 ?? 0);
    expect(second?.after).toEqual(poolOf(answer.pools, "wus-b/registry").after);
    const source = answer.phases[1]?.pools.find(
      ({ stamp, pool: name }) => stamp === "wus-a" && name === "registry",
    );
    expect(source?.cutover.hotNodeP95 ?? 0).toBeGreaterThan((source?.after.hotNodeP95 ?? 100) + 10);
    expect(answer.pools).toEqual((await simulate({ moves: [...moves, ...(phases[0]?.moves ?? [])] })).pools);
  });

  test("fills a stamp that does not exist yet, by what the registries cost where they were measured", async () => {
    const newStamp = {
      name: "wus-new",
      kind: "isolated",
      pools: ["registry", "dataproxy"].map((name) => ({ name, vcpusPerNode: 8, instances: 5 })),
    };
    const { pools } = await simulate({
      moves: [{ registry: "heavy", to: "wus-new" }],
      newStamps: [newStamp],
    });
    const fresh = poolOf(pools, "wus-new/registry");
    expect(fresh).toMatchObject({ before: { hotNodeP95: null }, role: "destination" });
    expect(fresh.flags).toContain("planned");
    const truth = trueP95(renderPhysics(pool([heavy], { seed: 9 })).cpu);
    expect(Math.abs((fresh.after.hotNodeP95 ?? 0) - truth)).toBeLessThan(3);
    // On twice the vCPUs a node, half of that above idle.
    const larger = { ...newStamp, pools: newStamp.pools.map((one) => ({ ...one, vcpusPerNode: 16 })) };
    const half = await simulate({ moves: [{ registry: "heavy", to: "wus-new" }], newStamps: [larger] });
    const halved = (poolOf(half.pools, "wus-new/registry").after.average ?? 0) - 4;
    expect(halved / ((fresh.after.average ?? 0) - 4)).toBeCloseTo(0.5, 1);
  });

  test("carries its curves where they are asked for, and its figures are those of the curves", async () => {
    expect(poolOf((await simulate({ moves })).pools, "wus-b/registry").series).toBeUndefined();
    const { pools } = await simulate({ moves }, "?include=series");
    const { series, after, before } = poolOf(pools, "wus-b/registry");
    expect(series?.after.hot).toHaveLength(BINS);
    const greatest = (curve: readonly (number | null)[]) => Math.max(...curve.map((value) => value ?? 0));
    expect(greatest(series?.after.hot ?? [])).toBeCloseTo(after.max ?? 0, 2);
    expect(greatest(series?.before.hot ?? [])).toBeCloseTo(before.max ?? 0, 2);
    expect(poolOf(pools, "wus-silent/registry").series).toBeUndefined();
  });

  test("of the same question has the same answer; what is written since is in the next one", async () => {
    const first = await simulate({ moves });
    expect(await simulate({ moves })).toEqual(first);
    await send("wus-b/registry", { nodes: ["n0"], cpu: [Array(BINS).fill(77)] });
    const later = await simulate({ moves });
    expect(poolOf(later.pools, "wus-b/registry").before.hotNodeP95).toBe(77);
    const rendered = renderPhysics(POOLS["wus-b/registry"] ?? pool([]));
    await send("wus-b/registry", { nodes: ["n0"], cpu: [rendered.cpu[0]] });
    expect(await simulate({ moves })).toEqual(first);
  });
});

test("the answer is a table too, a row for each pool, for spreadsheets", async () => {
  const { pools } = await simulate({ moves });
  const body = { region: "westus", window, moves };
  const answer = await call("/api/v1/simulations", { method: "POST", body, headers: { accept: "text/csv" } });
  expect(answer.headers.get("content-type")).toContain("text/csv");
  const lines = answer.text.trim().split("\r\n");
  expect(lines).toHaveLength(pools.length + 1);
  expect(lines[0]).toMatch(/^region,window_from,window_to,stamp,pool,kind,role,limit,p95_before,p95_after,/);
  const { before, after } = poolOf(pools, "wus-b/registry");
  expect(lines.find((line) => line.includes("wus-b,registry"))).toContain(
    `${before.hotNodeP95},${after.hotNodeP95},${after.interval?.low},${after.interval?.high}`,
  );
});

describe("hot stamps", () => {
  test("have a verdict with its evidence, and are told what happens if nothing is done", async () => {
    const body = { key: "limitP95", value: 30, region: "westus" };
    expect((await call("/api/v1/settings", { method: "PUT", body })).status).toBeLessThan(300);
    const { verdicts, doNothing, pools } = await simulate({ moves });
    const verdict = verdicts.find(({ stamp }) => stamp === "wus-a");
    expect(verdict?.evidence.reasons.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["over_limit", "dominated"]),
    );
    expect(verdict?.evidence.because).not.toBe("");
    expect(poolOf(pools, "wus-b/registry").flags).toContain("destination_over_limit");
    expect(doNothing[0]).toMatchObject({ stamp: "wus-a", pool: "registry", risePoints: null });
    expect(doNothing[0]?.minutesOverLimit ?? 0).toBeGreaterThan(30);
  });

  test("under a throttling signal hide demand: it is flagged, and the interval is wider upwards", async () => {
    const before = poolOf((await simulate({ moves })).pools, "wus-a/registry");
    const signal = {
      stamp: "wus-a",
      kind: "throttling",
      severity: "high",
      from: FROM_MS + 3_600_000,
      source: "test",
    };
    expect(
      (await call("/api/v1/signals", { method: "POST", body: { signals: [signal] } })).json.accepted,
    ).toBe(1);
    const answer = await simulate({ moves });
    const after = poolOf(answer.pools, "wus-a/registry");
    expect(after.flags).toContain("hidden_demand");
    expect(before.flags).not.toContain("hidden_demand");
    expect(after.after.interval?.high ?? 0).toBeGreaterThan((before.after.interval?.high ?? 100) + 1);
    expect(answer.verdicts.find(({ stamp }) => stamp === "wus-a")?.evidence.reasons).toContainEqual({
      kind: "signal",
      signal: "throttling",
      severity: "high",
      pool: null,
    });
  });
});

describe("what cannot be had is null, and said in words", () => {
  test("a destination without load, one without CPU, and a load that nobody reported", async () => {
    const answer = await simulate({
      moves: [
        { registry: "light", to: "wus-silent" },
        { registry: "small", to: "wus-c" },
        { registry: "unheard", to: "wus-b" },
      ],
    });
    const silent = poolOf(answer.pools, "wus-silent/registry");
    expect(silent.before.hotNodeP95).toBe(21);
    expect(silent.after).toMatchObject({ hotNodeP95: null, interval: null });
    expect(silent.flags).toContain("no_load_data");
    expect(poolOf(answer.pools, "wus-c/registry").after.hotNodeP95).toBeNull();
    expect(poolOf(answer.pools, "wus-b/registry").flags).toContain("arrivals_unknown");
    const codes = answer.notes.map(({ code, stamp }) => `${stamp} ${code}`);
    expect(codes).toEqual(expect.arrayContaining(["wus-silent no_load", "wus-c no_cpu"]));
    expect(answer.notes.find(({ code }) => code === "no_load")?.detail).toContain("/api/v1/samples/load");
  });

  test("a pool with under half of its data, and one whose CPU follows no load: nothing is told of either", async () => {
    const asked = Array.from({ length: BINS }, (_, bin) => Math.round(200 + 100 * Math.sin(bin / 9)));
    const followed = asked.map((requests, bin) => (bin < 0.45 * BINS ? 5 + requests / 10 : null));
    // Jumps that no load makes, and far larger than what it could explain.
    const erratic = asked.map((_, bin) => ((bin * 7_919) % 97 < 40 ? 70 : 8));
    for (const kind of ["registry", "dataproxy"]) {
      await send(`wus-thin/${kind}`, { nodes: ["n0"], cpu: [followed] });
      await send(`wus-thin/${kind}`, { registries: ["thin"], requests: [asked] });
      await send(`wus-odd/${kind}`, { nodes: ["n0"], cpu: [erratic] });
      await send(`wus-odd/${kind}`, { registries: ["odd"], requests: [asked] });
    }
    const { pools, notes } = await simulate({
      moves: [
        { registry: "light", to: "wus-thin" },
        { registry: "small", to: "wus-odd" },
      ],
    });
    const [thin, odd] = ["wus-thin/registry", "wus-odd/registry"].map((place) => poolOf(pools, place));
    expect(thin?.after.hotNodeP95).toBeNull();
    expect(thin?.flags).toContain("coverage_too_low");
    expect(odd?.after.hotNodeP95).toBeNull();
    expect(odd?.flags).toContain("weak_model");
    const said = notes.map(({ code, stamp, refused }) => `${stamp} ${code} ${refused}`);
    expect(said).toEqual(expect.arrayContaining(["wus-thin low_coverage true", "wus-odd weak_fit true"]));
  });

  test.each([
    [{ region: "northus", moves: [] }, "region", "There is no region northus"],
    [{ moves: [{ registry: "nobody", to: "wus-b" }] }, "moves[0].registry", "There is no registry nobody"],
    [{ moves: [{ registry: "eastern", to: "wus-b" }] }, "moves[0].registry", "at home nowhere in westus"],
    [{ moves: [{ registry: "heavy", to: "wus-z" }] }, "moves[0].to", "newStamps"],
    [{ moves: [{ registry: "heavy", to: "eus-a" }] }, "moves[0].to", "is in eastus"],
    [{ moves: [{ registry: "heavy", to: "wus-half" }] }, "moves[0].to", "no pool of kind dataproxy"],
    [{ phases: [{ moves }, { moves: [...moves, ...moves] }] }, "phases[1].moves[1].registry", "twice"],
    [
      { moves: [], newStamps: [{ name: "wus-b", pools: [{ name: "registry", instances: 3 }] }] },
      "newStamps[0].name",
      "already",
    ],
  ])("422 %j", async (body, path, words) => {
    const { status, json } = await ask(body);
    expect(status).toBe(422);
    expect(json.errors[0].path).toBe(path);
    expect(json.detail).toContain(words);
  });

  test("nonsense is 400, by name; who may not read may not ask", async () => {
    for (const body of [
      { moves, phases: [] },
      { move: [] },
      { moves: [{ registry: "heavy" }] },
      { window: "soon" },
    ])
      expect((await ask(body)).status, JSON.stringify(body)).toBe(400);
    expect((await ask({ moves }, { token: app.tokens.ingest })).status).toBe(403);
    expect((await ask({ moves }, { token: "" })).status).toBe(401);
  });
});
