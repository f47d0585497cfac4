import { BodyError } from "./bodyError.ts";
import { JsonRowReader } from "./jsonRowReader.ts";
import { decodeJsonString, JsonStringScanner, shownText, skipSpace } from "./jsonText.ts";
import { JsonValueSkipper } from "./jsonValueSkipper.ts";
import { byteOrderMarkLength } from "./ndjsonReader.ts";
import { INCOMPLETE, MALFORMED } from "./readOutcome.ts";
import { RowFields } from "./rowFields.ts";
import type { RowTarget } from "./rowTarget.ts";
import type { DecoderLimits, WindowReader } from "./windowedDecoder.ts";

/** Where in the body the reader stands; each names what it waits for. */
type State =
  | "body"
  | "keyOrEnd"
  | "key"
  | "colon"
  | "array"
  | "rowOrEnd"
  | "row"
  | "restOfRow"
  | "commaOrArrayEnd"
  | "commaOrEnd"
  | "nothing";

const EXPECTED = 'expected {"samples":[…]}';

const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** `{"samples":[…]}`, read row by row: the body is never held as a whole. */
export class JsonBodyReader implements WindowReader {
  /** Rows of one JSON text are told by their place in it, not by lines. */
  readonly line = 0;

  private readonly target: RowTarget;
  private readonly fields: RowFields;
  private readonly rows: JsonRowReader;
  private readonly strings = new JsonStringScanner();
  private readonly skipper = new JsonValueSkipper();
  private readonly maxRowBytes: number;
  private state: State = "body";
  private index = 0;
  private hasSamples = false;
  private atStart = true;

  constructor(target: RowTarget, limits: DecoderLimits) {
    this.target = target;
    this.fields = new RowFields(target.shape);
    this.rows = new JsonRowReader(target.shape, this.fields);
    this.maxRowBytes = limits.maxRowBytes;
  }

  read(bytes: Uint8Array, to: number, last: boolean): number {
    let at = this.atStart ? byteOrderMarkLength(bytes, to) : 0;
    this.atStart = false;
    while (at < to) {
      if (this.state !== "restOfRow") at = skipSpace(bytes, at, to);
      if (at >= to) break;
      const next = this.step(bytes, at, to);
      if (next < 0) break;
      at = next;
    }
    if (last) this.requireEnd();
    return at;
  }

  private requireEnd(): void {
    if (this.state === "nothing") return;
    if (this.state === "body") throw new BodyError(400, `The body is empty: ${EXPECTED}.`);
    throw new BodyError(400, "The JSON breaks off before its end.", this.path());
  }

  /** Reads one thing; INCOMPLETE when the window ends within it. */
  private step(bytes: Uint8Array, at: number, to: number): number {
    const byte = bytes[at] ?? 0;
    switch (this.state) {
      case "row":
        return this.readRow(bytes, at, to);
      case "commaOrArrayEnd":
        if (byte === COMMA) return this.move(at, "row");
        return this.require(byte === CLOSING_BRACKET).move(at, "commaOrEnd");
      case "rowOrEnd":
        return byte === CLOSING_BRACKET ? this.move(at, "commaOrEnd") : this.readRow(bytes, at, to);
      case "restOfRow":
        return this.skipRow(bytes, at, to);
      case "body":
        if (byte === OPENING_BRACE) return this.move(at, "keyOrEnd");
        throw new BodyError(isJsonStart(byte) ? 422 : 400, `The body is no JSON object: ${EXPECTED}.`);
      case "keyOrEnd":
        return byte === CLOSING_BRACE ? this.finish(at) : this.readKey(bytes, at, to);
      case "key":
        return this.readKey(bytes, at, to);
      case "colon":
        return this.require(byte === COLON).move(at, "array");
      case "array":
        if (byte === OPENING_BRACKET) return this.move(at, "rowOrEnd");
        throw new BodyError(422, `samples must be an array: ${EXPECTED}.`, "samples");
      case "commaOrEnd":
        if (byte === COMMA) return this.move(at, "key");
        return this.require(byte === CLOSING_BRACE).finish(at);
      case "nothing":
        throw new BodyError(400, "More follows after the end of the JSON object.");
    }
  }

  private move(at: number, state: State): number {
    this.state = state;
    return at + 1;
  }

  private finish(at: number): number {
    if (!this.hasSamples) throw new BodyError(422, `samples is missing: ${EXPECTED}.`, "samples");
    return this.move(at, "nothing");
  }

  private require(valid: boolean): this {
    if (!valid) throw new BodyError(400, "The body is not valid JSON.", this.path());
    return this;
  }

  private path(): string | null {
    return this.hasSamples ? `samples[${this.index}]` : null;
  }

  private readKey(bytes: Uint8Array, at: number, to: number): number {
    this.require(bytes[at] === 0x22);
    const close = this.strings.scan(bytes, at, to);
    if (close === INCOMPLETE && to - at <= this.maxRowBytes) return INCOMPLETE;
    const name = close < 0 ? undefined : decodeJsonString(bytes, at, close + 1);
    this.require(name !== undefined);
    if (name !== "samples") {
      const shown = shownText(bytes, at + 1, close);
      throw new BodyError(422, `Unknown field "${shown}": ${EXPECTED}.`, shown);
    }
    if (this.hasSamples) throw new BodyError(422, "samples stands twice in the body.", "samples");
    this.hasSamples = true;
    this.state = "colon";
    return close + 1;
  }

  private readRow(bytes: Uint8Array, at: number, to: number): number {
    const byte = bytes[at];
    this.require(byte !== COMMA && byte !== CLOSING_BRACKET && byte !== CLOSING_BRACE);
    const end = this.rows.read(bytes, at, to);
    if (end === INCOMPLETE && to - at <= this.maxRowBytes) {
      this.state = "row";
      return INCOMPLETE;
    }
    if (end >= 0 && end - at <= this.maxRowBytes) {
      this.target.deliver(this.index, this.fields.cells);
      this.index += 1;
      this.state = "commaOrArrayEnd";
      return end;
    }
    const problem = end === MALFORMED ? this.rows.problem : `is longer than ${this.maxRowBytes} bytes`;
    this.target.malformed(this.index, problem);
    this.index += 1;
    this.skipper.start();
    this.state = "restOfRow";
    return at;
  }

  private skipRow(bytes: Uint8Array, at: number, to: number): number {
    const end = this.skipper.skip(bytes, at, to);
    if (end < to) this.state = "commaOrArrayEnd";
    return end;
  }
}

/** Whether a byte can begin a JSON value at all. */
function isJsonStart(byte: number): boolean {
  return '["-0123456789tfn'.includes(String.fromCharCode(byte));
}
