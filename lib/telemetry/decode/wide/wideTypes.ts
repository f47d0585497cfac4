import type { CellStyle } from "../mapped/cellNumber.ts";
import type { CellTimeForm } from "../mapped/cellTime.ts";
import type { PackedCpu } from "../packedTypes.ts";

/** What the first column of a wide file says about when its row was measured. */
export type WideTime =
  /** RFC 3339 with an offset, or epoch milliseconds. */
  | { readonly kind: "instant" }
  | { readonly kind: "epochSeconds" }
  /** In a form that somebody has named. */
  | { readonly kind: "cell"; readonly form: CellTimeForm }
  /** Minutes since a start that stands nowhere in the file. */
  | { readonly kind: "minutesFrom"; readonly startMs: number }
  /** Nothing of use: rows follow each other by the step. */
  | { readonly kind: "rowsFrom"; readonly startMs: number };

/** Which node a value column is. Columns count from 0, without the time column. */
export interface ColumnTarget {
  readonly column: number;
  readonly stamp: string;
  readonly pool: string;
  readonly node: string;
}

/** Finds the targets of a file's value columns, given their names; a column may have none, or several. */
export type ColumnMapping = (columns: readonly string[]) => readonly ColumnTarget[];

export interface WideOptions {
  readonly time: WideTime;
  /** From one row to the next; a divisor or a multiple of 60. A step over a minute fills every bin of it. */
  readonly stepSeconds: number;
  /** What makes percent of the file's values: 100 where they are 0..1. */
  readonly scale: number;
  readonly mapping: ColumnMapping;
  /** How its cells are written; commas and points where it does not say. */
  readonly cells?: CellStyle;
  /** Rows of the file before the first one that is read, for times that go by the row. */
  readonly rowsBefore?: number;
}

/** Consecutive rows of a wide file, turned into one matrix a pool. */
export interface WideBlocks {
  readonly pools: readonly PackedCpu[];
  /** Rows of the file up to and with the last one in here, malformed ones and all. */
  readonly rowsRead: number;
  /** The line of each row of the matrices. */
  readonly lines: Int32Array;
}

export interface WideSink {
  /** Blocks come in the order of the file, each with at least one row. */
  blocks(blocks: WideBlocks): void;
  /** A row, or one cell of it, that was left out. Lines count from 1, the header's. */
  malformed(line: number, message: string): void;
}
