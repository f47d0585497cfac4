import { MINUTES_PER_HOUR, NO_DATA } from "../../core/index.ts";
import type { MinuteRollup } from "./rollup.ts";

export const PRESENCE_BYTES = 8;
/** A whole hour, which is what nearly every stored hour is, shrinks to its number of slots in two bytes. */
export const WHOLE_BYTES = 2;
const WHOLE_SLOT = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f);

/**
 * One pool and hour as it is stored: 60 rollups, and for every slot from `firstSlot` on eight bytes of presence, bit b
 * (bit b % 8 of byte b / 8) = the node reported in minute b.
 */
export interface HourRow {
  firstSlot: number;
  /** Hundredths of a point, -1 = no data. */
  readonly hot: Int16Array;
  readonly average: Int16Array;
  /** Slot, -1 = no data. */
  readonly hottest: Int16Array;
  presence: Uint8Array;
}

export function emptyHour(): HourRow {
  return {
    firstSlot: 0,
    hot: new Int16Array(MINUTES_PER_HOUR).fill(NO_DATA),
    average: new Int16Array(MINUTES_PER_HOUR).fill(NO_DATA),
    hottest: new Int16Array(MINUTES_PER_HOUR).fill(-1),
    presence: new Uint8Array(0),
  };
}

/** Writes a minute's rollup into its bin (0..59) of the hour. */
export function setBin(hour: HourRow, bin: number, rollup: MinuteRollup): void {
  hour.hot[bin] = rollup.hot;
  hour.average[bin] = rollup.average;
  hour.hottest[bin] = rollup.hottest;
}

/** Marks the slots that have data in the bin; slots once marked stay so. `values` starts at `firstSlot`. */
export function markPresent(
  hour: HourRow,
  bin: number,
  row: { firstSlot: number; values: Int16Array },
): void {
  coverSlots(hour, row.firstSlot, row.firstSlot + row.values.length);
  const byte = bin >> 3;
  const bit = 1 << (bin & 7);
  const base = (row.firstSlot - hour.firstSlot) * PRESENCE_BYTES + byte;
  for (let offset = 0; offset < row.values.length; offset++) {
    if (row.values[offset] === NO_DATA) continue;
    const at = base + offset * PRESENCE_BYTES;
    hour.presence[at] = (hour.presence[at] ?? 0) | bit;
  }
}

export function isPresent(hour: HourRow, bin: number, slot: number): boolean {
  const offset = slot - hour.firstSlot;
  if (offset < 0) return false;
  return (((hour.presence[offset * PRESENCE_BYTES + (bin >> 3)] ?? 0) >> (bin & 7)) & 1) === 1;
}

/** How many nodes have data in the bin. */
export function countPresent(hour: HourRow, bin: number): number {
  let present = 0;
  for (let at = bin >> 3; at < hour.presence.length; at += PRESENCE_BYTES) {
    present += ((hour.presence[at] ?? 0) >> (bin & 7)) & 1;
  }
  return present;
}

function coverSlots(hour: HourRow, fromSlot: number, toSlot: number): void {
  const slots = hour.presence.length / PRESENCE_BYTES;
  if (slots === 0) {
    hour.firstSlot = fromSlot;
    hour.presence = new Uint8Array((toSlot - fromSlot) * PRESENCE_BYTES);
    return;
  }
  const from = Math.min(hour.firstSlot, fromSlot);
  const to = Math.max(hour.firstSlot + slots, toSlot);
  if (from === hour.firstSlot && to === hour.firstSlot + slots) return;
  const wider = new Uint8Array((to - from) * PRESENCE_BYTES);
  wider.set(hour.presence, (hour.firstSlot - from) * PRESENCE_BYTES);
  hour.firstSlot = from;
  hour.presence = wider;
}

/** Presence as it is stored: eight bytes a slot, or two bytes with the number of slots where all reported throughout. */
export function packPresence(presence: Uint8Array): Uint8Array {
  for (let at = 0; at < presence.length; at++) {
    if (presence[at] !== WHOLE_SLOT[at % PRESENCE_BYTES]) return presence;
  }
  const slots = presence.length / PRESENCE_BYTES;
  return presence.length === 0 ? presence : Uint8Array.of(slots & 0xff, slots >> 8);
}

export function unpackPresence(stored: Uint8Array): Uint8Array {
  if (!isWhole(stored)) return new Uint8Array(stored);
  const presence = new Uint8Array(countSlots(stored) * PRESENCE_BYTES);
  for (let at = 0; at < presence.length; at += PRESENCE_BYTES) presence.set(WHOLE_SLOT, at);
  return presence;
}

/** Whether stored presence says that every slot reported in every minute. */
export function isWhole(stored: Uint8Array): boolean {
  return stored.length === WHOLE_BYTES;
}

/** Slots that stored presence speaks of. */
function countSlots(stored: Uint8Array): number {
  return isWhole(stored) ? (stored[0] ?? 0) + (stored[1] ?? 0) * 256 : stored.length / PRESENCE_BYTES;
}
