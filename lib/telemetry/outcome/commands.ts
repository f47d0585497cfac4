import type { Pool } from "pg";
import { greatest, least } from "../../core/index.ts";
import { ensurePartitions } from "../../db/partitions.ts";
import type { OutcomeRow } from "./outcomeIntake.ts";

/** How many of these rows would be new or change something. Nothing is written. */
export async function rehearseOutcomes(
  database: Pool,
  rows: readonly OutcomeRow[],
): Promise<{ changed: number }> {
  if (rows.length === 0) return { changed: 0 };
  const minutes = rows.map((row) => row.minute);
  const { rows: known } = await database.query<{ count: number }>(
    `select count(*) as count
       from unnest($1::int[], $2::int[], $3::real[], $4::real[], $5::float8[]) as sent(stamp, minute, p95, errors, bytes)
       join telemetry.outcome_minute t on t.stamp = sent.stamp and t.minute = sent.minute
      where t.minute between $6 and $7
        and (coalesce(sent.p95, t.pull_p95_ms), coalesce(sent.errors, t.error_rate), coalesce(sent.bytes, t.throughput_bytes))
          is not distinct from (t.pull_p95_ms, t.error_rate, t.throughput_bytes)`,
    [
      rows.map((row) => row.stamp),
      minutes,
      rows.map((row) => row.pullP95Ms),
      rows.map((row) => row.errorRate),
      rows.map((row) => row.throughputBytes),
      least(minutes),
      greatest(minutes),
    ],
  );
  return { changed: rows.length - (known[0]?.count ?? 0) };
}

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
  await ensurePartitions(database, "outcome_minute", least(minutes), greatest(minutes) + 1);
  const { rows: changed } = await database.query(
    `insert into telemetry.outcome_minute as t (stamp, minute, pull_p95_ms, error_rate, throughput_bytes)
     select * from unnest($1::int[], $2::int[], $3::real[], $4::real[], $5::float8[])
     on conflict (stamp, minute) do update set
       pull_p95_ms = coalesce(excluded.pull_p95_ms, t.pull_p95_ms),
       error_rate = coalesce(excluded.error_rate, t.error_rate),
       throughput_bytes = coalesce(excluded.throughput_bytes, t.throughput_bytes)
     where (coalesce(excluded.pull_p95_ms, t.pull_p95_ms), coalesce(excluded.error_rate, t.error_rate),
         coalesce(excluded.throughput_bytes, t.throughput_bytes))
       is distinct from (t.pull_p95_ms, t.error_rate, t.throughput_bytes)
     returning 1`,
    [
      sorted.map((row) => row.stamp),
      minutes,
      sorted.map((row) => row.pullP95Ms),
      sorted.map((row) => row.errorRate),
      sorted.map((row) => row.throughputBytes),
    ],
  );
  return { changed: changed.length };
}
