import { cellPool, cellTime } from "../cellKey.ts";
import type { ChangedMinute } from "./mergeCpu.ts";

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
const HEADER_BYTES = SIGNATURE.length + 8;
const FIXED_ROW_BYTES = 2 + 2 * (4 + 4) + 5 * (4 + 2) + 2 * 4;

/** The order of the columns that `encodeMinutes` writes. */
export const MINUTE_COLUMNS = "pool, minute, first_slot, present, hot, average, hottest, values, seconds";

/** Rows of telemetry.pool_minute in PostgreSQL's binary COPY format (documentation: COPY, "Binary Format"). */
export function encodeMinutes(minutes: readonly ChangedMinute[]): Buffer {
  let size = HEADER_BYTES + 2;
  for (const { row } of minutes) size += FIXED_ROW_BYTES + row.values.byteLength + row.seconds.byteLength;
  const buffer = Buffer.allocUnsafe(size);
  let at = SIGNATURE.copy(buffer, 0);
  at = buffer.writeInt32BE(0, at);
  at = buffer.writeInt32BE(0, at);
  for (const minute of minutes) at = writeMinute(buffer, at, minute);
  buffer.writeInt16BE(-1, at);
  return buffer;
}

function writeMinute(buffer: Buffer, start: number, minute: ChangedMinute): number {
  let at = buffer.writeInt16BE(9, start);
  for (const int4 of [cellPool(minute.key), cellTime(minute.key)]) {
    at = buffer.writeInt32BE(4, at);
    at = buffer.writeInt32BE(int4, at);
  }
  for (const int2 of [minute.row.firstSlot, minute.present, minute.hot, minute.average, minute.hottest]) {
    at = buffer.writeInt32BE(2, at);
    at = buffer.writeInt16BE(int2, at);
  }
  for (const bytes of [toBytes(minute.row.values), minute.row.seconds]) {
    at = buffer.writeInt32BE(bytes.byteLength, at);
    buffer.set(bytes, at);
    at += bytes.byteLength;
  }
  return at;
}

/** The vector's memory as it is: little-endian on every machine that Node runs on here. */
export function toBytes(vector: Int16Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A copy of stored bytes as a vector; a copy, because the bytes may stand at an odd offset. */
export function toVector(bytes: Uint8Array): Int16Array {
  const copy = new Uint8Array(bytes);
  return new Int16Array(copy.buffer, 0, copy.length >> 1);
}
