import { MINUTES_PER_HOUR } from "../../core/index.ts";

/** A node is expected in a bin if it had a sample in that bin or in one of the 15 before it. */
export const EXPECTED_AFTER_MINUTES = 15;

const PRESENCE_BYTES = 8;

/** The packed presence of one pool and hour, as stored. */
export interface HourPresence {
  readonly hour: number;
  readonly firstSlot: number;
  readonly presence: Uint8Array;
}

/** Where to write the counts: bin i is minute fromMinute + i. */
export interface PresenceCounts {
  readonly fromMinute: number;
  readonly present: Uint16Array;
  readonly expected: Uint16Array;
}

/**
 * Counts nodes present and expected in each bin of a window, from the hours that cover it and the 15 minutes before.
 * Works on 30 bins of a node at a time: a node's bits, smeared 15 bins onward, are where it is expected.
 */
export function countPresence(hours: readonly HourPresence[], counts: PresenceCounts): void {
  const sorted = [...hours].sort((left, right) => left.hour - right.hour);
  const carried = new Map<number, number>();
  const into = {
    present: new BinCounter(counts.present, counts.fromMinute),
    expected: new BinCounter(counts.expected, counts.fromMinute),
  };
  let lastHour = Number.NEGATIVE_INFINITY;
  for (const hour of sorted) {
    if (hour.hour !== lastHour + 1) {
      expectCarried(carried, (lastHour + 1) * MINUTES_PER_HOUR, into);
      carried.clear();
    }
    countHour(hour, carried, into);
    lastHour = hour.hour;
  }
  expectCarried(carried, (lastHour + 1) * MINUTES_PER_HOUR, into);
  into.present.finish();
  into.expected.finish();
}

interface Counters {
  readonly present: BinCounter;
  readonly expected: BinCounter;
}

/** `carried`: by slot, the presence of the 15 minutes before the hour, as bits 0..14; left holding this hour's last 15. */
function countHour(hour: HourPresence, carried: Map<number, number>, into: Counters): void {
  const start = hour.hour * MINUTES_PER_HOUR;
  const slots = hour.presence.length / PRESENCE_BYTES;
  const before = new Map(carried);
  carried.clear();
  for (let offset = 0; offset < slots; offset++) {
    const at = offset * PRESENCE_BYTES;
    const early = bits30(hour.presence, at, 0);
    const late = bits30(hour.presence, at, 30);
    const slot = hour.firstSlot + offset;
    const tail = before.get(slot) ?? 0;
    before.delete(slot);
    if (early === 0 && late === 0 && tail === 0) continue;
    into.present.add(early, start);
    into.present.add(late, start + 30);
    into.expected.add(smear(early, tail), start);
    into.expected.add(smear(late, early >>> 15), start + 30);
    if (late >>> 15 !== 0) carried.set(slot, late >>> 15);
  }
  expectCarried(before, start, into);
}

/** Nodes that had data before `start` and have no row of their own from there on. */
function expectCarried(carried: ReadonlyMap<number, number>, start: number, into: Counters): void {
  for (const tail of carried.values()) into.expected.add(smear(0, tail), start);
}

/** Bits 0..29 that lie at most 15 after a set bit of `bits` or of `tail` (the 15 bins before bit 0). */
function smear(bits: number, tail: number): number {
  const spread = smear15(bits);
  const fromTail = tail === 0 ? 0 : spreadTail(tail);
  return (spread | fromTail) & 0x3fffffff;
}

function smear15(bits: number): number {
  let spread = bits | (bits << 1);
  spread |= spread << 2;
  spread |= spread << 4;
  spread |= spread << 8;
  return spread;
}

/** The latest set bit of the tail decides: bit i of 15 reaches bins 0..i. */
function spreadTail(tail: number): number {
  const latest = 31 - Math.clz32(tail);
  return (1 << (latest + 1)) - 1;
}

/** Bins from..from+29 of the eight bytes at `at`. */
function bits30(presence: Uint8Array, at: number, from: 0 | 30): number {
  const byte = (index: number) => presence[at + index] ?? 0;
  if (from === 0) return (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) & 0x3fffffff;
  return (
    ((byte(3) >>> 6) | (byte(4) << 2) | (byte(5) << 10) | (byte(6) << 18) | (byte(7) << 26)) & 0x3fffffff
  );
}

const HALF_HOUR = 30;
const ALL_BITS = 0x3fffffff;

/** Counts set bits per bin. A whole half hour, which is nearly all of them, costs one addition instead of thirty. */
class BinCounter {
  readonly #counts: Uint16Array;
  readonly #fromMinute: number;
  readonly #firstHalfHour: number;
  readonly #whole: Uint16Array;

  constructor(counts: Uint16Array, fromMinute: number) {
    this.#counts = counts;
    this.#fromMinute = fromMinute;
    this.#firstHalfHour = Math.floor(fromMinute / HALF_HOUR);
    this.#whole = new Uint16Array(Math.ceil((fromMinute + counts.length) / HALF_HOUR) - this.#firstHalfHour);
  }

  /** Bit b stands for the minute startMinute + b; startMinute is a multiple of 30 and may lie outside the window. */
  add(bits: number, startMinute: number): void {
    if (bits === 0) return;
    if (bits === ALL_BITS) {
      const half = startMinute / HALF_HOUR - this.#firstHalfHour;
      if (half >= 0 && half < this.#whole.length) this.#whole[half] = (this.#whole[half] ?? 0) + 1;
      return;
    }
    for (let bin = 0; bin < HALF_HOUR; bin++)
      if (((bits >>> bin) & 1) === 1) this.#addAt(startMinute + bin, 1);
  }

  finish(): void {
    this.#whole.forEach((count, half) => {
      if (count === 0) return;
      const start = (this.#firstHalfHour + half) * HALF_HOUR;
      for (let bin = 0; bin < HALF_HOUR; bin++) this.#addAt(start + bin, count);
    });
  }

  #addAt(minute: number, count: number): void {
    const at = minute - this.#fromMinute;
    if (at >= 0 && at < this.#counts.length) this.#counts[at] = (this.#counts[at] ?? 0) + count;
  }
}
