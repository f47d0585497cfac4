import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from "node:zlib";
import type { StreamDecoder } from "../types.ts";
import { BodyError, BodyInterruptedError } from "./bodyError.ts";

/** What a telemetry body may be at most, decoded: 100 MiB. */
const MAX_BODY_BYTES = 104_857_600;

/** Of zstd's windows the greatest that HTTP allows (RFC 9659), so that a small body cannot ask for much memory. */
const HTTP_ZSTD_WINDOW_LOG = 23;

export interface BodyOptions {
  /** The Content-Encoding header. */
  readonly contentEncoding: string | null;
  /** The Content-Length header: bytes on the wire. */
  readonly contentLength: number | null;
  readonly maxDecodedBytes?: number;
  /** Awaited between chunks, while the sender is held back: where rows read so far can be carried off. */
  readonly afterChunk?: () => Promise<void> | void;
}

/**
 * Feeds a request's body, decompressed, to a decoder, chunk by chunk; the sender is held back while a chunk is worked
 * on, so that memory does not grow with the body. `end` is the caller's to call afterwards: a body that did not
 * arrive whole never comes that far.
 *
 * Throws BodyError: 400 for a broken or cut-off gzip or zstd, 413 over the limit, 415 for another encoding, and what
 * the decoder throws. Throws BodyInterruptedError when the sender went away in the middle.
 */
export async function pumpBody(
  body: ReadableStream<Uint8Array> | null,
  decoder: Pick<StreamDecoder, "write">,
  options: BodyOptions,
): Promise<void> {
  const limit = options.maxDecodedBytes ?? MAX_BODY_BYTES;
  const decompressor = openDecompressor(options.contentEncoding);
  if (decompressor === null && (options.contentLength ?? 0) > limit) throw tooBig(limit);
  let decodedBytes = 0;
  const take = async (chunk: Uint8Array): Promise<void> => {
    decodedBytes += chunk.length;
    if (decodedBytes > limit) throw tooBig(limit);
    decoder.write(chunk);
    await options.afterChunk?.();
  };
  const wire = readWire(body, options.contentLength, limit);
  if (decompressor === null) {
    for await (const chunk of wire) await take(chunk);
  } else {
    await decompress(wire, decompressor, take);
  }
}

function tooBig(limit: number): BodyError {
  return new BodyError(413, `The body is over ${limit} bytes decoded: send it in parts.`);
}

/** The body's bytes as they came; a break in it is told from its end. */
async function* readWire(
  body: ReadableStream<Uint8Array> | null,
  contentLength: number | null,
  limit: number,
): AsyncGenerator<Uint8Array, void, void> {
  let wireBytes = 0;
  const reader = body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new BodyInterruptedError("the sender went away in the middle of the body", { cause });
    });
    if (done) break;
    wireBytes += value.length;
    if (wireBytes > limit) throw tooBig(limit);
    if (value.length > 0) yield value;
  }
  if (contentLength !== null && wireBytes < contentLength) {
    throw new BodyInterruptedError(`the body ended after ${wireBytes} of ${contentLength} bytes`);
  }
}

/** A content coding that is being undone. */
export interface Decompressor {
  readonly name: "gzip" | "zstd";
  readonly stream: Gunzip | ZstdDecompress;
}

/**
 * Null for no encoding; 415 for one that is not known here. `zstdWindowLog`: the memory, as a power of two, that zstd data
 * may ask for; a file of one's own may ask for more than a request.
 */
export function openDecompressor(
  contentEncoding: string | null,
  zstdWindowLog = HTTP_ZSTD_WINDOW_LOG,
): Decompressor | null {
  switch ((contentEncoding ?? "").trim().toLowerCase()) {
    case "":
    case "identity":
      return null;
    case "gzip":
    case "x-gzip":
      return { name: "gzip", stream: createGunzip({ chunkSize: 65_536 }) };
    case "zstd": {
      const params = { [constants.ZSTD_d_windowLogMax]: zstdWindowLog };
      return { name: "zstd", stream: createZstdDecompress({ chunkSize: 65_536, params }) };
    }
    default:
      throw new BodyError(
        415,
        `Content-Encoding ${contentEncoding} is not read here: send gzip, zstd or none.`,
      );
  }
}

/**
 * Undoes the encoding and hands on what comes out. 400 when the compressed data is broken, cut off or, for zstd, more
 * than one frame: the library stops after the first one and would lose the others in silence.
 */
export async function decompress(
  wire: AsyncIterable<Uint8Array>,
  { name, stream }: Decompressor,
  take: (chunk: Uint8Array) => Promise<void>,
): Promise<void> {
  let wireBytes = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array, void, void> {
    for await (const chunk of wire) {
      wireBytes += chunk.length;
      yield chunk;
    }
  };
  try {
    await pipeline(
      Readable.from(counted(), { objectMode: false }),
      stream,
      async (decoded: AsyncIterable<Uint8Array>) => {
        for await (const chunk of decoded) await take(chunk);
      },
    );
  } catch (error) {
    throw compressionError(name, error);
  }
  if (name === "zstd" && stream.bytesWritten < wireBytes) throw goesOn(name);
}

function goesOn(name: string): BodyError {
  return new BodyError(400, `The ${name} data goes on after its first frame: send it as one frame.`);
}

/** What zlib reports, as an answer; anything else is handed on as it is. */
function compressionError(name: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return error;
  if (error.code === "Z_BUF_ERROR") {
    return new BodyError(400, `The ${name} data breaks off before its end: nothing of it was stored.`);
  }
  // The library closed at the end of what it takes for the whole, while more of the body was still to come.
  if (error.code === "ERR_STREAM_PREMATURE_CLOSE") return goesOn(name);
  if (error.code.startsWith("Z_") || error.code.startsWith("ZSTD_")) {
    return new BodyError(400, `The ${name} data is broken (${error.message}): nothing of it was stored.`);
  }
  return error;
}
