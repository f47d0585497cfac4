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

  /** A view of the field's bytes; it lives as long as the buffer. */
  bytes(): Uint8Array {
    const length = this.#buffer.readInt32BE(this.#at);
    const start = this.#at + 4;
    this.#at = start + length;
    return this.#buffer.subarray(start, this.#at);
  }
}
