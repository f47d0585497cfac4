import { INCOMPLETE, MALFORMED } from "./readOutcome.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Splits one record by RFC 4180: quoted cells with doubled quotes, commas and line ends in them. The thorough way,
 * for the header, for rows with quotes and for saying what is wrong with a row.
 */
export class CsvRecordReader {
  cells: Uint8Array[] = [];
  /** What is wrong with the record, after MALFORMED. */
  problem = "";

  /** The position after the record's line end; INCOMPLETE when more bytes are needed; MALFORMED. */
  read(bytes: Uint8Array, from: number, to: number, last: boolean): number {
    this.cells = [];
    let at = from;
    for (;;) {
      at = bytes[at] === QUOTE && at < to ? this.quoted(bytes, at, to, last) : this.plain(bytes, at, to, last);
      if (at < 0) return at;
      if (at >= to) return at;
      const separator = bytes[at];
      at += 1;
      if (separator === COMMA) continue;
      if (separator === NEWLINE) return at;
      // A carriage return, which `plain` and `quoted` let through only before a line's end.
      return at < to ? at + 1 : at;
    }
  }

  private refuse(problem: string): number {
    this.problem = problem;
    return MALFORMED;
  }

  /** The position of the separator after an unquoted cell. */
  private plain(bytes: Uint8Array, from: number, to: number, last: boolean): number {
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at];
      if (byte === QUOTE) return this.refuse('has a quote inside an unquoted cell; write ""…"" around it');
      if (byte === COMMA || isLineEnd(bytes, at, to, last)) return this.take(bytes.slice(from, at), at);
    }
    return last ? this.take(bytes.slice(from, to), to) : INCOMPLETE;
  }

  private take(cell: Uint8Array, at: number): number {
    this.cells.push(cell);
    return at;
  }

  /** The position of the separator after a quoted cell. */
  private quoted(bytes: Uint8Array, open: number, to: number, last: boolean): number {
    const cell = new Uint8Array(Math.min(to - open, bytes.length));
    let length = 0;
    for (let at = open + 1; at < to; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        if (at + 1 >= to && !last) return INCOMPLETE;
        if (bytes[at + 1] !== QUOTE || at + 1 >= to) return this.closed(bytes, at + 1, to, cell.slice(0, length));
        at += 1;
      }
      cell[length] = byte;
      length += 1;
    }
    return last ? this.refuse("has a quoted cell that is never closed") : INCOMPLETE;
  }

  private closed(bytes: Uint8Array, at: number, to: number, cell: Uint8Array): number {
    const ended = at >= to || bytes[at] === COMMA || isLineEnd(bytes, at, to, true);
    return ended ? this.take(cell, at) : this.refuse("has text after the closing quote of a cell");
  }
}

/** LF, or CR right before LF or the end of the body. */
function isLineEnd(bytes: Uint8Array, at: number, to: number, last: boolean): boolean {
  const byte = bytes[at];
  if (byte === NEWLINE) return true;
  return byte === CARRIAGE_RETURN && (at + 1 < to ? bytes[at + 1] === NEWLINE : last);
}
