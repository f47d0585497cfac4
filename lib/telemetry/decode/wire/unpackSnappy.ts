import { uncompress, uncompressSync } from "snappy";
import { BodyError } from "../bodyError.ts";

/** What a body of samples may be at most, decoded: as everywhere 100 MiB. */
const MAX_DECODED_BYTES = 104_857_600;
/** No snappy block decodes to more than this many times its length: a copy of 64 bytes takes three. */
const GREATEST_RATIO = 32;
/** From here on in another thread. */
const LARGE_BYTES = 1_048_576;

/**
 * Undoes snappy's block form, as remote write has it. The length that it declares is judged before a byte is decoded:
 * 413 over the limit, 400 for one that so few bytes cannot hold, or that are broken.
 */
export async function unpackSnappy(packed: Buffer, maxDecodedBytes = MAX_DECODED_BYTES): Promise<Buffer> {
  const declared = declaredLength(packed);
  if (declared === null) throw broken("it declares no length");
  if (declared > maxDecodedBytes)
    throw new BodyError(
      413,
      `The body is ${declared} bytes decoded, over ${maxDecodedBytes}: send it in parts.`,
    );
  if (declared > packed.length * GREATEST_RATIO)
    throw broken(`it cannot hold the ${declared} bytes it declares`);
  try {
    const unpacked =
      declared < LARGE_BYTES
        ? uncompressSync(packed, { asBuffer: true, copyOutputData: true })
        : await uncompress(packed, { asBuffer: true });
    // Asked for as a buffer.
    return unpacked as Buffer;
  } catch (error) {
    throw broken(error instanceof Error ? error.message : String(error));
  }
}

function broken(why: string): BodyError {
  return new BodyError(400, `The snappy data is broken (${why}): nothing of it was stored.`);
}

/** The varint that a block begins with; null where there is none of 32 bits. */
function declaredLength(packed: Uint8Array): number | null {
  let length = 0;
  for (let at = 0; at < 5; at++) {
    const byte = packed[at];
    if (byte === undefined) return null;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return length <= 0xffffffff ? length : null;
  }
  return null;
}
