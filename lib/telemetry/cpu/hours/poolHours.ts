import type { MinuteWindow } from "../../../core/index.ts";
import type { PoolBins, PoolWindow } from "../../types.ts";

/** Whoever tells pools' hours. What is handed out is read, not changed. */
export interface PoolHours {
  /** One window for each pool that has any data in it or in the 15 minutes before. */
  readWindows(pools: readonly number[], window: MinuteWindow): Promise<Map<number, PoolWindow>>;
  /** Several windows of the same pools, from one look at the database. */
  readAll(pools: readonly number[], windows: readonly MinuteWindow[]): Promise<Map<number, PoolWindow>[]>;
  /** One column alone, for each pool that has any data in the window or in the 15 minutes before. */
  readBins(
    pools: readonly number[],
    asked: { readonly window: MinuteWindow; readonly column: "hot" | "average" },
  ): Promise<Map<number, PoolBins>>;
}

interface Known {
  readonly pools: readonly number[];
  readonly window: MinuteWindow;
  readonly read: Promise<Map<number, PoolWindow>>;
}

/**
 * The same hours, but that a window read once is not read again: for an answer that measures the same pools more than once,
 * which then speaks of one instant too.
 */
export function oneLook(hours: PoolHours): PoolHours {
  const known: Known[] = [];
  return {
    readAll: (pools, windows) => hours.readAll(pools, windows),
    readBins: (pools, asked) => hours.readBins(pools, asked),
    readWindows: (pools, window) => {
      const same = known.find((one) => isSameWindow(one.window, window) && isSameList(one.pools, pools));
      if (same !== undefined) return same.read;
      const read = hours.readWindows(pools, window);
      known.push({ pools, window, read });
      return read;
    },
  };
}

function isSameWindow(one: MinuteWindow, other: MinuteWindow): boolean {
  return one.fromMinute === other.fromMinute && one.toMinute === other.toMinute;
}

function isSameList(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((number, at) => number === other[at]);
}
