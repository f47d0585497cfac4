import type { StreamDecoder } from "../../types.ts";
import { BodyError } from "../bodyError.ts";
import { CsvRecordReader } from "../csvRecord.ts";
import { CellNumberReader, POINT_AND_COMMA } from "../mapped/cellNumber.ts";
import { CellTimeReader, TIME_FORM_WORDS } from "../mapped/cellTime.ts";
import { NameTable } from "../nameTable.ts";
import { byteOrderMarkLength } from "../ndjsonReader.ts";
import { NumberReader } from "../numberReader.ts";
import { INCOMPLETE } from "../readOutcome.ts";
import { notANumberWord } from "../rowFields.ts";
import { epochMsOf, TimestampReader } from "../timestampReader.ts";
import { type DecoderLimits, WindowedDecoder, type WindowReader } from "../windowedDecoder.ts";
import { BlockBuilder } from "./blockBuilder.ts";
import type { WideOptions, WideSink } from "./wideTypes.ts";

/** A line names or measures every node there is, so it may be long: some 20,000 columns. */
const WIDE_LIMITS: DecoderLimits = { maxRowBytes: 1_048_576, windowBytes: 2_097_152 };

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Decodes the wide form that monitoring exports have: a time column and a column per node, blank = no sample.
 * Rows and cells that cannot be read are told by their line; a header that cannot, or a mapping that does not fit it,
 * throws BodyError.
 */
export function createWideDecoder(options: WideOptions, sink: WideSink, limits = WIDE_LIMITS): StreamDecoder {
  return new WindowedDecoder(new WideReader(options, sink, limits), limits);
}

class WideReader implements WindowReader {
  line = 0;

  private readonly options: WideOptions;
  private readonly sink: WideSink;
  private readonly maxRowBytes: number;
  private readonly records: CsvRecordReader;
  private readonly delimiter: number;
  private readonly loose: CellNumberReader;
  private readonly cellTimes = new CellTimeReader();
  private readonly numbers = new NumberReader();
  private readonly timestamps = new TimestampReader();
  private readonly names = new NameTable();
  private columns: readonly string[] = [];
  private row = new Float64Array(0);
  private builder: BlockBuilder | null = null;
  private atStart = true;
  private rows = 0;

  constructor(options: WideOptions, sink: WideSink, limits: DecoderLimits) {
    this.options = options;
    this.sink = sink;
    this.maxRowBytes = limits.maxRowBytes;
    const cells = options.cells ?? POINT_AND_COMMA;
    this.delimiter = cells.delimiter;
    this.records = new CsvRecordReader(cells.delimiter);
    this.loose = new CellNumberReader(cells.hasDecimalComma);
    this.rows = options.rowsBefore ?? 0;
  }

  read(bytes: Uint8Array, to: number, last: boolean): number {
    let at = this.atStart ? byteOrderMarkLength(bytes, to) : 0;
    this.atStart = false;
    while (at < to) {
      const end = lineEnd(bytes, at, to, last);
      if (end < 0) {
        if (to - at <= this.maxRowBytes) break;
        throw new BodyError(422, `Line ${this.line + 1} is longer than ${this.maxRowBytes} bytes.`);
      }
      this.line += 1;
      this.readLine(bytes, at, end);
      at = end + 1;
    }
    if (!last) return at;
    if (this.builder === null)
      throw new BodyError(400, "The file is empty: it must begin with its header line.");
    this.builder.flush();
    return to;
  }

  private readLine(bytes: Uint8Array, from: number, lineTo: number): void {
    const to = lineTo > from && bytes[lineTo - 1] === CARRIAGE_RETURN ? lineTo - 1 : lineTo;
    if (to === from) return;
    if (this.builder === null) this.builder = this.readHeader(bytes, from, to);
    else this.readRow(bytes.subarray(from, to), this.builder);
  }

  private readHeader(bytes: Uint8Array, from: number, to: number): BlockBuilder {
    const cells = this.splitLine(bytes.subarray(from, to));
    if (cells === null) throw headerError(`it ${this.records.problem}`);
    const names = cells.slice(1).map((cell, column) => this.columnName(cell, column));
    if (names.length === 0) throw headerError("there is only one column");
    const known = new Set<string>();
    for (const name of names) {
      if (known.has(name)) throw headerError(`column "${name}" stands there twice`);
      known.add(name);
    }
    this.columns = names;
    this.row = new Float64Array(names.length);
    return new BlockBuilder(names, this.options, this.sink);
  }

  private columnName(cell: Uint8Array, column: number): string {
    const name = this.names.intern(cell, 0, cell.length);
    if (name === undefined) throw headerError(`the name of column ${column} ${this.names.problem}`);
    return name;
  }

  private splitLine(line: Uint8Array): readonly Uint8Array[] | null {
    return this.records.read(line, 0, line.length, true) === line.length ? this.records.cells : null;
  }

  private readRow(line: Uint8Array, builder: BlockBuilder): void {
    const atMs = this.readPlainRow(line) ?? this.readAnyRow(line);
    this.rows += 1;
    if (atMs === null) builder.skip();
    else builder.add(atMs, this.row, this.line);
  }

  /** The row's time, with `row` filled, when the row is nothing but numbers and blanks; else null. */
  private readPlainRow(line: Uint8Array): number | null {
    const to = line.length;
    let at = line.indexOf(this.delimiter);
    if (at < 0) return null;
    const atMs = this.timeOf(line.subarray(0, at));
    if (Number.isNaN(atMs)) return null;
    for (let column = 0; column < this.row.length; column += 1) {
      if (at >= to || line[at] !== this.delimiter) return null;
      at += 1;
      if (at >= to || line[at] === this.delimiter) {
        this.row[column] = Number.NaN;
        continue;
      }
      at = this.numbers.read(line, at, to);
      if (at < 0) return null;
      this.row[column] = this.numbers.value * this.options.scale;
    }
    return at === to ? atMs : null;
  }

  /** The thorough way: quotes, words, and saying what is wrong. */
  private readAnyRow(line: Uint8Array): number | null {
    const cells = this.splitLine(line);
    if (cells === null) return this.refuse(`the row ${this.records.problem}`);
    if (cells.length !== this.row.length + 1) {
      return this.refuse(`the row has ${cells.length} cells where the header has ${this.row.length + 1}`);
    }
    const [time = new Uint8Array(), ...values] = cells;
    const atMs = this.timeOf(time);
    if (Number.isNaN(atMs)) return this.refuse(`the time is not ${describeTime(this.options)}`);
    for (const [column, cell] of values.entries()) this.row[column] = this.valueOf(cell, column);
    return atMs;
  }

  private refuse(message: string): null {
    this.sink.malformed(this.line, message);
    return null;
  }

  /** Percent; NaN for a blank; Infinity for what says that it is no number. */
  private valueOf(cell: Uint8Array, column: number): number {
    if (cell.length === 0) return Number.NaN;
    const value = this.loose.read(cell, 0, cell.length);
    if (value !== undefined) return value * this.options.scale;
    if (notANumberWord(cell, 0, cell.length) !== undefined) return Number.POSITIVE_INFINITY;
    this.sink.malformed(this.line, `column "${this.columns[column] ?? ""}" is not a number`);
    return Number.NaN;
  }

  /** Epoch milliseconds of the row; NaN when the cell does not say. */
  private timeOf(cell: Uint8Array): number {
    const { time, stepSeconds } = this.options;
    if (time.kind === "cell") return this.cellTimes.read(cell, 0, cell.length, time.form);
    if (time.kind === "rowsFrom") return time.startMs + this.rows * stepSeconds * 1_000;
    const isNumber = this.numbers.read(cell, 0, cell.length) === cell.length && cell.length > 0;
    const value = isNumber ? this.numbers.value : Number.NaN;
    if (time.kind === "minutesFrom") return epochMsOf(time.startMs + value * 60_000);
    if (time.kind === "epochSeconds") return epochMsOf(value * 1_000);
    return isNumber ? epochMsOf(value) : this.timestamps.read(cell, 0, cell.length);
  }
}

function headerError(problem: string): BodyError {
  const form = "The header must be a time column and one column per node";
  return new BodyError(422, `${form}: ${problem}.`, "header");
}

/** The position of the line's LF, or of the body's end; INCOMPLETE when it is not here yet. */
function lineEnd(bytes: Uint8Array, from: number, to: number, last: boolean): number {
  const newline = bytes.indexOf(NEWLINE, from);
  if (newline >= 0 && newline < to) return newline;
  return last ? to : INCOMPLETE;
}

function describeTime({ time }: WideOptions): string {
  switch (time.kind) {
    case "instant":
      return "RFC 3339 with an offset or epoch milliseconds";
    case "epochSeconds":
      return "a number of seconds since 1970";
    case "cell":
      return TIME_FORM_WORDS[time.form.kind];
    default:
      return "a number of minutes since the start";
  }
}
