/** Milliseconds since 1970-01-01T00:00:00Z, from outside: pure code is handed a clock or an instant, it never asks. */
export type Clock = () => number;

/** A bin: whole minutes since 1970-01-01T00:00Z. */
export type EpochMinute = number;

/** Half-open window of bins, [fromMinute, toMinute). */
export interface MinuteWindow {
  readonly fromMinute: EpochMinute;
  readonly toMinute: EpochMinute;
}

export const MINUTE_MS = 60_000;
export const MINUTES_PER_HOUR = 60;
export const MINUTES_PER_DAY = 1_440;

/** The bin that holds the instant. */
export function minuteOf(epochMs: number): EpochMinute {
  return Math.floor(epochMs / MINUTE_MS);
}

/** The hour (whole hours since 1970-01-01T00:00Z) that holds the bin. */
export function hourOf(minute: EpochMinute): number {
  return Math.floor(minute / MINUTES_PER_HOUR);
}

/** RFC 3339 UTC of a bin's start, seconds written, milliseconds not. */
export function minuteToIso(minute: EpochMinute): string {
  return `${new Date(minute * MINUTE_MS).toISOString().slice(0, 19)}Z`;
}
