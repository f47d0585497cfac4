import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { resolveSettings, ShapeKeeper } from "../../fleet/index.ts";
import { Telemetry } from "../../telemetry/commands.ts";
import { HourReader } from "../../telemetry/cpu/hours/queries.ts";
import { NodeNames } from "../../telemetry/names/queries.ts";
import { measureNow } from "../measureNow.ts";
import { type MeasureSource, measureFleet } from "../queries.ts";

/** Three minutes into an hour: the quarter hour that decides lies in two. */
const NOW = Date.parse("2026-11-20T12:03:30Z");
const NOW_MINUTE = Math.floor(NOW / 60_000);
const YESTERDAY = {
  kind: "dates",
  fromMinute: NOW_MINUTE - 2_160,
  toMinute: NOW_MINUTE - 1_440,
} as const;

/** Minutes ago for which each pool has data, and its CPU there; the limit is 60. */
const POOLS: Readonly<Record<string, (age: number) => number | null>> = {
  "hot for five hours": (age) => (age <= 300 ? 80 : 20),
  "hot for ten minutes": (age) => (age <= 10 ? 80 : 20),
  "hot with a short gap": (age) => (age >= 2 && age <= 4 ? null : age <= 200 ? 80 : 20),
  calm: () => 20,
  "hot until an hour and a half ago": (age) => (age < 90 ? null : 80),
  "hot for longer than is looked back": () => 80,
  "only today": (age) => (age < 700 ? 30 : null),
  silent: () => null,
};

let db: TestDatabase;
let source: MeasureSource;
beforeAll(async () => {
  db = await createTestDatabase();
  const region = await db.prisma.region.create({ data: { name: "westus" } });
  const stamp = await db.prisma.stamp.create({ data: { name: "wus-a", regionId: region.id } });
  await db.prisma.pool.createMany({
    data: Object.keys(POOLS).map((name) => ({ name, kind: "registry", stampId: stamp.id })),
  });
  source = {
    database: db.client,
    hours: new HourReader(db.pool, () => NOW),
    nodeNames: new NodeNames(db.pool),
    shape: new ShapeKeeper(db.client),
  };
});
afterAll(() => db.close());

async function send(pools: readonly string[]): Promise<void> {
  const intake = await new Telemetry(db.pool, () => NOW).openCpu({
    source: "test",
    endpoint: "samples/cpu",
    retentionDays: 400,
  });
  let index = 0;
  for (const pool of pools) {
    for (let age = 2_200; age >= 0; age--) {
      const cpu = POOLS[pool]?.(age) ?? null;
      if (cpu !== null) intake.sink.row(index++, NOW - age * 60_000, "wus-a", pool, "n0", cpu);
    }
  }
  await intake.finish();
}

/** Beside what reading six hours of every pool says. */
async function expectNowAsFromSixHours() {
  const measured = await measureFleet(source, { request: YESTERDAY, filter: {}, nowMs: NOW });
  expect(measured.recent).toEqual({ fromMinute: NOW_MINUTE - 360, toMinute: NOW_MINUTE + 1 });
  const whole = await source.hours.readWindows(
    measured.pools.map(({ pool }) => pool.id),
    measured.recent,
  );
  const settings = resolveSettings([], { region: "westus", poolKind: "registry" });
  for (const { pool, measures } of measured.pools) {
    const window = whole.get(pool.id);
    const now =
      window === undefined
        ? { hot5m: null, hot15m: null, overSince: null }
        : measureNow(window, NOW_MINUTE, settings);
    expect({ pool: pool.name, ...measures.now }).toEqual({ pool: pool.name, ...now });
  }
  return measured;
}

test("beside dates, with nobody reporting now, now and the newest minute are still what the data say", async () => {
  await send(["hot until an hour and a half ago"]);
  const measured = await expectNowAsFromSixHours();
  expect(measured.latestMinute).toBe(NOW_MINUTE - 90);
});

test("beside dates, over the limit since goes back as far as six hours, and a calm pool has none", async () => {
  await send(Object.keys(POOLS));
  const measured = await expectNowAsFromSixHours();
  expect(measured.latestMinute).toBe(NOW_MINUTE);
  expect(
    Object.fromEntries(
      measured.pools.map(({ pool, measures: { now } }) => [
        pool.name,
        now.overSince === null ? null : NOW_MINUTE - now.overSince,
      ]),
    ),
  ).toEqual({
    "hot for five hours": 300,
    "hot for ten minutes": 10,
    "hot with a short gap": 200,
    calm: null,
    "hot until an hour and a half ago": null,
    "hot for longer than is looked back": 360,
    "only today": null,
    silent: null,
  });
});

test("a pool without data in the dates asked for is empty there, whatever it reports today", async () => {
  const { pools } = await measureFleet(source, { request: YESTERDAY, filter: {}, nowMs: NOW });
  const today = pools.find(({ pool }) => pool.name === "only today");
  expect(today?.measures).toMatchObject({ hotNodeP95: null, coverage: { bins: 0 }, now: { hot5m: 30 } });
  expect(today?.window).toMatchObject({
    fromMinute: YESTERDAY.fromMinute,
    toMinute: YESTERDAY.toMinute,
  });
});
