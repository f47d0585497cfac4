import { Pieces } from "../core/index.ts";

interface WrittenParts {
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  readonly contentType?: string;
  readonly digest?: string | null;
}

/**
 * An answer that is written already, in parts: what is large, and the same for whoever asks, is written once; and what is put
 * together in pieces need not be put together once more.
 */
export class Written {
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  readonly contentType: string;
  /** Of its bytes; null: nobody can ask whether they are still the same. */
  readonly digest: string | null;

  constructor({ parts, contentType = "application/json", digest = null }: WrittenParts) {
    this.parts = parts;
    this.contentType = contentType;
    this.digest = digest;
  }

  text(): string {
    return Buffer.concat(this.parts).toString();
  }

  /** To be handed on part by part. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return streamOf(this.parts);
  }
}

/** Handed on part by part, with a turn for whoever waits in between: megabytes are copied, compressed and sent on the way. */
export function streamOf(
  parts: readonly Uint8Array<ArrayBuffer>[],
  pieces = new Pieces(),
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const left = parts.values();
  return new ReadableStream(
    {
      pull: async (controller) => {
        await pieces.next();
        const { value } = left.next();
        if (value === undefined) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}
