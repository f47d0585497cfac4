import type { CellStyle } from "./cellNumber.ts";
import type { CellTimeForm } from "./cellTime.ts";

/** Where one name of a row comes from: a column (counted from 0), or the same word in every row. */
export type NameSource = { readonly column: number } | { readonly value: string };

/** Where one measure comes from; null = the file has none. */
export interface MeasureSource {
  readonly column: number;
  /** What its values are multiplied by: 100 makes percent of a share. */
  readonly scale: number;
}

/** What the columns of a file are. Names and measures stand in the order of the rows that they become. */
export interface ColumnPlan {
  /** Cells that every row must have. */
  readonly columnCount: number;
  readonly cells: CellStyle;
  readonly time: { readonly column: number; readonly form: CellTimeForm };
  readonly names: readonly NameSource[];
  readonly measures: readonly (MeasureSource | null)[];
}
