/**
 * Finds where a JSON value ends without reading it, across any number of chunks: it minds strings, escapes and
 * brackets and nothing else. Used to step over a row that is no good, so that the rows after it are not lost.
 */
export class JsonValueSkipper {
  private depth = 0;
  private inString = false;
  private escaped = false;

  /** Before a new value. */
  start(): void {
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
  }

  /** The position of the `,`, `]` or `}` after the value; `to` when the value goes on in the next chunk. */
  skip(bytes: Uint8Array, from: number, to: number): number {
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] ?? 0;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === 0x5c) this.escaped = true;
        else if (byte === 0x22) this.inString = false;
      } else if (byte === 0x22) {
        this.inString = true;
      } else if (byte === 0x7b || byte === 0x5b) {
        this.depth += 1;
      } else if (byte === 0x7d || byte === 0x5d) {
        if (this.depth === 0) return at;
        this.depth -= 1;
      } else if (byte === 0x2c && this.depth === 0) {
        return at;
      }
    }
    return to;
  }
}
