/**
 * Arrays in PostgreSQL's binary form, as parameters: the driver writes an array as text, number by number and bytes as
 * hexadecimal, which costs more than the rows themselves. A Buffer it sends as it is.
 * The form is that of `array_send`: dimensions, whether there are nulls, element type, length, lower bound, elements.
 */
const HEADER_BYTES = 5 * 4;
const TYPES = { bytea: 17, int2: 21, int4: 23, xid: 28 } as const;

export function int2Array(values: readonly number[]): Buffer {
  const { buffer, start } = open(TYPES.int2, values.length, 6 * values.length);
  let at = start;
  for (const value of values) {
    at = buffer.writeInt32BE(2, at);
    at = buffer.writeInt16BE(value, at);
  }
  return buffer;
}

export function int4Array(values: readonly number[]): Buffer {
  const { buffer, start } = open(TYPES.int4, values.length, 8 * values.length);
  let at = start;
  for (const value of values) {
    at = buffer.writeInt32BE(4, at);
    at = buffer.writeInt32BE(value, at);
  }
  return buffer;
}

/** Transaction ids: unsigned. */
export function xidArray(values: readonly number[]): Buffer {
  const { buffer, start } = open(TYPES.xid, values.length, 8 * values.length);
  let at = start;
  for (const value of values) {
    at = buffer.writeInt32BE(4, at);
    at = buffer.writeUInt32BE(value, at);
  }
  return buffer;
}

export function byteaArray(values: readonly Uint8Array[]): Buffer {
  const bytes = values.reduce((sum, value) => sum + 4 + value.byteLength, 0);
  const { buffer, start } = open(TYPES.bytea, values.length, bytes);
  let at = start;
  for (const value of values) {
    at = buffer.writeInt32BE(value.byteLength, at);
    buffer.set(value, at);
    at += value.byteLength;
  }
  return buffer;
}

function open(type: number, length: number, elementBytes: number): { buffer: Buffer; start: number } {
  const dimensions = length === 0 ? 0 : 1;
  const buffer = Buffer.allocUnsafe(dimensions === 0 ? 12 : HEADER_BYTES + elementBytes);
  let at = buffer.writeInt32BE(dimensions, 0);
  at = buffer.writeInt32BE(0, at);
  at = buffer.writeInt32BE(type, at);
  if (dimensions === 0) return { buffer, start: at };
  at = buffer.writeInt32BE(length, at);
  at = buffer.writeInt32BE(1, at);
  return { buffer, start: at };
}
