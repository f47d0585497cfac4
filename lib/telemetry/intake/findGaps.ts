import type { EpochMinute, MinuteWindow } from "../../core/index.ts";
import type { PoolWindow } from "../types.ts";

/** Minutes without a single sample of the pool, half-open. */
export interface Gap extends MinuteWindow {
  /** It reaches the end of what was looked at: the pool is silent still. */
  readonly isOpen: boolean;
}

export interface GapOptions {
  /** Whether the pool had any data before the window. If not, it is new: the time before its first sample is no gap. */
  readonly hadDataBefore: boolean;
  /** Samples need a moment to arrive: silence at the end of the window is a gap only once it is longer than this. */
  readonly graceMinutes: number;
}

/** Where a pool was silent in a window, oldest first. A pool that has never sent has no gaps: there is nothing to miss yet. */
export function findGaps(window: PoolWindow, { hadDataBefore, graceMinutes }: GapOptions): Gap[] {
  const gaps: Gap[] = [];
  let silentFrom: EpochMinute | null = hadDataBefore ? window.fromMinute : null;
  for (let bin = 0; bin < window.hot.length; bin++) {
    const minute = window.fromMinute + bin;
    if ((window.hot[bin] ?? -1) < 0) continue;
    if (silentFrom !== null && minute > silentFrom) {
      gaps.push({ fromMinute: silentFrom, toMinute: minute, isOpen: false });
    }
    silentFrom = minute + 1;
  }
  if (silentFrom !== null && window.toMinute - silentFrom > graceMinutes) {
    gaps.push({ fromMinute: silentFrom, toMinute: window.toMinute, isOpen: true });
  }
  return gaps;
}
