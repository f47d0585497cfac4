const SIGNATURE_BYTES = 11;
const END = -1;

/**
 * Reads rows of PostgreSQL's binary COPY format as they arrive, field by field, without copying. A row that a chunk cuts
 * off waits until the rest of it is there.
 */
export class CopyReader {
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  #hasHeader = false;
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;
  /** Bytes without which reading on is in vain. */
  #neededBytes = 0;

  /** Calls `take` for every row that is complete with this chunk; it reads all the fields, in their order. */
  read(chunk: Buffer, take: (row: CopyReader) => void): void {
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    // Put together once a large row is there, not with each of its chunks.
    if (this.#waitingBytes < this.#neededBytes) return;
    this.#buffer = this.#waiting.length === 1 ? chunk : Buffer.concat(this.#waiting);
    this.#at = 0;
    this.#neededBytes = 0;
    if (this.#hasHeader || this.#skipHeader()) this.#readRows(take);
    const rest = this.#buffer.subarray(this.#at);
    this.#waiting.splice(0, this.#waiting.length, rest);
    this.#waitingBytes = rest.length;
    this.#neededBytes -= this.#at;
  }

  #readRows(take: (row: CopyReader) => void): void {
    let rowEnd = this.#endOfRow();
    while (rowEnd > 0) {
      this.#at += 2;
      take(this);
      this.#at = rowEnd;
      rowEnd = this.#endOfRow();
    }
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
      if (at + 4 > buffer.length) return this.#waitFor(at + 4);
      at += 4 + Math.max(0, buffer.readInt32BE(at));
    }
    return at <= buffer.length ? at : this.#waitFor(at);
  }

  #waitFor(bytes: number): 0 {
    this.#neededBytes = bytes;
    return 0;
  }

  int4(): number {
    const value = this.#buffer.readInt32BE(this.#at + 4);
    this.#at += 8;
    return value;
  }

  /** A view of the field's bytes; it lives as long as the buffer. */
  bytes(): Buffer {
    const length = this.#buffer.readInt32BE(this.#at);
    const start = this.#at + 4;
    this.#at = start + length;
    return this.#buffer.subarray(start, this.#at);
  }
}
