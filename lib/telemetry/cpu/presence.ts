import { MINUTES_PER_HOUR } from "../../core/index.ts";
import { countSlots, isWhole, PRESENCE_BYTES } from "./hourRow.ts";

/** A node is expected in a bin if it had a sample in that bin or in one of the 15 before it. */
export const EXPECTED_AFTER_MINUTES = 15;

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
  const present = new BinCounter(counts.present, counts.fromMinute);
  const expected = new BinCounter(counts.expected, counts.fromMinute);
  const tails = new Tails(sorted);
  let lastHour = sorted[0]?.hour ?? 0;
  for (const hour of sorted) {
    if (hour.hour > lastHour + 1) tails.expectFurther(expected, lastHour + 1);
    countHour(hour, tails, { present, expected });
    lastHour = hour.hour;
  }
  tails.expectFurther(expected, lastHour + 1);
  present.finish();
  expected.finish();
}

interface Counters {
  readonly present: BinCounter;
  readonly expected: BinCounter;
}

function countHour(hour: HourPresence, tails: Tails, into: Counters): void {
  const start = hour.hour * MINUTES_PER_HOUR;
  const slots = countSlots(hour.presence);
  const whole = isWhole(hour.presence);
  let steady = 0;
  for (let index = 0; index < tails.bits.length; index++) {
    const offset = index + tails.firstSlot - hour.firstSlot;
    const isStored = offset >= 0 && offset < slots;
    const at = offset * PRESENCE_BYTES;
    const early = isStored ? (whole ? ALL_BITS : bits30(hour.presence, at, 0)) : 0;
    const late = isStored ? (whole ? ALL_BITS : bits30(hour.presence, at, HALF_HOUR)) : 0;
    const tail = tails.bits[index] ?? 0;
    if (early === ALL_BITS && late === ALL_BITS) {
      steady++;
    } else if (early !== 0 || late !== 0 || tail !== 0) {
      into.present.add(early, start);
      into.present.add(late, start + HALF_HOUR);
      into.expected.add(smear(early, tail), start);
      into.expected.add(smear(late, early >>> 15), start + HALF_HOUR);
    }
    tails.bits[index] = late >>> 15;
  }
  for (const counter of [into.present, into.expected]) {
    counter.addWhole(steady, start);
    counter.addWhole(steady, start + HALF_HOUR);
  }
}

/** By slot, presence in the 15 minutes before the hour that comes next, as bits 0..14. */
class Tails {
  readonly firstSlot: number;
  readonly bits: Uint16Array;

  constructor(hours: readonly HourPresence[]) {
    const first = hours.reduce((least, hour) => Math.min(least, hour.firstSlot), Number.POSITIVE_INFINITY);
    const end = hours.reduce((most, hour) => Math.max(most, hour.firstSlot + countSlots(hour.presence)), 0);
    this.firstSlot = first;
    this.bits = new Uint16Array(Math.max(0, end - first));
  }

  /** Nodes that reported up to the end of an hour are expected in the next one, even where that has no row. */
  expectFurther(expected: BinCounter, hour: number): void {
    for (const tail of this.bits) if (tail !== 0) expected.add(smear(0, tail), hour * MINUTES_PER_HOUR);
    this.bits.fill(0);
  }
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
      this.addWhole(1, startMinute);
      return;
    }
    for (let bin = 0; bin < HALF_HOUR; bin++)
      if (((bits >>> bin) & 1) === 1) this.#addAt(startMinute + bin, 1);
  }

  /** So many nodes were there in every bin of the half hour. */
  addWhole(nodes: number, startMinute: number): void {
    const half = startMinute / HALF_HOUR - this.#firstHalfHour;
    if (half >= 0 && half < this.#whole.length) this.#whole[half] = (this.#whole[half] ?? 0) + nodes;
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
