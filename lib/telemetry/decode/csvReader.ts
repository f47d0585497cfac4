import { BodyError } from "./bodyError.ts";
import { readCsvHeader } from "./csvHeader.ts";
import { CsvRecordReader } from "./csvRecord.ts";
import { byteOrderMarkLength } from "./ndjsonReader.ts";
import { INCOMPLETE, MALFORMED } from "./readOutcome.ts";
import { RowFields } from "./rowFields.ts";
import type { RowTarget } from "./rowTarget.ts";
import type { DecoderLimits, WindowReader } from "./windowedDecoder.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * CSV with a header line, by RFC 4180. Rows without quotes, which are nearly all, are read in one pass over their
 * bytes; any row that does not go through smoothly is read once more, thoroughly, to get it right or to say what is
 * wrong with it.
 */
export class CsvReader implements WindowReader {
  line = 1;

  private readonly target: RowTarget;
  private readonly fields: RowFields;
  private readonly records = new CsvRecordReader();
  private readonly maxRowBytes: number;
  private columns: readonly number[] | null = null;
  private index = 0;
  private atStart = true;
  /** Within a row that was too long and has been refused. */
  private skipping = false;

  constructor(target: RowTarget, limits: DecoderLimits) {
    this.target = target;
    this.fields = new RowFields(target.shape);
    this.maxRowBytes = limits.maxRowBytes;
  }

  read(bytes: Uint8Array, to: number, last: boolean): number {
    let at = this.atStart ? byteOrderMarkLength(bytes, to) : 0;
    this.atStart = false;
    while (at < to) {
      const next = this.readNext(bytes, at, to, last);
      if (next < 0) break;
      at = next;
    }
    if (last && this.columns === null)
      throw new BodyError(400, "The body is empty: a CSV begins with its header line.");
    return at;
  }

  private readNext(bytes: Uint8Array, at: number, to: number, last: boolean): number {
    if (this.columns !== null && !this.skipping) {
      const end = this.readPlainRow(bytes, at, to, this.columns);
      if (end >= 0 && end - at <= this.maxRowBytes) {
        this.target.deliver(this.index, this.fields.cells);
        this.index += 1;
        this.line += 1;
        return end;
      }
    }
    const next = this.readOther(bytes, at, to, last);
    for (let byte = at; byte < next; byte += 1) if (bytes[byte] === NEWLINE) this.line += 1;
    return next;
  }

  /** What is no plain row: the header, a blank line, a row with quotes or with something wrong, the rest of one. */
  private readOther(bytes: Uint8Array, at: number, to: number, last: boolean): number {
    if (this.skipping) return this.skipLine(bytes, at, to);
    const byte = bytes[at];
    if (byte === NEWLINE) return at + 1;
    if (byte === CARRIAGE_RETURN && at + 1 < to && bytes[at + 1] === NEWLINE) return at + 2;
    return this.columns === null
      ? this.readHeader(bytes, at, to, last)
      : this.readAnyRow(bytes, at, to, last);
  }

  private readHeader(bytes: Uint8Array, at: number, to: number, last: boolean): number {
    const end = this.records.read(bytes, at, to, last);
    if (end === INCOMPLETE && to - at <= this.maxRowBytes) return INCOMPLETE;
    if (end === MALFORMED) throw new BodyError(400, `The header line ${this.records.problem}.`, "header");
    if (end === INCOMPLETE) throw new BodyError(400, "The body has no header line.", "header");
    this.columns = readCsvHeader(this.records.cells, this.target.shape);
    return end;
  }

  /** The position after a row that has no quotes and nothing wrong with it; MALFORMED leaves it to `readAnyRow`. */
  private readPlainRow(bytes: Uint8Array, from: number, to: number, columns: readonly number[]): number {
    const { nameCount } = this.target.shape;
    this.fields.cells.clear();
    let at = from;
    for (const field of columns) {
      if (at > from && bytes[at - 1] !== COMMA) return MALFORMED;
      if (field > nameCount) {
        at = this.readPlainMeasure(bytes, at, to, field);
        if (at < 0) return MALFORMED;
      } else {
        const end = cellEnd(bytes, at, to);
        if (bytes[end] === QUOTE) return MALFORMED;
        const good = field === 0 ? this.setTime(bytes, at, end) : this.fields.setName(field, bytes, at, end);
        if (!good) return MALFORMED;
        at = end;
      }
      if (at >= to) return MALFORMED;
      at += 1;
    }
    const separator = bytes[at - 1];
    if (separator === NEWLINE) return at;
    return separator === CARRIAGE_RETURN && at < to && bytes[at] === NEWLINE ? at + 1 : MALFORMED;
  }

  /** The position after the measure, which is a number or blank. */
  private readPlainMeasure(bytes: Uint8Array, at: number, to: number, field: number): number {
    const byte = bytes[at];
    if (byte === COMMA || byte === NEWLINE || byte === CARRIAGE_RETURN) {
      this.fields.cells.setNull(this.fields.measureOf(field));
      return at;
    }
    const end = this.fields.numbers.read(bytes, at, to);
    if (end >= 0) this.fields.cells.setMeasure(this.fields.measureOf(field), this.fields.numbers.value);
    return end;
  }

  private setTime(bytes: Uint8Array, from: number, to: number): boolean {
    if (to - from >= 20 && bytes[from + 4] === 0x2d) return this.fields.setTime(bytes, from, to);
    const end = this.fields.numbers.read(bytes, from, to);
    return this.fields.setEpochMs(end === to && from < to ? this.fields.numbers.value : Number.NaN);
  }

  private readAnyRow(bytes: Uint8Array, at: number, to: number, last: boolean): number {
    const end = this.records.read(bytes, at, to, last);
    if (end === INCOMPLETE && to - at <= this.maxRowBytes) return INCOMPLETE;
    const tooLong = end === INCOMPLETE || end - at > this.maxRowBytes;
    const problem = tooLong ? `is longer than ${this.maxRowBytes} bytes` : this.recordProblem(end);
    if (problem === null) this.target.deliver(this.index, this.fields.cells);
    else this.target.malformed(this.index, problem);
    this.index += 1;
    if (!tooLong && end >= 0) return end;
    // The row has no end of its own: the next line is the next row.
    this.skipping = true;
    return this.skipLine(bytes, at, to);
  }

  private skipLine(bytes: Uint8Array, at: number, to: number): number {
    const newline = bytes.indexOf(NEWLINE, at);
    if (newline < 0 || newline >= to) return to;
    this.skipping = false;
    return newline + 1;
  }

  /** Fills the cells of the row from the record just read; null when all is well. */
  private recordProblem(end: number): string | null {
    if (end === MALFORMED) return this.records.problem;
    const columns = this.columns ?? [];
    const { cells } = this.records;
    if (cells.length !== columns.length)
      return `has ${cells.length} cells where the header has ${columns.length}`;
    this.fields.cells.clear();
    for (const [position, field] of columns.entries()) {
      const cell = cells[position];
      if (cell !== undefined && !this.setCell(field, cell)) return this.fields.problem;
    }
    return null;
  }

  private setCell(field: number, cell: Uint8Array): boolean {
    const { length } = cell;
    if (field === 0) return this.setTime(cell, 0, length);
    if (field <= this.target.shape.nameCount) return this.fields.setName(field, cell, 0, length);
    if (length === 0) {
      this.fields.cells.setNull(this.fields.measureOf(field));
      return true;
    }
    if (this.fields.numbers.read(cell, 0, length) !== length)
      return this.fields.setWord(field, cell, 0, length);
    this.fields.cells.setMeasure(this.fields.measureOf(field), this.fields.numbers.value);
    return true;
  }
}

/** The position of the first comma, quote or line end at or after `from`; `to` when there is none. */
function cellEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  for (; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte <= COMMA && (byte === COMMA || byte === NEWLINE || byte === QUOTE || byte === CARRIAGE_RETURN))
      break;
  }
  return at;
}
