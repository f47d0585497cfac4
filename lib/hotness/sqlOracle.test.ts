import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { quantileR7, quantileR7Int16 } from "../stats/index.ts";
import { measurePool } from "./measurePool.ts";
import { poolWindowOf } from "./poolWindowForTests.ts";
import { renderSql } from "./renderSql.ts";
import { DEFAULT_HOTNESS_SETTINGS } from "./types.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  await db.close();
});

const probabilities = [0, 0.05, 0.5, 0.95, 0.99, 1];

async function percentilesInSql(values: readonly number[]): Promise<number[]> {
  const { rows } = await db.pool.query<{ found: number[] | null }>(
    "select percentile_cont($1::float8[]) within group (order by value) as found from unnest($2::float8[]) as value",
    [probabilities, values],
  );
  return rows[0]?.found ?? [];
}

test("PostgreSQL's percentile_cont gives the same to 1e-9", async () => {
  const stored = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 900 });
  await fc.assert(
    fc.asyncProperty(stored, async (values) => {
      const expected = await percentilesInSql(values);
      const int16 = Int16Array.from(values);
      for (const [index, probability] of probabilities.entries()) {
        const want = expected[index] ?? Number.NaN;
        expect(Math.abs((quantileR7Int16(int16, probability) ?? Number.NaN) - want)).toBeLessThanOrEqual(
          1e-9,
        );
        expect(Math.abs((quantileR7(values, probability) ?? Number.NaN) - want)).toBeLessThanOrEqual(1e-9);
      }
    }),
    { numRuns: 150 },
  );
});

/** 60 little-endian int16, as telemetry.pool_hour packs them. */
function packHour(values: Int16Array): Buffer {
  const packed = Buffer.alloc(120, 0xff);
  values.forEach((value, bin) => {
    packed.writeInt16LE(value, bin * 2);
  });
  return packed;
}

test("the SQL that pages offer for copying gives the measures that they show", async () => {
  const region = await db.prisma.region.create({ data: { name: "westus" } });
  const stamp = await db.prisma.stamp.create({ data: { name: "o'brien", regionId: region.id } });
  const pool = await db.prisma.pool.create({
    data: { stampId: stamp.id, name: "dataproxy", kind: "dataproxy" },
  });
  const firstHour = 492_000;
  // 14 hours of two nodes with gaps, of which the window takes 12 that begin at no hour's start.
  const percentAt = (minute: number, node: number) =>
    minute % 37 === 0 ? null : ((minute * 7_919 * (node + 1)) % 9_973) / 100;
  const nodes = [0, 1].map((node) => Array.from({ length: 14 * 60 }, (_, minute) => percentAt(minute, node)));
  const stored = poolWindowOf({ n0: nodes[0] ?? [], n1: nodes[1] ?? [] }, firstHour * 60);
  await db.pool.query(
    `create table if not exists telemetry.pool_hour_oracle partition of telemetry.pool_hour for values from (${firstHour}) to (${firstHour + 24})`,
  );
  for (let hour = 0; hour < 14; hour++) {
    const of = (values: Int16Array) => packHour(values.subarray(hour * 60, hour * 60 + 60));
    await db.pool.query(
      "insert into telemetry.pool_hour (pool, hour, first_slot, hot, average, hottest, presence) values ($1, $2, 0, $3, $4, $5, '')",
      [pool.id, firstHour + hour, of(stored.hot), of(stored.average), of(stored.hottest)],
    );
  }

  const window = { fromMinute: firstHour * 60 + 17, toMinute: firstHour * 60 + 17 + 720 };
  const { rows } = await db.pool.query(renderSql({ stamp: "o'brien", pool: "dataproxy", window }));
  const ours = measurePool(
    { ...stored, ...window, ...cut(stored, 17, 737) },
    { nowMinute: 0, relative: false, recent: null, ownPeak: null },
    DEFAULT_HOTNESS_SETTINGS,
  );
  const [row] = rows;
  expect(Number(row.hot_node_p95)).toBeCloseTo(ours.hotNodeP95 ?? -1, 9);
  expect(Number(row.max)).toBeCloseTo(ours.max ?? -1, 9);
  expect(Number(row.average)).toBeCloseTo(ours.average ?? -1, 9);
  expect(Number(row.bins_with_data) / 720).toBeCloseTo(ours.coverage.bins, 12);
});

function cut({ hot, average }: { hot: Int16Array; average: Int16Array }, start: number, end: number) {
  return { hot: hot.slice(start, end), average: average.slice(start, end) };
}
