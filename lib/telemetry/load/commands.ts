import type { Pool, PoolClient } from "pg";
import { MINUTES_PER_HOUR } from "../../core/index.ts";
import { ensurePartitions } from "../../db/partitions.ts";
import { lockPools } from "../cpu/commands.ts";
import { cellKey, cellPool, cellTime } from "../cpu/cpuBatch.ts";
import { type LoadCells, sameLoad } from "./loadCells.ts";
import { decodeLoad, encodeLoad, type LoadEntries } from "./loadRow.ts";

export interface LoadVerdicts {
  accepted: number;
  duplicate: number;
}

/** Cells that one round trip reads and writes. */
const CELLS_PER_ROUND = 5_000;

/**
 * Stores registry load: totals of the minute, the last acknowledged wins, a measure not sent leaves the stored one.
 * One transaction; durable and in every later read when it returns.
 */
export async function storeLoad(database: Pool, cells: LoadCells): Promise<LoadVerdicts> {
  const verdicts: LoadVerdicts = { accepted: 0, duplicate: 0 };
  if (cells.size === 0) return verdicts;
  const keys = [...cells.keys()].sort((left, right) => left - right);
  const minutes = keys.map(cellTime);
  await ensurePartitions(database, "load_minute", least(minutes), greatest(minutes) + 1);
  const client = await database.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    await lockPools(client, new Set(keys.map(cellPool)));
    for (let from = 0; from < keys.length; from += CELLS_PER_ROUND) {
      await storeRound(client, cells, keys.slice(from, from + CELLS_PER_ROUND), verdicts);
    }
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
  return verdicts;
}

async function storeRound(
  client: PoolClient,
  cells: LoadCells,
  keys: readonly number[],
  verdicts: LoadVerdicts,
): Promise<void> {
  const stored = await readCells(client, keys);
  const changed: { key: number; entries: Buffer }[] = [];
  for (const key of keys) {
    const fresh = cells.get(key);
    if (fresh === undefined) continue;
    const target: LoadEntries = stored.get(key) ?? new Map();
    let differs = false;
    for (const [registry, entry] of fresh) {
      const before = target.get(registry);
      if (before !== undefined && sameLoad(before, entry)) {
        verdicts.duplicate++;
        continue;
      }
      verdicts.accepted++;
      differs = true;
      const requests = entry.requests ?? before?.requests ?? null;
      target.set(registry, { requests, bytes: entry.bytes ?? before?.bytes ?? null });
    }
    if (differs) changed.push({ key, entries: Buffer.from(encodeLoad(target)) });
  }
  if (changed.length > 0) await writeCells(client, changed);
}

async function readCells(client: PoolClient, keys: readonly number[]): Promise<LoadCells> {
  const minutes = keys.map(cellTime);
  const { rows } = await client.query<{ pool: number; minute: number; entries: Buffer }>({
    name: "telemetry-stored-load",
    text: `select l.pool, l.minute, l.entries
      from unnest($1::int[], $2::int[]) as want(pool, minute)
      join telemetry.load_minute l on l.pool = want.pool and l.minute = want.minute
      where l.minute >= $3 and l.minute <= $4`,
    values: [keys.map(cellPool), minutes, least(minutes), greatest(minutes)],
  });
  return new Map(rows.map((row) => [cellKey(row.pool, row.minute), decodeLoad(row.entries)]));
}

async function writeCells(
  client: PoolClient,
  cells: readonly { key: number; entries: Buffer }[],
): Promise<void> {
  const minutes = cells.map((cell) => cellTime(cell.key));
  const pools = cells.map((cell) => cellPool(cell.key));
  const hours = [...new Set(minutes.map((minute) => Math.floor(minute / MINUTES_PER_HOUR)))];
  await client.query({
    name: "telemetry-upsert-load",
    text: `with noted as (
        insert into telemetry.change (kind, hours, pools) values ('load', $4::int[], $5::int[]))
      insert into telemetry.load_minute (pool, minute, entries)
      select * from unnest($1::int[], $2::int[], $3::bytea[])
      on conflict (pool, minute) do update set entries = excluded.entries`,
    values: [pools, minutes, cells.map((cell) => cell.entries), hours, [...new Set(pools)]],
  });
}

function least(values: readonly number[]): number {
  return values.reduce((smallest, value) => Math.min(smallest, value), Number.POSITIVE_INFINITY);
}

function greatest(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY);
}
