import { formatDuration } from "#lib/charts/index.ts";
import { type EpochMinute, MINUTE_MS, MINUTES_PER_DAY } from "#lib/core/index.ts";

/**
 * How long a pool has been over its limit. The look-back is a day: what has been over for all of it is "over 24 h",
 * because nobody looked further.
 */
export function overForText(overSince: EpochMinute, nowMs: number): string {
  const minutes = nowMs / MINUTE_MS - overSince;
  return minutes >= MINUTES_PER_DAY - 1 ? "over 24\u00a0h" : formatDuration(Math.max(1, minutes) * 60);
}
