import { MINUTES_PER_HOUR, type MinuteWindow, NO_DATA } from "../../core/index.ts";
import type { PoolBins, PoolWindow } from "../types.ts";
import { type HourBlock, overlap } from "./hourBlock.ts";
import { countHour, type HourPresence } from "./presence.ts";

/**
 * One pool's window for each pool that has any row in the blocks: consecutive hours, in order, their nodes counted, from
 * the hour of the 15 minutes before the window on.
 */
export function assembleWindows(
  blocks: readonly HourBlock[],
  pools: readonly number[],
  window: MinuteWindow,
): Map<number, PoolWindow> {
  const memory = new WindowMemory(window, pools.length);
  const windows = new Map<number, PoolWindow>();
  for (const pool of pools) {
    if (!blocks.some((block) => block.rows.has(pool))) continue;
    const target = memory.take(pool);
    let before: HourBlock | undefined;
    for (const block of blocks) {
      if (!block.copyInto(target)) expectFurther(before?.presenceOf(pool) ?? null, block.hour, target);
      before = block;
    }
    windows.set(pool, target);
  }
  return windows;
}

/** One column of the same windows; nothing else is put together for it. */
export function assembleBins(
  blocks: readonly HourBlock[],
  pools: readonly number[],
  { window, column }: { readonly window: MinuteWindow; readonly column: "hot" | "average" },
): Map<number, PoolBins> {
  const { fromMinute, toMinute } = window;
  const length = toMinute - fromMinute;
  const memory = new Int16Array(length * pools.length).fill(NO_DATA);
  const found = new Map<number, PoolBins>();
  for (const pool of pools) {
    if (!blocks.some((block) => block.rows.has(pool))) continue;
    const from = found.size * length;
    const bins = { pool, fromMinute, toMinute, values: memory.subarray(from, from + length) };
    for (const block of blocks) block.copyColumn(column, bins);
    found.set(pool, bins);
  }
  return found;
}

/** Nodes that reported up to the end of an hour are expected in the next one, even where that has no row. */
function expectFurther(before: HourPresence | null, hour: number, window: PoolWindow): void {
  const { source, target, length } = overlap(hour, window);
  if (before === null || length === 0) return;
  countHour(null, before, NEXT_HOUR);
  window.expected.set(NEXT_HOUR.expected.subarray(source, source + length), target);
}

/** Written over each time. */
const NEXT_HOUR = {
  present: new Uint16Array(MINUTES_PER_HOUR),
  expected: new Uint16Array(MINUTES_PER_HOUR),
  at: 0,
};

/** Windows of many pools out of five large arrays: ten thousand small ones would cost more than reading them. */
class WindowMemory {
  readonly #window: MinuteWindow;
  readonly #bins: number;
  readonly #hot: Int16Array;
  readonly #average: Int16Array;
  readonly #hottest: Int16Array;
  readonly #present: Uint16Array;
  readonly #expected: Uint16Array;
  #used = 0;

  constructor(window: MinuteWindow, pools: number) {
    this.#window = window;
    this.#bins = window.toMinute - window.fromMinute;
    const cells = this.#bins * pools;
    this.#hot = new Int16Array(cells).fill(NO_DATA);
    this.#average = new Int16Array(cells).fill(NO_DATA);
    this.#hottest = new Int16Array(cells).fill(-1);
    this.#present = new Uint16Array(cells);
    this.#expected = new Uint16Array(cells);
  }

  /** The next pool's window, without data yet. */
  take(pool: number): PoolWindow {
    const from = this.#used++ * this.#bins;
    const to = from + this.#bins;
    return {
      pool,
      fromMinute: this.#window.fromMinute,
      toMinute: this.#window.toMinute,
      hot: this.#hot.subarray(from, to),
      average: this.#average.subarray(from, to),
      hottest: this.#hottest.subarray(from, to),
      present: this.#present.subarray(from, to),
      expected: this.#expected.subarray(from, to),
    };
  }
}
