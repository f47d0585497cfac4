import { guardFormula, Pieces } from "../core/index.ts";

/** What stands in a cell: null is an empty cell, never 0. */
export type CsvCell = string | number | boolean | null;

/** A table on its way out. Column names are stable snake_case. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly CsvCell[]>;
}

const NEEDS_QUOTES = /[",\r\n]/;

/** Rows between two looks at the time. */
const ROWS_AT_ONCE = 64;

/** RFC 4180: CRLF, quotes doubled, a header row. Text that would run as a formula gets a leading apostrophe. */
export async function writeCsv(table: CsvTable, pieces = new Pieces()): Promise<string> {
  const lines = [table.columns.map(csvCell).join(",")];
  for (const row of table.rows) {
    lines.push(row.map(csvCell).join(","));
    if (lines.length % ROWS_AT_ONCE === 0) await pieces.next();
  }
  return `${lines.join("\r\n")}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  // A number is never a formula, with its minus sign too: only text is guarded.
  if (typeof cell !== "string") return String(cell);
  const guarded = guardFormula(cell);
  return NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
