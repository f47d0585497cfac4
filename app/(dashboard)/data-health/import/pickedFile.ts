/** A file that a person picked, and how to read it from any place, unpacked. Never more of it is held than one part. */
export interface PickedFile {
  readonly name: string;
  /** Of the file as it is, packed or not. */
  readonly bytes: number;
  /** Tells it from other files, also after a reload: made of its size, its beginning and its end. */
  readonly fingerprint: string;
  readonly isPacked: boolean;
  /** Its first bytes, unpacked. */
  readonly head: Uint8Array<ArrayBuffer>;
  /** The file ends where the head does. */
  readonly isWhole: boolean;
  /** Up to so many unpacked bytes from a place on. Throws UnpackError for a packed file that is broken. */
  read(position: number, size: number): Promise<FilePart>;
  /** Gives up what is being read. */
  close(): void;
}

export interface FilePart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isLast: boolean;
  /** How much of the file as it is has been read by now. */
  readonly filePosition: number;
}

/** The packed file cannot be read on. */
export class UnpackError extends Error {}

const HEAD_BYTES = 262_144;
const FINGERPRINT_BYTES = 65_536;
/** A packed file is read in so many pieces, so that how much of it was read says how far it is. */
const PIECES = 100;
const LEAST_PIECE_BYTES = 16_384;
const MOST_PIECE_BYTES = 1_048_576;

/** Looks at a file: some hundred kilobytes of it are read, however large it is. */
export async function openPicked(file: File): Promise<PickedFile> {
  const start = await bytesOf(file.slice(0, FINGERPRINT_BYTES));
  const end = await bytesOf(file.slice(Math.max(0, file.size - FINGERPRINT_BYTES)));
  const isPacked = start[0] === 0x1f && start[1] === 0x8b;
  const reader = isPacked ? new PackedReader(file) : new PlainReader(file);
  const head = await reader.read(0, HEAD_BYTES);
  return {
    name: file.name,
    bytes: file.size,
    fingerprint: fingerprintOf([new TextEncoder().encode(`${file.size}\n`), start, end]),
    isPacked,
    head: head.bytes,
    isWhole: head.isLast,
    read: (position, size) => reader.read(position, size),
    close: () => reader.close(),
  };
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

class PlainReader {
  readonly #file: File;

  constructor(file: File) {
    this.#file = file;
  }

  async read(position: number, size: number): Promise<FilePart> {
    const to = Math.min(this.#file.size, position + size);
    const bytes = await bytesOf(this.#file.slice(position, to));
    return { bytes, isLast: to >= this.#file.size, filePosition: to };
  }

  close(): void {
    // Nothing is kept open between parts.
  }
}

/** A packed file can be read forwards alone: to go back, it is unpacked from its start again and skipped through. */
class PackedReader {
  readonly #file: File;
  #stream: ReadableStreamDefaultReader<Uint8Array> | null = null;
  #filePosition = 0;
  /** Unpacked bytes that were read and not asked past yet; the first of them stands at `#base` of the unpacked file. */
  #held: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #base = 0;
  #isAtEnd = false;

  constructor(file: File) {
    this.#file = file;
  }

  async read(position: number, size: number): Promise<FilePart> {
    if (this.#stream === null || position < this.#base) this.#open();
    this.#drop(position - this.#base);
    const chunks: Uint8Array[] = [this.#held];
    let length = this.#held.length;
    // One byte more than is asked for tells whether the file goes on.
    while (length <= size && !this.#isAtEnd) {
      const chunk = await this.#next();
      const skipped = Math.min(chunk.length, Math.max(0, position - this.#base - length));
      this.#base += skipped;
      if (skipped < chunk.length) chunks.push(chunk.subarray(skipped));
      length += chunk.length - skipped;
    }
    this.#held = joined(chunks, length);
    const bytes = this.#held.slice(0, size);
    return { bytes, isLast: this.#isAtEnd && length <= size, filePosition: this.#filePosition };
  }

  close(): void {
    void this.#stream?.cancel().catch(() => undefined);
    this.#stream = null;
  }

  #open(): void {
    this.close();
    this.#filePosition = 0;
    this.#base = 0;
    this.#held = new Uint8Array(0);
    this.#isAtEnd = false;
    const unpacked = this.#packed().pipeThrough(new DecompressionStream("gzip"));
    this.#stream = unpacked.getReader();
  }

  /** The file piece by piece, each read when it is wanted: a browser's own stream of a file runs megabytes ahead. */
  #packed(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const size = Math.min(MOST_PIECE_BYTES, Math.max(LEAST_PIECE_BYTES, Math.ceil(this.#file.size / PIECES)));
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => {
      const piece = await bytesOf(this.#file.slice(this.#filePosition, this.#filePosition + size));
      this.#filePosition += piece.length;
      if (piece.length === 0) controller.close();
      else controller.enqueue(piece);
    };
    return new ReadableStream({ pull }, { highWaterMark: 0 });
  }

  #drop(count: number): void {
    const dropped = Math.min(this.#held.length, Math.max(0, count));
    this.#held = this.#held.slice(dropped);
    this.#base += dropped;
  }

  async #next(): Promise<Uint8Array> {
    const { done, value } = (await this.#stream?.read().catch(() => {
      throw new UnpackError(
        "The packed file cannot be read on: it is broken, or several packed files in one. Unpack it and drop what comes out.",
      );
    })) ?? { done: true, value: undefined };
    if (done) this.#isAtEnd = true;
    return value ?? new Uint8Array(0);
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

const LANES = 8;

/** 256 bits of FNV-1a in eight lanes: it has to tell files apart, not to keep a secret, and works where crypto.subtle does not. */
function fingerprintOf(parts: readonly Uint8Array[]): string {
  const lanes = Uint32Array.from({ length: LANES }, (_, lane) => 0x811c9dc5 ^ (lane * 0x9e3779b1));
  let at = 0;
  for (const part of parts) {
    for (const byte of part) {
      const lane = at % LANES;
      lanes[lane] = Math.imul((lanes[lane] ?? 0) ^ byte, 0x01000193);
      at += 1;
    }
  }
  return [...lanes].map((lane) => lane.toString(16).padStart(8, "0")).join("");
}
