import type { EpochMinute, MinuteWindow } from "../core/index.ts";
import type { PoolWindow } from "../telemetry/types.ts";

/** The part of `source` that lies in `window`, sharing its memory. Bins outside `source` are not made up. */
export function slicePoolWindow(source: PoolWindow, window: MinuteWindow): PoolWindow {
  const fromMinute = Math.min(Math.max(window.fromMinute, source.fromMinute), source.toMinute);
  const toMinute = Math.max(Math.min(window.toMinute, source.toMinute), fromMinute);
  const start = fromMinute - source.fromMinute;
  const end = toMinute - source.fromMinute;
  return {
    pool: source.pool,
    fromMinute,
    toMinute,
    hot: source.hot.subarray(start, end),
    average: source.average.subarray(start, end),
    hottest: source.hottest.subarray(start, end),
    present: source.present.subarray(start, end),
    expected: source.expected.subarray(start, end),
  };
}

/** The last bin with data; null when there is none. */
export function latestDataMinute(window: PoolWindow): EpochMinute | null {
  for (let index = window.hot.length - 1; index >= 0; index--) {
    if ((window.hot[index] ?? -1) >= 0) return window.fromMinute + index;
  }
  return null;
}
