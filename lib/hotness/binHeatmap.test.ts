import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quantileR7Int16 } from "../stats/index.ts";
import {
  binHeatmapRow,
  chooseStepMinutes,
  type HeatmapMeasure,
  heatmapColumns,
  heatmapSource,
} from "./binHeatmap.ts";
import { poolWindowOf } from "./poolWindowForTests.ts";

function rowOf(
  bins: readonly (number | null)[],
  stepMinutes: number,
  measure: HeatmapMeasure,
  fromMinute = 0,
) {
  const pool = poolWindowOf({ n0: bins, n1: bins.map((value) => (value === null ? null : 0)) }, fromMinute);
  const columns = heatmapColumns(pool, stepMinutes);
  const row = new Int16Array(columns.starts.length);
  binHeatmapRow(row, { ...pool, values: pool[heatmapSource(measure)] }, { columns, measure });
  return [...row];
}

test("hot is the greatest, p95 the R-7 percentile, average the mean of the pool averages", () => {
  const bins = [10, 20, 30, 40, null, 60];
  expect(rowOf(bins, 3, "hot")).toEqual([3_000, 6_000]);
  expect(rowOf(bins, 3, "p95")).toEqual([2_900, 5_900]);
  expect(rowOf(bins, 3, "average")).toEqual([1_000, 2_500]);
});

test("a column without data is a gap, in every measure", () => {
  for (const measure of ["hot", "p95", "average"] as const) {
    expect(rowOf([10, 10, null, null, 0, 0], 2, measure).map((cell) => cell >= 0)).toEqual([
      true,
      false,
      true,
    ]);
  }
});

test("columns stand on multiples of the step, and the outer ones hold only their bins of the window", () => {
  expect(heatmapColumns({ fromMinute: 7, toMinute: 21 }, 5).starts).toEqual([5, 10, 15, 20]);
  expect(rowOf([90, 10, 10, 20, 20, 20, 20, 20, 30], 5, "hot", 7)).toEqual([9_000, 2_000, 3_000]);
});

test("bins that the pool does not have are no data", () => {
  const columns = heatmapColumns({ fromMinute: 0, toMinute: 8 }, 2);
  const row = new Int16Array(4);
  const pool = poolWindowOf({ n0: [50, 60] }, 3);
  binHeatmapRow(row, { ...pool, values: pool.hot }, { columns, measure: "hot" });
  expect([...row]).toEqual([-1, 5_000, 6_000, -1]);
});

test("an empty window has no columns, and a step is whole minutes", () => {
  expect(heatmapColumns({ fromMinute: 9, toMinute: 9 }, 5).starts).toEqual([]);
  expect(() => heatmapColumns({ fromMinute: 0, toMinute: 9 }, 0)).toThrow(RangeError);
  expect(() => heatmapColumns({ fromMinute: 0, toMinute: 9 }, 1.5)).toThrow(RangeError);
});

test.each([
  [720, 288, 5],
  [1_440, 288, 5],
  [1_440, 1_440, 1],
  [10_080, 288, 60],
  [600_000, 288, 1_440],
])("%s minutes in at most %s columns: steps of %s", (minutes, columns, step) => {
  expect(chooseStepMinutes({ fromMinute: 0, toMinute: minutes }, columns)).toBe(step);
});

describe("laws", () => {
  const bins = fc.array(fc.option(fc.integer({ min: 0, max: 100 })), { minLength: 1, maxLength: 200 });
  const step = fc.integer({ min: 1, max: 60 });
  const from = fc.integer({ min: 0, max: 500 });

  test("with a step of one minute every measure of a bin is the bin itself", () => {
    fc.assert(
      fc.property(bins, from, (values, fromMinute) => {
        const pool = poolWindowOf({ n0: values }, fromMinute);
        expect(rowOf(values, 1, "hot", fromMinute)).toEqual([...pool.hot]);
        expect(rowOf(values, 1, "p95", fromMinute)).toEqual([...pool.hot]);
      }),
    );
  });

  test("no peak is lost: the greatest cell is the greatest bin", () => {
    fc.assert(
      fc.property(bins, step, from, (values, stepMinutes, fromMinute) => {
        const greatest = Math.max(...values.map((value) => (value === null ? -1 : value * 100)));
        expect(Math.max(...rowOf(values, stepMinutes, "hot", fromMinute))).toBe(greatest);
      }),
    );
  });

  test("every cell is what its own bins give", () => {
    fc.assert(
      fc.property(bins, step, from, (values, stepMinutes, fromMinute) => {
        const pool = poolWindowOf({ n0: values }, fromMinute);
        const expected = heatmapColumns(pool, stepMinutes).starts.map((start) => {
          const mine = [...pool.hot].filter((_, bin) => {
            const minute = fromMinute + bin;
            return minute >= start && minute < start + stepMinutes;
          });
          return Math.round(quantileR7Int16(Int16Array.from(mine), 0.95) ?? -1);
        });
        expect(rowOf(values, stepMinutes, "p95", fromMinute)).toEqual(expected);
      }),
    );
  });
});
