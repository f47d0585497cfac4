import { BodyError } from "./bodyError.ts";
import { decodeJsonString, JsonStringScanner, shownText, skipSpace } from "./jsonText.ts";
import { MatrixReader } from "./matrixReader.ts";
import { byteOrderMarkLength } from "./ndjsonReader.ts";
import { NameListReader, PackedFields } from "./packedFields.ts";
import { INCOMPLETE } from "./readOutcome.ts";
import type { DecoderLimits, WindowReader } from "./windowedDecoder.ts";

/** The fields of one kind of packed body, besides stamp, pool, from and stepSeconds. */
export interface PackedShape {
  /** Whom the rows of the matrices belong to. */
  readonly names: string;
  readonly matrices: readonly string[];
}

type State = "body" | "keyOrEnd" | "key" | "colon" | "value" | "commaOrEnd" | "nothing";

/**
 * Reads one packed body, an object with matrices, in any order of its fields. The matrices go into typed arrays as
 * the bytes come in: the text is never held, so that 100 MB of it cost its numbers and one window.
 */
export class PackedReader implements WindowReader {
  readonly line = 0;
  readonly texts = new Map<string, string>();
  readonly numbers = new Map<string, number>();
  readonly matrices = new Map<string, MatrixReader>();
  names: NameListReader | null = null;

  private readonly shape: PackedShape;
  private readonly maxValueBytes: number;
  private readonly fields = new PackedFields();
  private readonly strings = new JsonStringScanner();
  private readonly seen = new Set<string>();
  private state: State = "body";
  private key = "";
  private atStart = true;

  constructor(shape: PackedShape, limits: DecoderLimits) {
    this.shape = shape;
    this.maxValueBytes = limits.maxRowBytes;
  }

  read(bytes: Uint8Array, to: number, last: boolean): number {
    let at = this.atStart ? byteOrderMarkLength(bytes, to) : 0;
    this.atStart = false;
    for (;;) {
      at = skipSpace(bytes, at, to);
      if (at >= to) break;
      const next = this.step(bytes, at, to);
      if (next === at || next === INCOMPLETE) break;
      at = next;
    }
    if (last && this.state === "body")
      throw new BodyError(400, "The body is empty: expected a packed JSON object.");
    if (last && this.state !== "nothing")
      throw new BodyError(400, "The JSON breaks off before its end.", this.path());
    if (to - at > this.maxValueBytes)
      throw new BodyError(400, "A value of the body is too long.", this.path());
    return at;
  }

  private path(): string | null {
    return this.key === "" ? null : this.key;
  }

  private step(bytes: Uint8Array, at: number, to: number): number {
    const byte = bytes[at] ?? 0;
    switch (this.state) {
      case "value":
        return this.readValue(bytes, at, to);
      case "colon":
        return this.move(at, byte === 0x3a, "value");
      case "keyOrEnd":
        return byte === 0x7d ? this.move(at, true, "nothing") : this.readKey(bytes, at, to);
      case "key":
        return this.readKey(bytes, at, to);
      case "commaOrEnd":
        return byte === 0x2c ? this.move(at, true, "key") : this.move(at, byte === 0x7d, "nothing");
      case "body":
        return this.move(at, byte === 0x7b, "keyOrEnd");
      case "nothing":
        throw new BodyError(400, "More follows after the end of the JSON object.");
    }
  }

  private move(at: number, valid: boolean, next: State): number {
    if (!valid)
      throw new BodyError(400, "The body is not valid JSON: expected one packed object.", this.path());
    this.state = next;
    return at + 1;
  }

  private readKey(bytes: Uint8Array, at: number, to: number): number {
    if (bytes[at] !== 0x22) throw new BodyError(400, "The body is not valid JSON.", this.path());
    const close = this.strings.scan(bytes, at, to);
    if (close === INCOMPLETE) return INCOMPLETE;
    const key = close < 0 ? undefined : decodeJsonString(bytes, at, close + 1);
    if (key === undefined) throw new BodyError(400, "The body is not valid JSON.", this.path());
    const known = ["stamp", "pool", "from", "stepSeconds", this.shape.names, ...this.shape.matrices];
    if (!known.includes(key)) {
      const shown = shownText(bytes, at + 1, close);
      throw new BodyError(422, `Unknown field "${shown}"; the fields are ${known.join(", ")}.`, shown);
    }
    if (this.seen.has(key)) throw new BodyError(422, `${key} stands twice in the body.`, key);
    this.seen.add(key);
    this.key = key;
    this.state = "colon";
    return close + 1;
  }

  private readValue(bytes: Uint8Array, at: number, to: number): number {
    switch (this.key) {
      case "stamp":
      case "pool":
        return this.keep(this.texts, this.fields.readName(bytes, at, to, this.key));
      case "from":
        return this.keep(this.numbers, this.fields.readTime(bytes, at, to, this.key));
      case "stepSeconds":
        return this.keep(this.numbers, this.fields.readStepSeconds(bytes, at, to, this.key));
      case this.shape.names:
        this.names ??= new NameListReader(this.key, this.fields);
        return this.readOn(this.names, bytes, at, to);
      default:
        return this.readOn(this.matrixOf(this.key), bytes, at, to);
    }
  }

  private keep<Value>(into: Map<string, Value>, value: Value | null): number {
    if (value === null) return INCOMPLETE;
    into.set(this.key, value);
    this.state = "commaOrEnd";
    return this.fields.end;
  }

  private matrixOf(name: string): MatrixReader {
    const known = this.matrices.get(name);
    if (known !== undefined) return known;
    const matrix = new MatrixReader(name);
    this.matrices.set(name, matrix);
    return matrix;
  }

  private readOn(reader: NameListReader | MatrixReader, bytes: Uint8Array, at: number, to: number): number {
    const end = reader.read(bytes, at, to);
    if (reader.done) this.state = "commaOrEnd";
    return end;
  }
}
