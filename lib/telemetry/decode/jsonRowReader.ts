import {
  decodeJsonString,
  JsonStringScanner,
  readWord,
  shownText,
  skipSpace,
  unescapeJsonString,
} from "./jsonText.ts";
import { INCOMPLETE, MALFORMED } from "./readOutcome.ts";
import type { RowFields } from "./rowFields.ts";
import type { RowShape } from "./rowTarget.ts";

const encoder = new TextEncoder();
const NULL = encoder.encode("null");
const NAN = encoder.encode("NaN");
const INFINITY = encoder.encode("Infinity");
const MINUS_INFINITY = encoder.encode("-Infinity");

const QUOTE = 0x22;
const COMMA = 0x2c;
const CLOSING_BRACE = 0x7d;
const MINUS = 0x2d;

/**
 * Reads one row, a flat JSON object, straight from bytes into cells: no object and no string is made per row.
 * It takes what `JSON.parse` takes, and besides the bare words NaN, Infinity and -Infinity that Python and Go write
 * for a measure, so that such a row is told `not_a_number` and not that its whole body is no JSON.
 */
export class JsonRowReader {
  /** What is wrong with the row, after MALFORMED. */
  problem = "";

  private readonly shape: RowShape;
  private readonly fields: RowFields;
  private readonly keys: readonly Uint8Array[];
  private readonly strings = new JsonStringScanner();

  constructor(shape: RowShape, fields: RowFields) {
    this.shape = shape;
    this.fields = fields;
    this.keys = shape.fields.map((field) => encoder.encode(field.name));
  }

  /** The position after the object that begins at `from`; INCOMPLETE when `to` cuts it off; MALFORMED. */
  read(bytes: Uint8Array, from: number, to: number): number {
    this.fields.cells.clear();
    if (bytes[from] !== 0x7b) return this.refuse("is not an object");
    let at = skipSpace(bytes, from + 1, to);
    if (at < to && bytes[at] === CLOSING_BRACE) return this.finish(at);
    for (let expected = 0; ; expected += 1) {
      at = this.readField(bytes, at, to, expected);
      if (at < 0) return at;
      at = skipSpace(bytes, at, to);
      if (at >= to) return INCOMPLETE;
      const byte = bytes[at];
      if (byte === CLOSING_BRACE) return this.finish(at);
      if (byte !== COMMA) return this.refuse("is not valid JSON");
      at = skipSpace(bytes, at + 1, to);
    }
  }

  private finish(at: number): number {
    return this.fields.isComplete() ? at + 1 : this.refuse(this.fields.problem);
  }

  private refuse(problem: string): number {
    this.problem = problem;
    return MALFORMED;
  }

  /** A field's name, colon and value. Senders repeat one order of fields: `expected` is tried first. */
  private readField(bytes: Uint8Array, from: number, to: number, expected: number): number {
    if (from >= to) return INCOMPLETE;
    if (bytes[from] !== QUOTE) return this.refuse("is not valid JSON");
    const close = this.strings.scan(bytes, from, to);
    if (close < 0) return close === INCOMPLETE ? INCOMPLETE : this.refuse("is not valid JSON");
    const field = this.keyAt(bytes, from, close, expected);
    if (field < 0) return MALFORMED;
    const bit = 1 << field;
    if ((this.fields.cells.seen & bit) !== 0) return this.refuse(`has ${this.fields.nameOf(field)} twice`);
    this.fields.cells.seen |= bit;
    let at = skipSpace(bytes, close + 1, to);
    if (at >= to) return INCOMPLETE;
    if (bytes[at] !== 0x3a) return this.refuse("is not valid JSON");
    at = skipSpace(bytes, at + 1, to);
    if (at >= to) return INCOMPLETE;
    if (field > this.shape.nameCount) return this.readMeasure(bytes, at, to, field);
    return bytes[at] === QUOTE
      ? this.readText(bytes, at, to, field)
      : this.readBareTime(bytes, at, to, field);
  }

  private keyAt(bytes: Uint8Array, open: number, close: number, expected: number): number {
    if (this.strings.escaped) return this.escapedKey(bytes, open, close);
    if (this.isKey(expected, bytes, open + 1, close)) return expected;
    for (let field = 0; field < this.keys.length; field += 1) {
      if (this.isKey(field, bytes, open + 1, close)) return field;
    }
    return this.refuseKey(shownText(bytes, open + 1, close));
  }

  private isKey(field: number, bytes: Uint8Array, from: number, to: number): boolean {
    const key = this.keys[field];
    if (key === undefined || key.length !== to - from) return false;
    for (let at = 0; at < key.length; at += 1) if (key[at] !== bytes[from + at]) return false;
    return true;
  }

  private escapedKey(bytes: Uint8Array, open: number, close: number): number {
    const name = decodeJsonString(bytes, open, close + 1);
    if (name === undefined) return this.refuse("is not valid JSON");
    const field = this.shape.fields.findIndex((candidate) => candidate.name === name);
    return field >= 0 ? field : this.refuseKey(shownText(bytes, open + 1, close));
  }

  private refuseKey(name: string): number {
    const known = this.shape.fields.map((field) => field.name).join(", ");
    return this.refuse(`has an unknown field "${name}"; the fields are ${known}`);
  }

  /** The time or a name, written as a JSON string. */
  private readText(bytes: Uint8Array, open: number, to: number, field: number): number {
    const close = this.strings.scan(bytes, open, to);
    if (close < 0) return close === INCOMPLETE ? INCOMPLETE : this.refuse("is not valid JSON");
    if (this.strings.escaped) {
      const text = unescapeJsonString(bytes, open, close + 1);
      if (text === undefined) return this.refuse(`${this.fields.nameOf(field)} is not a valid JSON string`);
      return this.setText(field, text, 0, text.length) ? close + 1 : this.refuse(this.fields.problem);
    }
    return this.setText(field, bytes, open + 1, close) ? close + 1 : this.refuse(this.fields.problem);
  }

  private setText(field: number, bytes: Uint8Array, from: number, to: number): boolean {
    return field === 0 ? this.fields.setTime(bytes, from, to) : this.fields.setName(field, bytes, from, to);
  }

  /** The time as a number; a name that is no string is none. */
  private readBareTime(bytes: Uint8Array, from: number, to: number, field: number): number {
    if (field !== 0) return this.refuse(`${this.fields.nameOf(field)} is not a string`);
    const end = this.fields.numbers.read(bytes, from, to);
    if (end === INCOMPLETE) return INCOMPLETE;
    const value = end === MALFORMED ? Number.NaN : this.fields.numbers.value;
    return this.fields.setEpochMs(value) ? end : this.refuse(this.fields.problem);
  }

  private readMeasure(bytes: Uint8Array, from: number, to: number, field: number): number {
    const { cells, numbers } = this.fields;
    const end = numbers.read(bytes, from, to);
    if (end === INCOMPLETE) return INCOMPLETE;
    if (end !== MALFORMED) {
      cells.setMeasure(this.fields.measureOf(field), numbers.value);
      return end;
    }
    const byte = bytes[from];
    if (byte === 0x6e) {
      cells.setNull(this.fields.measureOf(field));
      return this.bareWord(bytes, from, to, NULL, field);
    }
    if (byte === QUOTE) return this.readQuotedWord(bytes, from, to, field);
    const word = byte === 0x4e ? NAN : byte === MINUS ? MINUS_INFINITY : INFINITY;
    const after = this.bareWord(bytes, from, to, word, field);
    if (after > 0) this.fields.setWord(field, bytes, from, after);
    return after;
  }

  private bareWord(bytes: Uint8Array, from: number, to: number, word: Uint8Array, field: number): number {
    const end = readWord(bytes, from, to, word);
    return end === MALFORMED ? this.refuse(`${this.fields.nameOf(field)} is not a number`) : end;
  }

  private readQuotedWord(bytes: Uint8Array, open: number, to: number, field: number): number {
    const close = this.strings.scan(bytes, open, to);
    if (close < 0) return close === INCOMPLETE ? INCOMPLETE : this.refuse("is not valid JSON");
    return this.fields.setWord(field, bytes, open + 1, close) ? close + 1 : this.refuse(this.fields.problem);
  }
}
