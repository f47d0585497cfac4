import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ClientBase } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { MINUTES_PER_HOUR, NO_DATA } from "../../core/index.ts";
import { cellKey, cellPool, cellTime, hourKeyOf } from "../cellKey.ts";
import { encodeMinutes, MINUTE_COLUMNS, toBytes, toVector } from "./binaryCopy.ts";
import { type HourRow, packPresence, unpackPresence } from "./hourRow.ts";
import type { ChangedHour, ChangedMinute, CpuChange, StoredCpu } from "./mergeCpu.ts";
import type { MinuteRow } from "./minuteRow.ts";

const VECTOR_BYTES = MINUTES_PER_HOUR * Int16Array.BYTES_PER_ELEMENT;
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
  const known = keys.filter((key) => hasBin(hours.get(hourKeyOf(key)), cellTime(key) % MINUTES_PER_HOUR));
  return { minutes: known.length === 0 ? new Map() : await readMinutes(client, known), hours };
}

/** The hour knows which of its minutes have data: one that has none has no row of its own. */
function hasBin(hour: HourRow | undefined, bin: number): boolean {
  return hour !== undefined && hour.hot[bin] !== NO_DATA;
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
  await writeHours(client, change.hours);
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

/**
 * Writes the hours, and notes the change in the same statements. Vectors travel as one binary parameter each, cut up by
 * the server: as arrays of bytea they would travel as hexadecimal text.
 */
async function writeHours(client: ClientBase, hours: ReadonlyMap<number, ChangedHour>): Promise<void> {
  const keys = [...hours.keys()];
  const fresh = keys.filter((key) => hours.get(key)?.existed === false);
  const known = keys.filter((key) => hours.get(key)?.existed === true);
  const times = [...new Set(keys.map(cellTime))];
  const noted = [times, [...new Set(keys.map(cellPool))]];
  if (fresh.length > 0) await sendHours(client, { name: "insert", keys: fresh, hours, noted });
  if (known.length > 0) await sendHours(client, { name: "update", keys: known, hours, noted });
}

const SENT_HOURS = `noted as (
    insert into telemetry.change (kind, hours, pools) values ('cpu', $9::int[], $10::int[])),
  sent as (
    select pool, hour, first_slot, vector.hot, vector.average, vector.hottest,
        substring($7::bytea from presence_end - presence_bytes + 1 for presence_bytes) as presence
      from unnest($1::int[], $2::int[], $3::smallint[], $8::int[], $11::int[]) with ordinality
        as u(pool, hour, first_slot, presence_end, presence_bytes, place)
      cross join lateral (select substring($4::bytea from start for ${VECTOR_BYTES}) as hot,
          substring($5::bytea from start for ${VECTOR_BYTES}) as average,
          substring($6::bytea from start for ${VECTOR_BYTES}) as hottest
        from (select ((place - 1) * ${VECTOR_BYTES} + 1)::int as start) as at) as vector)`;

const WRITE_HOURS = {
  insert: `with ${SENT_HOURS}
    insert into telemetry.pool_hour (pool, hour, first_slot, hot, average, hottest, presence)
      select pool, hour, first_slot, hot, average, hottest, presence from sent
      where hour >= $12 and hour <= $13`,
  update: `with ${SENT_HOURS}
    update telemetry.pool_hour h set first_slot = s.first_slot, hot = s.hot, average = s.average,
        hottest = s.hottest, presence = s.presence
      from sent s where h.pool = s.pool and h.hour = s.hour and h.hour >= $12 and h.hour <= $13`,
};

async function sendHours(
  client: ClientBase,
  send: {
    name: keyof typeof WRITE_HOURS;
    keys: readonly number[];
    hours: ReadonlyMap<number, ChangedHour>;
    noted: readonly number[][];
  },
): Promise<void> {
  const rows = send.keys.flatMap((key) => send.hours.get(key) ?? []);
  const presence = rows.map((row) => packPresence(row.presence));
  const times = send.keys.map(cellTime);
  await client.query({
    name: `telemetry-${send.name}-hours`,
    text: WRITE_HOURS[send.name],
    values: [
      send.keys.map(cellPool),
      times,
      rows.map((row) => row.firstSlot),
      joinVectors(rows.map((row) => row.hot)),
      joinVectors(rows.map((row) => row.average)),
      joinVectors(rows.map((row) => row.hottest)),
      Buffer.concat(presence),
      presence.map(runningTotal()),
      ...send.noted,
      presence.map((bytes) => bytes.length),
      least(times),
      greatest(times),
    ],
  });
}

function joinVectors(vectors: readonly Int16Array[]): Buffer {
  return Buffer.concat(vectors.map(toBytes));
}

/** Where each part ends when all are joined. */
function runningTotal(): (part: Uint8Array) => number {
  let end = 0;
  return (part) => {
    end += part.length;
    return end;
  };
}

function least(values: readonly number[]): number {
  return values.reduce((smallest, value) => Math.min(smallest, value), Number.POSITIVE_INFINITY);
}

function greatest(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY);
}
