import type { Pool } from "pg";
import type { DatabaseClient } from "../db/client.ts";
import { Telemetry } from "../telemetry/index.ts";
import { printHeading, printLine } from "./benchReport.ts";
import type { FilledHistory } from "./fillHistory.ts";

const BYTES_BAR = 6;

/** What a sample takes on disk, and what the same data does when it comes again: nothing. */
export async function benchStorage(client: DatabaseClient, filled: FilledHistory): Promise<void> {
  printHeading("Storage");
  const before = await readState(client.pools.read);
  printLine({
    what: "bytes a sample, minutes and hours with their keys",
    figure: `${before.bytesPerSample.toFixed(2)} bytes`,
    bar: { words: "≤ 6 bytes", reached: before.bytesPerSample <= BYTES_BAR },
  });
  const again = await sendAgain(client, filled);
  const after = await readState(client.pools.read);
  const unchanged = after.bytes === before.bytes && after.versions === before.versions;
  printLine({
    what: `${again.toLocaleString("en-US")} samples sent again`,
    figure: unchanged ? "no growth, no change" : `${after.bytes - before.bytes} bytes more`,
    bar: { words: "identical data changes nothing", reached: unchanged },
  });
}

async function readState(
  database: Pool,
): Promise<{ bytes: number; bytesPerSample: number; versions: string }> {
  const { rows } = await database.query<{ bytes: number; samples: number; versions: string }>(
    `select (select sum(pg_total_relation_size(inhrelid))::bigint from pg_inherits
              where inhparent in ('telemetry.pool_minute'::regclass, 'telemetry.pool_hour'::regclass)) as bytes,
            (select sum(present)::bigint from telemetry.pool_minute) as samples,
            (select md5(string_agg(xmin::text, ',' order by pool, hour)) from telemetry.pool_hour) as versions`,
  );
  const { bytes = 0, samples = 1, versions = "" } = rows[0] ?? {};
  return { bytes, bytesPerSample: bytes / samples, versions };
}

/** The last hour of a few pools, as it stands, through the same door again. */
async function sendAgain(client: DatabaseClient, filled: FilledHistory): Promise<number> {
  const telemetry = new Telemetry(client.pools.ingest, Date.now);
  await telemetry.names.refresh();
  let sent = 0;
  for (const pool of filled.poolIds.slice(0, 50)) {
    const { rows } = await client.pools.read.query<{ values: Buffer; minute: number }>(
      `select minute, "values" from telemetry.pool_minute where pool = $1 and minute >= $2 and minute < $3 order by minute`,
      [pool, filled.toMinute - 60, filled.toMinute],
    );
    const columns = rows.map((row) => new Int16Array(new Uint8Array(row.values).buffer));
    const nodes = columns[0]?.length ?? 0;
    const values = Array.from({ length: nodes }, (_, node) =>
      Int16Array.from(columns, (column) => column[node] ?? -1),
    );
    const slots = Int32Array.from({ length: nodes }, (_, node) => node);
    const head = { pool, fromMinute: filled.toMinute - 60, fromSecond: 0, stepSeconds: 60 };
    const verdicts = await telemetry.cpu.storePacked({ ...head, slots, values });
    if (verdicts.accepted > 0)
      throw new Error(`${verdicts.accepted} samples that were known were taken for new`);
    sent += verdicts.duplicate;
  }
  return sent;
}
