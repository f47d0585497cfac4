import type { Pool } from "pg";
import { type EpochMinute, hourOf, MINUTES_PER_HOUR, type MinuteWindow } from "../../core/index.ts";
import { listPartitions, PARTITIONED_TABLES } from "../../db/partitions.ts";
import type { NodeNames } from "../names/queries.ts";
import { findSilentNodes, type StoppedNode, type StoredPresence } from "./findSilentNodes.ts";
import {
  type IntakeCounts,
  type PoolIntake,
  type Rejection,
  type StorageReport,
  type StoredTable,
  sumSources,
} from "./intakeReport.ts";

/** Refusals that are listed; the latest. Senders that name a new thing in every row could make any number of them. */
const MOST_REJECTIONS = 500;

/** What has been sent and refused, by sender: the counts that the receiving processes write about once a second. */
export async function readIntakeCounts(database: Pool): Promise<IntakeCounts> {
  const [sent, refused] = await Promise.all([
    database.query<PoolIntake & { readonly duplicate: number }>(
      `select pool, source, endpoint, received, duplicate, rounded, late,
         (extract(epoch from last_sample_at) * 1000)::float8 as "lastSampleMs",
         (extract(epoch from last_received_at) * 1000)::float8 as "lastReceivedMs"
       from telemetry.intake order by pool, source, endpoint`,
    ),
    database.query<Rejection>(
      `select source, endpoint, stamp, pool, code, count, last_message as "lastMessage",
         (extract(epoch from last_received_at) * 1000)::float8 as "lastReceivedMs"
       from telemetry.rejection
       order by last_received_at desc, source, endpoint, stamp, pool, code limit $1`,
      [MOST_REJECTIONS],
    ),
  ]);
  return {
    pools: sent.rows.filter(({ pool }) => pool !== 0).map(({ duplicate: _, ...row }) => row),
    sources: sumSources(sent.rows, refused.rows),
    rejections: refused.rows,
  };
}

/** Of these pools, those that have any data older than the minute: the others are new. */
export async function readKnownBefore(
  database: Pool,
  pools: readonly number[],
  minute: EpochMinute,
): Promise<ReadonlySet<number>> {
  const { rows } = await database.query<{ pool: number }>(
    `select want.pool from unnest($1::int[]) as want(pool)
      where exists (select from telemetry.pool_hour h where h.pool = want.pool and h.hour < $2)`,
    [pools, hourOf(minute)],
  );
  return new Set(rows.map(({ pool }) => pool));
}

/** Nodes that reported within the window and then stopped, by pool; pools without any are left out. See `findSilentNodes`. */
export async function readStoppedNodes(
  source: { readonly database: Pool; readonly nodeNames: NodeNames },
  pools: readonly number[],
  window: MinuteWindow,
): Promise<ReadonlyMap<number, readonly StoppedNode[]>> {
  const { rows } = await source.database.query<{
    pool: number;
    hour: number;
    first_slot: number;
    presence: Buffer;
  }>(
    `select pool, hour, first_slot, presence from telemetry.pool_hour
      where pool = any($1::int[]) and hour >= $2 and hour <= $3`,
    [pools, hourOf(window.fromMinute), Math.floor((window.toMinute - 1) / MINUTES_PER_HOUR)],
  );
  const byPool = Map.groupBy(rows, ({ pool }) => pool);
  const silent = [...byPool].flatMap(([pool, hours]) =>
    findSilentNodes(hours.map(presenceOf)).map((node) => ({ pool, ...node })),
  );
  const names = await source.nodeNames.find(silent);
  const named = silent.map(({ pool, lastMinute }, at) => ({ pool, lastMinute, name: names[at] ?? "" }));
  return new Map(
    [...Map.groupBy(named, ({ pool }) => pool)].map(([pool, nodes]) => [
      pool,
      nodes.map(({ name, lastMinute }) => ({ name, lastMinute })),
    ]),
  );
}

function presenceOf(row: { hour: number; first_slot: number; presence: Buffer }): StoredPresence {
  return { hour: row.hour, firstSlot: row.first_slot, presence: row.presence };
}

/** What telemetry takes on disk, and which days are there. */
export async function readStorage(database: Pool): Promise<StorageReport> {
  const sizes = await database.query<{ name: string; bytes: number }>(
    `select coalesce(parent.relname, own.relname) as name, sum(pg_total_relation_size(own.oid))::float8 as bytes
       from pg_class own
       left join pg_inherits on inhrelid = own.oid
       left join pg_class parent on parent.oid = inhparent
      where own.relnamespace = 'telemetry'::regnamespace and own.relkind in ('r', 'p')
      group by 1 order by 2 desc, 1`,
  );
  const whole = await database.query<{ bytes: number }>(
    "select pg_database_size(current_database())::float8 as bytes",
  );
  const days = await readPartitionDays(database);
  return {
    tables: sizes.rows.map((row) => ({ ...row, partitions: days.get(row.name) ?? null })),
    databaseBytes: whole.rows[0]?.bytes ?? 0,
  };
}

async function readPartitionDays(database: Pool): Promise<Map<string, StoredTable["partitions"]>> {
  const days = new Map<string, StoredTable["partitions"]>();
  for (const table of PARTITIONED_TABLES) {
    const partitions = await listPartitions(database, table);
    const [first, last] = [partitions[0], partitions.at(-1)];
    if (first === undefined || last === undefined) continue;
    days.set(table, {
      count: partitions.length,
      fromMinute: first.fromMinute,
      toMinute: last.toMinute,
    });
  }
  return days;
}
