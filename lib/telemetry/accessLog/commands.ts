import type { Pool, PoolClient } from "pg";
import { greatest, least } from "../../core/index.ts";
import { ensurePartitions } from "../../db/partitions.ts";
import { inTransaction } from "../../db/poolTransaction.ts";
import { byteaArray } from "../binaryArrays.ts";
import { cellPool, cellTime } from "../cellKey.ts";
import { lockPools } from "../cpu/commands.ts";
import { type LoadVerdicts, readCells, storeLoadLocked } from "../load/commands.ts";
import { LoadBatch } from "../load/loadBatch.ts";
import type { LoadEntries } from "../load/loadRow.ts";
import { CountedRecords, chunkOf, type StoredChunk } from "./countedRecords.ts";

/** A piece of a log: its records from `position` on, of which some are rows. */
export interface LogPiece {
  readonly source: string;
  /** How many records of the log stand before this piece. */
  readonly position: number;
  readonly records: number;
  readonly batch: LoadBatch;
  readonly recordOf: readonly number[];
  /** Which of its records were refused. */
  readonly refused: readonly number[];
}

/**
 * Adds the requests of a piece of a log to the totals of their minutes. Of each source it is known, and changed in the same
 * transaction, which of its records are counted; those are not counted again. So pieces of one minute add up, and a piece that
 * is sent twice, that overlaps, or that comes after a later one, counts once. A record that was refused is not counted: sent
 * again once its names are known, it counts.
 */
export async function storeLogPiece(database: Pool, piece: LogPiece, nowMs: number): Promise<LoadVerdicts> {
  if (piece.refused.length === piece.records) return { accepted: 0, duplicate: 0 };
  const { bins } = piece.batch.group();
  const minutes = bins.map((bin) => cellTime(bin.key));
  if (bins.length > 0) await ensurePartitions(database, "load_minute", least(minutes), greatest(minutes) + 1);
  return await inTransaction(database, async (client) => {
    await lockPools(client, new Set(bins.map((bin) => cellPool(bin.key))));
    const counted = await lockSource(client, piece, nowMs);
    const verdicts = await addRequests(client, piece, counted);
    await noteCounted(client, piece, { counted, nowMs });
    return verdicts;
  });
}

/** Which records of the log of this piece are counted. Whoever asks the same of the same source waits. */
async function lockSource(
  client: PoolClient,
  { source, position, records }: LogPiece,
  nowMs: number,
): Promise<CountedRecords> {
  await client.query(
    "insert into telemetry.log_source (source, position, seen_at) values ($1, 0, $2) on conflict (source) do nothing",
    [source, new Date(nowMs)],
  );
  const { rows } = await client.query<{ position: string }>(
    "select position from telemetry.log_source where source = $1 for update",
    [source],
  );
  const countedBefore = Number(rows[0]?.position ?? 0);
  // The chunk that the position is in is asked for too: it may be whole by now.
  const chunks = await client.query<{ chunk: string; counted: Buffer }>(
    `select chunk, counted from telemetry.log_chunk
      where source = $1 and (chunk between $2 and $3 or chunk = $4)`,
    [source, chunkOf(position), chunkOf(position + records), chunkOf(countedBefore)],
  );
  const stored = chunks.rows.map(({ chunk, counted }): StoredChunk => ({ chunk: Number(chunk), counted }));
  return new CountedRecords(countedBefore, stored);
}

/** Marks what this piece has counted: every record of it but those that were refused. */
async function noteCounted(
  client: PoolClient,
  { source, position, records, refused }: LogPiece,
  { counted, nowMs }: { readonly counted: CountedRecords; readonly nowMs: number },
): Promise<void> {
  const left = new Set(refused);
  for (let record = 0; record < records; record++) if (!left.has(record)) counted.add(position + record);
  counted.advance();
  const seenAt = new Date(nowMs);
  const chunks = counted.changed();
  await client.query(
    `insert into telemetry.log_chunk (source, chunk, counted, seen_at)
     select $1::text, chunk, counted, $4::timestamptz from unnest($2::bigint[], $3::bytea[]) as changed (chunk, counted)
         on conflict (source, chunk) do update set counted = excluded.counted, seen_at = excluded.seen_at`,
    [source, chunks.map(({ chunk }) => chunk), byteaArray(chunks.map((one) => one.counted)), seenAt],
  );
  await client.query("delete from telemetry.log_chunk where source = $1 and chunk < $2", [
    source,
    chunkOf(counted.position),
  ]);
  await client.query("update telemetry.log_source set position = $2, seen_at = $3 where source = $1", [
    source,
    counted.position,
    seenAt,
  ]);
}

async function addRequests(
  client: PoolClient,
  { batch, recordOf, position }: LogPiece,
  counted: CountedRecords,
): Promise<LoadVerdicts> {
  const { bins, order } = batch.group();
  const verdicts: LoadVerdicts = { accepted: 0, duplicate: 0 };
  const stored = await readCells(
    client,
    bins.map((bin) => bin.key),
  );
  const totals = new LoadBatch();
  for (const bin of bins) {
    const sums: LoadEntries = new Map();
    for (let at = bin.from; at < bin.to; at++) {
      const row = order[at] ?? 0;
      if (counted.has(position + (recordOf[row] ?? 0))) {
        verdicts.duplicate++;
        continue;
      }
      verdicts.accepted++;
      const registry = batch.registryAt(row);
      const sum = sums.get(registry) ?? stored.get(bin.key)?.get(registry) ?? { requests: 0, bytes: 0 };
      const entry = batch.entryAt(row);
      sums.set(registry, {
        requests: (sum.requests ?? 0) + (entry.requests ?? 0),
        bytes: (sum.bytes ?? 0) + (entry.bytes ?? 0),
      });
    }
    for (const [registry, sum] of sums)
      totals.add({ pool: cellPool(bin.key), minute: cellTime(bin.key), registry, ...sum });
  }
  if (totals.length > 0)
    await storeLoadLocked(client, { batch: totals, ...totals.group() }, { accepted: 0, duplicate: 0 });
  return verdicts;
}
