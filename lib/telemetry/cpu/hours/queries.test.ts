import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../db/testDatabase.ts";
import { Telemetry } from "../../commands.ts";
import { HourReader, TooLongError } from "./queries.ts";

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

test("an hour whose note came first, as it may on several machines, is read again until its rows show", async () => {
  const pool = pools[1] ?? 0;
  const hour = Math.floor((NOW_MINUTE - 600) / 60);
  const window = { fromMinute: hour * 60, toMinute: hour * 60 + 60 };
  const reader = new HourReader(db.pool, () => NOW, { settleSeconds: 3_600 });
  const hottest = async () => Math.max(...((await reader.readWindows([pool], window)).get(pool)?.hot ?? []));
  const paint = (cpu: number) =>
    db.pool.query(
      `update telemetry.pool_hour set hot = (select string_agg(int2send($3), '') from generate_series(1, 60))
         where pool = $1 and hour = $2`,
      [pool, hour, Buffer.from(Int16Array.of(cpu).buffer).readInt16BE()],
    );
  await paint(4_000);
  await hottest();
  await db.pool.query("insert into telemetry.change (kind, hours, pools) values ('cpu', $1, $2)", [
    [hour],
    [pool],
  ]);
  expect(await hottest()).toBe(4_000);
  await paint(5_500);
  expect(await hottest()).toBe(5_500);
});

test("a long window of many pools is refused before anything is read, that of a few is read, and the peak's of any number", async () => {
  const reader = new HourReader(db.pool, () => NOW);
  const many = Array.from({ length: 2_000 }, (_, at) => 1_000_000 + at);
  const daysFrom = (days: number) => ({ fromMinute: WEEK.toMinute - days * 1_440, toMinute: WEEK.toMinute });
  const refused = await reader
    .readBins(many, { window: daysFrom(400), column: "hot" })
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(TooLongError);
  expect(String(refused)).toContain("at most 15 days");
  expect((await reader.readWindows(pools.slice(0, 1), daysFrom(400))).size).toBe(1);
  expect((await reader.readWindows([...many, ...pools.slice(0, 1)], daysFrom(14))).size).toBe(1);
});

test("what is being put together stays of one instant when others learn of news meanwhile", async () => {
  const reader = new HourReader(db.pool, () => NOW);
  const today = { fromMinute: NOW_MINUTE - 600, toMinute: NOW_MINUTE + 1 };
  const before = await reader.readWindows(pools, today);
  // So many pools that hours are put together in many pieces; only the first and the last have data.
  const [first = 0, second = 0] = pools;
  const many = [first, ...Array.from({ length: 40_000 }, (_, at) => -1 - at), second];
  const slow = reader.readWindows(many, today);
  // Younger than the look of the one before it, as looks take turns; whichever of them is through first.
  await send(new Telemetry(db.pool, () => NOW), [
    { pool: "a", age: 1, cpu: 91 },
    { pool: "b", age: 1, cpu: 92 },
  ]);
  const after = await reader.readWindows(pools, today);
  const read = await slow;
  const at = 599;
  const values = [first, second].map((pool) => read.get(pool)?.hot[at]);
  const old = [first, second].map((pool) => before.get(pool)?.hot[at]);
  expect([first, second].map((pool) => after.get(pool)?.hot[at])).toEqual([9_100, 9_200]);
  expect([old, [9_100, 9_200]]).toContainEqual(values);
});
