import { JsonRowReader } from "./jsonRowReader.ts";
import { skipSpace } from "./jsonText.ts";
import { MALFORMED } from "./readOutcome.ts";
import { RowFields } from "./rowFields.ts";
import type { RowTarget } from "./rowTarget.ts";
import type { DecoderLimits, WindowReader } from "./windowedDecoder.ts";

const NEWLINE = 0x0a;

/** One JSON object a line; LF or CRLF, blank lines between, the last line with or without its end. */
export class NdjsonReader implements WindowReader {
  line = 1;

  private readonly target: RowTarget;
  private readonly fields: RowFields;
  private readonly rows: JsonRowReader;
  private readonly maxRowBytes: number;
  private index = 0;
  private atStart = true;
  /** Within a line that was too long and has been refused. */
  private skipping = false;

  constructor(target: RowTarget, limits: DecoderLimits) {
    this.target = target;
    this.fields = new RowFields(target.shape);
    this.rows = new JsonRowReader(target.shape, this.fields);
    this.maxRowBytes = limits.maxRowBytes;
  }

  read(bytes: Uint8Array, to: number, last: boolean): number {
    let from = this.atStart ? byteOrderMarkLength(bytes, to) : 0;
    this.atStart = false;
    while (from < to) {
      const newline = bytes.indexOf(NEWLINE, from);
      const found = newline >= 0 && newline < to;
      const end = found ? newline : to;
      if (this.skipping) this.skipping = !found;
      else if (end - from > this.maxRowBytes) this.refuseLong(!found);
      else if (found || last) this.readLine(bytes, from, end);
      else return from;
      if (found) this.line += 1;
      from = end + 1;
    }
    return to;
  }

  private refuseLong(unfinished: boolean): void {
    this.skipping = unfinished;
    this.target.malformed(this.index, `is longer than ${this.maxRowBytes} bytes`);
    this.index += 1;
  }

  private readLine(bytes: Uint8Array, from: number, to: number): void {
    const start = skipSpace(bytes, from, to);
    if (start === to) return;
    const end = this.rows.read(bytes, start, to);
    if (end >= 0 && skipSpace(bytes, end, to) === to) this.target.deliver(this.index, this.fields.cells);
    else this.target.malformed(this.index, this.problemAt(end));
    this.index += 1;
  }

  private problemAt(end: number): string {
    if (end === MALFORMED) return this.rows.problem;
    return end >= 0 ? "has more after the object: one object a line" : "breaks off before its end";
  }
}

/** A UTF-8 byte order mark at the start says nothing and is stepped over. */
export function byteOrderMarkLength(bytes: Uint8Array, to: number): number {
  return to >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
