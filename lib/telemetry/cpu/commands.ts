import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ClientBase } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { encodeMinutes, MINUTE_COLUMNS, toBytes, toVector } from "./binaryCopy.ts";
import { cellKey, cellPool, cellTime, hourKeyOf } from "./cpuBatch.ts";
import { type HourRow, packPresence, unpackPresence } from "./hourRow.ts";
import type { ChangedMinute, CpuChange, StoredCpu } from "./mergeCpu.ts";
import type { MinuteRow } from "./minuteRow.ts";

const LOCK_CLASS = 4_210;
const LOCK_SHARDS = 256;
/** From this many new rows on, COPY is worth its extra round trip. */
const COPY_ROWS = 64;

/**
 * Serialises writers of the same pools until the transaction ends. Pools share 256 locks, taken in ascending order,
 * so that writers never wait in a circle and the server's lock table stays small.
 */
export async function lockPools(client: ClientBase, pools: Iterable<number>): Promise<void> {
  const shards = [...new Set(Array.from(pools, (pool) => pool % LOCK_SHARDS))].sort(
    (left, right) => left - right,
  );
  await client.query({
    name: "telemetry-lock",
    text: "select pg_advisory_xact_lock($1, shard) from unnest($2::int[]) as shard",
    values: [LOCK_CLASS, shards],
  });
}

interface MinuteRecord {
  pool: number;
  minute: number;
  first_slot: number;
  values: Buffer;
  seconds: Buffer;
}

interface HourRecord {
  pool: number;
  hour: number;
  first_slot: number;
  hot: Buffer;
  average: Buffer;
  hottest: Buffer;
  presence: Buffer;
}

/** What is stored for these bins (`cellKey(pool, minute)`). The pools must be locked. */
export async function readStored(client: ClientBase, binKeys: Iterable<number>): Promise<StoredCpu> {
  const keys = [...binKeys];
  const hours = await readHours(client, [...new Set(keys.map(hourKeyOf))]);
  const known = keys.filter((key) => hours.has(hourKeyOf(key)));
  return { minutes: known.length === 0 ? new Map() : await readMinutes(client, known), hours };
}

async function readHours(client: ClientBase, keys: readonly number[]): Promise<Map<number, HourRow>> {
  const times = keys.map(cellTime);
  const { rows } = await client.query<HourRecord>({
    name: "telemetry-stored-hours",
    text: `select h.pool, h.hour, h.first_slot, h.hot, h.average, h.hottest, h.presence
      from unnest($1::int[], $2::int[]) as want(pool, hour)
      join telemetry.pool_hour h on h.pool = want.pool and h.hour = want.hour
      where h.hour >= $3 and h.hour <= $4`,
    values: [keys.map(cellPool), times, least(times), greatest(times)],
  });
  return new Map(
    rows.map((row) => [
      cellKey(row.pool, row.hour),
      {
        firstSlot: row.first_slot,
        hot: toVector(row.hot),
        average: toVector(row.average),
        hottest: toVector(row.hottest),
        presence: unpackPresence(row.presence),
      },
    ]),
  );
}

async function readMinutes(client: ClientBase, keys: readonly number[]): Promise<Map<number, MinuteRow>> {
  const times = keys.map(cellTime);
  const { rows } = await client.query<MinuteRecord>({
    name: "telemetry-stored-minutes",
    text: `select m.pool, m.minute, m.first_slot, m.values, m.seconds
      from unnest($1::int[], $2::int[]) as want(pool, minute)
      join telemetry.pool_minute m on m.pool = want.pool and m.minute = want.minute
      where m.minute >= $3 and m.minute <= $4`,
    values: [keys.map(cellPool), times, least(times), greatest(times)],
  });
  return new Map(
    rows.map((row) => [
      cellKey(row.pool, row.minute),
      { firstSlot: row.first_slot, values: toVector(row.values), seconds: new Uint8Array(row.seconds) },
    ]),
  );
}

/** Writes what a merge changed: minutes, their hours, and the note that tells caches. The pools must be locked. */
export async function writeChange(client: ClientBase, change: CpuChange): Promise<void> {
  if (change.hours.size === 0) return;
  const fresh = change.minutes.filter((minute) => !minute.existed);
  if (fresh.length >= COPY_ROWS) {
    await copyMinutes(client, fresh);
    await upsertMinutes(
      client,
      change.minutes.filter((minute) => minute.existed),
    );
  } else {
    await upsertMinutes(client, change.minutes);
  }
  await upsertHours(client, change.hours);
}

async function copyMinutes(client: ClientBase, minutes: readonly ChangedMinute[]): Promise<void> {
  const stream = client.query(
    copyFrom(`copy telemetry.pool_minute (${MINUTE_COLUMNS}) from stdin (format binary)`),
  );
  await pipeline(Readable.from([encodeMinutes(minutes)]), stream);
}

async function upsertMinutes(client: ClientBase, minutes: readonly ChangedMinute[]): Promise<void> {
  if (minutes.length === 0) return;
  await client.query({
    name: "telemetry-upsert-minutes",
    text: `insert into telemetry.pool_minute (${MINUTE_COLUMNS})
      select * from unnest($1::int[], $2::int[], $3::smallint[], $4::smallint[], $5::smallint[], $6::smallint[],
        $7::smallint[], $8::bytea[], $9::bytea[])
      on conflict (pool, minute) do update set first_slot = excluded.first_slot, present = excluded.present,
        hot = excluded.hot, average = excluded.average, hottest = excluded.hottest, values = excluded.values,
        seconds = excluded.seconds`,
    values: [
      minutes.map((minute) => cellPool(minute.key)),
      minutes.map((minute) => cellTime(minute.key)),
      minutes.map((minute) => minute.row.firstSlot),
      minutes.map((minute) => minute.present),
      minutes.map((minute) => minute.hot),
      minutes.map((minute) => minute.average),
      minutes.map((minute) => minute.hottest),
      minutes.map((minute) => Buffer.from(toBytes(minute.row.values))),
      minutes.map((minute) => Buffer.from(minute.row.seconds)),
    ],
  });
}

/** Upserts the hours and notes the change in the same statement. */
async function upsertHours(client: ClientBase, hours: ReadonlyMap<number, HourRow>): Promise<void> {
  const keys = [...hours.keys()];
  const rows = [...hours.values()];
  await client.query({
    name: "telemetry-upsert-hours",
    text: `with noted as (
        insert into telemetry.change (kind, hours, pools) values ('cpu', $8::int[], $9::int[]))
      insert into telemetry.pool_hour (pool, hour, first_slot, hot, average, hottest, presence)
      select * from unnest($1::int[], $2::int[], $3::smallint[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[])
      on conflict (pool, hour) do update set first_slot = excluded.first_slot, hot = excluded.hot,
        average = excluded.average, hottest = excluded.hottest, presence = excluded.presence`,
    values: [
      keys.map(cellPool),
      keys.map(cellTime),
      rows.map((row) => row.firstSlot),
      rows.map((row) => Buffer.from(toBytes(row.hot))),
      rows.map((row) => Buffer.from(toBytes(row.average))),
      rows.map((row) => Buffer.from(toBytes(row.hottest))),
      rows.map((row) => Buffer.from(packPresence(row.presence))),
      [...new Set(keys.map(cellTime))],
      [...new Set(keys.map(cellPool))],
    ],
  });
}

function least(values: readonly number[]): number {
  return values.reduce((smallest, value) => Math.min(smallest, value), Number.POSITIVE_INFINITY);
}

function greatest(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY);
}
