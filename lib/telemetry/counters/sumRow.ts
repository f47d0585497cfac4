import type { CounterSum } from "./counterTypes.ts";

/** What a minute adds up to, by owner. */
export type MinuteSums = Map<number, CounterSum>;

const ENTRY_BYTES = 20;

/** An owner: its number in four bytes, then amount and time watched as doubles, little-endian. */
export function encodeSums(sums: MinuteSums): Buffer {
  const buffer = Buffer.allocUnsafe(sums.size * ENTRY_BYTES);
  let at = 0;
  for (const [owner, { amount, watched }] of sums) {
    at = buffer.writeUInt32LE(owner, at);
    at = buffer.writeDoubleLE(amount, at);
    at = buffer.writeDoubleLE(watched, at);
  }
  return buffer;
}

export function decodeSums(buffer: Buffer): MinuteSums {
  const sums: MinuteSums = new Map();
  for (let at = 0; at < buffer.length; at += ENTRY_BYTES) {
    const sum = { amount: buffer.readDoubleLE(at + 4), watched: buffer.readDoubleLE(at + 12) };
    sums.set(buffer.readUInt32LE(at), sum);
  }
  return sums;
}
