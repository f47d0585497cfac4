import type { Pool, PoolClient } from "pg";
import { greatest, least, MINUTES_PER_HOUR } from "../../core/index.ts";
import { ensurePartitions } from "../../db/partitions.ts";
import { inTransaction } from "../../db/poolTransaction.ts";
import type { Bin, GroupedBins } from "../binIndex.ts";
import { cellKey, cellPool, cellTime } from "../cellKey.ts";
import { lockPools } from "../cpu/commands.ts";
import type { LoadBatch } from "./loadBatch.ts";
import { decodeLoad, encodeLoad, type LoadEntries } from "./loadRow.ts";
import { mergeLoad, overlayLoad } from "./mergeLoad.ts";

export interface LoadVerdicts {
  accepted: number;
  duplicate: number;
}

/** Pool-minutes that one round of a transaction reads, merges and writes. */
const BINS_PER_ROUND = 5_000;

/**
 * Stores registry load: totals of the minute, the last acknowledged wins, a measure not sent leaves the stored one.
 * One transaction; durable and in every later read when it returns. A row that says what is known, or that a later
 * row of the same batch takes the place of, is a duplicate.
 */
export async function storeLoad(database: Pool, batch: LoadBatch): Promise<LoadVerdicts> {
  const verdicts: LoadVerdicts = { accepted: 0, duplicate: 0 };
  if (batch.length === 0) return verdicts;
  const { bins, order } = batch.group();
  const minutes = bins.map((bin) => cellTime(bin.key));
  await ensurePartitions(database, "load_minute", least(minutes), greatest(minutes) + 1);
  await inTransaction(database, async (client) => {
    await lockPools(client, new Set(bins.map((bin) => cellPool(bin.key))));
    await storeLoadLocked(client, { batch, order, bins }, verdicts);
  });
  return verdicts;
}

/** The same inside a transaction that has the partitions and the locks of the pools. Counts into `verdicts`. */
export async function storeLoadLocked(
  client: PoolClient,
  { batch, order, bins }: FreshLoad,
  verdicts: LoadVerdicts,
): Promise<void> {
  for (let from = 0; from < bins.length; from += BINS_PER_ROUND) {
    await storeRound(client, { batch, order, bins: bins.slice(from, from + BINS_PER_ROUND) }, verdicts);
  }
}

/** What storing this batch would answer now. Nothing is locked and nothing written. */
export async function rehearseLoad(database: Pool, batch: LoadBatch): Promise<LoadVerdicts> {
  const verdicts: LoadVerdicts = { accepted: 0, duplicate: 0 };
  const { bins, order } = batch.group();
  for (let from = 0; from < bins.length; from += BINS_PER_ROUND) {
    await mergeRound(database, { batch, order, bins: bins.slice(from, from + BINS_PER_ROUND) }, verdicts);
  }
  return verdicts;
}

interface FreshLoad extends GroupedBins {
  readonly batch: LoadBatch;
}

async function storeRound(client: PoolClient, fresh: FreshLoad, verdicts: LoadVerdicts): Promise<void> {
  const changed = await mergeRound(client, fresh, verdicts);
  if (changed.length > 0) await writeCells(client, changed);
}

/** Reads what is stored for these bins and says what it comes to with what is fresh. */
async function mergeRound(
  client: PoolClient | Pool,
  fresh: FreshLoad,
  verdicts: LoadVerdicts,
): Promise<{ key: number; entries: Buffer }[]> {
  const stored = await readCells(
    client,
    fresh.bins.map((bin) => bin.key),
  );
  const changed: { key: number; entries: Buffer }[] = [];
  for (const bin of fresh.bins) {
    const merged = mergeLoad(stored.get(bin.key) ?? new Map(), lastEntries(fresh, bin));
    verdicts.accepted += merged.changed;
    verdicts.duplicate += bin.to - bin.from - merged.changed;
    if (merged.changed > 0) changed.push({ key: bin.key, entries: Buffer.from(encodeLoad(merged.entries)) });
  }
  return changed;
}

/** What the rows of a bin say when read in order: the last one of a registry wins, measure by measure. */
function lastEntries({ batch, order }: FreshLoad, bin: Bin): LoadEntries {
  const entries: LoadEntries = new Map();
  for (let at = bin.from; at < bin.to; at++) {
    const row = order[at] ?? 0;
    const registry = batch.registryAt(row);
    entries.set(registry, overlayLoad(entries.get(registry), batch.entryAt(row)));
  }
  return entries;
}

/** What is stored of these minutes (`cellKey(pool, minute)`). The pools must be locked. */
export async function readCells(
  client: PoolClient | Pool,
  keys: readonly number[],
): Promise<Map<number, LoadEntries>> {
  if (keys.length === 0) return new Map();
  const minutes = keys.map(cellTime);
  const { rows } = await client.query<{ pool: number; minute: number; entries: Buffer }>({
    name: "telemetry-stored-load",
    text: `select l.pool, l.minute, l.entries
      from unnest($1::int[], $2::int[]) as want(pool, minute)
      join telemetry.load_minute l on l.pool = want.pool and l.minute = want.minute
      where l.pool = any($1::int[]) and l.minute >= $3 and l.minute <= $4`,
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
