const HEADER_BYTES = 11 + 4;

/** Reads rows of PostgreSQL's binary COPY format out of one buffer, field by field, without copying. */
export class CopyReader {
  readonly #buffer: Buffer;
  #at: number;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
    this.#at = HEADER_BYTES + 4 + (buffer.length > HEADER_BYTES ? buffer.readInt32BE(HEADER_BYTES) : 0);
  }

  /** Moves to the next row; false at the end. */
  next(): boolean {
    if (this.#at + 2 > this.#buffer.length) return false;
    const fields = this.#buffer.readInt16BE(this.#at);
    this.#at += 2;
    return fields >= 0;
  }

  int4(): number {
    const value = this.#buffer.readInt32BE(this.#at + 4);
    this.#at += 8;
    return value;
  }

  int2(): number {
    const value = this.#buffer.readInt16BE(this.#at + 4);
    this.#at += 6;
    return value;
  }

  /**
   * Reads a field of little-endian int16 into `target`, the first at index `at`, which may be negative or past the
   * end: what falls outside is left out.
   */
  vectorInto(target: Int16Array, at: number): void {
    const length = this.#buffer.readInt32BE(this.#at);
    const start = this.#at + 4;
    this.#at = start + length;
    const from = Math.max(0, -at);
    const to = Math.min(length >> 1, target.length - at);
    const buffer = this.#buffer;
    for (let index = from; index < to; index++) {
      const byte = start + index * 2;
      target[at + index] = (buffer[byte] ?? 0) | ((buffer[byte + 1] ?? 0) << 8);
    }
  }

  /** A view of the field's bytes; it lives as long as the buffer. */
  bytes(): Uint8Array {
    const length = this.#buffer.readInt32BE(this.#at);
    const start = this.#at + 4;
    this.#at = start + length;
    return this.#buffer.subarray(start, this.#at);
  }
}
