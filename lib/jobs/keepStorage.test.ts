import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE_MS, MINUTES_PER_DAY } from "../core/index.ts";
import { ensurePartitions, listPartitions, PARTITIONED_TABLES } from "../db/partitions.ts";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { keepPartitions, pruneChanges, pruneIdempotencyKeys, pruneLogSources } from "./index.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const now = Date.parse("2026-06-15T12:00:00Z") / MINUTE_MS;

test("today and the three days after have their partitions, in every table", async () => {
  await keepPartitions(db.client, now);
  for (const table of PARTITIONED_TABLES) {
    const partitions = await listPartitions(db.pool, table);
    for (const day of [0, 1, 2, 3]) {
      const minute = now + day * MINUTES_PER_DAY;
      expect(partitions.some((one) => one.fromMinute <= minute && minute < one.toMinute)).toBe(true);
    }
  }
});

test("what the retention that is set still covers is kept, what lies before is dropped", async () => {
  await db.prisma.setting.create({
    data: { key: "retention", value: { rawDays: 2, rollupDays: 30 }, updatedBy: "test" },
  });
  for (const table of ["pool_minute", "outcome_minute"] as const) {
    await ensurePartitions(db.pool, table, now - 10 * MINUTES_PER_DAY, now);
  }
  await keepPartitions(db.client, now);
  const oldest = async (table: "pool_minute" | "outcome_minute") =>
    (await listPartitions(db.pool, table))[0]?.name;
  // Two days before noon, a day of slack, and that day whole.
  expect(await oldest("pool_minute")).toBe("pool_minute_2026_06_12");
  expect(await oldest("outcome_minute")).toBe("outcome_minute_2026_06_05");
});

test("change notes older than ten minutes and answers older than a day are forgotten, newer ones kept", async () => {
  await db.pool.query(`insert into telemetry.change (at, kind, hours, pools)
    values (now() - interval '11 minutes', 'cpu', '{1}', '{1}'), (now() - interval '9 minutes', 'cpu', '{2}', '{1}')`);
  await db.pool.query(`insert into idempotency_key (actor, key, route, request_hash, status, body, created_at)
    values ('a', 'old', 'r', '', 200, '{}', now() - interval '25 hours'), ('a', 'new', 'r', '', 200, '{}', now() - interval '23 hours')`);
  await pruneChanges(db.client);
  await pruneIdempotencyKeys(db.client);
  expect((await db.pool.query("select hours from telemetry.change")).rows).toEqual([{ hours: [2] }]);
  expect((await db.pool.query("select key from idempotency_key")).rows).toEqual([{ key: "new" }]);
});

test("how far a log was counted is forgotten: of a body without a name after two days, of a log with one after sixty", async () => {
  await db.pool.query(
    `insert into telemetry.log_source (source, position, seen_at)
     select source, 1, now() - make_interval(days => days)
       from (values ('sha256:new', 1), ('sha256:old', 3), ('a: log', 59), ('a: gone', 61)) as of(source, days)`,
  );
  await pruneLogSources(db.client);
  const { rows } = await db.pool.query("select source from telemetry.log_source order by source");
  expect(rows.map(({ source }) => source)).toEqual(["a: log", "sha256:new"]);
});

test("what a log that goes on has left open is waited for sixty days, and then taken for counted", async () => {
  await db.pool.query("truncate telemetry.log_source, telemetry.log_chunk");
  await db.pool.query(
    "insert into telemetry.log_source (source, position, seen_at) values ('a: long', 0, now()), ('a: young', 5, now())",
  );
  await db.pool.query(
    `insert into telemetry.log_chunk (source, chunk, counted, seen_at)
     select source, chunk, '\\x01', now() - make_interval(days => days)
       from (values ('a: long', 0, 70), ('a: long', 1, 61), ('a: long', 2, 59), ('a: young', 0, 59), ('a: gone', 0, 1))
         as part(source, chunk, days)`,
  );
  await pruneLogSources(db.client);
  const sources = await db.pool.query("select source, position from telemetry.log_source order by source");
  expect(sources.rows.map(({ source, position }) => [source, Number(position)])).toEqual([
    ["a: long", 2 * 8_192],
    ["a: young", 5],
  ]);
  const chunks = await db.pool.query("select source, chunk from telemetry.log_chunk order by source, chunk");
  expect(chunks.rows.map(({ source, chunk }) => [source, Number(chunk)])).toEqual([
    ["a: long", 2],
    ["a: young", 0],
  ]);
});
