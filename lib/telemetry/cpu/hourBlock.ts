import { MINUTES_PER_HOUR, type MinuteWindow, NO_DATA } from "../../core/index.ts";
import type { PoolWindow } from "../types.ts";
import type { CopyReader } from "./copyReader.ts";
import { countPresence, type HourPresence } from "./presence.ts";

/**
 * One hour of many pools in columns: row r's bins stand at r * 60. Columns, because fifty thousand small arrays cost
 * more to make and to collect than the numbers in them.
 */
export class HourBlock {
  readonly hour: number;
  readonly rows = new Map<number, number>();
  #hot = new Int16Array(0);
  #average = new Int16Array(0);
  #hottest = new Int16Array(0);
  readonly #firstSlot: number[] = [];
  readonly #presence: Uint8Array[] = [];

  constructor(hour: number, expectedPools: number) {
    this.hour = hour;
    this.#reserve(expectedPools);
  }

  /** Takes the row that the reader stands on, its pool and hour already read; replaces what it had of that pool. */
  take(pool: number, reader: CopyReader): void {
    let row = this.rows.get(pool);
    if (row === undefined) {
      row = this.rows.size;
      this.rows.set(pool, row);
      this.#reserve(row + 1);
    }
    this.#firstSlot[row] = reader.int2();
    const at = row * MINUTES_PER_HOUR;
    reader.vectorInto(this.#hot, at);
    reader.vectorInto(this.#average, at);
    reader.vectorInto(this.#hottest, at);
    this.#presence[row] = reader.bytes().slice();
  }

  /** Copies one pool's bins to where this hour stands in the window, cut to it; null where the pool has nothing here. */
  copyInto(window: PoolWindow): HourPresence | null {
    const row = this.rows.get(window.pool);
    if (row === undefined) return null;
    const at = this.hour * MINUTES_PER_HOUR - window.fromMinute;
    const skip = Math.max(0, -at);
    const end = Math.min(MINUTES_PER_HOUR, window.hot.length - at);
    if (skip < end) {
      const from = row * MINUTES_PER_HOUR;
      window.hot.set(this.#hot.subarray(from + skip, from + end), at + skip);
      window.average.set(this.#average.subarray(from + skip, from + end), at + skip);
      window.hottest.set(this.#hottest.subarray(from + skip, from + end), at + skip);
    }
    const presence = this.#presence[row];
    return presence === undefined
      ? null
      : { hour: this.hour, firstSlot: this.#firstSlot[row] ?? 0, presence };
  }

  #reserve(rows: number): void {
    const cells = rows * MINUTES_PER_HOUR;
    if (cells <= this.#hot.length) return;
    const capacity = Math.max(cells, this.#hot.length * 2);
    this.#hot = widen(this.#hot, capacity);
    this.#average = widen(this.#average, capacity);
    this.#hottest = widen(this.#hottest, capacity);
  }
}

function widen(old: Int16Array<ArrayBuffer>, capacity: number): Int16Array<ArrayBuffer> {
  const wider = new Int16Array(capacity);
  wider.set(old);
  return wider;
}

/** One pool's window for each pool that has any row in the blocks. */
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
    countPresence(
      blocks.flatMap((block) => block.copyInto(target) ?? []),
      target,
    );
    windows.set(pool, target);
  }
  return windows;
}

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
