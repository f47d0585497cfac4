const SIGNATURE_BYTES = 11;
const END = -1;

/**
 * Reads rows of PostgreSQL's binary COPY format as they arrive, field by field, without copying. A row that a chunk cuts
 * off waits for the next one.
 */
export class CopyReader {
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  #hasHeader = false;

  /** Calls `take` for every row that is complete with this chunk; it reads all the fields, in their order. */
  read(chunk: Buffer, take: (row: CopyReader) => void): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    this.#at = 0;
    if (!this.#hasHeader && !this.#skipHeader()) return;
    let rowEnd = this.#endOfRow();
    while (rowEnd > 0) {
      this.#at += 2;
      take(this);
      this.#at = rowEnd;
      rowEnd = this.#endOfRow();
    }
    this.#buffer = this.#buffer.subarray(this.#at);
  }

  #skipHeader(): boolean {
    const extension = SIGNATURE_BYTES + 4;
    if (this.#buffer.length < extension + 4) return false;
    const end = extension + 4 + this.#buffer.readInt32BE(extension);
    if (this.#buffer.length < end) return false;
    this.#at = end;
    this.#hasHeader = true;
    return true;
  }

  /** Where the row that begins here ends; 0 where it is not complete yet, or is the mark at the end of all. */
  #endOfRow(): number {
    const buffer = this.#buffer;
    let at = this.#at + 2;
    if (at > buffer.length) return 0;
    const fields = buffer.readInt16BE(this.#at);
    if (fields === END) return 0;
    for (let field = 0; field < fields; field++) {
      if (at + 4 > buffer.length) return 0;
      at += 4 + Math.max(0, buffer.readInt32BE(at));
    }
    return at <= buffer.length ? at : 0;
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

  /** Copies a field's bytes into `target`, the first to index `at`. */
  bytesInto(target: Uint8Array, at: number): void {
    const length = this.#buffer.readInt32BE(this.#at);
    const start = this.#at + 4;
    this.#at = start + length;
    this.#buffer.copy(target, at, start, this.#at);
  }

  /** A view of the field's bytes; it lives as long as the buffer. */
  bytes(): Uint8Array {
    const length = this.#buffer.readInt32BE(this.#at);
    const start = this.#at + 4;
    this.#at = start + length;
    return this.#buffer.subarray(start, this.#at);
  }
}
