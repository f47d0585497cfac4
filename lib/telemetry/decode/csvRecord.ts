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

  private readonly delimiter: number;

  /** `delimiter`: the byte between cells; a comma, unless a file has another. */
  constructor(delimiter = COMMA) {
    this.delimiter = delimiter;
  }

  /** The position after the record's line end; INCOMPLETE when more bytes are needed; MALFORMED. */
  read(bytes: Uint8Array, from: number, to: number, last: boolean): number {
    this.cells = [];
    let at = from;
    for (;;) {
      at =
        at < to && bytes[at] === QUOTE ? this.quoted(bytes, at, to, last) : this.plain(bytes, at, to, last);
      if (at < 0) return at;
      if (at >= to) return at;
      const separator = bytes[at];
      at += 1;
      if (separator === this.delimiter) continue;
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
      if (byte === QUOTE)
        return this.refuse("has a quote inside an unquoted cell; put the whole cell in quotes");
      if (byte === this.delimiter || isLineEnd(bytes, at, to, last))
        return this.take(bytes.slice(from, at), at);
    }
    return last ? this.take(bytes.slice(from, to), to) : INCOMPLETE;
  }

  private take(cell: Uint8Array, at: number): number {
    this.cells.push(cell);
    return at;
  }

  /** The position of the separator after a quoted cell. */
  private quoted(bytes: Uint8Array, open: number, to: number, last: boolean): number {
    let doubled = 0;
    for (let at = open + 1; at < to; at += 1) {
      if (bytes[at] !== QUOTE) continue;
      if (at + 1 >= to && !last) return INCOMPLETE;
      if (at + 1 < to && bytes[at + 1] === QUOTE) {
        doubled += 1;
        at += 1;
        continue;
      }
      if (at + 2 >= to && !last && bytes[at + 1] === CARRIAGE_RETURN) return INCOMPLETE;
      const ended = at + 1 >= to || bytes[at + 1] === this.delimiter || isLineEnd(bytes, at + 1, to, last);
      if (!ended) return this.refuse("has text after the closing quote of a cell");
      const cell = bytes.slice(open + 1, at);
      return this.take(doubled === 0 ? cell : undouble(cell, doubled), at + 1);
    }
    return last ? this.refuse("has a quoted cell that is never closed") : INCOMPLETE;
  }
}

/** Two quotes in a quoted cell stand for one. */
function undouble(cell: Uint8Array, doubled: number): Uint8Array {
  const plain = new Uint8Array(cell.length - doubled);
  for (let at = 0, length = 0; at < cell.length; at += 1, length += 1) {
    const byte = cell[at] ?? 0;
    plain[length] = byte;
    if (byte === QUOTE) at += 1;
  }
  return plain;
}

/** LF, or CR right before LF or the end of the body. */
function isLineEnd(bytes: Uint8Array, at: number, to: number, last: boolean): boolean {
  const byte = bytes[at];
  if (byte === NEWLINE) return true;
  return byte === CARRIAGE_RETURN && (at + 1 < to ? bytes[at + 1] === NEWLINE : last);
}
