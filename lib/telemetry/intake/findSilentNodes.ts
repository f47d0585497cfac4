import { type EpochMinute, MINUTES_PER_HOUR } from "../../core/index.ts";
import { isWhole, PRESENCE_BYTES } from "../cpu/hourRow.ts";
import { EXPECTED_AFTER_MINUTES } from "../cpu/presence.ts";

/** Which nodes of a pool reported when, in one hour, as it is stored. */
export interface StoredPresence {
  readonly hour: number;
  readonly firstSlot: number;
  readonly presence: Uint8Array;
}

/** A node that reported and then stopped, while others of its pool went on. */
export interface SilentNode {
  readonly slot: number;
  /** The last minute in which it reported. */
  readonly lastMinute: EpochMinute;
}

/** The same by its name. */
export interface StoppedNode {
  readonly name: string;
  readonly lastMinute: EpochMinute;
}

/**
 * Nodes of one pool that have not reported in the 15 minutes up to the pool's own newest minute, though they did within
 * the hours given; the latest to stop first, ties by slot. So a silent pool has no silent nodes, and a node that misses
 * a minute has not stopped. Whether such a node was scaled in or lost cannot be told from samples.
 */
export function findSilentNodes(hours: readonly StoredPresence[]): SilentNode[] {
  const lastSeen = new Map<number, EpochMinute>();
  for (const hour of hours) {
    eachSlot(hour, (slot, bin) => {
      const minute = hour.hour * MINUTES_PER_HOUR + bin;
      if (minute > (lastSeen.get(slot) ?? Number.NEGATIVE_INFINITY)) lastSeen.set(slot, minute);
    });
  }
  const newest = Math.max(...lastSeen.values());
  return [...lastSeen]
    .filter(([, minute]) => minute < newest - EXPECTED_AFTER_MINUTES)
    .map(([slot, lastMinute]) => ({ slot, lastMinute }))
    .sort((one, other) => other.lastMinute - one.lastMinute || one.slot - other.slot);
}

/** Calls with every slot that reported in the hour, and the last bin (0..59) in which it did. */
function eachSlot({ firstSlot, presence }: StoredPresence, seen: (slot: number, bin: number) => void): void {
  if (isWhole(presence)) {
    const slots = (presence[0] ?? 0) + (presence[1] ?? 0) * 256;
    for (let offset = 0; offset < slots; offset++) seen(firstSlot + offset, MINUTES_PER_HOUR - 1);
    return;
  }
  for (let at = 0; at < presence.length; at += PRESENCE_BYTES) {
    const bin = lastBin(presence, at);
    if (bin >= 0) seen(firstSlot + at / PRESENCE_BYTES, bin);
  }
}

/** The greatest set bit of the eight bytes at `at`, −1 for none. */
function lastBin(presence: Uint8Array, at: number): number {
  for (let byte = PRESENCE_BYTES - 1; byte >= 0; byte--) {
    const bits = presence[at + byte] ?? 0;
    if (bits !== 0) return byte * 8 + (31 - Math.clz32(bits));
  }
  return -1;
}
