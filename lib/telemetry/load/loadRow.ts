/** What one registry asked of a pool in one minute; a measure that was not reported is null. */
export interface LoadEntry {
  readonly requests: number | null;
  readonly bytes: number | null;
}

/** Registry id → its load. */
export type LoadEntries = Map<number, LoadEntry>;

const HAS_REQUESTS = 1;
const HAS_BYTES = 2;

/**
 * Packs a pool-minute's registry load: by ascending registry id, each entry the distance to the id before shifted
 * left by two with the measures present in the low bits, then the measures, all as LEB128 unsigned integers. About
 * seven bytes an entry. Whole numbers below 2^53.
 */
export function encodeLoad(entries: LoadEntries): Uint8Array {
  const ids = Float64Array.from(entries.keys()).sort();
  const writer = new VarintWriter(ids.length * 24);
  let before = 0;
  for (const id of ids) {
    const entry = entries.get(id);
    if (entry === undefined) continue;
    const present = (entry.requests === null ? 0 : HAS_REQUESTS) + (entry.bytes === null ? 0 : HAS_BYTES);
    writer.write((id - before) * 4 + present);
    if (entry.requests !== null) writer.write(entry.requests);
    if (entry.bytes !== null) writer.write(entry.bytes);
    before = id;
  }
  return writer.bytes();
}

/** Called once an entry; a measure that was not reported is -1. */
export type LoadVisitor = (registry: number, requests: number, bytes: number) => void;

/** Walks the entries by ascending registry id without making objects. Throws RangeError on bytes cut short. */
export function visitLoad(packed: Uint8Array, visit: LoadVisitor): void {
  let at = 0;
  function read(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = packed[at++];
      if (byte === undefined) throw new RangeError("a packed load row ends inside an entry");
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }
  let registry = 0;
  while (at < packed.length) {
    const head = read();
    const present = head % 4;
    registry += (head - present) / 4;
    const requests = present % 2 === HAS_REQUESTS ? read() : -1;
    const bytes = present >= HAS_BYTES ? read() : -1;
    visit(registry, requests, bytes);
  }
}

export function decodeLoad(packed: Uint8Array): LoadEntries {
  const entries: LoadEntries = new Map();
  visitLoad(packed, (registry, requests, bytes) => {
    entries.set(registry, { requests: requests < 0 ? null : requests, bytes: bytes < 0 ? null : bytes });
  });
  return entries;
}

class VarintWriter {
  #buffer: Uint8Array;
  #length = 0;

  constructor(capacity: number) {
    this.#buffer = new Uint8Array(Math.max(16, capacity));
  }

  write(value: number): void {
    if (this.#length + 8 > this.#buffer.length) {
      const wider = new Uint8Array(this.#buffer.length * 2);
      wider.set(this.#buffer);
      this.#buffer = wider;
    }
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#length++] = rest;
  }

  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }
}
