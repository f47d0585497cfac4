import { parse } from "csv-parse/sync";
import { err, type Failure, type FieldError, ok, type Result } from "../core/index.ts";

/** A row by its column names; a column that the table leaves out is "". */
export type CsvRow<Column extends string> = Readonly<Record<Column, string>>;

/**
 * Reads a table that this application may itself have written: RFC 4180, a header row, in any order of columns; the
 * apostrophe that keeps a spreadsheet from running a cell as a formula is taken off. Row 0 is line 2. `malformed` for text
 * that is no CSV, a column that is not known, one of `needed` that is missing, and rows of another length.
 */
export function readCsvTable<Column extends string>(
  text: string,
  { columns, needed }: { readonly columns: readonly Column[]; readonly needed: readonly Column[] },
): Result<readonly CsvRow<Column>[], Failure> {
  const records = parseRecords(text);
  if (!records.ok) return records;
  const [header = [], ...rows] = records.value;
  const strange = header.filter((name) => !columns.some((column) => column === name));
  const missing = needed.filter((name) => !header.includes(name));
  if (strange.length > 0)
    return refuseTable([{ path: "line 1", message: `has unknown columns: ${strange.join(", ")}` }]);
  if (missing.length > 0)
    return refuseTable([{ path: "line 1", message: `lacks columns: ${missing.join(", ")}` }]);
  const places = new Map(columns.map((column) => [column, header.indexOf(column)]));
  return ok(
    rows.map((row) => {
      const cells = columns.map((column) => [column, unguard(row[places.get(column) ?? -1] ?? "")] as const);
      // One entry for each column, just made.
      return Object.fromEntries(cells) as CsvRow<Column>;
    }),
  );
}

/** What is wrong with a table as one failure: the first thing in words, at most a hundred listed. */
export function refuseTable(errors: readonly FieldError[]): Result<never, Failure> {
  const first = errors[0];
  return err({
    code: "malformed",
    detail: `Nothing was stored: ${first?.path} ${first?.message}${errors.length > 1 ? `, and ${errors.length - 1} more` : ""}.`,
    errors: errors.slice(0, 100),
  });
}

function parseRecords(text: string): Result<readonly (readonly string[])[], Failure> {
  try {
    return ok(parse(text, { bom: true, skip_empty_lines: true, trim: true }));
  } catch (error) {
    const why = error instanceof Error ? error.message : "unreadable";
    return refuseTable([{ path: "the table", message: `is no CSV: ${why}` }]);
  }
}

function unguard(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
