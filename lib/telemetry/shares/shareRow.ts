import type { Instant } from "./nodeShares.ts";

const TIME_BYTES = 8;
const SHARE_BYTES = 4;

/**
 * Instants of a node: how many keys in two bytes; each key's length in a byte, and the key; then each instant as its time
 * (milliseconds, a double) and a share for each key (a float, NaN = not there), little-endian. A share keeps seven digits.
 */
export function encodeInstants(instants: readonly Instant[]): Buffer {
  const keys = [...new Set(instants.flatMap(({ shares }) => [...shares.keys()]))];
  const keyBytes = keys.reduce((sum, key) => sum + 1 + key.length, 0);
  const instantBytes = TIME_BYTES + SHARE_BYTES * keys.length;
  const buffer = Buffer.allocUnsafe(2 + keyBytes + instants.length * instantBytes);
  let at = buffer.writeUInt16LE(keys.length, 0);
  for (const key of keys) {
    at = buffer.writeUInt8(key.length, at);
    at += buffer.write(key, at, "latin1");
  }
  for (const { tsMs, shares } of instants) {
    at = buffer.writeDoubleLE(tsMs, at);
    for (const key of keys) at = buffer.writeFloatLE(shares.get(key) ?? Number.NaN, at);
  }
  return buffer;
}

export function decodeInstants(buffer: Buffer): Instant[] {
  const keys: string[] = [];
  let at = 2;
  for (let count = buffer.readUInt16LE(0); count > 0; count--) {
    const end = at + 1 + buffer.readUInt8(at);
    keys.push(buffer.toString("latin1", at + 1, end));
    at = end;
  }
  const instants: Instant[] = [];
  while (at < buffer.length) {
    const tsMs = buffer.readDoubleLE(at);
    at += TIME_BYTES;
    const shares = new Map<string, number>();
    for (const key of keys) {
      const share = buffer.readFloatLE(at);
      if (!Number.isNaN(share)) shares.set(key, share);
      at += SHARE_BYTES;
    }
    instants.push({ tsMs, shares });
  }
  return instants;
}
