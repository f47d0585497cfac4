import { INCOMPLETE, MALFORMED } from "./readOutcome.ts";

const ZERO = 0x30;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;

/** Up to here a decimal mantissa and a power of ten are both exact doubles, so that one division rounds correctly. */
const EXACT_DIGITS = 15;

const POWERS_OF_TEN = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

const latin1 = new TextDecoder("latin1");

/** True for the bytes "0".."9". */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= 0x39;
}

/**
 * Reads a JSON number (RFC 8259) from bytes, bit for bit what `Number` makes of the same text. Short decimals, which
 * are nearly all of them, need no string. The number read is left in `value`.
 */
export class NumberReader {
  value = 0;

  /** The position after the number that begins at `from`; INCOMPLETE when `to` cuts it off; MALFORMED. */
  read(bytes: Uint8Array, from: number, to: number): number {
    const negative = bytes[from] === MINUS;
    const first = negative ? from + 1 : from;
    let at = first;
    let mantissa = 0;
    let byte = 0;
    for (; at < to; at += 1) {
      byte = bytes[at] ?? 0;
      if (byte < ZERO || byte > 0x39) break;
      mantissa = mantissa * 10 + (byte - ZERO);
    }
    let digits = at - first;
    if (digits === 0) return at < to ? MALFORMED : INCOMPLETE;
    if (digits > 1 && bytes[first] === ZERO) return MALFORMED;
    let decimals = 0;
    if (at < to && byte === POINT) {
      const point = at;
      for (at += 1; at < to; at += 1) {
        byte = bytes[at] ?? 0;
        if (byte < ZERO || byte > 0x39) break;
        mantissa = mantissa * 10 + (byte - ZERO);
      }
      decimals = at - point - 1;
      digits += decimals;
      if (decimals === 0) return at < to ? MALFORMED : INCOMPLETE;
    }
    const hasExponent = at < to && (byte === 0x65 || byte === 0x45);
    if (hasExponent || digits > EXACT_DIGITS) return this.readLong(bytes, from, at, to);
    const magnitude = decimals === 0 ? mantissa : mantissa / (POWERS_OF_TEN[decimals] ?? 1);
    this.value = negative ? -magnitude : magnitude;
    return at;
  }

  /** Many digits or an exponent: `at` is where the exponent begins, if there is one. */
  private readLong(bytes: Uint8Array, from: number, exponentAt: number, to: number): number {
    let at = exponentAt;
    const byte = bytes[at];
    if (at < to && (byte === 0x65 || byte === 0x45)) {
      at += 1;
      if (at < to && (bytes[at] === PLUS || bytes[at] === MINUS)) at += 1;
      const firstDigit = at;
      while (at < to && isDigit(bytes[at])) at += 1;
      if (at === firstDigit) return at < to ? MALFORMED : INCOMPLETE;
    }
    this.value = Number(latin1.decode(bytes.subarray(from, at)));
    return at;
  }
}
