import { MINUTE_MS } from "../../core/index.ts";
import { type ColumnPlan, MappedReader } from "../../telemetry/decode/index.ts";
import type { ImportKind } from "../recipe.ts";
import { type RowArguments, targetOf } from "./rowArguments.ts";

/** A part of a file, and where in the file it begins. */
export interface FilePart {
  readonly bytes: Uint8Array;
  /** The file ends where the part does. */
  readonly isLast: boolean;
  /** Of the first line of the part, counted from 1. */
  readonly line: number;
  /** Rows of the file before it. */
  readonly row: number;
}

export interface RefusedRow {
  readonly index: number;
  readonly message: string;
  /** null = the row as a whole. */
  readonly column: number | null;
}

/** The rows of a part that can be taken now; `index` of a row counts from 0 in here, refused ones and all. */
export interface ReadRows {
  readonly rows: readonly RowArguments[];
  readonly refused: readonly RefusedRow[];
  /** By index: where the row begins in the part's bytes, and its line in the file. */
  readonly starts: readonly number[];
  readonly lines: readonly number[];
  readonly usedBytes: number;
  readonly usedLines: number;
  /** The part is of one minute, which may go on after it: none of it was taken, more is wanted. */
  readonly isTooShort: boolean;
}

/**
 * Reads what can be taken of a part. CPU rows are taken up to where the minute last changes from one row to the next: a
 * node-minute of the past is averaged within what comes together, so a file sorted by time must not be cut inside one.
 * `mayGrow`: a larger part can be had, where this one is too short for that.
 */
export function readRows(
  part: FilePart,
  how: { readonly kind: ImportKind; readonly plan: ColumnPlan; readonly mayGrow: boolean },
): ReadRows {
  const rows: RowArguments[] = [];
  const refused: RefusedRow[] = [];
  const starts: number[] = [];
  const lines: number[] = [];
  let lastMinute = Number.NaN;
  let minuteFrom = 0;
  const note = () => {
    starts.push(reader.rowFrom);
    lines.push(reader.line);
  };
  const target = targetOf(how.kind, {
    row: (row) => {
      const minute = Math.floor(row[1] / MINUTE_MS);
      if (minute !== lastMinute) minuteFrom = starts.length;
      lastMinute = minute;
      note();
      rows.push(row);
    },
    malformed: (index, message) => {
      refused.push({ index, message, column: reader.problemColumn });
      note();
    },
  });
  const reader = new MappedReader(target, how.plan, { line: part.line, index: 0 });
  const end = reader.read(part.bytes, part.bytes.length, part.isLast);
  const whole = { rows, refused, starts, lines, isTooShort: false };
  if (part.isLast || how.kind !== "cpu" || rows.length === 0) {
    return { ...whole, usedBytes: end, usedLines: reader.line - part.line };
  }
  if (minuteFrom === 0) {
    if (how.mayGrow) return NOTHING_YET;
    return { ...whole, usedBytes: end, usedLines: reader.line - part.line };
  }
  return {
    rows: rows.filter(([index]) => index < minuteFrom),
    refused: refused.filter(({ index }) => index < minuteFrom),
    starts: starts.slice(0, minuteFrom),
    lines: lines.slice(0, minuteFrom),
    usedBytes: starts[minuteFrom] ?? 0,
    usedLines: (lines[minuteFrom] ?? part.line) - part.line,
    isTooShort: false,
  };
}

const NOTHING_YET: ReadRows = {
  rows: [],
  refused: [],
  starts: [],
  lines: [],
  usedBytes: 0,
  usedLines: 0,
  isTooShort: true,
};
