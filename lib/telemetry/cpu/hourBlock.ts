import { MINUTES_PER_HOUR } from "../../core/index.ts";
import type { PoolWindow } from "../types.ts";
import type { CopyReader } from "./copyReader.ts";
import { countHour, type HourPresence, readPresence } from "./presence.ts";

/**
 * One hour of many pools in columns: row r's bins stand at r * 60. Columns, because fifty thousand small arrays cost
 * more to make and to collect than the numbers in them.
 */
export class HourBlock {
  readonly hour: number;
  readonly rows = new Map<number, number>();
  /** Rows taken so far, those taken again included: tells whether it has changed. */
  takes = 0;
  #hot = new VectorColumn();
  #average = new VectorColumn();
  #hottest = new VectorColumn();
  #present = new Uint16Array(0);
  #expected = new Uint16Array(0);
  readonly #presence: HourPresence[] = [];
  /** Rows whose nodes are not counted yet. */
  readonly #uncounted = new Set<number>();
  /** What the hour before was when nodes were counted. */
  #countedAfter: HourBlock | undefined;
  #countedAfterTakes = 0;

  constructor(hour: number, expectedPools: number) {
    this.hour = hour;
    this.#reserve(expectedPools);
  }

  /** Takes the row that the reader stands on, its pool and hour already read; replaces what it had of that pool. */
  take(pool: number, reader: CopyReader): void {
    let row = this.rows.get(pool);
    if (row === undefined) {
      row = this.rows.size;
      this.rows.set(pool, row);
      this.#reserve(row + 1);
    }
    const firstSlot = reader.int2();
    const at = row * VECTOR_BYTES;
    reader.bytesInto(this.#hot.bytes, at);
    reader.bytesInto(this.#average.bytes, at);
    reader.bytesInto(this.#hottest.bytes, at);
    this.#presence[row] = readPresence(firstSlot, reader.bytes());
    this.#uncounted.add(row);
    this.takes++;
  }

  /** Counts present and expected nodes where rows have changed since the last time, of this hour or of the one before. */
  countNodes(before: HourBlock | undefined): void {
    const isSameBefore = this.#countedAfter === before && this.#countedAfterTakes === (before?.takes ?? 0);
    if (isSameBefore && this.#uncounted.size === 0) return;
    for (const [pool, row] of this.rows) {
      if (isSameBefore && !this.#uncounted.has(row)) continue;
      countHour(this.#presence[row] ?? null, before?.presenceOf(pool) ?? null, {
        present: this.#present,
        expected: this.#expected,
        at: row * MINUTES_PER_HOUR,
      });
    }
    this.#uncounted.clear();
    this.#countedAfter = before;
    this.#countedAfterTakes = before?.takes ?? 0;
  }

  presenceOf(pool: number): HourPresence | null {
    const row = this.rows.get(pool);
    return row === undefined ? null : (this.#presence[row] ?? null);
  }

  /** Copies one pool's bins to where this hour stands in the window, cut to it. False where the pool has nothing here. */
  copyInto(window: PoolWindow): boolean {
    const row = this.rows.get(window.pool);
    if (row === undefined) return false;
    const { target, source, length } = overlap(this.hour, window);
    const from = row * MINUTES_PER_HOUR + source;
    copyBins(this.#hot.values, from, { into: window.hot, at: target, length });
    copyBins(this.#average.values, from, { into: window.average, at: target, length });
    copyBins(this.#hottest.values, from, { into: window.hottest, at: target, length });
    copyCounts(this.#present, from, { into: window.present, at: target, length });
    copyCounts(this.#expected, from, { into: window.expected, at: target, length });
    return true;
  }

  #reserve(rows: number): void {
    const cells = rows * MINUTES_PER_HOUR;
    if (cells <= this.#present.length) return;
    const capacity = Math.max(cells, this.#present.length * 2);
    this.#hot = new VectorColumn(capacity, this.#hot);
    this.#average = new VectorColumn(capacity, this.#average);
    this.#hottest = new VectorColumn(capacity, this.#hottest);
    this.#present = widen(this.#present, new Uint16Array(capacity));
    this.#expected = widen(this.#expected, new Uint16Array(capacity));
  }
}

const VECTOR_BYTES = MINUTES_PER_HOUR * Int16Array.BYTES_PER_ELEMENT;

/** Numbers that arrive as the bytes they are made of: little-endian, as on every machine that Node runs on here. */
class VectorColumn {
  readonly values: Int16Array;
  readonly bytes: Uint8Array;

  constructor(capacity = 0, before?: VectorColumn) {
    this.values = new Int16Array(capacity);
    this.bytes = new Uint8Array(this.values.buffer);
    if (before !== undefined) this.values.set(before.values);
  }
}

/** Which bins of an hour lie in the window, and where. */
export function overlap(
  hour: number,
  window: PoolWindow,
): { readonly source: number; readonly target: number; readonly length: number } {
  const at = hour * MINUTES_PER_HOUR - window.fromMinute;
  const source = Math.max(0, -at);
  const end = Math.min(MINUTES_PER_HOUR, window.hot.length - at);
  return { source, target: at + source, length: Math.max(0, end - source) };
}

function widen(old: Uint16Array<ArrayBuffer>, wider: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  wider.set(old);
  return wider;
}

interface CopyTarget<Column> {
  readonly into: Column;
  readonly at: number;
  readonly length: number;
}

/** In a loop: for sixty numbers, two views to hand to `set` would cost more than the copying. */
function copyBins(column: Int16Array, from: number, { into, at, length }: CopyTarget<Int16Array>): void {
  for (let bin = 0; bin < length; bin++) into[at + bin] = column[from + bin] ?? 0;
}

/** The same for the other kind of array: one loop over both kinds runs three times as long. */
function copyCounts(column: Uint16Array, from: number, { into, at, length }: CopyTarget<Uint16Array>): void {
  for (let bin = 0; bin < length; bin++) into[at + bin] = column[from + bin] ?? 0;
}
