import { BodyError } from "../decode/bodyError.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LONGEST_BYTES = 65_536;

/**
 * Cuts a stream of JSON objects into objects: one a line, several a line, or the members of one array, pretty or not. What
 * stands between them (commas, the array's brackets, space) is stepped over.
 */
export class ObjectSplitter {
  readonly #take: (text: string) => void;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #depth = 0;
  #isInText = false;
  #isEscaped = false;

  constructor(take: (text: string) => void) {
    this.#take = take;
  }

  /** Throws BodyError 400 for bytes between objects that are none of JSON's, 413 for an object over 64 KiB. */
  write(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = this.#depth > 0 ? 0 : -1;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (this.#depth === 0) {
        if (byte === OPEN) {
          this.#depth = 1;
          start = at;
        } else if (!isBetween(byte)) throw new BodyError(400, "Between the objects stands what is no JSON.");
      } else if (this.#isInText) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) this.#isInText = false;
      } else if (byte === QUOTE) this.#isInText = true;
      else if (byte === OPEN) this.#depth++;
      else if (byte === CLOSE && --this.#depth === 0) {
        this.#emit(bytes.subarray(start, at + 1));
        start = -1;
      }
    }
    if (start >= 0) this.#hold(Buffer.from(bytes.subarray(start)));
  }

  /** The stream is complete. Throws BodyError 400 when it broke off inside an object. */
  end(): void {
    if (this.#depth > 0) throw new BodyError(400, "The last object breaks off before its end.");
  }

  #emit(last: Buffer): void {
    this.#hold(last);
    const text = Buffer.concat(this.#held).toString("utf8");
    this.#held = [];
    this.#heldBytes = 0;
    this.#take(text);
  }

  #hold(part: Buffer): void {
    this.#heldBytes += part.length;
    if (this.#heldBytes > LONGEST_BYTES)
      throw new BodyError(413, `A record is over ${LONGEST_BYTES} bytes: no access log writes such.`);
    this.#held.push(part);
  }
}

/** Space, a comma, a bracket, and the mark that some put before UTF-8. */
function isBetween(byte: number | undefined): boolean {
  return (
    byte !== undefined && [0x20, 0x09, 0x0a, 0x0d, 0x2c, 0x5b, 0x5d, 0xef, 0xbb, 0xbf, 0x1e].includes(byte)
  );
}
