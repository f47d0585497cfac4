import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../db/testDatabase.ts";
import { Telemetry } from "../../commands.ts";
import { HourReader } from "./queries.ts";

const NOW = Date.parse("2026-11-20T12:00:30Z");
const NOW_MINUTE = Math.floor(NOW / 60_000);
/** More hours than are read for the whole fleet on behalf of one pool. */
const WEEK = { fromMinute: NOW_MINUTE - 7 * 1_440, toMinute: NOW_MINUTE + 1 };

let db: TestDatabase;
let pools: number[];
beforeAll(async () => {
  db = await createTestDatabase();
  const region = await db.prisma.region.create({ data: { name: "westus" } });
  const stamp = await db.prisma.stamp.create({ data: { name: "wus-a", regionId: region.id } });
  const made = await db.prisma.pool.createManyAndReturn({
    data: ["a", "b", "c"].map((name) => ({ name, kind: name, stampId: stamp.id })),
  });
  pools = made.map(({ id }) => id);
  const telemetry = new Telemetry(db.pool, () => NOW);
  const rows = Array.from({ length: 7 * 24 * 4 }, (_, index) => index * 15);
  await send(
    telemetry,
    rows.flatMap((age) => [
      { pool: "a", age, cpu: age % 100 },
      { pool: "b", age: age + 7, cpu: 40 },
    ]),
  );
});
afterAll(() => db.close());

async function send(telemetry: Telemetry, rows: readonly { pool: string; age: number; cpu: number }[]) {
  const intake = await telemetry.openCpu({ source: "test", endpoint: "samples/cpu", retentionDays: 400 });
  rows.forEach(({ pool, age, cpu }, index) => {
    intake.sink.row(index, NOW - age * 60_000, "wus-a", pool, "n0", cpu);
  });
  await intake.finish();
}

test("a week of one pool, read alone, is what the hours in memory hold", async () => {
  const alone = await new HourReader(db.pool, () => NOW).readWindows(pools.slice(0, 1), WEEK);
  const reader = new HourReader(db.pool, () => NOW);
  // Day by day, so that all hours come into memory.
  for (let day = 0; day < 7; day++) {
    const fromMinute = WEEK.fromMinute + day * 1_440;
    await reader.readWindows(pools, { fromMinute, toMinute: fromMinute + 1_440 });
  }
  const kept = await reader.readWindows(pools.slice(0, 1), WEEK);
  expect([...alone.keys()]).toEqual(pools.slice(0, 1));
  expect(alone).toEqual(kept);
});

test("what was acknowledged in between is in it, and a pool without data is left out", async () => {
  const reader = new HourReader(db.pool, () => NOW);
  const before = await reader.readWindows(pools, WEEK);
  expect([...before.keys()]).toEqual(pools.slice(0, 2));
  await send(new Telemetry(db.pool, () => NOW), [{ pool: "c", age: 3_000, cpu: 77 }]);
  const after = await reader.readWindows(pools, WEEK);
  expect(after.get(pools[2] ?? 0)?.hot[NOW_MINUTE - 3_000 - WEEK.fromMinute]).toBe(7_700);
  expect(await reader.readWindows([], WEEK)).toEqual(new Map());
});
