import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CellMatrix,
  cellAt,
  columnWindow,
  decodeCells,
  encodeCells,
  thinColumnsByMax,
} from "./cellMatrix.ts";

const cells = fc.array(fc.integer({ min: -1, max: 10_000 }), { maxLength: 300 });

function matrixOf(values: readonly number[], columns: number): CellMatrix {
  const rows = Math.floor(values.length / columns);
  return {
    rows,
    columns,
    fromMinute: 1_000,
    stepMinutes: 5,
    values: Int16Array.from(values.slice(0, rows * columns)),
  };
}

describe("cells on the way to the browser", () => {
  test("decode to what was encoded", () => {
    fc.assert(
      fc.property(cells, (values) => {
        expect([...decodeCells(encodeCells(Int16Array.from(values)))]).toEqual(values);
      }),
    );
  });

  test("are little-endian whatever the machine: −1 is FF FF, 1 is 01 00", () => {
    expect(encodeCells(Int16Array.of(-1, 1))).toBe(btoa("\xff\xff\x01\x00"));
  });

  test("of 3,000 rows and 288 columns go through", () => {
    const values = new Int16Array(3_000 * 288).fill(4_321);
    const decoded = decodeCells(encodeCells(values));
    expect(decoded).toHaveLength(values.length);
    expect(decoded.at(-1)).toBe(4_321);
  });
});

describe("columns thinned", () => {
  test("keep the greatest value of every row, and lose no time", () => {
    fc.assert(
      fc.property(
        cells,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 60 }),
        (values, columns, limit) => {
          const matrix = matrixOf(values, columns);
          const thin = thinColumnsByMax(matrix, limit);
          expect(thin.columns).toBeLessThanOrEqual(Math.max(limit, 1));
          expect(thin.columns * thin.stepMinutes).toBeGreaterThanOrEqual(columns * 5);
          for (let row = 0; row < matrix.rows; row++) {
            const of = (one: CellMatrix) =>
              Math.max(...one.values.subarray(row * one.columns, (row + 1) * one.columns));
            expect(of(thin)).toBe(of(matrix));
          }
        },
      ),
    );
  });

  test("are without data only where all that they cover are", () => {
    const thin = thinColumnsByMax(matrixOf([-1, -1, -1, 700, -1, -1], 6), 3);
    expect([...thin.values]).toEqual([-1, 700, -1]);
    expect(thin.stepMinutes).toBe(10);
  });
});

describe("a cell's place", () => {
  const matrix = matrixOf([1, 2, 3, 4, 5, 6], 3);

  test("outside the matrix there is no data", () => {
    expect(cellAt(matrix, 1, 2)).toBe(6);
    expect(cellAt(matrix, 2, 0)).toBe(-1);
    expect(cellAt(matrix, 0, 3)).toBe(-1);
    expect(cellAt(matrix, 0, -1)).toBe(-1);
  });

  test("columns dragged over, either way, are one half-open window", () => {
    expect(columnWindow(matrix, 2, 1)).toEqual({ fromMinute: 1_005, toMinute: 1_015 });
    expect(columnWindow(matrix, 0)).toEqual({ fromMinute: 1_000, toMinute: 1_005 });
  });
});
