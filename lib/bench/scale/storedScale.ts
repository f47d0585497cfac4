import type { DatabaseClient } from "../../db/client.ts";
import { visitLoad } from "../../telemetry/load/loadRow.ts";

/** Bytes on disk, with indexes and what is not in the row itself. */
export interface StoredBytes {
  readonly cpu: number;
  readonly load: number;
}

export async function readBytes(client: DatabaseClient): Promise<StoredBytes> {
  const { rows } = await client.pools.read.query<{ cpu: string; load: string }>(
    `select coalesce(sum(bytes) filter (where parent in ('pool_minute', 'pool_hour')), 0)::text as cpu,
            coalesce(sum(bytes) filter (where parent = 'load_minute'), 0)::text as load
       from (select parent.relname as parent, pg_total_relation_size(inhrelid) as bytes
               from pg_inherits join pg_class parent on parent.oid = inhparent
               where parent.relnamespace = 'telemetry'::regnamespace) as part`,
  );
  return { cpu: Number(rows[0]?.cpu ?? 0), load: Number(rows[0]?.load ?? 0) };
}

/** Node-minutes that the database holds from a minute on. */
export async function countCpu(client: DatabaseClient, fromMinute: number): Promise<number> {
  const { rows } = await client.pools.read.query<{ stored: string }>(
    "select coalesce(sum(present), 0)::text as stored from telemetry.pool_minute where minute >= $1",
    [fromMinute],
  );
  return Number(rows[0]?.stored ?? 0);
}

/** Entries of registry load from a minute on, a minute at a time: they are packed. */
export async function countLoad(client: DatabaseClient, fromMinute: number): Promise<number> {
  const { rows } = await client.pools.read.query<{ minute: number }>(
    "select distinct minute from telemetry.load_minute where minute >= $1 order by minute",
    [fromMinute],
  );
  let count = 0;
  for (const { minute } of rows) {
    const cells = await client.pools.read.query<{ entries: Buffer }>(
      "select entries from telemetry.load_minute where minute = $1",
      [minute],
    );
    for (const { entries } of cells.rows) visitLoad(entries, () => count++);
  }
  return count;
}

/** What a pool's rollup of an hour takes, with its keys; rows are counted, not estimated. */
export async function readBytesOfHour(client: DatabaseClient): Promise<number> {
  const { rows } = await client.pools.read.query<{ bytes: string; count: string }>(
    `select (select sum(pg_total_relation_size(inhrelid)) from pg_inherits
              where inhparent = 'telemetry.pool_hour'::regclass)::text as bytes,
            (select count(*) from telemetry.pool_hour)::text as count`,
  );
  return Number(rows[0]?.bytes ?? 0) / Number(rows[0]?.count ?? 1);
}
