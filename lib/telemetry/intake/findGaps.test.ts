import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PoolWindow } from "../types.ts";
import { findGaps } from "./findGaps.ts";

const FROM = 1_000;

function windowOf(hot: readonly number[]): PoolWindow {
  const none = new Uint16Array(hot.length);
  const values = Int16Array.from(hot);
  return {
    pool: 1,
    fromMinute: FROM,
    toMinute: FROM + hot.length,
    hot: values,
    average: values,
    hottest: values,
    present: none,
    expected: none,
  };
}

const known = { hadDataBefore: true, graceMinutes: 0 };

describe("gaps of a pool", () => {
  test("a run of silent minutes is one gap; what is cool, even 0 %, is none", () => {
    expect(findGaps(windowOf([0, -1, -1, 50, -1, 0]), known)).toEqual([
      { fromMinute: 1_001, toMinute: 1_003, isOpen: false },
      { fromMinute: 1_004, toMinute: 1_005, isOpen: false },
    ]);
  });

  test("a gap that reaches the end is open, but only once it is longer than samples take to arrive", () => {
    const silent = windowOf([5, -1, -1, -1]);
    expect(findGaps(silent, { ...known, graceMinutes: 2 })).toEqual([
      { fromMinute: 1_001, toMinute: 1_004, isOpen: true },
    ]);
    expect(findGaps(silent, { ...known, graceMinutes: 3 })).toEqual([]);
  });

  test("the time before a pool's first sample ever is no gap; that of a known pool is", () => {
    const late = windowOf([-1, -1, 5]);
    expect(findGaps(late, { ...known, hadDataBefore: false })).toEqual([]);
    expect(findGaps(late, known)).toEqual([{ fromMinute: 1_000, toMinute: 1_002, isOpen: false }]);
  });

  test("a pool that has never sent has none; a known one that is silent throughout has one", () => {
    const silent = windowOf([-1, -1, -1]);
    expect(findGaps(silent, { ...known, hadDataBefore: false })).toEqual([]);
    expect(findGaps(silent, known)).toEqual([{ fromMinute: 1_000, toMinute: 1_003, isOpen: true }]);
  });

  test("gaps and minutes with data make up the whole window, without overlap", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(-1, 0, 4_200), { maxLength: 200 }), (hot) => {
        const inGap = new Set<number>();
        for (const gap of findGaps(windowOf(hot), known)) {
          expect(gap.toMinute).toBeGreaterThan(gap.fromMinute);
          for (let minute = gap.fromMinute; minute < gap.toMinute; minute++) {
            expect(inGap.has(minute)).toBe(false);
            inGap.add(minute);
          }
        }
        hot.forEach((value, bin) => {
          expect(inGap.has(FROM + bin)).toBe(value < 0);
        });
      }),
    );
  });
});
