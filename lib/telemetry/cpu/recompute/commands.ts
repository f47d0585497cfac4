import type { Pool, PoolClient } from "pg";
import { type EpochMinute, hourOf, MINUTES_PER_HOUR } from "../../../core/index.ts";
import { inTransaction } from "../../../db/poolTransaction.ts";
import { cellKey } from "../../cellKey.ts";
import { toVector } from "../binaryCopy.ts";
import { lockPools, writeLocked } from "../commands.ts";
import type { ChangedMinute, StoredHour } from "../mergeCpu.ts";
import type { SlotNames } from "../rollup.ts";
import { readHours } from "../stored/queries.ts";
import { recomputeHour, type StoredMinute } from "./recomputeHour.ts";

/** Hours of a pool that are looked at under one lock: a writer waits for so few, if for any. */
const HOURS_AT_ONCE = 24;

/** What was looked at, and what of it was not what the nodes' minutes come to. */
export interface RecomputeReport {
  readonly pools: number;
  readonly minutes: number;
  readonly wrongMinutes: number;
  readonly wrongBins: number;
  /** Hours that were written; in a dry run, that would be. */
  readonly hours: number;
  /** Bins whose nodes' minutes are gone: left as they are. */
  readonly withoutRaw: number;
}

const NOTHING: RecomputeReport = {
  pools: 0,
  minutes: 0,
  wrongMinutes: 0,
  wrongBins: 0,
  hours: 0,
  withoutRaw: 0,
};

interface Asked {
  readonly pools: readonly number[];
  readonly fromMinute: EpochMinute;
  readonly toMinute: EpochMinute;
  readonly isDryRun: boolean;
  /** 0..1, after every pool. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Makes the rollups of whole hours anew from the minutes of every node, and writes what differs, as a writer of samples
 * does: under the locks of its pools, with a note to every cache. So samples may go on coming in, and doing it again
 * changes nothing. What has no minutes of nodes any more is left alone.
 */
export async function recomputeRollups(database: Pool, asked: Asked): Promise<RecomputeReport> {
  let report = NOTHING;
  for (const [at, pool] of asked.pools.entries()) {
    const names = await readSlotNames(database, pool);
    const last = hourOf(asked.toMinute - 1);
    for (let hour = hourOf(asked.fromMinute); hour <= last; hour += HOURS_AT_ONCE) {
      const hours = Array.from(
        { length: Math.min(HOURS_AT_ONCE, last - hour + 1) },
        (_, more) => hour + more,
      );
      report = sum(report, await recomputeHours(database, { pool, hours, names, isDryRun: asked.isDryRun }));
    }
    report = { ...report, pools: report.pools + 1 };
    asked.onProgress?.((at + 1) / asked.pools.length);
  }
  return report;
}

interface Part {
  readonly pool: number;
  readonly hours: readonly number[];
  readonly names: SlotNames;
  readonly isDryRun: boolean;
}

async function recomputeHours(database: Pool, part: Part): Promise<RecomputeReport> {
  const work = async (client: PoolClient) => {
    if (!part.isDryRun) await lockPools(client, [part.pool]);
    return await recomputeLocked(client, part);
  };
  // A look takes no lock: it reads hours and minutes as they were at one instant.
  return await inTransaction(
    database,
    work,
    part.isDryRun ? "begin isolation level repeatable read read only" : "begin",
  );
}

async function recomputeLocked(client: PoolClient, part: Part): Promise<RecomputeReport> {
  const { pool, names, isDryRun } = part;
  const minutes = await readPoolMinutes(client, part);
  const stored = await readHours(
    client,
    part.hours.map((hour) => cellKey(pool, hour)),
  );
  const hours = new Map<number, StoredHour>();
  const wrong: ChangedMinute[] = [];
  let report = NOTHING;
  for (const hour of part.hours) {
    const key = cellKey(pool, hour);
    const before = stored.get(key) ?? null;
    const own = minutes.get(hour) ?? [];
    const found = recomputeHour(before, own, names);
    const target = found.hour ?? before;
    const isChanged = found.hour !== null || found.wrongMinutes.length > 0;
    // A minute is never written without its hour, whose version speaks for it.
    if (isChanged && target !== null) hours.set(key, { ...target, version: before?.version ?? null });
    for (const { bin, row, rollup } of found.wrongMinutes)
      wrong.push({ key: cellKey(pool, hour * MINUTES_PER_HOUR + bin), row, existed: true, ...rollup });
    report = sum(report, {
      pools: 0,
      minutes: own.length,
      wrongMinutes: found.wrongMinutes.length,
      wrongBins: found.wrongBins,
      hours: isChanged ? 1 : 0,
      withoutRaw: found.withoutRaw,
    });
  }
  if (!isDryRun) await writeLocked(client, { minutes: wrong, hours });
  return report;
}

interface MinuteRecord {
  minute: number;
  first_slot: number;
  present: number;
  hot: number;
  average: number;
  hottest: number;
  values: Buffer;
  seconds: Buffer;
}

/** By hour; not only those that the hour knows of, because the hour may be what is wrong. */
async function readPoolMinutes(
  client: PoolClient,
  { pool, hours }: Part,
): Promise<Map<number, StoredMinute[]>> {
  const [first = 0, last = first] = [hours[0], hours.at(-1)];
  const { rows } = await client.query<MinuteRecord>(
    `select minute, first_slot, present, hot, average, hottest, values, seconds from telemetry.pool_minute
      where pool = $1 and minute >= $2 and minute < $3`,
    [pool, first * MINUTES_PER_HOUR, (last + 1) * MINUTES_PER_HOUR],
  );
  const byHour = new Map<number, StoredMinute[]>();
  for (const { minute, first_slot: firstSlot, values, seconds, ...rollup } of rows) {
    const row = { firstSlot, values: toVector(values), seconds: new Uint8Array(seconds) };
    const hour = hourOf(minute);
    const minutes = byHour.get(hour) ?? [];
    minutes.push({ bin: minute % MINUTES_PER_HOUR, row, rollup });
    byHour.set(hour, minutes);
  }
  return byHour;
}

/** Ties go to the lowest name. */
async function readSlotNames(database: Pool, pool: number): Promise<SlotNames> {
  const { rows } = await database.query<{ slot: number; name: string }>(
    "select slot, name from telemetry.node where pool = $1",
    [pool],
  );
  const names = new Map(rows.map(({ slot, name }) => [slot, name]));
  return (slot) => names.get(slot) ?? "";
}

function sum(one: RecomputeReport, other: RecomputeReport): RecomputeReport {
  return {
    pools: one.pools + other.pools,
    minutes: one.minutes + other.minutes,
    wrongMinutes: one.wrongMinutes + other.wrongMinutes,
    wrongBins: one.wrongBins + other.wrongBins,
    hours: one.hours + other.hours,
    withoutRaw: one.withoutRaw + other.withoutRaw,
  };
}
