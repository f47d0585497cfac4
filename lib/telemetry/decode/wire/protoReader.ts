/** Bytes that are no protobuf message: cut off, or of a form that no encoder writes. */
export class ProtoError extends Error {}

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

/**
 * Reads protobuf fields one after the other out of one buffer, without making an object of anything. A message inside
 * a message is a range of the same buffer: read its length with `range()`, then its fields up to `end`.
 */
export class ProtoReader {
  readonly bytes: Buffer;
  at = 0;
  /** Number and wire type of the field that `next` came to. */
  field = 0;
  wire = 0;
  /** Of the same bytes. */
  readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Goes to the next field before `end`; false when there is none. */
  next(end: number): boolean {
    if (this.at >= end) {
      if (this.at > end) throw new ProtoError("a field goes on after its message");
      return false;
    }
    const tag = this.uint();
    this.field = Math.floor(tag / 8);
    this.wire = tag % 8;
    if (this.field === 0 || this.field > 536_870_911) throw new ProtoError("a field has no number");
    return true;
  }

  /** A varint; those over 2^53 lose their last bits, which nothing here minds. */
  uint(): number {
    const { bytes } = this;
    let value = 0;
    let scale = 1;
    for (let read = 0; read < 10; read++) {
      const byte = bytes[this.at++];
      if (byte === undefined) throw new ProtoError("a number is cut off");
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new ProtoError("a number is longer than ten bytes");
  }

  /** An int64, such as a time: negative ones come as ten bytes. */
  int64(): number {
    const from = this.at;
    const value = this.uint();
    if (value < 2 ** 63) return value;
    this.at = from;
    return Number(BigInt.asIntN(64, this.#bigUint()));
  }

  double(): number {
    const at = this.#fixed(8);
    return this.view.getFloat64(at, true);
  }

  /** The double that stands at a place of the buffer. */
  doubleAt(at: number): number {
    return this.view.getFloat64(at, true);
  }

  /** fixed64 as it is used for nanoseconds since 1970: as milliseconds, rounded down. */
  nanosAsMs(): number {
    return Number(this.view.getBigUint64(this.#fixed(8), true) / 1_000_000n);
  }

  sfixed64(): number {
    return Number(this.view.getBigInt64(this.#fixed(8), true));
  }

  /** Steps into what a length stands before: gives its end, `at` is its start. */
  range(): number {
    if (this.wire !== DELIMITED) throw new ProtoError(`field ${this.field} is no message`);
    const length = this.uint();
    const end = this.at + length;
    if (!(end <= this.bytes.length)) throw new ProtoError("a field is cut off");
    return end;
  }

  /** Text in UTF-8. Throws ProtoError where it is none. */
  text(): string {
    const end = this.range();
    const text = this.textOf(this.at, end);
    this.at = end;
    return text;
  }

  textOf(from: number, to: number): string {
    const text = this.bytes.toString("utf8", from, to);
    if (text.includes("\ufffd") && !Buffer.from(text).equals(this.bytes.subarray(from, to)))
      throw new ProtoError("a text is not UTF-8");
    return text;
  }

  /** Whether the field is of this wire type; where it is not, it is skipped, as one that nobody knows. */
  isVarint(): boolean {
    return this.#isWire(VARINT);
  }

  isFixed64(): boolean {
    return this.#isWire(FIXED64);
  }

  isDelimited(): boolean {
    return this.#isWire(DELIMITED);
  }

  #isWire(wire: number): boolean {
    if (this.wire === wire) return true;
    this.skip();
    return false;
  }

  /** Steps over the field. */
  skip(): void {
    switch (this.wire) {
      case VARINT:
        this.uint();
        return;
      case FIXED64:
        this.#fixed(8);
        return;
      case DELIMITED:
        this.at = this.range();
        return;
      case FIXED32:
        this.#fixed(4);
        return;
      default:
        throw new ProtoError(`field ${this.field} has an unknown form`);
    }
  }

  #fixed(bytes: number): number {
    const at = this.at;
    this.at += bytes;
    if (this.at > this.bytes.length) throw new ProtoError("a number is cut off");
    return at;
  }

  #bigUint(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.bytes[this.at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
}
