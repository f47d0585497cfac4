import { BodyError } from "./bodyError.ts";
import { readWord, skipSpace } from "./jsonText.ts";
import { NumberReader } from "./numberReader.ts";
import { INCOMPLETE, MALFORMED } from "./readOutcome.ts";

const encoder = new TextEncoder();
const NULL = encoder.encode("null");
const WORDS = [
  "NaN",
  "Infinity",
  "-Infinity",
  '"NaN"',
  '"Infinity"',
  '"-Infinity"',
  '"+Inf"',
  '"-Inf"',
  '"Inf"',
].map((word) => encoder.encode(word));

const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;

/** 40 MB of doubles, and 96 MB while they grow; nine years of a node. Many bodies may come at once, each with as many. */
export const MAX_PACKED_VALUES = 5_000_000;

/** As many nodes as a pool can have: their slots are int16. */
export const MAX_PACKED_ROWS = 32_767;

type State = "start" | "rowOrEnd" | "row" | "cellOrEnd" | "cell" | "afterCell" | "afterRow" | "done";

/** Reads `[[1,2,null],…]` into typed arrays as the bytes come in. */
export class MatrixReader {
  readonly rows: Float64Array[] = [];

  private readonly name: string;
  private readonly numbers = new NumberReader();
  private state: State = "start";
  private row = new Float64Array(64);
  private length = 0;
  private values = 0;

  constructor(name: string) {
    this.name = name;
  }

  get done(): boolean {
    return this.state === "done";
  }

  /** Reads as far as it can and gives the position of the first byte that it could not use. */
  read(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (this.state !== "done") {
      at = skipSpace(bytes, at, to);
      if (at >= to) return at;
      const next = this.step(bytes, at, to);
      if (next === INCOMPLETE) return at;
      at = next;
    }
    return at;
  }

  private step(bytes: Uint8Array, at: number, to: number): number {
    const byte = bytes[at] ?? 0;
    switch (this.state) {
      case "cell":
        return this.readCells(bytes, at, to);
      case "afterCell":
        if (byte === COMMA) return this.move(at, "cell");
        return this.require(byte === CLOSING_BRACKET, "is not valid JSON").endRow(at);
      case "cellOrEnd":
        return byte === CLOSING_BRACKET ? this.endRow(at) : this.readCells(bytes, at, to);
      case "row":
        return this.require(byte === OPENING_BRACKET, "is not an array").move(at, "cellOrEnd");
      case "rowOrEnd":
        if (byte === CLOSING_BRACKET) return this.move(at, "done");
        return this.require(byte === OPENING_BRACKET, "is not an array").move(at, "cellOrEnd");
      case "afterRow":
        if (byte === COMMA) return this.move(at, "row");
        return this.require(byte === CLOSING_BRACKET, "is not valid JSON").move(at, "done");
      default:
        return this.require(byte === OPENING_BRACKET, "is not an array").move(at, "rowOrEnd");
    }
  }

  private move(at: number, state: State): number {
    this.state = state;
    return at + 1;
  }

  private require(valid: boolean, problem: string): this {
    if (!valid) throw this.error(problem);
    return this;
  }

  private error(problem: string): BodyError {
    const inRow = this.state === "cell" || this.state === "cellOrEnd" || this.state === "afterCell";
    const row = this.state === "start" ? "" : `[${this.rows.length}]`;
    const path = `${this.name}${row}${inRow ? `[${this.length}]` : ""}`;
    return new BodyError(problem === "is not valid JSON" ? 400 : 422, `${path} ${problem}.`, path);
  }

  /** Reads cells as long as each is followed by a comma at once, which is how nearly all matrices are written. */
  private readCells(bytes: Uint8Array, from: number, to: number): number {
    this.state = "cell";
    let at = from;
    for (;;) {
      const end = this.numbers.read(bytes, at, to);
      if (end >= 0 && end < to) {
        this.push(this.numbers.value);
        at = end;
      } else {
        const after = end === MALFORMED ? this.readOther(bytes, at, to) : INCOMPLETE;
        if (after < 0) return at > from ? at : INCOMPLETE;
        at = after;
      }
      if (at + 1 >= to || bytes[at] !== COMMA) {
        this.state = "afterCell";
        return at;
      }
      at += 1;
      if ((bytes[at] ?? 0) <= 0x20) return at;
    }
  }

  /** `null`, or a word for what is no number; INCOMPLETE when it is cut off. */
  private readOther(bytes: Uint8Array, at: number, to: number): number {
    const afterNull = readWord(bytes, at, to, NULL);
    if (afterNull !== MALFORMED) return this.pushIf(afterNull, Number.NaN);
    for (const word of WORDS) {
      const afterWord = readWord(bytes, at, to, word);
      if (afterWord !== MALFORMED) return this.pushIf(afterWord, Number.POSITIVE_INFINITY);
    }
    throw this.error("is neither a number nor null");
  }

  private pushIf(end: number, value: number): number {
    if (end >= 0) this.push(value);
    return end;
  }

  private push(value: number): void {
    if (this.length === this.row.length) this.grow();
    this.row[this.length] = value;
    this.length += 1;
  }

  private grow(): void {
    this.requireFewer();
    const larger = new Float64Array(Math.max(64, this.row.length * 2));
    larger.set(this.row);
    this.row = larger;
  }

  private requireFewer(): void {
    if (this.values + this.length > MAX_PACKED_VALUES || this.rows.length >= MAX_PACKED_ROWS) {
      const most = `${MAX_PACKED_ROWS} rows and ${MAX_PACKED_VALUES} values`;
      throw new BodyError(413, `${this.name} has more than ${most}: send it in parts.`, this.name);
    }
  }

  private endRow(at: number): number {
    this.requireFewer();
    this.values += this.length;
    const first = this.rows[0];
    if (first !== undefined && first.length !== this.length) {
      const path = `${this.name}[${this.rows.length}]`;
      const problem = `has ${this.length} values where ${this.name}[0] has ${first.length}`;
      throw new BodyError(422, `${path} ${problem}.`, path);
    }
    const full = this.row.length === this.length;
    this.rows.push(full ? this.row : this.row.slice(0, this.length));
    if (full) this.row = new Float64Array(this.length);
    this.length = 0;
    return this.move(at, "afterRow");
  }
}
