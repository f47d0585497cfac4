import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Pool } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { MINUTES_PER_DAY } from "../core/index.ts";
import { cellKey } from "../telemetry/cellKey.ts";
import { encodeMinutes, MINUTE_COLUMNS } from "../telemetry/cpu/binaryCopy.ts";
import type { ChangedMinute } from "../telemetry/cpu/mergeCpu.ts";

const HEADER = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);
/** Seconds from PostgreSQL's epoch (2000) back to 1970. */
const EPOCH_SECONDS = 946_684_800;

/** What nothing could be quicker than: rows of (ts, node, cpu) by binary COPY into a table without any index. */
export async function copyNarrowRows(
  database: Pool,
  options: { rows: number; perCommit: number },
): Promise<number> {
  await database.query(
    "create unlogged table if not exists bench_narrow (ts timestamptz, node int, cpu real)",
  );
  await database.query("alter table bench_narrow set logged");
  await database.query("truncate bench_narrow");
  const batch = encodeNarrow(options.perCommit);
  const startedAt = performance.now();
  for (let sent = 0; sent < options.rows; sent += options.perCommit) {
    await copyInto(database, "copy bench_narrow from stdin (format binary)", batch);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await database.query("drop table bench_narrow");
  return options.rows / seconds;
}

function encodeNarrow(rows: number): Buffer {
  const rowBytes = 2 + 4 + 8 + 4 + 4 + 4 + 4;
  const body = Buffer.alloc(rows * rowBytes);
  const micros = BigInt(Math.floor(Date.now() / 1_000) - EPOCH_SECONDS) * 1_000_000n;
  for (let row = 0, at = 0; row < rows; row++) {
    at = body.writeInt16BE(3, at);
    at = body.writeInt32BE(8, at);
    at = body.writeBigInt64BE(micros, at);
    at = body.writeInt32BE(4, at);
    at = body.writeInt32BE(row, at);
    at = body.writeInt32BE(4, at);
    at = body.writeFloatBE((row * 37) % 100, at);
  }
  return Buffer.concat([HEADER, body, TRAILER]);
}

/** Bare COPY of packed minutes into a table like telemetry.pool_minute with its key: samples a second. */
export async function copyPackedMinutes(
  database: Pool,
  options: { pools: number; minutes: number; nodes: number },
): Promise<number> {
  const { pools, minutes, nodes } = options;
  await database.query(`create table bench_packed (like telemetry.pool_minute including all)`);
  const values = Int16Array.from({ length: nodes }, (_, node) => (node * 397) % 10_000);
  const row = { firstSlot: 0, values, seconds: new Uint8Array(0) };
  const rollup = { present: nodes, hot: 9_000, average: 4_000, hottest: 3 };
  let seconds = 0;
  for (let pool = 0; pool < pools; pool++) {
    const rows: ChangedMinute[] = Array.from({ length: minutes }, (_, minute) => ({
      key: cellKey(pool, minute + MINUTES_PER_DAY),
      row,
      existed: false,
      ...rollup,
    }));
    const startedAt = performance.now();
    await copyInto(
      database,
      `copy bench_packed (${MINUTE_COLUMNS}) from stdin (format binary)`,
      encodeMinutes(rows),
    );
    seconds += (performance.now() - startedAt) / 1_000;
  }
  await database.query("drop table bench_packed");
  return (pools * minutes * nodes) / seconds;
}

async function copyInto(database: Pool, text: string, body: Buffer): Promise<void> {
  const client = await database.connect();
  try {
    await pipeline(Readable.from([body]), client.query(copyFrom(text)));
  } finally {
    client.release();
  }
}
