/** What stands in a cell: null is an empty cell, never 0. */
export type CsvCell = string | number | boolean | null;

/** A table on its way out. Column names are stable snake_case. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly CsvCell[]>;
}

/**
 * What a spreadsheet takes for a formula when a cell begins with it. Text that looks guarded already is guarded once more,
 * so that taking one apostrophe off always gives back what was there.
 */
const FORMULA_START = /^'*[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** RFC 4180: CRLF, quotes doubled, a header row. Text that would run as a formula gets a leading apostrophe. */
export function writeCsv(table: CsvTable): string {
  const lines = [table.columns.map(csvCell).join(",")];
  for (const row of table.rows) lines.push(row.map(csvCell).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  // A number is never a formula, with its minus sign too: only text is guarded.
  if (typeof cell !== "string") return String(cell);
  const guarded = FORMULA_START.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
