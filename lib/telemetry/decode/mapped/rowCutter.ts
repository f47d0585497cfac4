import type { CsvRecordReader } from "../csvRecord.ts";
import { INCOMPLETE } from "../readOutcome.ts";

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Cuts one row into its cells, as places in bytes. Rows without quotes, which are nearly all, are cut where they stand;
 * the cells of any other row are put together without their quotes first.
 */
export class RowCutter {
  /** What the places are places of. */
  bytes: Uint8Array = new Uint8Array(0);
  count = 0;
  /** What is wrong with the row, after MALFORMED. */
  problem = "";

  private readonly delimiter: number;
  private readonly records: CsvRecordReader;
  private starts = new Int32Array(64);
  private ends = new Int32Array(64);

  constructor(delimiter: number, records: CsvRecordReader) {
    this.delimiter = delimiter;
    this.records = records;
  }

  from(cell: number): number {
    return this.starts[cell] ?? 0;
  }

  to(cell: number): number {
    return this.ends[cell] ?? 0;
  }

  /** The position after the row; INCOMPLETE when more bytes are needed; MALFORMED. */
  cut(bytes: Uint8Array, from: number, to: number, last: boolean): number {
    this.bytes = bytes;
    this.count = 0;
    let start = from;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at];
      if (byte === this.delimiter) {
        this.add(start, at);
        start = at + 1;
      } else if (byte === NEWLINE) {
        this.add(start, at > start && bytes[at - 1] === CARRIAGE_RETURN ? at - 1 : at);
        return at + 1;
      } else if (byte === QUOTE) {
        return this.cutQuoted(bytes, from, to, last);
      }
    }
    if (!last) return INCOMPLETE;
    this.add(start, to);
    return to;
  }

  private cutQuoted(bytes: Uint8Array, from: number, to: number, last: boolean): number {
    const end = this.records.read(bytes, from, to, last);
    if (end < 0) {
      this.problem = this.records.problem;
      return end;
    }
    const { cells } = this.records;
    this.bytes = new Uint8Array(cells.reduce((sum, cell) => sum + cell.length, 0));
    this.count = 0;
    let at = 0;
    for (const cell of cells) {
      this.bytes.set(cell, at);
      this.add(at, at + cell.length);
      at += cell.length;
    }
    return end;
  }

  private add(from: number, to: number): void {
    if (this.count === this.starts.length) {
      this.starts = doubled(this.starts);
      this.ends = doubled(this.ends);
    }
    this.starts[this.count] = from;
    this.ends[this.count] = to;
    this.count += 1;
  }
}

function doubled(places: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(places.length * 2);
  larger.set(places);
  return larger;
}
