import { INCOMPLETE, MALFORMED } from "./readOutcome.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenientUtf8 = new TextDecoder("utf-8");
const encoder = new TextEncoder();

const SHOWN_CHARACTERS = 64;

/** The first position at or after `from` that is no JSON white space; `to` when there is none. */
export function skipSpace(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const byte = bytes[at] ?? 0;
    if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return at;
    at += 1;
  }
  return at;
}

/** Finds the end of a JSON string; `escaped` is left telling whether the one last found has escapes in it. */
export class JsonStringScanner {
  escaped = false;

  /** The position of the closing quote of the string whose opening quote is at `from`, INCOMPLETE or MALFORMED. */
  scan(bytes: Uint8Array, from: number, to: number): number {
    this.escaped = false;
    for (let at = from + 1; at < to; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === 0x22) return at;
      if (byte === 0x5c) {
        this.escaped = true;
        at += 1;
      } else if (byte < 0x20) {
        return MALFORMED;
      }
    }
    return INCOMPLETE;
  }
}

/**
 * The text of the JSON string whose quotes are at `from` and `to - 1`; undefined when it is no valid JSON string or
 * no valid text: a wrong escape, broken UTF-8, half of a surrogate pair.
 */
export function decodeJsonString(bytes: Uint8Array, from: number, to: number): string | undefined {
  try {
    const text: unknown = JSON.parse(utf8.decode(bytes.subarray(from, to)));
    return typeof text === "string" && text.isWellFormed() ? text : undefined;
  } catch {
    return undefined;
  }
}

/** The same as UTF-8 bytes, for what reads bytes. */
export function unescapeJsonString(bytes: Uint8Array, from: number, to: number): Uint8Array | undefined {
  const text = decodeJsonString(bytes, from, to);
  return text === undefined ? undefined : encoder.encode(text);
}

/** What was sent, fit to be shown in a message: broken UTF-8 replaced, cut to 64 characters. */
export function shownText(bytes: Uint8Array, from: number, to: number): string {
  const text = lenientUtf8.decode(bytes.subarray(from, Math.min(to, from + 4 * SHOWN_CHARACTERS)));
  const characters = [...text];
  return characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS).join("")}…` : text;
}

/** The position after `word` if it stands at `from`, INCOMPLETE if `to` cuts it off, MALFORMED if it does not. */
export function readWord(bytes: Uint8Array, from: number, to: number, word: Uint8Array): number {
  for (let offset = 0; offset < word.length; offset += 1) {
    if (from + offset >= to) return INCOMPLETE;
    if (bytes[from + offset] !== word[offset]) return MALFORMED;
  }
  return from + word.length;
}
