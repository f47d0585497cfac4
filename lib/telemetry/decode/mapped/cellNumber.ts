import { NumberReader } from "../numberReader.ts";

/** How the cells of a file are written. */
export interface CellStyle {
  /** The byte between cells. */
  readonly delimiter: number;
  /** `0,5` is a half. */
  readonly hasDecimalComma: boolean;
}

/** What a file is taken to be written like, unless it says otherwise. */
export const POINT_AND_COMMA: CellStyle = { delimiter: 0x2c, hasDecimalComma: false };

const latin1 = new TextDecoder("latin1");

/** What spreadsheets and exports write beside JSON's numbers: a plus, no digit before the point, a percent sign. */
const LOOSE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const LONGEST_NUMBER = 64;

/** Numbers as they stand in files of others. `43,2 %`, `+7`, `.5` and JSON's own are read; `1.234,5` is not: it says two things. */
export class CellNumberReader {
  private readonly numbers = new NumberReader();
  private readonly hasDecimalComma: boolean;

  constructor(hasDecimalComma: boolean) {
    this.hasDecimalComma = hasDecimalComma;
  }

  /** The number that fills [from, to), spaces around it aside; undefined where there is none. */
  read(bytes: Uint8Array, from: number, to: number): number | undefined {
    if (this.numbers.read(bytes, from, to) === to && to > from) return this.numbers.value;
    if (to - from > LONGEST_NUMBER) return undefined;
    const text = latin1.decode(bytes.subarray(from, to)).trim();
    const bare = text.endsWith("%") ? text.slice(0, -1).trimEnd() : text;
    const pointed = this.hasDecimalComma ? bare.replace(",", ".") : bare;
    return LOOSE.test(pointed) ? Number(pointed) : undefined;
  }
}
