import { BodyError } from "./bodyError.ts";
import { readCsvHeader } from "./csvHeader.ts";
import { CsvRecordReader } from "./csvRecord.ts";
import { byteOrderMarkLength } from "./ndjsonReader.ts";
import { INCOMPLETE, MALFORMED } from "./readOutcome.ts";
import { RowFields } from "./rowFields.ts";
import type { RowTarget } from "./rowTarget.ts";
import type { DecoderLimits, WindowReader } from "./windowedDecoder.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * CSV with a header line, by RFC 4180. Rows without quotes, which are nearly all, are read in one pass over their
 * bytes; any row that does not go through smoothly is read once more, thoroughly, to get it right or to say what is
 * wrong with it.
 */
export class CsvReader implements WindowReader {
  private readonly target: RowTarget;
  private readonly fields: RowFields;
  private readonly records = new CsvRecordReader();
  private readonly maxRowBytes: number;
  private columns: readonly number[] | null = null;
  private index = 0;
  private atStart = true;
  /** Within a row that was too long and has been refused. */
  private skipping = false;

  constructor(target: RowTarget, limits: DecoderLimits) {
    this.target = target;
    this.fields = new RowFields(target.shape);
    this.maxRowBytes = limits.maxRowBytes;
  }

  read(bytes: Uint8Array, to: number, last: boolean): number {
    let at = this.atStart ? byteOrderMarkLength(bytes, to) : 0;
    this.atStart = false;
    while (at < to) {
      const columns = this.columns;
      const next = columns === null ? this.readHeader(bytes, at, to, last) : this.readRow(bytes, at, to, last);
      if (next < 0) break;
      at = next;
    }
    if (last && this.columns === null) throw new BodyError(400, "The body is empty: a CSV begins with its header line.");
    return at;
  }
}
