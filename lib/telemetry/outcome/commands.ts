import type { Pool } from "pg";
import { ensurePartitions } from "../../db/partitions.ts";
import type { OutcomeRow } from "./outcomeIntake.ts";

/**
 * Upserts outcome minutes in one statement: a measure not sent leaves the stored one. Answers how many rows were new
 * or changed something; the others said what was known.
 */
export async function storeOutcomes(
  database: Pool,
  rows: readonly OutcomeRow[],
): Promise<{ changed: number }> {
  if (rows.length === 0) return { changed: 0 };
  const sorted = [...rows].sort((left, right) => left.stamp - right.stamp || left.minute - right.minute);
  const minutes = sorted.map((row) => row.minute);
  const first = minutes.reduce((least, minute) => Math.min(least, minute), Number.POSITIVE_INFINITY);
  const last = minutes.reduce((most, minute) => Math.max(most, minute), 0);
  await ensurePartitions(database, "outcome_minute", first, last + 1);
  const { rowCount } = await database.query(
    `insert into telemetry.outcome_minute as t (stamp, minute, pull_p95_ms, error_rate, throughput_bytes)
     select * from unnest($1::int[], $2::int[], $3::real[], $4::real[], $5::float8[])
     on conflict (stamp, minute) do update set
       pull_p95_ms = coalesce(excluded.pull_p95_ms, t.pull_p95_ms),
       error_rate = coalesce(excluded.error_rate, t.error_rate),
       throughput_bytes = coalesce(excluded.throughput_bytes, t.throughput_bytes)
     where (coalesce(excluded.pull_p95_ms, t.pull_p95_ms), coalesce(excluded.error_rate, t.error_rate),
         coalesce(excluded.throughput_bytes, t.throughput_bytes))
       is distinct from (t.pull_p95_ms, t.error_rate, t.throughput_bytes)`,
    [
      sorted.map((row) => row.stamp),
      minutes,
      sorted.map((row) => row.pullP95Ms),
      sorted.map((row) => row.errorRate),
      sorted.map((row) => row.throughputBytes),
    ],
  );
  return { changed: rowCount ?? 0 };
}
