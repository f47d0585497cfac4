import { parse } from "csv-parse/sync";
import { err, type Failure, type FieldError, ok, type Result, unguardFormula } from "../core/index.ts";

/** A row by its column names; a column that the table leaves out is "". */
export type CsvRow<Column extends string> = Readonly<Record<Column, string>>;

/** A row with the line of the file that it begins on, from 1 on: a cell may hold lines of its own. */
export interface NumberedCsvRow<Column extends string> {
  readonly line: number;
  readonly cells: CsvRow<Column>;
}

/**
 * Reads a table that this application may itself have written, or a spreadsheet since: RFC 4180, a header row, in any order
 * of columns; a byte order mark, empty lines, and semicolons or tabs in place of commas, as spreadsheets write them where
 * the comma parts decimals. The apostrophe that keeps a spreadsheet from running a cell as a formula is taken off.
 * `malformed` for text that is no CSV, a column that is not known, one of `needed` that is missing, and rows of another
 * length, each with its line.
 */
export function readCsvTable<Column extends string>(
  text: string,
  { columns, needed }: { readonly columns: readonly Column[]; readonly needed: readonly Column[] },
): Result<readonly NumberedCsvRow<Column>[], Failure> {
  const records = parseRecords(text);
  if (!records.ok) return records;
  const [first, ...rows] = records.value;
  const header = first?.cells ?? [];
  const strange = header.filter((name) => !columns.some((column) => column === name));
  const missing = needed.filter((name) => !header.includes(name));
  if (strange.length > 0)
    return refuseTable([{ path: "line 1", message: `has unknown columns: ${strange.join(", ")}` }]);
  if (missing.length > 0)
    return refuseTable([{ path: "line 1", message: `lacks columns: ${missing.join(", ")}` }]);
  const places = new Map(columns.map((column) => [column, header.indexOf(column)]));
  const repeated = header.filter((name, at) => header.indexOf(name) !== at);
  if (repeated.length > 0)
    return refuseTable([{ path: "line 1", message: `names columns twice: ${repeated.join(", ")}` }]);
  const uneven = rows.filter((row) => row.cells.length !== header.length);
  if (uneven.length > 0)
    return refuseTable(
      uneven.map((row) => ({
        path: `line ${row.line}`,
        message: `has ${row.cells.length} cells, and the header ${header.length}`,
      })),
    );
  return ok(
    rows.map(({ line, cells }) => {
      const named = columns.map(
        (column) => [column, unguardFormula(cells[places.get(column) ?? -1] ?? "")] as const,
      );
      // One entry for each column, just made.
      return { line, cells: Object.fromEntries(named) as CsvRow<Column> };
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

interface ParsedRecord {
  /** On which it begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

function parseRecords(text: string): Result<readonly ParsedRecord[], Failure> {
  try {
    const ends: number[] = [];
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      on_record: (record: string[], { lines }) => {
        ends.push(lines);
        return record;
      },
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    // The parser takes CR LF inside a cell for two lines.
    let countedTwice = 0;
    return ok(
      records.map((cells, at) => {
        countedTwice += countIn(cells, /\r\n/g);
        return { line: (ends[at] ?? 0) - countedTwice - countIn(cells, /\r\n|\r|\n/g), cells };
      }),
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : "unreadable";
    return refuseTable([{ path: "the table", message: `is no CSV: ${why}` }]);
  }
}

function countIn(cells: readonly string[], pattern: RegExp): number {
  return cells.reduce((count, cell) => count + (cell.match(pattern)?.length ?? 0), 0);
}

/** What parts the names of the header, none of which holds any of them. */
function delimiterOf(text: string): string {
  const header = /[^\r\n]+/.exec(text)?.[0] ?? "";
  return [",", ";", "\t"].find((delimiter) => header.includes(delimiter)) ?? ",";
}
