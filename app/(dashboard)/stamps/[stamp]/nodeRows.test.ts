import { describe, expect, test } from "vitest";
import { decodeCells } from "#lib/charts/index.ts";
import { nodeMatrixOf, poolWindowOf } from "#lib/hotness/poolWindowForTests.ts";
import { nodeRows, packNodes, sliceNodeMatrix } from "./nodeRows.ts";
import { orderNodes } from "./orderNodes.ts";

const NODES = {
  n0: [10, 50, null, 20],
  n1: [20, 40, 30, null],
  n10: [1, 1, 1, 1],
  n2: [null, null, null, null],
};
const names = new Map([
  [0, "n0"],
  [1, "n1"],
  [2, "n10"],
]);

describe("nodes of a pool", () => {
  test("the one that is hottest most often stands first; one without data in the window is left out", () => {
    const rows = nodeRows(poolWindowOf(NODES, 100), nodeMatrixOf(NODES, 100), names);
    expect(
      rows.map(({ name, hottestMinutes, hottestShare }) => [name, hottestMinutes, hottestShare]),
    ).toEqual([
      ["n0", 2, 0.5],
      ["n1", 2, 0.5],
      ["n10", 0, 0],
    ]);
    expect(rows[0]).toMatchObject({ p95: 47, max: 50, minutes: 3, lastMinute: 103 });
    expect(rows[0]?.average).toBeCloseTo(80 / 3, 9);
    expect(rows[1]?.lastMinute).toBe(102);
  });

  test("where only rollups are left, the hottest nodes are known and their own numbers are not", () => {
    const rows = nodeRows(poolWindowOf(NODES, 100), null, names);
    expect(
      rows.map(({ name, hottestMinutes, p95, minutes }) => [name, hottestMinutes, p95, minutes]),
    ).toEqual([
      ["n0", 2, null, null],
      ["n1", 2, null, null],
    ]);
  });

  test("a slice has the bins of its window, and none outside what is there", () => {
    const slice = sliceNodeMatrix(nodeMatrixOf(NODES, 100), { fromMinute: 101, toMinute: 103 });
    expect(slice.values.map((row) => [...row])[0]).toEqual([5_000, -1]);
    expect(sliceNodeMatrix(nodeMatrixOf(NODES, 100), { fromMinute: 0, toMinute: 50 }).values[0]).toHaveLength(
      0,
    );
  });

  test("a column that stands for several minutes shows the greatest of them, so that no hot minute is lost", () => {
    const minutes = Array.from({ length: 1_441 }, (_, minute) => (minute === 777 ? 99 : 3));
    const packed = packNodes(nodeMatrixOf({ n0: minutes }, 0));
    expect(packed.stepMinutes).toBe(3);
    expect(Math.max(...decodeCells(packed.cells))).toBe(9_900);
    expect(decodeCells(packed.cells)[Math.floor(777 / 3)]).toBe(9_900);
  });
});

test("rows stand by heat, those without heat last, or by name with numbers as numbers", () => {
  const rows = nodeRows(poolWindowOf(NODES, 100), nodeMatrixOf(NODES, 100), names);
  const shown = ["n0", "n1", "n10", "n2"];
  expect(orderNodes(shown, rows, "heat").map((place) => shown[place])).toEqual(["n0", "n1", "n10", "n2"]);
  expect(orderNodes(shown, rows, "name").map((place) => shown[place])).toEqual(["n0", "n1", "n2", "n10"]);
});
