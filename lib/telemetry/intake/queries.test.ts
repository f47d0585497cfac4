import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { Telemetry } from "../commands.ts";
import { NodeNames } from "../names/queries.ts";
import { readIntakeCounts, readKnownBefore, readStoppedNodes, readStorage } from "./queries.ts";

const NOW = Date.parse("2026-11-20T12:00:30Z");
const NOW_MINUTE = Math.floor(NOW / 60_000);

let db: TestDatabase;
let poolId = 0;
let silentId = 0;

beforeAll(async () => {
  db = await createTestDatabase();
  const region = await db.prisma.region.create({ data: { name: "westus" } });
  const stamp = await db.prisma.stamp.create({ data: { name: "wus-a", regionId: region.id } });
  const made = await db.prisma.pool.createManyAndReturn({
    data: ["registry", "dataproxy"].map((name) => ({ name, kind: name, stampId: stamp.id })),
  });
  [poolId = 0, silentId = 0] = made.map(({ id }) => id);
  // Each of them is written before the next comes: its own timer may be in the middle of writing else.
  for (let body = 0; body < 2; body++) {
    const telemetry = new Telemetry(db.pool, () => NOW);
    await sendCpu(telemetry);
    await telemetry.ledger.flush();
  }
});
afterAll(() => db.close());

/** n0 to the end, n1 until 40 minutes ago; one row late by an hour is among them; two rows that must be refused. */
async function sendCpu(telemetry: Telemetry) {
  const intake = await telemetry.openCpu({
    source: "collector",
    endpoint: "samples/cpu",
    retentionDays: 400,
  });
  for (let age = 60; age >= 1; age--) {
    intake.sink.row(60 - age, NOW - age * 60_000, "wus-a", "registry", "n0", 40);
    if (age >= 40) intake.sink.row(100 - age, NOW - age * 60_000, "wus-a", "registry", "n1", 30);
  }
  intake.sink.row(200, NOW, "wus-z", "registry", "n0", 40);
  intake.sink.row(201, NOW, "wus-a", "registry", "n0", 140);
  await intake.finish();
}

test("counts add up over bodies, by pool and by sender; what was known already is counted once more as duplicate", async () => {
  const { pools, sources } = await readIntakeCounts(db.pool);
  expect(pools).toEqual([
    {
      pool: poolId,
      source: "collector",
      endpoint: "samples/cpu",
      received: 162,
      rounded: 0,
      late: 152,
      lastSampleMs: NOW - 60_000,
      lastReceivedMs: NOW,
    },
  ]);
  expect(sources).toMatchObject([
    { source: "collector", endpoint: "samples/cpu", pools: 1, received: 162, duplicate: 81, rejected: 4 },
  ]);
});

test("refusals are told by sender, by what they named and why", async () => {
  const { rejections } = await readIntakeCounts(db.pool);
  expect(rejections.map(({ stamp, pool, code, count }) => ({ stamp, pool, code, count }))).toEqual([
    { stamp: "wus-a", pool: "registry", code: "out_of_range", count: 2 },
    { stamp: "wus-z", pool: "registry", code: "unknown_stamp", count: 2 },
  ]);
  expect(rejections.every(({ lastMessage }) => lastMessage !== "")).toBe(true);
});

test("a node that stopped is named with its last minute; a pool without data has none", async () => {
  const stopped = await readStoppedNodes(
    { database: db.pool, nodeNames: new NodeNames(db.pool) },
    [poolId, silentId],
    { fromMinute: NOW_MINUTE - 1_440, toMinute: NOW_MINUTE },
  );
  expect([...stopped]).toEqual([[poolId, [{ name: "n1", lastMinute: NOW_MINUTE - 40 }]]]);
});

test("a pool is known before a minute only when it has data of an earlier hour", async () => {
  const before = (minute: number) => readKnownBefore(db.pool, [poolId, silentId], minute);
  expect(await before(NOW_MINUTE)).toEqual(new Set([poolId]));
  expect(await before(NOW_MINUTE - 24 * 60)).toEqual(new Set());
});

test("storage names every table of telemetry once, with the days that its partitions hold", async () => {
  const { tables, databaseBytes } = await readStorage(db.pool, {
    nowMinute: NOW_MINUTE,
    retention: { rawDays: 14, rollupDays: 400 },
  });
  const names = tables.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining(["pool_minute", "pool_hour", "load_minute", "node", "intake"]),
  );
  const minutes = tables.find(({ name }) => name === "pool_minute");
  expect(minutes?.bytes).toBeGreaterThan(0);
  expect(minutes?.partitions).toMatchObject({
    count: 1,
    fromMinute: Date.parse("2026-11-20T00:00:00Z") / 60_000,
    toMinute: Date.parse("2026-11-21T00:00:00Z") / 60_000,
  });
  expect(tables.find(({ name }) => name === "node")).toMatchObject({ partitions: null, keptDays: null });
  // At noon half of the day's bytes are there; of the hours, as long as there have been any.
  const elapsedDays = (NOW_MINUTE % 1_440) / 1_440;
  expect(minutes?.bytesPerDay).toBeCloseTo((minutes?.bytes ?? 0) / elapsedDays, 3);
  expect(minutes).toMatchObject({ keptDays: 14, bytesWhenFull: (minutes?.bytesPerDay ?? 0) * 15 });
  expect(tables.find(({ name }) => name === "pool_hour")?.keptDays).toBe(400);
  expect(databaseBytes).toBeGreaterThan(tables.reduce((sum, { bytes }) => sum + bytes, 0));
});
