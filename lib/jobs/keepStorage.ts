import type { EpochMinute } from "../core/index.ts";
import { MINUTES_PER_DAY } from "../core/index.ts";
import type { DatabaseClient } from "../db/client.ts";
import {
  dropPartitionsBefore,
  ensurePartitions,
  PARTITIONED_TABLES,
  type PartitionedTable,
} from "../db/partitions.ts";
import { FLEET_SCOPE, loadSettingOverrides, resolveSetting } from "../fleet/index.ts";

/** Partitions stand ready this long before their first minute, so that midnight is no moment of its own. */
const AHEAD_DAYS = 3;
/** What a writer that still goes by yesterday's retention may reach is left for another day. */
const SLACK_DAYS = 1;
/** Longer than any reader keeps what it has seen. */
const CHANGES_KEPT = "10 minutes";
/** As long as an answer is remembered for its Idempotency-Key. */
const KEYS_KEPT = "24 hours";

/** Which retention a table goes by: minutes of every node and of every registry are raw, the rest are rollups. */
const RETENTION_OF: Record<PartitionedTable, "rawDays" | "rollupDays"> = {
  pool_minute: "rawDays",
  load_minute: "rawDays",
  pool_hour: "rollupDays",
  outcome_minute: "rollupDays",
};

/** Makes the partitions of today and the next days, drops those past the retention that is set; answers what it dropped. */
export async function keepPartitions(client: DatabaseClient, nowMinute: EpochMinute): Promise<string[]> {
  const pool = client.pools.ingest;
  const retention = resolveSetting(await loadSettingOverrides(client.prisma), "retention", FLEET_SCOPE);
  const dropped: string[] = [];
  for (const table of PARTITIONED_TABLES) {
    await ensurePartitions(pool, table, nowMinute, nowMinute + AHEAD_DAYS * MINUTES_PER_DAY + 1);
    const keptDays = retention[RETENTION_OF[table]] + SLACK_DAYS;
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

/** Forgets answers that nobody may ask for again. */
export async function pruneIdempotencyKeys(client: DatabaseClient): Promise<void> {
  await client.pools.ingest.query("delete from idempotency_key where created_at < now() - $1::interval", [
    KEYS_KEPT,
  ]);
}
