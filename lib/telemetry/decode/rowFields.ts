import { NameTable } from "./nameTable.ts";
import { NumberReader } from "./numberReader.ts";
import { RowCells, type RowShape } from "./rowTarget.ts";
import { epochMsOf, TimestampReader } from "./timestampReader.ts";

const latin1 = new TextDecoder("latin1");

/** Words that stand for a CPU that is no number; handed on as such, for the sink to say so. */
const NOT_A_NUMBER_WORDS = new Map<string, number>([
  ["NaN", Number.NaN],
  ["nan", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["+Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["Inf", Number.POSITIVE_INFINITY],
  ["+Inf", Number.POSITIVE_INFINITY],
  ["-Inf", Number.NEGATIVE_INFINITY],
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);

const LONGEST_WORD = 9;

/** NaN or ±Infinity for a word that says so; undefined for anything else. */
export function notANumberWord(bytes: Uint8Array, from: number, to: number): number | undefined {
  return to - from <= LONGEST_WORD
    ? NOT_A_NUMBER_WORDS.get(latin1.decode(bytes.subarray(from, to)))
    : undefined;
}

/**
 * Puts the fields of one row into its cells, out of bytes: the part of reading a row that CSV and JSON share.
 * Each setter answers whether the bytes were what the field asks for; if not, `problem` says what is wrong.
 */
export class RowFields {
  readonly cells = new RowCells();
  readonly numbers = new NumberReader();
  problem = "";

  private readonly shape: RowShape;
  private readonly names = new NameTable();
  private readonly timestamps = new TimestampReader();
  private readonly requiredMask: number;

  constructor(shape: RowShape) {
    this.shape = shape;
    this.requiredMask = shape.fields.reduce((mask, field, at) => mask | (field.required ? 1 << at : 0), 0);
  }

  /** The time, as RFC 3339 text. */
  setTime(bytes: Uint8Array, from: number, to: number): boolean {
    return this.setInstant(this.timestamps.read(bytes, from, to));
  }

  /** The time, as epoch milliseconds. */
  setEpochMs(value: number): boolean {
    return this.setInstant(epochMsOf(value));
  }

  private setInstant(epochMs: number): boolean {
    if (Number.isNaN(epochMs)) {
      this.problem =
        "ts is not a time: send RFC 3339 with an offset (2026-01-31T12:00:00Z) or epoch milliseconds";
      return false;
    }
    this.cells.tsMs = epochMs;
    return true;
  }

  /** One of the names; `field` counts the shape's fields. */
  setName(field: number, bytes: Uint8Array, from: number, to: number): boolean {
    const name = this.names.intern(bytes, from, to);
    if (name === undefined) {
      this.problem = `${this.nameOf(field)} ${this.names.problem}`;
      return false;
    }
    this.cells.names[field - 1] = name;
    return true;
  }

  /** The position of a measure among the measures. */
  measureOf(field: number): number {
    return field - 1 - this.shape.nameCount;
  }

  /** A measure written as a word: NaN, Inf, Infinity, with a sign or without. */
  setWord(field: number, bytes: Uint8Array, from: number, to: number): boolean {
    const value = notANumberWord(bytes, from, to);
    if (value === undefined) {
      this.problem = `${this.nameOf(field)} is not a number`;
      return false;
    }
    this.cells.setMeasure(this.measureOf(field), value);
    return true;
  }

  /** Whether every field that a row must have was there. */
  isComplete(): boolean {
    const missing = this.requiredMask & ~this.cells.seen;
    if (missing === 0) return true;
    this.problem = `${this.nameOf(31 - Math.clz32(missing & -missing))} is missing`;
    return false;
  }

  nameOf(field: number): string {
    return this.shape.fields[field]?.name ?? "";
  }
}
