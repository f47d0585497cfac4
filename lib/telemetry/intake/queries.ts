import type { Pool } from "pg";
import { type EpochMinute, hourOf, MINUTES_PER_HOUR, type MinuteWindow } from "../../core/index.ts";
import { listPartitions, PARTITIONED_TABLES } from "../../db/partitions.ts";
import type { NodeNames } from "../names/queries.ts";
import { findSilentNodes, type StoppedNode, type StoredPresence } from "./findSilentNodes.ts";
import { type IntakeCounts, type PoolIntake, type Rejection, sumSources } from "./intakeReport.ts";
import {
  type Retention,
  type StorageReport,
  type StoredRelation,
  summarizeStorage,
} from "./storageReport.ts";

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
    // A pool's first node stands for it: whoever has data has one.
    `select n.pool from telemetry.node n where n.pool = any($1::int[]) and n.slot = 0
      and exists (select from telemetry.pool_hour h where h.pool = n.pool and h.hour < $2)`,
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

/** What telemetry takes on disk, which days are there, how fast it grows and what it grows to. */
export async function readStorage(
  database: Pool,
  { nowMinute, retention }: { readonly nowMinute: EpochMinute; readonly retention: Retention },
): Promise<StorageReport> {
  const sizes = await database.query<{ table: string; name: string; bytes: number; rows: number | null }>(
    `select coalesce(parent.relname, own.relname) as "table", own.relname as name,
         pg_total_relation_size(own.oid)::float8 as bytes,
         case when own.relkind = 'r' then
           nullif(greatest(own.reltuples::float8, nullif(pg_stat_get_live_tuples(own.oid), 0)::float8), -1) end as rows
       from pg_class own
       left join pg_inherits on inhrelid = own.oid
       left join pg_class parent on parent.oid = inhparent
      where own.relnamespace = 'telemetry'::regnamespace and own.relkind in ('r', 'p')`,
  );
  const whole = await database.query<{ bytes: number }>(
    "select pg_database_size(current_database())::float8 as bytes",
  );
  const days = new Map<string, StoredRelation["partition"]>();
  for (const table of PARTITIONED_TABLES)
    for (const { name, fromMinute, toMinute } of await listPartitions(database, table))
      days.set(name, { fromMinute, toMinute });
  const relations = sizes.rows.map(({ name, ...row }) => ({ ...row, partition: days.get(name) ?? null }));
  const running = [...days].find(
    ([name, day]) =>
      name.startsWith("pool_hour_") &&
      day !== null &&
      day.fromMinute <= nowMinute &&
      nowMinute < day.toMinute,
  );
  const firstMinutes = new Map<string, EpochMinute>();
  // A month in a partition: it may have begun long before the first sample.
  const first = running?.[1] ? await readFirstMinute(database, running[1]) : null;
  if (first !== null) firstMinutes.set("pool_hour", first);
  return {
    tables: summarizeStorage(relations, { nowMinute, retention, firstMinutes }),
    databaseBytes: whole.rows[0]?.bytes ?? 0,
  };
}

async function readFirstMinute(database: Pool, window: MinuteWindow): Promise<EpochMinute | null> {
  const { rows } = await database.query<{ hour: number | null }>(
    "select min(hour) as hour from telemetry.pool_hour where hour >= $1 and hour < $2",
    [hourOf(window.fromMinute), hourOf(window.toMinute)],
  );
  const hour = rows[0]?.hour ?? null;
  return hour === null ? null : hour * MINUTES_PER_HOUR;
}
