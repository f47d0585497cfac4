import { MINUTES_PER_HOUR, type MinuteWindow } from "../../core/index.ts";
import type { PoolBins, PoolWindow } from "../types.ts";
import { countHour, type HourPresence, readPresence, steadyNodes } from "./presence.ts";

/** Rows of one hour put together by the server, field by field, in the same order in each. */
export interface HourRows {
  /** Ten bytes a row, big-endian: its pool (int4), its first slot (int2), its bytes of presence (int4). */
  readonly heads: Buffer;
  /** 360 bytes a row: hot, average, hottest. */
  readonly bins: Buffer;
  /** As stored, one after the other. */
  readonly presence: Buffer;
}

const HEAD_BYTES = 10;
/** A row's three vectors lie side by side, as they are read side by side: memory far apart costs more than the copying. */
const ROW_BINS = 3 * MINUTES_PER_HOUR;
const ROW_BYTES = ROW_BINS * Int16Array.BYTES_PER_ELEMENT;
const UNSTEADY = -1;

/**
 * One hour of many pools, a row each, in few large arrays: fifty thousand small ones cost more to make and to collect than the
 * numbers in them.
 */
export class HourBlock {
  readonly hour: number;
  readonly rows = new Map<number, number>();
  /** Rows taken so far, those taken again included: tells whether it has changed. */
  takes = 0;
  /** Readers that work on it, in pieces: until they are through it must stay as it is. */
  readers = 0;
  /** The same for a block and its copies: with `takes`, what it holds. */
  line: object = {};
  /** Little-endian as stored, as on every machine that Node runs on here. */
  #bins = new Int16Array(0);
  /** The bytes of `#bins`. */
  #bytes = new Uint8Array(0);
  /** Nodes of a row that are there, and expected, in every bin; `UNSTEADY` = see `#present` and `#expected`. */
  #steady = new Int32Array(0);
  #present = new Uint16Array(0);
  #expected = new Uint16Array(0);
  #presence: HourPresence[] = [];
  /** Rows whose nodes are not counted yet. */
  readonly #uncounted = new Set<number>();
  /** What the hour before was when nodes were counted. */
  #countedAfter: object | undefined;
  #countedAfterTakes = 0;

  constructor(hour: number) {
    this.hour = hour;
  }

  /** Takes these rows, in place of what it had of their pools. */
  take({ heads, bins, presence }: HourRows): void {
    const count = heads.length / HEAD_BYTES;
    if (this.rows.size === 0) this.#reserve(count);
    let presenceAt = 0;
    for (let index = 0; index < count; index++) {
      const head = index * HEAD_BYTES;
      const row = this.#rowOf(heads.readInt32BE(head));
      const presenceEnd = presenceAt + heads.readInt32BE(head + 6);
      bins.copy(this.#bytes, row * ROW_BYTES, index * ROW_BYTES, (index + 1) * ROW_BYTES);
      this.#presence[row] = readPresence(heads.readInt16BE(head + 4), presence, {
        from: presenceAt,
        to: presenceEnd,
      });
      this.#uncounted.add(row);
      presenceAt = presenceEnd;
    }
    this.takes += count;
  }

  /** To be changed while this one is read. */
  copy(): HourBlock {
    const copy = new HourBlock(this.hour);
    for (const [pool, row] of this.rows) copy.rows.set(pool, row);
    for (const row of this.#uncounted) copy.#uncounted.add(row);
    copy.takes = this.takes;
    copy.line = this.line;
    copy.#bins = this.#bins.slice();
    copy.#bytes = new Uint8Array(copy.#bins.buffer);
    copy.#steady = this.#steady.slice();
    copy.#present = this.#present.slice();
    copy.#expected = this.#expected.slice();
    copy.#presence = this.#presence.slice();
    copy.#countedAfter = this.#countedAfter;
    copy.#countedAfterTakes = this.#countedAfterTakes;
    return copy;
  }

  /** Whether `countNodes` has anything to do. */
  isCounted(before: HourBlock | undefined): boolean {
    return this.#uncounted.size === 0 && this.#isSameBefore(before);
  }

  #isSameBefore(before: HourBlock | undefined): boolean {
    return this.#countedAfter === before?.line && this.#countedAfterTakes === (before?.takes ?? 0);
  }

  /** Counts present and expected nodes where rows have changed since the last time, of this hour or of the one before. */
  countNodes(before: HourBlock | undefined): void {
    if (this.isCounted(before)) return;
    const isSameBefore = this.#isSameBefore(before);
    for (const [pool, row] of this.rows) {
      if (isSameBefore && !this.#uncounted.has(row)) continue;
      this.#countRow(row, before?.presenceOf(pool) ?? null);
    }
    this.#uncounted.clear();
    this.#countedAfter = before?.line;
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
    const from = row * ROW_BINS + source;
    copyBins(this.#bins, from, { into: window.hot, at: target, length });
    copyBins(this.#bins, from + MINUTES_PER_HOUR, { into: window.average, at: target, length });
    copyBins(this.#bins, from + 2 * MINUTES_PER_HOUR, { into: window.hottest, at: target, length });
    const nodes = this.#steady[row] ?? UNSTEADY;
    if (nodes === UNSTEADY) {
      const counted = row * MINUTES_PER_HOUR + source;
      copyCounts(this.#present, counted, { into: window.present, at: target, length });
      copyCounts(this.#expected, counted, { into: window.expected, at: target, length });
    } else {
      window.present.fill(nodes, target, target + length);
      window.expected.fill(nodes, target, target + length);
    }
    return true;
  }

  /** The same for one column alone. */
  copyColumn(column: "hot" | "average", bins: PoolBins): void {
    const row = this.rows.get(bins.pool);
    if (row === undefined) return;
    const { target, source, length } = overlap(this.hour, bins);
    const from = row * ROW_BINS + (column === "hot" ? 0 : MINUTES_PER_HOUR) + source;
    copyBins(this.#bins, from, { into: bins.values, at: target, length });
  }

  #rowOf(pool: number): number {
    const known = this.rows.get(pool);
    if (known !== undefined) return known;
    const row = this.rows.size;
    this.rows.set(pool, row);
    this.#reserve(row + 1);
    return row;
  }

  #countRow(row: number, before: HourPresence | null): void {
    const own = this.#presence[row] ?? null;
    const nodes = steadyNodes(own, before);
    this.#steady[row] = nodes ?? UNSTEADY;
    if (nodes !== null) return;
    this.#reserveCounts();
    countHour(own, before, {
      present: this.#present,
      expected: this.#expected,
      at: row * MINUTES_PER_HOUR,
    });
  }

  #reserve(rows: number): void {
    const held = this.#steady.length;
    if (rows <= held) return;
    const capacity = Math.max(rows, held * 2);
    this.#bins = widen(this.#bins, new Int16Array(capacity * ROW_BINS));
    this.#bytes = new Uint8Array(this.#bins.buffer);
    this.#steady = widen(this.#steady, new Int32Array(capacity));
  }

  /** Only where some row is unsteady, which in most hours of most fleets none is. */
  #reserveCounts(): void {
    const cells = this.#steady.length * MINUTES_PER_HOUR;
    if (this.#present.length === cells) return;
    this.#present = widen(this.#present, new Uint16Array(cells));
    this.#expected = widen(this.#expected, new Uint16Array(cells));
  }
}

/** Which bins of an hour lie in the window, and where. */
export function overlap(
  hour: number,
  window: MinuteWindow,
): { readonly source: number; readonly target: number; readonly length: number } {
  const at = hour * MINUTES_PER_HOUR - window.fromMinute;
  const source = Math.max(0, -at);
  const end = Math.min(MINUTES_PER_HOUR, window.toMinute - window.fromMinute - at);
  return { source, target: at + source, length: Math.max(0, end - source) };
}

function widen<Column extends Int16Array | Uint16Array | Int32Array>(old: Column, wider: Column): Column {
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
