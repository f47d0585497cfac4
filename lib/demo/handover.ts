import { MINUTE_MS, MINUTES_PER_HOUR } from "../core/index.ts";
import type { HourOfLoad } from "./load.ts";
import type { DemoBinding } from "./types.ts";

/** In-flight requests stay at the old home for a while: traffic moves over within this time after the binding changed. */
export const HANDOVER_MS = 45_000;
/** A streaming cache starts cold: dearer at first, and forgotten after an hour or so. */
const COLD_CACHE_EXTRA = 0.5;
const COLD_CACHE_MINUTES = 12;

/** Scales the minutes in which the replica came or went to the part of the traffic that is here. */
export function keepWhatIsHere(load: HourOfLoad, binding: DemoBinding, start: number): void {
  const startMs = start * MINUTE_MS;
  const endMs = startMs + MINUTES_PER_HOUR * MINUTE_MS;
  const comes = binding.boundAtMs + HANDOVER_MS > startMs;
  const goes = binding.unboundAtMs !== null && binding.unboundAtMs < endMs;
  if (!comes && !goes) return;
  for (let index = 0; index < MINUTES_PER_HOUR; index++) {
    const minuteMs = startMs + index * MINUTE_MS;
    const arrived = movedPart(binding.boundAtMs, minuteMs);
    const left = binding.unboundAtMs === null ? 0 : movedPart(binding.unboundAtMs, minuteMs);
    const part = Math.max(0, arrived - left);
    load.requests[index] = Math.round((load.requests[index] ?? 0) * part);
    load.bytes[index] = Math.round((load.bytes[index] ?? 0) * part);
  }
}

/** The part of a minute's traffic that has followed a binding change: it moves over evenly within HANDOVER_MS. */
function movedPart(changedAtMs: number, minuteMs: number): number {
  const from = minuteMs - changedAtMs;
  return (movedBy(from + MINUTE_MS) - movedBy(from)) / MINUTE_MS;
}

/** Integral of the moved part from the change to `ms` after it. */
function movedBy(ms: number): number {
  if (ms <= 0) return 0;
  return ms < HANDOVER_MS ? (ms * ms) / (2 * HANDOVER_MS) : ms - HANDOVER_MS / 2;
}

/** How much dearer a byte is in a cache that this replica's clients began to use at that time. */
export function coldCacheFactor(boundAtMs: number, minute: number): number {
  const ageMinutes = minute - boundAtMs / MINUTE_MS;
  if (ageMinutes > 10 * COLD_CACHE_MINUTES) return 1;
  return 1 + COLD_CACHE_EXTRA * Math.exp(-Math.max(0, ageMinutes) / COLD_CACHE_MINUTES);
}
