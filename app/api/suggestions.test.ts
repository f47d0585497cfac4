import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  renderPhysics,
  type TruePool,
  type TrueRegistry,
  wandering,
} from "#lib/contribution/physicsForTests.ts";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import type { SimulationAnswer } from "#lib/simulation/index.ts";
import type { SuggestionAnswer } from "#lib/simulation/suggestionBody.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;

const BINS = 720;
const FROM_MS = TEST_START_MS - BINS * 60_000;
const window = { from: FROM_MS, to: TEST_START_MS };

const registry = (name: string, level: number): TrueRegistry => ({
  name,
  tenant: `${name}-ltd`,
  requests: wandering(level, name.length * 13),
  bytesPerRequest: 500,
  pointsPerRequest: 0.01,
});
const heavy = registry("heavy", 12_000);
const light = registry("light", 2_000);
/** Who is at home where, besides the stamps on which nothing is. */
const RESIDENTS: Readonly<Record<string, readonly TrueRegistry[]>> = {
  "wus-a": [heavy, light],
  "wus-busy": [registry("neighbour", 11_000)],
  "wus-calm": [registry("quiet", 1_500)],
  "wus-cordoned": [registry("idler", 500)],
};
const LIMIT = 50;

beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const pools = [{ name: "registry", vcpusPerNode: 8 }];
  const stamps = [
    ...Object.keys(RESIDENTS).map((name) => ({ name, pools, cordoned: name === "wus-cordoned" })),
    { name: "wus-own", kind: "isolated", pools },
    { name: "wus-other", pools: [{ name: "dataproxy", vcpusPerNode: 8 }] },
    { name: "wus-silent", pools },
  ];
  const registries = Object.entries(RESIDENTS).flatMap(([homeStamp, all]) =>
    all.map(({ name, tenant }) => ({
      name,
      tenant,
      replicas: [{ region: "westus", homeStamp, boundAt: FROM_MS - 86_400_000 }],
    })),
  );
  const body = { regions: [{ name: "westus", stamps }], registries };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
  const setting = { key: "limitP95", value: LIMIT, region: "westus" };
  expect((await call("/api/v1/settings", { method: "PUT", body: setting })).status).toBeLessThan(300);
  for (const [stamp, all] of Object.entries(RESIDENTS)) await sendPool(stamp, all);
});
afterAll(async () => {
  await app.close();
});

async function sendPool(stamp: string, registries: readonly TrueRegistry[]) {
  const physics: TruePool = {
    nodes: 5,
    bins: BINS,
    idlePoints: 4,
    noisePoints: 0.5,
    seed: stamp.length,
    registries,
  };
  const { cpu, requests, bytes } = renderPhysics(physics);
  const place = { stamp, pool: "registry", from: FROM_MS, stepSeconds: 60 };
  const bodies = {
    cpu: { ...place, nodes: cpu.map((_, node) => `n${node}`), cpu },
    load: { ...place, registries: registries.map(({ name }) => name), requests, bytes },
  };
  for (const [kind, body] of Object.entries(bodies)) {
    const answer = await call(`/api/v1/samples/${kind}/packed`, { method: "POST", body });
    expect(answer.json.rejected).toBe(0);
  }
}

async function ask(body: object, token = app.tokens.viewer) {
  const sent = { region: "westus", window, ...body };
  return await call("/api/v1/simulations/suggestions", { method: "POST", token, body: sent });
}
async function suggest(body: object): Promise<SuggestionAnswer> {
  const { json, status, text } = await ask(body);
  expect(status, text.slice(0, 300)).toBe(200);
  return json;
}

describe("a destination is suggested", () => {
  test("that the simulation itself keeps under its limit with the most room, and others are told with why not", async () => {
    const answer = await suggest({ registries: ["heavy"] });
    expect(answer.suggestion).toBe("wus-calm");
    expect(answer.because).toMatch(/^wus-calm keeps the most room: its fullest pool registry would be at \d/);
    expect(answer.candidates.map(({ stamp, fits }) => ({ stamp, fits }))).toEqual([
      { stamp: "wus-calm", fits: true },
      { stamp: "wus-busy", fits: false },
      { stamp: "wus-silent", fits: false },
    ]);
    expect(answer.leftOut).toEqual([
      { stamp: "wus-a", reason: "their present home" },
      { stamp: "wus-cordoned", reason: "cordoned" },
      { stamp: "wus-other", reason: expect.stringContaining("no pool of kind registry") },
      { stamp: "wus-own", reason: "isolated" },
    ]);
    for (const { stamp, tightest, newlyOver } of answer.candidates.slice(0, 2)) {
      const body = { region: "westus", window, moves: [{ registry: "heavy", to: stamp }] };
      const simulated: SimulationAnswer = (await call("/api/v1/simulations", { method: "POST", body })).json;
      const pool = simulated.pools.find((one) => one.stamp === stamp);
      expect(pool?.after.hotNodeP95).toBe(tightest?.after);
      expect(pool?.flags.includes("destination_over_limit")).toBe(newlyOver.length > 0);
    }
  });

  test("with the other moves made: a stamp that they fill has no room left", async () => {
    const others = [
      { registry: "neighbour", to: "wus-calm" },
      { registry: "heavy", to: "wus-calm" },
    ];
    const answer = await suggest({ registries: ["heavy"], moves: others });
    expect(answer.candidates.find(({ stamp }) => stamp === "wus-calm")?.fits).toBe(false);
    expect(answer.suggestion).toBe("wus-busy");
  });

  test("with other moves onto a stamp that does not exist yet", async () => {
    const newStamps = [{ name: "wus-new", pools: [{ name: "registry", vcpusPerNode: 8, instances: 4 }] }];
    const moves = [{ registry: "neighbour", to: "wus-new" }];
    const answer = await suggest({ registries: ["heavy"], moves, newStamps });
    expect(answer.candidates.filter(({ fits }) => fits).map(({ stamp }) => stamp)).toEqual(
      expect.arrayContaining(["wus-busy", "wus-calm"]),
    );
  });

  test("none where none has room, in words that say how far the closest is from it", async () => {
    const body = { key: "limitP95", value: 20, region: "westus" };
    expect((await call("/api/v1/settings", { method: "PUT", body })).status).toBeLessThan(300);
    const answer = await suggest({ registries: ["heavy"] });
    expect(answer.suggestion).toBeNull();
    expect(answer.because).toMatch(
      /^No shared stamp of westus has room: on wus-calm, .* points over its limit/,
    );
    await call("/api/v1/settings", { method: "PUT", body: { ...body, value: LIMIT } });
  });

  test("never for what cannot be moved, and refused by name", async () => {
    const { status, json } = await ask({ registries: ["nobody"] });
    expect(status).toBe(422);
    expect(json.detail).toContain("There is no registry nobody");
    expect((await ask({ registries: [] })).status).toBe(400);
    expect((await ask({ registries: ["heavy"] }, app.tokens.ingest)).status).toBe(403);
  });
});
