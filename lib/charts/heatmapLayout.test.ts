import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  columnIndexAt,
  hitTest,
  itemIndexAt,
  layoutRows,
  neighbourRow,
  visibleItems,
} from "./heatmapLayout.ts";

const GROUPS = ["east", "west", null];

function layout(rows: number, rowHeight: number) {
  return layoutRows({
    order: Array.from({ length: rows }, (_, row) => rows - 1 - row),
    groupOf: (row) => GROUPS[Math.floor(row / 7) % 3] ?? null,
    rowHeight,
    groupHeight: 24,
  });
}

describe("rows of a heat map", () => {
  test("the item under a height is the one whose box holds it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, height, place) => {
          const placed = layout(rows, height);
          const y = place * placed.height * 0.999_999;
          const index = itemIndexAt(placed, y);
          expect(placed.tops[index]).toBeLessThanOrEqual(y);
          expect(placed.tops[index + 1]).toBeGreaterThan(y);
        },
      ),
    );
  });

  test("a window over the rows holds exactly those that touch it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 1, max: 500 }),
        (rows, scroll, height) => {
          const placed = layout(rows, 17);
          const scrollTop = Math.min(scroll, Math.max(0, placed.height - height));
          const { first, end } = visibleItems(placed, { scrollTop, height });
          placed.items.forEach((_, index) => {
            const top = placed.tops[index] ?? 0;
            const bottom = placed.tops[index + 1] ?? 0;
            const touches = bottom > scrollTop && top < scrollTop + height;
            expect(index >= first && index < end).toBe(touches);
          });
        },
      ),
    );
  });

  test("a heading stands wherever the group changes, and is no cell", () => {
    const placed = layout(14, 10);
    expect(placed.items[0]).toEqual({ kind: "group", label: "west", height: 24 });
    expect(placed.items[8]).toEqual({ kind: "group", label: "east", height: 24 });
    expect(hitTest(placed, { x: 5, y: 5 }, { width: 100, columns: 10 })).toBeNull();
  });

  test("the cell under a pixel is found by arithmetic, to the last pixel", () => {
    const placed = layout(3, 10);
    expect(hitTest(placed, { x: 99.9, y: 24 }, { width: 100, columns: 10 })).toEqual({
      row: 2,
      column: 9,
      itemIndex: 1,
    });
    expect(columnIndexAt(100, 100, 10)).toBe(-1);
    expect(columnIndexAt(-1, 100, 10)).toBe(-1);
    expect(itemIndexAt(placed, placed.height)).toBe(-1);
  });

  test("arrow keys step over headings and stop at the ends", () => {
    const placed = layout(14, 10);
    expect(neighbourRow(placed, 7, 1)).toBe(9);
    expect(neighbourRow(placed, 9, -1)).toBe(7);
    expect(neighbourRow(placed, 1, -1)).toBe(1);
    expect(neighbourRow(placed, 15, 1)).toBe(15);
    expect(neighbourRow(placed, -1, 1)).toBe(1);
  });

  test("no rows: nothing is visible, nothing is hit", () => {
    const placed = layout(0, 10);
    expect(visibleItems(placed, { scrollTop: 0, height: 100 })).toEqual({ first: 0, end: 0 });
    expect(itemIndexAt(placed, 0)).toBe(-1);
  });
});
