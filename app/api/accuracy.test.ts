import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keepPredictionResults } from "#lib/backtest/index.ts";
import {
  renderPhysics,
  type TruePool,
  type TrueRegistry,
  trueP95,
  wandering,
} from "#lib/contribution/physicsForTests.ts";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;

const BINS = 720;
const at = (text: string) => Date.parse(`${text}Z`);
/** A Tuesday, and the Wednesday after the move. */
const BEFORE_MS = at("2026-03-03T08:00");
const MOVED_MS = at("2026-03-03T20:30");
const AFTER_MS = at("2026-03-04T08:00");
const EPISODE = "westus 2026-03-03T20:30:00.000Z";

const registry = (name: string, level: number, seed: number): TrueRegistry => ({
  name,
  tenant: `${name}-ltd`,
  requests: wandering(level, seed),
  bytesPerRequest: 500,
  pointsPerRequest: 0.01,
});
const pool = (registries: readonly TrueRegistry[], seed: number): TruePool => ({
  nodes: 5,
  bins: BINS,
  idlePoints: 4,
  noisePoints: 0.5,
  seed,
  registries,
});
/** Half as much again is asked for on the second day. */
const DAYS: readonly { readonly fromMs: number; readonly pools: Readonly<Record<string, TruePool>> }[] = [
  {
    fromMs: BEFORE_MS,
    pools: {
      "wus-a/registry": pool([registry("big", 8_000, 1), registry("mover", 4_000, 2)], 1),
      "wus-b/registry": pool([registry("other", 5_000, 3), registry("small", 1_500, 4)], 2),
    },
  },
  {
    fromMs: AFTER_MS,
    pools: {
      "wus-a/registry": pool([registry("big", 12_000, 5)], 3),
      "wus-b/registry": pool(
        [registry("other", 7_500, 6), registry("small", 2_200, 7), registry("mover", 6_000, 8)],
        4,
      ),
    },
  },
];

beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  app.clock.nowMs = at("2026-03-05T12:00");
  const stamp = (name: string) => ({ name, pools: [{ name: "registry", vcpusPerNode: 4 }] });
  const regions = [
    { name: "westus", stamps: ["wus-a", "wus-b", "wus-c", "wus-d", "wus-e", "wus-f"].map(stamp) },
  ];
  const homes = {
    big: "wus-a",
    mover: "wus-a",
    other: "wus-b",
    small: "wus-b",
    late: "wus-c",
    staying: "wus-c",
    settled: "wus-d",
    one: "wus-e",
    two: "wus-e",
  };
  const registries = Object.entries(homes).map(([name, homeStamp]) =>
    home(name, homeStamp, at("2026-01-01T00:00")),
  );
  // The hours are those that have all their data.
  const hours = { minutes: 720, lookBackHours: 24, minimumCoverage: 1 };
  await app.db.prisma.setting.create({ data: { key: "window", value: hours, updatedBy: "test" } });
  await put({ regions, registries });
  await put({ registries: [home("mover", "wus-b", MOVED_MS)] });
  for (const { fromMs, pools } of DAYS)
    for (const [place, physics] of Object.entries(pools)) await sendDay(place, physics, fromMs);
});
afterAll(async () => {
  await app.close();
});

function home(name: string, homeStamp: string, boundAt: number) {
  return { name, tenant: `${name}-ltd`, replicas: [{ region: "westus", homeStamp, boundAt }] };
}

async function put(body: object) {
  const answer = await call("/api/v1/inventory", { method: "PUT", body });
  expect(answer.status, answer.text).toBe(200);
}

async function sendDay(place: string, physics: TruePool, fromMs: number) {
  const [stamp, name] = place.split("/");
  const { cpu, requests, bytes } = renderPhysics(physics);
  const shared = { stamp, pool: name, from: fromMs, stepSeconds: 60 };
  const bodies = {
    cpu: { ...shared, nodes: cpu.map((_, node) => `n${node}`), cpu },
    load: { ...shared, registries: physics.registries.map((one) => one.name), requests, bytes },
  };
  for (const [kind, body] of Object.entries(bodies)) {
    const answer = await call(`/api/v1/samples/${kind}/packed`, { method: "POST", body });
    expect(answer.json.rejected, answer.text).toBe(0);
  }
}

const keep = () => keepPredictionResults({ database: app.db.client, clock: () => app.clock.nowMs });
const get = async (query = "") => await call(`/api/v1/accuracy${query}`, { token: app.tokens.viewer });

describe("moves that were made", () => {
  test("wait until the hours of a full day after them are over, and are said to", async () => {
    app.clock.nowMs = at("2026-03-04T20:59");
    expect(await keep()).toEqual([]);
    const { json } = await get();
    expect(json.results).toEqual([]);
    expect(json.summary).toMatchObject({ pools: 0, refused: 0, medianError: null, insideShare: null });
    expect(json.waiting).toEqual([
      {
        episode: EPISODE,
        region: "westus",
        changedAt: "2026-03-03T20:30:00.000Z",
        stamps: ["wus-a", "wus-b"],
        registries: ["mover"],
      },
    ]);
  });

  test("are then predicted from the hours before, and held against what was measured", async () => {
    app.clock.nowMs = at("2026-03-04T21:00");
    expect(await keep()).toEqual([EPISODE]);
    const { json } = await get("?basis=as_predicted");
    expect(json.waiting).toEqual([]);
    expect(json.results).toHaveLength(2);
    for (const result of json.results) {
      const truth = trueP95(renderPhysics(DAYS[1]?.pools[`${result.stamp}/registry`] ?? pool([], 0)).cpu);
      expect(result.measured.hotNodeP95).toBeCloseTo(truth, 5);
      expect(result).toMatchObject({
        role: result.stamp === "wus-a" ? "source" : "destination",
        before: { window: { from: "2026-03-03T08:00:00.000Z", to: "2026-03-03T20:00:00.000Z" }, coverage: 1 },
        measured: { window: { from: "2026-03-04T08:00:00.000Z", to: "2026-03-04T20:00:00.000Z" } },
        moves: [{ registry: "mover", from: "wus-a", to: "wus-b", at: "2026-03-03T20:30:00.000Z" }],
        ageDays: 0.5,
        refusal: null,
        otherWeekday: false,
        otherNodes: false,
      });
      expect(result.errorPoints).toBeCloseTo(result.predicted.hotNodeP95 - truth, 5);
      // Half as much again came than the hours before could tell.
      expect(result.errorPoints).toBeLessThan(-4);
      expect(result.inside).toBe(false);
      expect(result.model.r2).toBeGreaterThan(0.9);
    }
  });

  test("are told within two points, and within the interval, on the load that came", async () => {
    const { json } = await get();
    expect(json.basis).toBe("on_observed_load");
    for (const result of json.results) {
      expect(Math.abs(result.errorPoints), `${result.stamp}: off by ${result.errorPoints}`).toBeLessThan(2);
      expect(result.inside).toBe(
        result.predicted.interval.low <= result.measured.hotNodeP95 &&
          result.measured.hotNodeP95 <= result.predicted.interval.high,
      );
    }
    expect(json.summary.pools).toBe(2);
    expect(json.byRole.map(({ role, pools }: { role: string; pools: number }) => [role, pools])).toEqual([
      ["source", 1],
      ["destination", 1],
    ]);
    expect(json.byAge).toMatchObject([{ fromDays: 0, toDays: 1, pools: 2 }]);
  });

  test("are kept once, however often and by however many they are looked for", async () => {
    expect(await keep()).toEqual([]);
    const rows = await app.db.prisma.predictionResult.findMany();
    expect(rows).toHaveLength(4);
    await app.db.prisma.predictionResult.deleteMany();
    await Promise.all([keep(), keep()]);
    const again = await app.db.prisma.predictionResult.findMany({ omit: { id: true } });
    const sorted = (list: readonly { basis: string; poolId: number }[]) =>
      list.toSorted((a, b) => a.poolId - b.poolId || (a.basis < b.basis ? -1 : 1));
    expect(sorted(again)).toEqual(sorted(rows.map(({ id: _, ...row }) => row)));
  });
});

describe("what is asked for", () => {
  const stamps = async (query: string) =>
    (await get(query)).json.results.map(({ stamp }: { stamp: string }) => stamp);

  test("is filtered by role, kind, region and time", async () => {
    expect(await stamps("?role=source")).toEqual(["wus-a"]);
    expect(await stamps("?kind=registry")).toEqual(["wus-a", "wus-b"]);
    expect(await stamps("?kind=dataproxy")).toEqual([]);
    expect(await stamps("?region=westeurope")).toEqual([]);
    expect(await stamps(`?region=westus&from=${MOVED_MS}&to=${MOVED_MS + 1}`)).toEqual(["wus-a", "wus-b"]);
    expect(await stamps(`?from=${MOVED_MS + 1}`)).toEqual([]);
    expect(await stamps(`?to=${MOVED_MS}`)).toEqual([]);
  });

  test("comes as a table too, a row a pool", async () => {
    const { text, headers } = await call("/api/v1/accuracy.csv?role=destination", {
      token: app.tokens.viewer,
    });
    expect(headers.get("content-type")).toContain("text/csv");
    const [head, row, ...rest] = text.trim().split("\r\n");
    expect(head?.split(",").slice(0, 7)).toEqual([
      "episode",
      "region",
      "stamp",
      "pool",
      "kind",
      "role",
      "basis",
    ]);
    expect(row).toContain(`${EPISODE},westus,wus-b,registry,registry,destination,on_observed_load`);
    expect(row).toContain("mover: wus-a > wus-b");
    expect(rest).toEqual([]);
  });

  test("is refused by name where it is unknown", async () => {
    expect((await get("?basis=guess")).status).toBe(400);
    expect((await get("?pool=x")).status).toBe(400);
  });
});

describe("what cannot be told", () => {
  const refusals = async (fromMs: number) =>
    (await get(`?from=${fromMs}`)).json.results.map((one: { stamp: string; refusal: string | null }) => [
      one.stamp,
      one.refusal,
    ]);

  test("is refused for lack of data, asked for again a day later, and told once the data have come", async () => {
    const movedMs = at("2026-03-03T23:30");
    await put({ registries: [home("late", "wus-d", movedMs)] });
    app.clock.nowMs = at("2026-03-06T00:00");
    const [key, ...others] = await keep();
    expect([key, others]).toEqual(["westus 2026-03-03T23:30:00.000Z", []]);
    expect(await refusals(movedMs)).toEqual([
      ["wus-c", "coverage_before"],
      ["wus-d", "coverage_before"],
    ]);
    const [late, staying, settled] = [
      registry("late", 5_000, 21),
      registry("staying", 6_000, 22),
      registry("settled", 7_000, 23),
    ];
    const nextMs = AFTER_MS + 86_400_000;
    await sendDay("wus-c/registry", pool([late, staying], 21), BEFORE_MS);
    await sendDay("wus-d/registry", pool([settled], 22), BEFORE_MS);
    await sendDay("wus-c/registry", pool([staying], 23), nextMs);
    await sendDay("wus-d/registry", pool([late, settled], 24), nextMs);
    app.clock.nowMs += 86_400_000 - 1;
    expect(await keep()).toEqual([]);
    app.clock.nowMs += 2;
    expect(await keep()).toEqual([key]);
    expect(await refusals(movedMs)).toEqual([
      ["wus-c", null],
      ["wus-d", null],
    ]);
    const { json } = await get(`?from=${movedMs}`);
    expect(json.results[0].measured.window.from).toBe(new Date(nextMs).toISOString());
    expect(json.summary).toMatchObject({ pools: 2, refused: 0 });
    expect(json.summary.p90Error).toBeLessThan(2);
  });

  test("is refused for good where other moves disturbed the hours before or after", async () => {
    const firstMs = at("2026-03-05T10:00");
    const secondMs = at("2026-03-05T15:00");
    for (const [fromMs, level] of [
      [at("2026-03-04T20:00"), 3_000],
      [at("2026-03-05T08:00"), 3_000],
    ] as const)
      await sendDay(
        "wus-e/registry",
        pool([registry("one", level, 31), registry("two", level, 32)], 31),
        fromMs,
      );
    await put({ registries: [home("one", "wus-f", firstMs)] });
    await put({ registries: [home("two", "wus-f", secondMs)] });
    app.clock.nowMs = at("2026-03-08T00:00");
    expect(await keep()).toHaveLength(2);
    expect(await refusals(firstMs)).toEqual([
      ["wus-e", "disturbed_before"],
      ["wus-f", "disturbed_before"],
      ["wus-e", "disturbed_after"],
      ["wus-f", "disturbed_after"],
    ]);
    app.clock.nowMs += 2 * 86_400_000;
    expect(await keep()).toEqual([]);
  });
});
