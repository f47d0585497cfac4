import type { EpochMinute } from "../core/index.ts";
import { summarizeInt16 } from "../stats/index.ts";
import type { PoolWindow } from "../telemetry/types.ts";
import type { HotnessSettings, NowMeasures } from "./types.ts";

/**
 * How hot a pool is at `nowMinute` (the minute that is running), from `recent`, which must reach up to and with it
 * and may begin as long ago as the caller has data.
 *
 * - `hot5m`, `hot15m`: the *mean* of hot(bin) over the last 5 and 15 countable bins of the clock. Not the greatest:
 *   one noisy minute wakes nobody; and two means say where it goes (5 over 15: still rising).
 * - A bin counts when its minute is over, or when every expected node has already reported in it. So fresh data shows
 *   at once, and a half-reported minute never looks like a cool one.
 * - `overSince`: the first bin of the run of bins over the limit that reaches the newest data. A bin at or under the
 *   limit ends the run; a gap of fewer than `staleMinutes` bins does not, a longer one does. Null when the newest data
 *   is not over the limit, or is itself older than that. A run that fills `recent` began at its first bin *or earlier*.
 */
export function measureNow(
  recent: PoolWindow,
  nowMinute: EpochMinute,
  settings: HotnessSettings,
): NowMeasures {
  const current = nowMinute - recent.fromMinute;
  const end = currentCounts(recent, current) ? current + 1 : current;
  return {
    hot5m: meanHot(recent.hot, end - 5, end),
    hot15m: meanHot(recent.hot, end - 15, end),
    overSince: startOfRun(recent, end, settings),
  };
}

function currentCounts(recent: PoolWindow, current: number): boolean {
  const present = recent.present[current] ?? 0;
  return present > 0 && present >= (recent.expected[current] ?? 0);
}

function meanHot(hot: Int16Array, start: number, end: number): number | null {
  const { count, sum } = summarizeInt16(hot.subarray(Math.max(0, start), Math.max(0, end)));
  return count === 0 ? null : sum / count / 100;
}

function startOfRun(recent: PoolWindow, end: number, settings: HotnessSettings): EpochMinute | null {
  const limitCenti = settings.limitP95 * 100;
  let start: number | null = null;
  let gap = 0;
  for (let index = Math.min(end, recent.hot.length) - 1; index >= 0; index--) {
    const hot = recent.hot[index] ?? -1;
    if (hot < 0) {
      gap++;
      if (gap >= settings.staleMinutes) break;
    } else if (hot > limitCenti) {
      start = index;
      gap = 0;
    } else break;
  }
  return start === null ? null : recent.fromMinute + start;
}
