import { BodyError } from "./bodyError.ts";
import { JsonStringScanner, skipSpace, unescapeJsonString } from "./jsonText.ts";
import { MAX_PACKED_ROWS } from "./matrixReader.ts";
import { NameTable } from "./nameTable.ts";
import { NumberReader } from "./numberReader.ts";
import { INCOMPLETE, MALFORMED } from "./readOutcome.ts";
import { isStep } from "./step.ts";
import { epochMsOf, TimestampReader } from "./timestampReader.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const CLOSING_BRACKET = 0x5d;

/** Reads the small values of a packed body, each out of one window; `null` means that more bytes are needed. */
export class PackedFields {
  /** The position after the value last read. */
  end = 0;

  private readonly strings = new JsonStringScanner();
  private readonly numbers = new NumberReader();
  private readonly names = new NameTable();
  private readonly timestamps = new TimestampReader();

  /** A name in quotes. */
  readName(bytes: Uint8Array, at: number, to: number, path: string): string | null {
    if (bytes[at] !== QUOTE) throw new BodyError(422, `${path} is not a string.`, path);
    const text = this.readText(bytes, at, to, path);
    if (text === null) return null;
    const name = this.names.intern(text, 0, text.length);
    if (name === undefined) throw new BodyError(422, `${path} ${this.names.problem}.`, path);
    return name;
  }

  /** RFC 3339 in quotes, or epoch milliseconds. */
  readTime(bytes: Uint8Array, at: number, to: number, path: string): number | null {
    let epochMs = Number.NaN;
    if (bytes[at] === QUOTE) {
      const text = this.readText(bytes, at, to, path);
      if (text === null) return null;
      epochMs = this.timestamps.read(text, 0, text.length);
    } else {
      const value = this.readNumber(bytes, at, to);
      if (value === null) return null;
      epochMs = epochMsOf(value);
    }
    if (!Number.isNaN(epochMs)) return epochMs;
    const accepted = "RFC 3339 with an offset (2026-01-31T12:00:00Z) or epoch milliseconds";
    throw new BodyError(422, `${path} is not a time: send ${accepted}.`, path);
  }

  /** A divisor of 60, or a multiple of 60 up to a day. */
  readStepSeconds(bytes: Uint8Array, at: number, to: number, path: string): number | null {
    const value = this.readNumber(bytes, at, to);
    if (value === null) return null;
    if (isStep(value)) return value;
    throw new BodyError(422, `${path} must divide 60 or be a multiple of 60, up to 86400.`, path);
  }

  private readNumber(bytes: Uint8Array, at: number, to: number): number | null {
    const end = this.numbers.read(bytes, at, to);
    if (end === MALFORMED) return Number.NaN;
    // At the window's edge the number may go on; a body cannot end with one.
    if (end === INCOMPLETE || end === to) return null;
    this.end = end;
    return this.numbers.value;
  }

  private readText(bytes: Uint8Array, at: number, to: number, path: string): Uint8Array | null {
    const close = this.strings.scan(bytes, at, to);
    if (close === INCOMPLETE) return null;
    const text = close === MALFORMED ? undefined : unescapeJsonString(bytes, at, close + 1);
    if (text === undefined) throw new BodyError(400, `${path} is not a valid JSON string.`, path);
    this.end = close + 1;
    return text;
  }
}

/** Reads `["n0","n1",…]` as the bytes come in; names must be distinct. */
export class NameListReader {
  readonly names: string[] = [];
  done = false;

  private readonly name: string;
  private readonly fields: PackedFields;
  private readonly known = new Set<string>();
  private state: "start" | "nameOrEnd" | "name" | "afterName" = "start";

  constructor(name: string, fields: PackedFields) {
    this.name = name;
    this.fields = fields;
  }

  /** Reads as far as it can and gives the position of the first byte that it could not use. */
  read(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (!this.done) {
      at = skipSpace(bytes, at, to);
      if (at >= to) return at;
      const next = this.step(bytes, at, to);
      if (next < 0) return at;
      at = next;
    }
    return at;
  }

  private step(bytes: Uint8Array, at: number, to: number): number {
    const byte = bytes[at];
    if (this.state === "start") {
      if (byte !== 0x5b) throw new BodyError(422, `${this.name} is not an array.`, this.name);
      this.state = "nameOrEnd";
      return at + 1;
    }
    if (byte === CLOSING_BRACKET && this.state !== "name") {
      this.done = true;
      return at + 1;
    }
    if (this.state === "afterName") {
      if (byte !== COMMA) throw new BodyError(400, `${this.name} is not valid JSON.`, this.name);
      this.state = "name";
      return at + 1;
    }
    return this.readName(bytes, at, to);
  }

  private readName(bytes: Uint8Array, at: number, to: number): number {
    const path = `${this.name}[${this.names.length}]`;
    const name = this.fields.readName(bytes, at, to, path);
    if (name === null) return INCOMPLETE;
    if (this.known.has(name)) throw new BodyError(422, `${path} stands in the list twice: "${name}".`, path);
    if (this.names.length === MAX_PACKED_ROWS) {
      throw new BodyError(413, `${this.name} has more than ${MAX_PACKED_ROWS} names.`, this.name);
    }
    this.known.add(name);
    this.names.push(name);
    this.state = "afterName";
    return this.fields.end;
  }
}
