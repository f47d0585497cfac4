import type { Recipe } from "./recipe.ts";
import { cut, markLength, readTable, type Table } from "./recognise/readTable.ts";
import { columnsOf, type Recognised, recognise, type SeenColumn } from "./recognise/recognise.ts";

/** The beginning of a file, cut as its recipe says. */
export interface Head {
  readonly bytes: Uint8Array;
  readonly isWhole: boolean;
  readonly table: Table;
  readonly columns: readonly SeenColumn[];
  /** Where the first row begins, and its line. */
  readonly position: number;
  readonly line: number;
}

/** Why the beginning of a file cannot be looked at; null where it can. */
export function whyUnreadable(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return "The file is empty.";
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return "The file is UTF-16: save it as UTF-8.";
  }
  if (bytes.subarray(0, 4_096).includes(0)) return "The file holds no text: it is no CSV.";
  return null;
}

/** Recognises a file by its beginning. */
export function recogniseHead(bytes: Uint8Array, isWhole: boolean): Recognised {
  return recognise(readTable(bytes, isWhole));
}

/** Null where the header is longer than what is here. */
export function readHead(bytes: Uint8Array, isWhole: boolean, recipe: Recipe): Head | null {
  const { delimiter, skipLines, hasHeader } = recipe;
  const table = cut(bytes, delimiter, { isWhole, skipLines });
  const [firstEnd] = table.ends;
  const [firstLine = 1] = table.lines;
  if (firstEnd === undefined) return null;
  const shared = { bytes, isWhole, table, columns: columnsOf(table, hasHeader) };
  if (hasHeader) {
    const lines = countLines(bytes, firstEnd);
    return { ...shared, position: firstEnd, line: lines + 1 };
  }
  const start = skipLines === 0 ? markLength(bytes) : startOfLine(bytes, skipLines);
  return { ...shared, position: start, line: Math.min(firstLine, skipLines + 1) };
}

function countLines(bytes: Uint8Array, to: number): number {
  let count = 0;
  for (let at = 0; at < to; at += 1) if (bytes[at] === 0x0a) count += 1;
  return count;
}

function startOfLine(bytes: Uint8Array, line: number): number {
  let at = 0;
  for (let passed = 0; passed < line; passed += 1) at = bytes.indexOf(0x0a, at) + 1;
  return at;
}
