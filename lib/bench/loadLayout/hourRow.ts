import type { LoadVisitor } from "../../telemetry/load/loadRow.ts";

/** What one registry asked of a pool in each minute of an hour. */
export interface RegistryHour {
  readonly registry: number;
  readonly requests: readonly number[];
  readonly bytes: readonly number[];
}

const MINUTES = 60;

/** The rival to a row a minute: all of an hour in one, registry after registry, each number as LEB128. */
export function encodeHour(registries: readonly RegistryHour[]): Uint8Array {
  const packed = new Uint8Array(registries.length * (5 + MINUTES * 16));
  let at = 0;
  const write = (value: number) => {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) packed[at++] = (rest % 0x80) | 0x80;
    packed[at++] = rest;
  };
  let before = 0;
  for (const { registry, requests, bytes } of registries) {
    write(registry - before);
    before = registry;
    requests.forEach(write);
    bytes.forEach(write);
  }
  return packed.subarray(0, at);
}

/** Called for each registry and minute of the row. */
export function visitHour(packed: Uint8Array, visit: LoadVisitor): void {
  let at = 0;
  const read = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = packed[at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  const requests = new Float64Array(MINUTES);
  let registry = 0;
  while (at < packed.length) {
    registry += read();
    for (let minute = 0; minute < MINUTES; minute++) requests[minute] = read();
    for (let minute = 0; minute < MINUTES; minute++) visit(registry, requests[minute] ?? 0, read());
  }
}
