import { CsvRecordReader } from "../csvRecord.ts";
import { INCOMPLETE, MALFORMED } from "../readOutcome.ts";
import { notANumberWord, RowFields } from "../rowFields.ts";
import type { RowTarget } from "../rowTarget.ts";
import { CellNumberReader } from "./cellNumber.ts";
import { CellTimeReader, TIME_FORM_WORDS } from "./cellTime.ts";
import type { ColumnPlan } from "./mappedTypes.ts";
import { RowCutter } from "./rowCutter.ts";

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/** Longer than any row; what has no line end until here is no row but an accident. */
export const MAX_MAPPED_ROW_BYTES = 65_536;

/**
 * Reads the rows of a CSV whose columns somebody has named, from any place where a row begins: the header is not its
 * business. While it tells of a row, `rowFrom`, `line` and `problemColumn` say where that one stands.
 */
export class MappedReader {
  line: number;
  /** Where the row begins in the bytes that are being read. */
  rowFrom = 0;
  /** The column of what makes the row malformed; null = the row as a whole. */
  problemColumn: number | null = null;

  private readonly target: RowTarget;
  private readonly plan: ColumnPlan;
  private readonly fields: RowFields;
  private readonly cutter: RowCutter;
  private readonly times = new CellTimeReader();
  private readonly numbers: CellNumberReader;
  private index: number;

  /** `at`: the line and the number of the first row that will be read. */
  constructor(target: RowTarget, plan: ColumnPlan, at: { readonly line: number; readonly index: number }) {
    this.target = target;
    this.plan = plan;
    this.line = at.line;
    this.index = at.index;
    this.fields = new RowFields(target.shape);
    this.cutter = new RowCutter(plan.cells.delimiter, new CsvRecordReader(plan.cells.delimiter));
    this.numbers = new CellNumberReader(plan.cells.hasDecimalComma);
  }

  /** Reads every whole row of [0, to) and gives the position after the last; `last`: the file ends there. */
  read(bytes: Uint8Array, to: number, last: boolean): number {
    let at = 0;
    while (at < to) {
      const next = this.readNext(bytes, at, to, last);
      if (next < 0) break;
      this.line += countLines(bytes, at, next);
      at = next;
    }
    return at;
  }

  private readNext(bytes: Uint8Array, at: number, to: number, last: boolean): number {
    if (bytes[at] === NEWLINE) return at + 1;
    if (bytes[at] === CARRIAGE_RETURN && at + 1 < to && bytes[at + 1] === NEWLINE) return at + 2;
    this.rowFrom = at;
    this.problemColumn = null;
    // A quote that is never closed is looked for no farther than a row may reach.
    const reach = Math.min(to, at + MAX_MAPPED_ROW_BYTES + 1);
    const isTooLong = reach < to || to - at > MAX_MAPPED_ROW_BYTES;
    const end = this.cutter.cut(bytes, at, reach, last && reach === to);
    if (end >= 0) {
      this.deliver();
      return end;
    }
    const problem = end === MALFORMED ? this.cutter.problem : `is longer than ${MAX_MAPPED_ROW_BYTES} bytes`;
    const next = lineEnd(bytes, at, to);
    if (end === INCOMPLETE && !isTooLong) return INCOMPLETE;
    // Of a line that is not here whole the rest may come; it is refused as one.
    if (next < 0 && !last && !isTooLong) return INCOMPLETE;
    this.target.malformed(this.index, problem);
    this.index += 1;
    return next < 0 ? to : next;
  }

  private deliver(): void {
    const problem = this.fill();
    if (problem === null) this.target.deliver(this.index, this.fields.cells);
    else this.target.malformed(this.index, problem);
    this.index += 1;
  }

  /** Puts the cut row into the fields; null when all is well. */
  private fill(): string | null {
    const { cutter, fields, plan } = this;
    if (cutter.count !== plan.columnCount) {
      return `has ${cutter.count} cells where the header has ${plan.columnCount}`;
    }
    fields.cells.clear();
    const { column, form } = plan.time;
    const timeMs = this.times.read(cutter.bytes, cutter.from(column), cutter.to(column), form);
    if (Number.isNaN(timeMs)) return this.refuse(column, `the time is not ${TIME_FORM_WORDS[form.kind]}`);
    fields.cells.tsMs = timeMs;
    for (const [at, source] of plan.names.entries()) {
      if ("value" in source) fields.cells.names[at] = source.value;
      else if (!this.setName(at, source.column)) return this.refuse(source.column, fields.problem);
    }
    for (const [at, source] of plan.measures.entries()) {
      if (source === null) fields.cells.setNull(at);
      else if (!this.setMeasure(at, source.column, source.scale)) {
        return this.refuse(source.column, `${fields.nameOf(1 + plan.names.length + at)} is not a number`);
      }
    }
    return null;
  }

  private refuse(column: number, problem: string): string {
    this.problemColumn = column;
    return problem;
  }

  private setName(at: number, column: number): boolean {
    const { bytes } = this.cutter;
    let from = this.cutter.from(column);
    let to = this.cutter.to(column);
    while (from < to && bytes[from] === SPACE) from += 1;
    while (to > from && bytes[to - 1] === SPACE) to -= 1;
    return this.fields.setName(at + 1, bytes, from, to);
  }

  private setMeasure(at: number, column: number, scale: number): boolean {
    const { bytes } = this.cutter;
    const from = this.cutter.from(column);
    const to = this.cutter.to(column);
    if (from === to) {
      this.fields.cells.setNull(at);
      return true;
    }
    const value = this.numbers.read(bytes, from, to) ?? notANumberWord(bytes, from, to);
    if (value === undefined) return false;
    this.fields.cells.setMeasure(at, value * scale);
    return true;
  }
}

/** The position after the line that [from, to) begins with; INCOMPLETE where its end is not there. */
function lineEnd(bytes: Uint8Array, from: number, to: number): number {
  const newline = bytes.indexOf(NEWLINE, from);
  return newline < 0 || newline >= to ? INCOMPLETE : newline + 1;
}

function countLines(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE, from); at >= 0 && at < to; at = bytes.indexOf(NEWLINE, at + 1))
    lines += 1;
  return lines;
}
