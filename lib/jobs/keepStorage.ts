import type { EpochMinute } from "../core/index.ts";
import { MINUTES_PER_DAY } from "../core/index.ts";
import type { DatabaseClient } from "../db/client.ts";
import { dropPartitionsBefore, ensurePartitions, PARTITIONED_TABLES } from "../db/partitions.ts";
import { FLEET_SCOPE, loadSettingOverrides, resolveSetting } from "../fleet/index.ts";
import { CHUNK_RECORDS, daysKept, SLACK_DAYS } from "../telemetry/index.ts";

/** Partitions stand ready this long before their first minute, so that midnight is no moment of its own. */
const AHEAD_DAYS = 3;
/** Longer than any reader keeps what it has seen. */
const CHANGES_KEPT = "10 minutes";
/** As long as an answer is remembered for its Idempotency-Key. */
const KEYS_KEPT = "24 hours";

/** Makes the partitions of today and the next days, drops those past the retention that is set; answers what it dropped. */
export async function keepPartitions(client: DatabaseClient, nowMinute: EpochMinute): Promise<string[]> {
  const pool = client.pools.ingest;
  const retention = resolveSetting(await loadSettingOverrides(client.prisma), "retention", FLEET_SCOPE);
  const dropped: string[] = [];
  for (const table of PARTITIONED_TABLES) {
    await ensurePartitions(pool, table, nowMinute, nowMinute + AHEAD_DAYS * MINUTES_PER_DAY + 1);
    const keptDays = daysKept(table, retention) + SLACK_DAYS;
    dropped.push(...(await dropPartitionsBefore(pool, table, nowMinute - keptDays * MINUTES_PER_DAY)));
  }
  return dropped;
}

/** Forgets which hours were written, once every reader has had time to ask. */
export async function pruneChanges(client: DatabaseClient): Promise<void> {
  await client.pools.ingest.query("delete from telemetry.change where at < now() - $1::interval", [
    CHANGES_KEPT,
  ]);
}

/**
 * Forgets access logs: bodies without a name when nobody sends them again, named ones long after they have ended. Of a log that
 * goes on, what was refused sixty days ago is not waited for any more.
 */
export async function pruneLogSources(client: DatabaseClient): Promise<void> {
  await client.pools.ingest.query(
    `delete from telemetry.log_source
      where seen_at < now() - case when source like 'sha256:%' then interval '2 days' else interval '60 days' end`,
  );
  await client.pools.ingest.query(
    `update telemetry.log_source log set position = greatest(log.position, old.before)
       from (select source, (max(chunk) + 1) * $1::bigint as before from telemetry.log_chunk
              where seen_at < now() - interval '60 days' group by source) old
      where log.source = old.source`,
    [CHUNK_RECORDS],
  );
  await client.pools.ingest.query(
    `delete from telemetry.log_chunk part where not exists (
       select from telemetry.log_source log
        where log.source = part.source and log.position < (part.chunk + 1) * $1::bigint)`,
    [CHUNK_RECORDS],
  );
}

/** Forgets answers that nobody may ask for again. */
export async function pruneIdempotencyKeys(client: DatabaseClient): Promise<void> {
  await client.pools.ingest.query("delete from idempotency_key where created_at < now() - $1::interval", [
    KEYS_KEPT,
  ]);
}
