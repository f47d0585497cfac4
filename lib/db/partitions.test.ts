import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE_MS, MINUTES_PER_DAY } from "../core/index.ts";
import { createDatabaseClient } from "./client.ts";
import {
  dropPartitionsBefore,
  ensurePartitions,
  listPartitions,
  PARTITIONED_TABLES,
  type PartitionedTable,
} from "./partitions.ts";
import { createTestDatabase, type TestDatabase } from "./testDatabase.ts";

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

test("a table in use is left for the next time instead of being waited for", async () => {
  const from = minuteOfDate("2022-01-01T00:00:00Z");
  await ensurePartitions(db.pool, "outcome_minute", from, from + 1);
  const reader = await db.pool.connect();
  try {
    await reader.query("begin");
    await reader.query("select count(*) from telemetry.outcome_minute");
    expect(await dropPartitionsBefore(db.pool, "outcome_minute", from + MINUTES_PER_DAY)).toEqual([]);
  } finally {
    await reader.query("rollback");
    reader.release();
  }
  expect(await dropPartitionsBefore(db.pool, "outcome_minute", from + MINUTES_PER_DAY)).toEqual([
    "outcome_minute_2022_01_01",
  ]);
});
