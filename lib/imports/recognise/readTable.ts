import { CsvRecordReader } from "../../telemetry/decode/index.ts";
import { DELIMITERS, type Delimiter } from "../recipe.ts";

/** The beginning of a file as a table, cut at one delimiter. */
export interface Table {
  readonly delimiter: Delimiter;
  /** Lines that stand before the table. */
  readonly skipLines: number;
  readonly records: readonly (readonly string[])[];
  /** The line of each record, and the position in the bytes after it. */
  readonly lines: readonly number[];
  readonly ends: readonly number[];
}

const MAX_RECORDS = 200;
const NEWLINE = 0x0a;
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Excel's own first line, which says what is between cells. */
const SEPARATOR_LINE = /^\ufeff?sep=(.)\r?\n/;

/** Length of a byte order mark. */
export function markLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/**
 * Cuts the beginning of a file by the delimiter under which most of its records have the same number of cells, more than one;
 * the one that makes more cells of two that do equally well. `isWhole`: the file ends where the bytes do.
 */
export function readTable(bytes: Uint8Array, isWhole: boolean): Table {
  const named = SEPARATOR_LINE.exec(utf8.decode(bytes.subarray(0, 16)))?.[1];
  if (named !== undefined && isDelimiter(named)) return cut(bytes, named, { isWhole, skipLines: 1 });
  const tables = DELIMITERS.map((delimiter) => cut(bytes, delimiter, { isWhole, skipLines: 0 }));
  return tables.reduce((best, table) => (fitness(table) > fitness(best) ? table : best));
}

/** Cuts the beginning of a file as somebody has said. */
export function cut(
  bytes: Uint8Array,
  delimiter: Delimiter,
  { isWhole, skipLines }: { readonly isWhole: boolean; readonly skipLines: number },
): Table {
  const reader = new CsvRecordReader(delimiter.charCodeAt(0));
  const records: string[][] = [];
  const lines: number[] = [];
  const ends: number[] = [];
  let at = skipLines === 0 ? markLength(bytes) : afterLines(bytes, skipLines);
  let line = skipLines + 1;
  while (at < bytes.length && records.length < MAX_RECORDS) {
    const read = reader.read(bytes, at, bytes.length, isWhole);
    const whole = read >= 0 ? read : afterLine(bytes, at);
    if (whole === null) break;
    const cells =
      read >= 0 ? reader.cells.map((cell) => utf8.decode(cell)) : [utf8.decode(bytes.subarray(at, whole))];
    if (cells.length > 1 || cells[0] !== "") {
      records.push(cells);
      lines.push(line);
      ends.push(whole);
    }
    line += countLines(bytes, at, whole);
    at = whole;
  }
  return { delimiter, skipLines, records, lines, ends };
}

function isDelimiter(text: string): text is Delimiter {
  return DELIMITERS.some((one) => one === text);
}

function fitness({ records }: Table): number {
  const counts = Map.groupBy(records, (record) => record.length);
  let best = 0;
  for (const [length, alike] of counts) {
    if (length > 1) best = Math.max(best, alike.length / records.length + length / 1_000_000);
  }
  return best;
}

function afterLines(bytes: Uint8Array, count: number): number {
  let at = 0;
  for (let line = 0; line < count; line += 1) at = afterLine(bytes, at) ?? bytes.length;
  return at;
}

function afterLine(bytes: Uint8Array, from: number): number | null {
  const newline = bytes.indexOf(NEWLINE, from);
  return newline < 0 ? null : newline + 1;
}

function countLines(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) if (bytes[at] === NEWLINE) count += 1;
  return count;
}
