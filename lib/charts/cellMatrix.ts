import { type CpuCenti, type EpochMinute, type MinuteWindow, NO_DATA } from "../core/index.ts";

/** What a heat map draws: rows × columns of CPU in hundredths of a point, −1 = no data, row after row. */
export interface CellMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Start of the first column. */
  readonly fromMinute: EpochMinute;
  readonly stepMinutes: number;
  readonly values: Int16Array;
}

/** The value of a cell; outside the matrix there is no data. */
export function cellAt(matrix: CellMatrix, row: number, column: number): CpuCenti {
  if (row < 0 || row >= matrix.rows || column < 0 || column >= matrix.columns) return NO_DATA;
  return matrix.values[row * matrix.columns + column] ?? NO_DATA;
}

/** The half-open window of a column, or of the columns from…to (both included, in either order). */
export function columnWindow(matrix: CellMatrix, from: number, to: number = from): MinuteWindow {
  const first = Math.min(from, to);
  const last = Math.max(from, to);
  return {
    fromMinute: matrix.fromMinute + first * matrix.stepMinutes,
    toMinute: matrix.fromMinute + (last + 1) * matrix.stepMinutes,
  };
}

/** The whole time that the matrix covers, half-open. */
export function matrixWindow(matrix: CellMatrix): MinuteWindow {
  return {
    fromMinute: matrix.fromMinute,
    toMinute: matrix.fromMinute + matrix.columns * matrix.stepMinutes,
  };
}

/**
 * Fewer columns, so that a screen can show them: each new column is the greatest of those it covers, because a mean
 * would hide hot nodes. A column is without data only where all it covers are. Few enough already: the same matrix.
 */
export function thinColumnsByMax(matrix: CellMatrix, columnsAtMost: number): CellMatrix {
  const limit = Math.max(1, Math.floor(columnsAtMost));
  if (matrix.columns <= limit) return matrix;
  const perColumn = Math.ceil(matrix.columns / limit);
  const columns = Math.ceil(matrix.columns / perColumn);
  const values = new Int16Array(matrix.rows * columns).fill(NO_DATA);
  for (let row = 0; row < matrix.rows; row++) {
    for (let column = 0; column < matrix.columns; column++) {
      const target = row * columns + Math.floor(column / perColumn);
      const value = matrix.values[row * matrix.columns + column] ?? NO_DATA;
      if (value > (values[target] ?? NO_DATA)) values[target] = value;
    }
  }
  return { ...matrix, columns, stepMinutes: matrix.stepMinutes * perColumn, values };
}

const CHUNK = 0x8000;

/** The int16 values as base64 of little-endian bytes: 2.7 characters a cell where JSON numbers take 5. */
export function encodeCells(values: Int16Array): string {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < values.length; index++)
    view.setInt16(index * 2, values[index] ?? NO_DATA, true);
  let binary = "";
  // In pieces, because a call takes only so many arguments.
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(binary);
}

/** The inverse of `encodeCells`. Throws on text that is not base64: our own page wrote it, so that is a bug. */
export function decodeCells(encoded: string): Int16Array {
  const binary = atob(encoded);
  const values = new Int16Array(binary.length >> 1);
  for (let index = 0; index < values.length; index++) {
    // Into an int16 array, so that the upper half of the 16 bits is negative again.
    values[index] = binary.charCodeAt(index * 2) | (binary.charCodeAt(index * 2 + 1) << 8);
  }
  return values;
}
