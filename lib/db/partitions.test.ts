import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MINUTE_MS, MINUTES_PER_DAY } from "../core/index.ts";
import { createDatabaseClient } from "./client.ts";
import {
  dropPartitionsBefore,
  ensurePartitions,
  listPartitions,
  PARTITIONED_TABLES,
  type PartitionedTable,
} from "./partitions.ts";
import { createTestDatabase, isDistributed, type TestDatabase } from "./testDatabase.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const minuteOfDate = (date: string): number => Date.parse(date) / MINUTE_MS;

const insertInto: Record<PartitionedTable, string> = {
  pool_minute: "insert into telemetry.pool_minute values (1, $1, 0, 1, 10, 10, 0, '\\x0a00', '\\x')",
  pool_hour: "insert into telemetry.pool_hour values (1, $1::int / 60, 0, '\\x', '\\x', '\\x', '\\x')",
  load_minute: "insert into telemetry.load_minute values (1, $1, '\\x')",
  outcome_minute: "insert into telemetry.outcome_minute values (1, $1, 1, 0, 1)",
  counter_minute: "insert into telemetry.counter_minute values (1, $1, 0, '\\x')",
};

test.each(PARTITIONED_TABLES)(
  "%s takes the first and the last minute of what was asked for",
  async (table) => {
    const from = minuteOfDate("2026-02-27T23:59:00Z");
    const to = minuteOfDate("2026-03-02T00:01:00Z");
    await ensurePartitions(db.pool, table, from, to);
    for (const minute of [from, to - 1]) await db.pool.query(insertInto[table], [minute]);
    const stored = await db.pool.query(`select count(*) as count from telemetry.${table}`);
    expect(stored.rows[0]).toEqual({ count: 2 });
  },
);

test("the end is not part of the window: a window that ends at midnight makes no partition for the day after", async () => {
  const midnight = minuteOfDate("2025-06-02T00:00:00Z");
  await ensurePartitions(db.pool, "load_minute", midnight - 1, midnight);
  const names = (await listPartitions(db.pool, "load_minute")).map(({ name }) => name);
  expect(names).toContain("load_minute_2025_06_01");
  expect(names).not.toContain("load_minute_2025_06_02");
});

test("a partition keeps the primary key and the uncompressed storage of its table", async () => {
  const from = minuteOfDate("2025-07-01T00:00:00Z");
  await ensurePartitions(db.pool, "pool_minute", from, from + 1);
  await db.pool.query(insertInto.pool_minute, [from]);
  await expect(db.pool.query(insertInto.pool_minute, [from])).rejects.toThrow(/duplicate key/);
  const storage = await db.pool.query(
    `select attstorage::text as storage from pg_attribute
      where attrelid = 'telemetry.pool_minute_2025_07_01'::regclass and attname = 'values'`,
  );
  expect(storage.rows).toEqual([{ storage: "e" }]);
});

test("many processes that ask for the same days at once all succeed", async () => {
  const from = minuteOfDate("2025-01-01T00:00:00Z");
  const clients = Array.from({ length: 4 }, () => createDatabaseClient(db.url));
  try {
    await Promise.all(
      clients.flatMap(({ pools }) =>
        PARTITIONED_TABLES.map((table) =>
          ensurePartitions(pools.ingest, table, from, from + 5 * MINUTES_PER_DAY),
        ),
      ),
    );
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
  const made = (await listPartitions(db.pool, "outcome_minute")).filter(
    ({ fromMinute }) => fromMinute >= from,
  );
  expect(made.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["outcome_minute_2025_01_01", "outcome_minute_2025_01_05"]),
  );
});

test("a partition is made while a transaction that wrote to the table is still open", async () => {
  const from = minuteOfDate("2024-05-05T00:00:00Z");
  await ensurePartitions(db.pool, "pool_minute", from, from + 1);
  const writer = await db.pool.connect();
  try {
    await writer.query("begin");
    await writer.query(insertInto.pool_minute, [from]);
    await ensurePartitions(db.pool, "pool_minute", from + MINUTES_PER_DAY, from + MINUTES_PER_DAY + 1);
    await writer.query(insertInto.pool_minute, [from + MINUTES_PER_DAY]);
    await writer.query("commit");
  } finally {
    writer.release();
  }
});

test("dropping leaves every partition that holds anything at or after the given minute, and it can be made again", async () => {
  const from = minuteOfDate("2023-01-01T00:00:00Z");
  await ensurePartitions(db.pool, "load_minute", from, from + 3 * MINUTES_PER_DAY);
  const dropped = await dropPartitionsBefore(db.pool, "load_minute", from + 2 * MINUTES_PER_DAY + 1);
  expect(dropped).toEqual(["load_minute_2023_01_01", "load_minute_2023_01_02"]);
  await ensurePartitions(db.pool, "load_minute", from, from + 1);
  await db.pool.query(insertInto.load_minute, [from]);
});

describe("while somebody reads the table for long", () => {
  const from = minuteOfDate("2022-01-01T00:00:00Z");
  const later = from + 10 * MINUTES_PER_DAY;

  test.skipIf(isDistributed())(
    "nobody waits for the drop: others write and read, the day is out of sight at once, and gone the next time",
    async () => {
      await ensurePartitions(db.pool, "outcome_minute", from, from + 1);
      await ensurePartitions(db.pool, "outcome_minute", later, later + 1);
      await db.pool.query(insertInto.outcome_minute, [from]);
      const reader = await db.pool.connect();
      const other = await db.pool.connect();
      try {
        await reader.query("begin");
        await reader.query("select count(*) from telemetry.outcome_minute");
        let gaveUp = false;
        const dropping = dropPartitionsBefore(db.pool, "outcome_minute", from + MINUTES_PER_DAY).finally(
          () => {
            gaveUp = true;
          },
        );
        // It waits for two seconds; on a machine that stalls for as long it has given up before it was seen to.
        await expect.poll(async () => gaveUp || (await waitingForLocks(db)) > 0).toBe(true);
        // Whoever queued behind the drop would not get through within a millisecond.
        await other.query("set lock_timeout = '1ms'");
        await other.query(insertInto.outcome_minute, [later]);
        const seenNow = await other.query(
          "select count(*) as count from telemetry.outcome_minute where minute = $1",
          [from],
        );
        expect(seenNow.rows).toEqual([{ count: 0 }]);
        expect(await dropping).toEqual([]);
      } finally {
        await reader.query("rollback");
        await other.query("reset lock_timeout");
        reader.release();
        other.release();
      }
      expect(await dropPartitionsBefore(db.pool, "outcome_minute", from + MINUTES_PER_DAY)).toEqual([
        "outcome_minute_2022_01_01",
      ]);
    },
  );

  test.skipIf(isDistributed())("a day whose drop stands half done can be made again, empty", async () => {
    const day = minuteOfDate("2021-01-01T00:00:00Z");
    await ensurePartitions(db.pool, "load_minute", day, day + 1);
    await db.pool.query(insertInto.load_minute, [day]);
    const reader = await db.pool.connect();
    await reader.query("begin");
    await reader.query("select count(*) from telemetry.load_minute");
    expect(await dropPartitionsBefore(db.pool, "load_minute", day + MINUTES_PER_DAY)).toEqual([]);
    await reader.query("rollback");
    reader.release();
    await ensurePartitions(db.pool, "load_minute", day, day + 1);
    await db.pool.query(insertInto.load_minute, [day]);
    const { rows } = await db.pool.query("select minute from telemetry.load_minute where minute = $1", [day]);
    expect(rows).toEqual([{ minute: day }]);
  });

  test.runIf(isDistributed())(
    "on Citus the drop gives up, changes nothing, and is done the next time",
    async () => {
      await ensurePartitions(db.pool, "outcome_minute", from, from + 1);
      await db.pool.query(insertInto.outcome_minute, [from]);
      const reader = await db.pool.connect();
      try {
        await reader.query("begin");
        await reader.query("select count(*) from telemetry.outcome_minute");
        expect(await dropPartitionsBefore(db.pool, "outcome_minute", from + MINUTES_PER_DAY)).toEqual([]);
        const { rows } = await db.pool.query(
          "select count(*) as count from telemetry.outcome_minute where minute = $1",
          [from],
        );
        expect(rows).toEqual([{ count: 1 }]);
      } finally {
        await reader.query("rollback");
        reader.release();
      }
      expect(await dropPartitionsBefore(db.pool, "outcome_minute", from + MINUTES_PER_DAY)).toEqual([
        "outcome_minute_2022_01_01",
      ]);
    },
  );

  test("what a process that was killed had detached and not dropped is dropped by the next", async () => {
    const day = minuteOfDate("2020-01-01T00:00:00Z");
    await ensurePartitions(db.pool, "pool_minute", day, day + 1);
    await db.pool.query(
      `alter table telemetry.pool_minute detach partition telemetry.pool_minute_2020_01_01
        ${isDistributed() ? "" : "concurrently"}`,
    );
    expect(await dropPartitionsBefore(db.pool, "pool_minute", day + MINUTES_PER_DAY)).toEqual([
      "pool_minute_2020_01_01",
    ]);
    const { rows } = await db.pool.query("select to_regclass('telemetry.pool_minute_2020_01_01') as found");
    expect(rows).toEqual([{ found: null }]);
  });
});

async function waitingForLocks({ superuser }: TestDatabase): Promise<number> {
  const { rows } = await superuser.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like 'alter table%detach%'`,
  );
  return rows[0]?.count ?? 0;
}
