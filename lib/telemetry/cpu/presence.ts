import { MINUTES_PER_HOUR } from "../../core/index.ts";
import { PRESENCE_BYTES, WHOLE_BYTES } from "./hourRow.ts";

/** A node is expected in a bin if it had a sample in that bin or in one of the 15 before it. */
export const EXPECTED_AFTER_MINUTES = 15;

/** Which nodes of a pool reported when, in one hour. */
export interface HourPresence {
  readonly firstSlot: number;
  readonly slots: number;
  /** Eight bytes a slot, as in `HourRow`; null = every slot reported in every minute. */
  readonly bits: Uint8Array | null;
}

/** Stored presence, of bytes `from` to `to`; they are copied. No view of a whole hour's two is made for it. */
export function readPresence(
  firstSlot: number,
  stored: Uint8Array,
  { from, to }: { readonly from: number; readonly to: number },
): HourPresence {
  if (to - from === WHOLE_BYTES)
    return { firstSlot, slots: byte(stored, from) + byte(stored, from + 1) * 256, bits: null };
  return { firstSlot, slots: (to - from) / PRESENCE_BYTES, bits: new Uint8Array(stored.subarray(from, to)) };
}

/** Where the counts go: the hour's first bin stands at index `at`. */
export interface PresenceCounts {
  readonly present: Uint16Array;
  readonly expected: Uint16Array;
  readonly at: number;
}

/**
 * Counts nodes present and expected in the 60 bins of an hour. `before` is the hour before it, whose last 15 minutes
 * decide with; where it is not known (null, or has no row), the first 15 bins say what this hour alone says.
 */
export function countHour(
  own: HourPresence | null,
  before: HourPresence | null,
  counts: PresenceCounts,
): void {
  const { present, expected, at } = counts;
  const steady = steadyNodes(own, before);
  present.fill(steady ?? 0, at, at + MINUTES_PER_HOUR);
  expected.fill(steady ?? 0, at, at + MINUTES_PER_HOUR);
  if (steady === null) countSlotBySlot(own ?? NOBODY, before ?? NOBODY, counts);
}

/** How many nodes are present, and as many expected, in every bin of an hour; null where that changes in it. */
export function steadyNodes(own: HourPresence | null, before: HourPresence | null): number | null {
  return own !== null && own.bits === null && (before === null || isWithin(before, own)) ? own.slots : null;
}

const NOBODY: HourPresence = { firstSlot: 0, slots: 0, bits: null };

function isWithin(inner: HourPresence, outer: HourPresence): boolean {
  return inner.firstSlot >= outer.firstSlot && inner.firstSlot + inner.slots <= outer.firstSlot + outer.slots;
}

/**
 * Works on 30 bins of a node at a time: a node's bits, smeared 15 bins onward, are where it is expected. Nodes mostly
 * report alike, so that those with the same bits are counted together.
 */
function countSlotBySlot(own: HourPresence, before: HourPresence, counts: PresenceCounts): void {
  const first = Math.min(startOf(own), startOf(before));
  const end = Math.max(own.firstSlot + own.slots, before.firstSlot + before.slots);
  let alike = 0;
  let early = 0;
  let late = 0;
  let tail = 0;
  for (let slot = first; slot < end; slot++) {
    const slotEarly = bits30(own, slot, 0);
    const slotLate = bits30(own, slot, HALF_HOUR);
    const slotTail = bits30(before, slot, HALF_HOUR) >>> 15;
    if (slotEarly !== early || slotLate !== late || slotTail !== tail) {
      countAlike(alike, { early, late, tail }, counts);
      alike = 0;
      early = slotEarly;
      late = slotLate;
      tail = slotTail;
    }
    alike++;
  }
  countAlike(alike, { early, late, tail }, counts);
}

function startOf(presence: HourPresence): number {
  return presence.slots === 0 ? Number.POSITIVE_INFINITY : presence.firstSlot;
}

interface SlotBits {
  readonly early: number;
  readonly late: number;
  /** The 15 bins before the hour, bits 0..14. */
  readonly tail: number;
}

function countAlike(nodes: number, { early, late, tail }: SlotBits, counts: PresenceCounts): void {
  if (nodes === 0 || (early | late | tail) === 0) return;
  const { present, expected, at } = counts;
  addBits(present, at, early, nodes);
  addBits(present, at + HALF_HOUR, late, nodes);
  addBits(expected, at, smear(early, tail), nodes);
  addBits(expected, at + HALF_HOUR, smear(late, early >>> 15), nodes);
}

function addBits(counts: Uint16Array, at: number, bits: number, nodes: number): void {
  for (let left = bits; left !== 0; left &= left - 1) {
    const bin = at + 31 - Math.clz32(left & -left);
    counts[bin] = (counts[bin] ?? 0) + nodes;
  }
}

/** Bits 0..29 that lie at most 15 after a set bit of `bits` or of `tail` (the 15 bins before bit 0). */
function smear(bits: number, tail: number): number {
  const spread = smear15(bits);
  const fromTail = tail === 0 ? 0 : spreadTail(tail);
  return (spread | fromTail) & ALL_BITS;
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

const HALF_HOUR = 30;
const ALL_BITS = 0x3fffffff;

/** Bins from..from+29 of a slot. */
function bits30({ firstSlot, slots, bits }: HourPresence, slot: number, from: 0 | 30): number {
  if (slot < firstSlot || slot >= firstSlot + slots) return 0;
  if (bits === null) return ALL_BITS;
  const at = (slot - firstSlot) * PRESENCE_BYTES;
  const low = byte(bits, at + 3);
  if (from === 0) {
    return (byte(bits, at) | (byte(bits, at + 1) << 8) | (byte(bits, at + 2) << 16) | (low << 24)) & ALL_BITS;
  }
  const middle = (byte(bits, at + 4) << 2) | (byte(bits, at + 5) << 10) | (byte(bits, at + 6) << 18);
  return ((low >>> 6) | middle | (byte(bits, at + 7) << 26)) & ALL_BITS;
}

function byte(bits: Uint8Array, at: number): number {
  return bits[at] ?? 0;
}
