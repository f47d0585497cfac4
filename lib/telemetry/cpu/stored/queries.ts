import type { ClientBase, Pool } from "pg";
import { greatest, least } from "../../../core/index.ts";
import { int4Array } from "../../binaryArrays.ts";
import { cellKey, cellPool, cellTime, hourKeyOf } from "../../cellKey.ts";
import { toVector } from "../binaryCopy.ts";
import { unpackPresence } from "../hourRow.ts";
import type { StoredCpu, StoredHour } from "../mergeCpu.ts";
import type { MinuteRow } from "../minuteRow.ts";
import { hasBin } from "../storedCache.ts";

interface HourRecord {
  pool: number;
  hour: number;
  version: string;
  first_slot: number;
  hot: Buffer;
  average: Buffer;
  hottest: Buffer;
  presence: Buffer;
}

interface MinuteRecord {
  pool: number;
  minute: number;
  first_slot: number;
  values: Buffer;
  seconds: Buffer;
}

/** What is stored for these bins (`cellKey(pool, minute)`). The pools must be locked, for the two reads to be of one state. */
export async function readStored(client: ClientBase | Pool, binKeys: readonly number[]): Promise<StoredCpu> {
  const hours = await readHours(client, [...new Set(binKeys.map(hourKeyOf))]);
  const known = binKeys.filter((key) => hasBin(hours.get(hourKeyOf(key)), key));
  return { minutes: await readMinutes(client, known), hours };
}

/** These hours with their versions, by `cellKey(pool, hour)`; those that are not stored are left out. */
export async function readHours(
  database: ClientBase | Pool,
  keys: readonly number[],
): Promise<Map<number, StoredHour>> {
  if (keys.length === 0) return new Map();
  const times = keys.map(cellTime);
  const { rows } = await database.query<HourRecord>({
    name: "telemetry-stored-hours",
    text: `select h.pool, h.hour, h.xmin as version, h.first_slot, h.hot, h.average, h.hottest, h.presence
      from unnest($1::int[], $2::int[]) as want(pool, hour)
      join telemetry.pool_hour h on h.pool = want.pool and h.hour = want.hour
      where h.pool = any($1::int[]) and h.hour >= $3 and h.hour <= $4`,
    values: [int4Array(keys.map(cellPool)), int4Array(times), least(times), greatest(times)],
  });
  return new Map(
    rows.map((row) => [
      cellKey(row.pool, row.hour),
      {
        version: Number(row.version),
        firstSlot: row.first_slot,
        hot: toVector(row.hot),
        average: toVector(row.average),
        hottest: toVector(row.hottest),
        presence: unpackPresence(row.presence),
      },
    ]),
  );
}

/** These minutes, by `cellKey(pool, minute)`; those that are not stored (or past raw retention) are left out. */
export async function readMinutes(
  database: ClientBase | Pool,
  keys: readonly number[],
): Promise<Map<number, MinuteRow>> {
  if (keys.length === 0) return new Map();
  const times = keys.map(cellTime);
  const { rows } = await database.query<MinuteRecord>({
    name: "telemetry-stored-minutes",
    text: `select m.pool, m.minute, m.first_slot, m.values, m.seconds
      from unnest($1::int[], $2::int[]) as want(pool, minute)
      join telemetry.pool_minute m on m.pool = want.pool and m.minute = want.minute
      where m.pool = any($1::int[]) and m.minute >= $3 and m.minute <= $4`,
    values: [int4Array(keys.map(cellPool)), int4Array(times), least(times), greatest(times)],
  });
  return new Map(
    rows.map((row) => [
      cellKey(row.pool, row.minute),
      { firstSlot: row.first_slot, values: toVector(row.values), seconds: new Uint8Array(row.seconds) },
    ]),
  );
}
