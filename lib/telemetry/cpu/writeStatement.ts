import { byteaArray, int2Array, int4Array, xidArray } from "../binaryArrays.ts";
import { cellPool, cellTime } from "../cellKey.ts";
import { MINUTE_COLUMNS, toBytes } from "./binaryCopy.ts";
import { packPresence } from "./hourRow.ts";
import type { ChangedMinute, CpuChange, StoredHour } from "./mergeCpu.ts";

/** Any number will do, as long as nothing else in the database takes the same advisory lock. */
export const LOCK_CLASS = 4_210;
const LOCK_SHARDS = 256;

/** The locks of these pools, in the order in which every writer takes them. */
export function shardsOf(pools: Iterable<number>): number[] {
  const shards = new Set<number>();
  for (const pool of pools) shards.add(pool % LOCK_SHARDS);
  return [...shards].sort((left, right) => left - right);
}

/**
 * The one statement that writes a change. Its parts are left out where they would have no rows, because each costs the
 * server time even then; so it comes in a few forms, each with its own name. `unchanged`: hours that must still have
 * their version although nothing of them is written.
 */
export function composeWrite(
  change: CpuChange,
  unchanged: ReadonlyMap<number, StoredHour>,
): { name: string; text: string; values: (Buffer | number)[] } {
  const parts = partsOf(change, unchanged);
  const name = `telemetry-write-${parts.map((part) => part.name).join("-")}`;
  const counted = parts.flatMap((part) => part.mustCount ?? []);
  const values = [...parts.flatMap((part) => part.values), ...counted];
  const text = texts.get(name) ?? joinParts(parts);
  texts.set(name, text);
  return { name, text, values };
}

const texts = new Map<string, string>();

function partsOf(change: CpuChange, unchanged: ReadonlyMap<number, StoredHour>): Part[] {
  const hours = [...change.hours];
  const fresh = hours.filter(([, hour]) => hour.version === null);
  const known = hours.filter(([, hour]) => hour.version !== null);
  return [
    ...(hours.length > 0 ? [noteChange(hours)] : []),
    ...(change.minutes.length > 0 ? [writeMinutes(change.minutes)] : []),
    ...(fresh.length > 0 ? [insertHours(fresh)] : []),
    ...(known.length > 0 ? [updateHours(known)] : []),
    ...(unchanged.size > 0 ? [checkHours([...unchanged])] : []),
  ];
}

/** Each part numbers its parameters from ?1 on; here they become those of the whole. */
function joinParts(parts: readonly Part[]): string {
  let used = 0;
  const expressions = parts.map((part) => {
    const before = used;
    used += part.values.length;
    return part.text.replace(/\?(\d+)/g, (_, number) => `$${before + Number(number)}`);
  });
  const holds = parts
    .filter((part) => part.mustCount !== undefined)
    .map((part) => `(select count(*) from ${part.name}) = $${++used}::int`);
  // Asking for the id of the transaction gives it one: not where nothing is written.
  const version = parts.some((part) => part.name === "noted") ? "pg_current_xact_id()::xid" : "0";
  return `with ${expressions.join(",\n    ")}
    select ${version} as version, 1 / case when ${["true", ...holds].join(" and ")} then 1 else 0 end as holds`;
}

/** A common table expression of the statement. */
interface Part {
  readonly name: string;
  readonly text: string;
  readonly values: readonly (Buffer | number)[];
  /** The rows it must give for the change to hold. */
  readonly mustCount?: number;
}

type KeyedHour = readonly [key: number, hour: StoredHour];

/** The locks come first: every other part reads from them. */
function noteChange(hours: readonly KeyedHour[]): Part {
  const pools = [...new Set(hours.map(([key]) => cellPool(key)))];
  return {
    name: "noted",
    text: `locked as materialized (
        select count(pg_advisory_xact_lock(${LOCK_CLASS}, shard)) as shards from unnest(?1::int[]) as shard),
      noted as (
        insert into telemetry.change (kind, hours, pools) select 'cpu', ?2::int[], ?3::int[] from locked)`,
    values: [
      int4Array(shardsOf(pools)),
      int4Array([...new Set(hours.map(([key]) => cellTime(key)))]),
      int4Array(pools),
    ],
  };
}

function writeMinutes(minutes: readonly ChangedMinute[]): Part {
  return {
    name: "minutes",
    text: `minutes as (
        insert into telemetry.pool_minute (${MINUTE_COLUMNS})
          select sent.* from locked, unnest(?1::int[], ?2::int[], ?3::smallint[], ?4::smallint[], ?5::smallint[],
            ?6::smallint[], ?7::smallint[], ?8::bytea[], ?9::bytea[]) as sent
          on conflict (pool, minute) do update set first_slot = excluded.first_slot, present = excluded.present,
            hot = excluded.hot, average = excluded.average, hottest = excluded.hottest, values = excluded.values,
            seconds = excluded.seconds)`,
    values: [
      int4Array(minutes.map((minute) => cellPool(minute.key))),
      int4Array(minutes.map((minute) => cellTime(minute.key))),
      int2Array(minutes.map((minute) => minute.row.firstSlot)),
      int2Array(minutes.map((minute) => minute.present)),
      int2Array(minutes.map((minute) => minute.hot)),
      int2Array(minutes.map((minute) => minute.average)),
      int2Array(minutes.map((minute) => minute.hottest)),
      byteaArray(minutes.map((minute) => toBytes(minute.row.values))),
      byteaArray(minutes.map((minute) => minute.row.seconds)),
    ],
  };
}

const HOUR_COLUMNS = "pool, hour, first_slot, hot, average, hottest, presence";
const SENT_HOURS = "?1::int[], ?2::int[], ?3::smallint[], ?4::bytea[], ?5::bytea[], ?6::bytea[], ?7::bytea[]";

function hourValues(hours: readonly KeyedHour[]): Buffer[] {
  return [
    int4Array(hours.map(([key]) => cellPool(key))),
    int4Array(hours.map(([key]) => cellTime(key))),
    int2Array(hours.map(([, hour]) => hour.firstSlot)),
    byteaArray(hours.map(([, hour]) => toBytes(hour.hot))),
    byteaArray(hours.map(([, hour]) => toBytes(hour.average))),
    byteaArray(hours.map(([, hour]) => toBytes(hour.hottest))),
    byteaArray(hours.map(([, hour]) => packPresence(hour.presence))),
  ];
}

/** One that another process has made meanwhile is missing from the count, which ends the statement. */
function insertHours(hours: readonly KeyedHour[]): Part {
  return {
    name: "new_hours",
    text: `new_hours as (
        insert into telemetry.pool_hour (${HOUR_COLUMNS}) select sent.* from locked, unnest(${SENT_HOURS}) as sent
          on conflict (pool, hour) do nothing returning 1)`,
    values: hourValues(hours),
    mustCount: hours.length,
  };
}

/**
 * The bounds of the hours let the server leave partitions out; pools are named once more, because a join alone it may
 * well answer by reading those hours of every pool.
 */
function updateHours(hours: readonly KeyedHour[]): Part {
  return {
    name: "hours",
    text: `hours as (
        update telemetry.pool_hour h set first_slot = sent.first_slot, hot = sent.hot, average = sent.average,
            hottest = sent.hottest, presence = sent.presence
          from locked, unnest(${SENT_HOURS}, ?8::xid[]) as sent(${HOUR_COLUMNS}, version)
          where h.pool = sent.pool and h.hour = sent.hour and h.xmin = sent.version
            and h.pool = any(?1::int[]) and h.hour >= ?9 and h.hour <= ?10
          returning 1)`,
    values: [...hourValues(hours), xidArray(hours.map(([, hour]) => hour.version ?? 0)), ...boundsOf(hours)],
    mustCount: hours.length,
  };
}

function checkHours(hours: readonly KeyedHour[]): Part {
  return {
    name: "same_hours",
    text: `same_hours as (
        select 1 from telemetry.pool_hour h join unnest(?1::int[], ?2::int[], ?3::xid[]) as sent(pool, hour, version)
            on h.pool = sent.pool and h.hour = sent.hour and h.xmin = sent.version
          where h.pool = any(?1::int[]) and h.hour >= ?4 and h.hour <= ?5)`,
    values: [
      int4Array(hours.map(([key]) => cellPool(key))),
      int4Array(hours.map(([key]) => cellTime(key))),
      xidArray(hours.map(([, hour]) => hour.version ?? 0)),
      ...boundsOf(hours),
    ],
    mustCount: hours.length,
  };
}

function boundsOf(hours: readonly KeyedHour[]): [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const [key] of hours) {
    least = Math.min(least, cellTime(key));
    greatest = Math.max(greatest, cellTime(key));
  }
  return [least, greatest];
}
