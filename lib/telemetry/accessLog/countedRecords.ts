/** Records whose marks are stored together: 1 KiB. */
export const CHUNK_RECORDS = 8_192;

const CHUNK_BYTES = CHUNK_RECORDS / 8;
const WHOLE_BYTE = 0xff;

/** The chunk that a record is of. */
export function chunkOf(record: number): number {
  return Math.floor(record / CHUNK_RECORDS);
}

/** What is stored of a chunk: a bit a record, empty where all of them are counted. */
export interface StoredChunk {
  readonly chunk: number;
  readonly counted: Uint8Array;
}

/**
 * Which records of a log are counted: all before `position`, and those marked in its chunks. It needs to know only the chunks of
 * the records that it is asked about.
 */
export class CountedRecords {
  #position: number;
  readonly #chunks: Map<number, Uint8Array>;
  readonly #changed = new Set<number>();

  constructor(position: number, chunks: readonly StoredChunk[]) {
    this.#position = position;
    this.#chunks = new Map(chunks.map(({ chunk, counted }) => [chunk, unpack(counted)]));
  }

  get position(): number {
    return this.#position;
  }

  has(record: number): boolean {
    if (record < this.#position) return true;
    const at = record % CHUNK_RECORDS;
    const byte = this.#chunks.get(chunkOf(record))?.[at >> 3] ?? 0;
    return (byte & (1 << (at & 7))) !== 0;
  }

  add(record: number): void {
    if (this.has(record)) return;
    const chunk = chunkOf(record);
    const counted = this.#chunks.get(chunk) ?? new Uint8Array(CHUNK_BYTES);
    const at = record % CHUNK_RECORDS;
    counted[at >> 3] = (counted[at >> 3] ?? 0) | (1 << (at & 7));
    this.#chunks.set(chunk, counted);
    this.#changed.add(chunk);
  }

  /** Moves the position on over chunks that are whole; what is to be stored is in `changed` after it. */
  advance(): void {
    for (;;) {
      const chunk = chunkOf(this.#position);
      const end = (chunk + 1) * CHUNK_RECORDS;
      if (!this.#chunks.has(chunk)) return;
      for (let record = this.#position; record < end; record++) if (!this.has(record)) return;
      this.#position = end;
    }
  }

  /** The chunks that were added to and are not wholly before the position. */
  changed(): StoredChunk[] {
    const first = chunkOf(this.#position);
    return [...this.#changed]
      .filter((chunk) => chunk >= first)
      .map((chunk) => ({ chunk, counted: pack(this.#chunks.get(chunk) ?? new Uint8Array(CHUNK_BYTES)) }));
  }
}

function unpack(counted: Uint8Array): Uint8Array {
  return counted.length === 0 ? new Uint8Array(CHUNK_BYTES).fill(WHOLE_BYTE) : Uint8Array.from(counted);
}

function pack(counted: Uint8Array): Uint8Array {
  return counted.every((byte) => byte === WHOLE_BYTE) ? new Uint8Array(0) : counted;
}
