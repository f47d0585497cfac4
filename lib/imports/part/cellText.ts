import { CsvRecordReader } from "../../telemetry/decode/index.ts";

const MAX_SHOWN_CHARACTERS = 200;
const MAX_ROW_BYTES = 65_536;
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** What stands in a cell of the row that begins at `from`, or, where no column is named, the beginning of the row. */
export function cellText(
  bytes: Uint8Array,
  from: number,
  { column, delimiter }: { readonly column: number | null; readonly delimiter: number },
): string {
  const to = Math.min(bytes.length, from + MAX_ROW_BYTES);
  const reader = new CsvRecordReader(delimiter);
  const end = column === null ? -1 : reader.read(bytes, from, to, true);
  const cell = column === null || end < 0 ? undefined : reader.cells[column];
  return shorten(cell === undefined ? lineOf(bytes, from, to) : utf8.decode(cell));
}

function lineOf(bytes: Uint8Array, from: number, to: number): string {
  const newline = bytes.indexOf(0x0a, from);
  const end = newline < 0 ? to : Math.min(to, newline);
  // Cut before it is made text: a line may be of any length.
  return utf8.decode(bytes.subarray(from, Math.min(end, from + 4 * MAX_SHOWN_CHARACTERS))).replace(/\r$/, "");
}

function shorten(text: string): string {
  return text.length <= MAX_SHOWN_CHARACTERS ? text : `${text.slice(0, MAX_SHOWN_CHARACTERS)}…`;
}
