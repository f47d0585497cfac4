import { describe, expect, test } from "vitest";
import { layoutRows } from "#lib/charts/index.ts";
import { walkCells } from "./walkCells.ts";

/** Rows 2, 1, 0 from the top; a heading before each: items are heading, 2, heading, 1, heading, 0. */
const layout = layoutRows({
  order: [2, 1, 0],
  groupOf: (row) => `group ${row}`,
  rowHeight: 10,
  groupHeight: 20,
});
const ground = { layout, columns: 4 };
const middle = { itemIndex: 3, row: 1, column: 2 };

describe("walking the cells", () => {
  test.each([
    ["ArrowUp", { itemIndex: 1, row: 2, column: 2 }],
    ["ArrowDown", { itemIndex: 5, row: 0, column: 2 }],
    ["PageDown", { itemIndex: 5, row: 0, column: 2 }],
    ["PageUp", { itemIndex: 1, row: 2, column: 2 }],
    ["ArrowLeft", { ...middle, column: 1 }],
    ["ArrowRight", { ...middle, column: 3 }],
    ["Home", { ...middle, column: 0 }],
    ["End", { ...middle, column: 3 }],
    ["x", null],
  ])("%s steps over headings and stops at the edges", (key, where) => {
    expect(walkCells(key, middle, ground)).toEqual(where);
  });

  test("at an edge a step leads nowhere", () => {
    const corner = { itemIndex: 5, row: 0, column: 3 };
    expect(walkCells("ArrowDown", corner, ground)).toEqual(corner);
    expect(walkCells("ArrowRight", corner, ground)).toEqual(corner);
  });
});
