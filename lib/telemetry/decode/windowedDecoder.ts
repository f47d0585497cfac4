import type { StreamDecoder } from "../types.ts";

/** A row longer than this is refused as malformed, so that memory does not depend on what is sent. */
export const MAX_ROW_BYTES = 65_536;

/** What is read at once; at least two rows of the greatest length. */
const WINDOW_BYTES = 2 * MAX_ROW_BYTES;

/** Sizes that only a test has reason to change. */
export interface DecoderLimits {
  readonly maxRowBytes: number;
  readonly windowBytes: number;
}

export const DEFAULT_LIMITS: DecoderLimits = { maxRowBytes: MAX_ROW_BYTES, windowBytes: WINDOW_BYTES };

/** A decoder that can tell where in a file a row stands, while its sink is being told of the row. */
export interface RowDecoder extends StreamDecoder {
  /** The line, from 1 on, on which the row begins; 0 where rows are not lines. */
  readonly line: number;
}

/** Reads what can be read in a window of the body. */
export interface WindowReader {
  /** The line, from 1 on, on which the row being told begins; 0 where rows are not lines. */
  readonly line: number;
  /**
   * Reads on from the window's start and gives the position of the first byte that it could not use yet. `last`: no
   * more bytes follow, all must be used. It must use something when what is left is longer than the longest row.
   */
  read(bytes: Uint8Array, to: number, last: boolean): number;
}

/**
 * Makes chunks of any size into windows: a reader never sees a row torn at an arbitrary byte more than twice, however
 * small the chunks are, and always sees bytes of one and the same array.
 */
export class WindowedDecoder implements RowDecoder {
  private readonly reader: WindowReader;
  private readonly windowBytes: number;
  private window = new Uint8Array(0);
  private held = 0;

  constructor(reader: WindowReader, limits: DecoderLimits) {
    this.reader = reader;
    this.windowBytes = limits.windowBytes;
  }

  get line(): number {
    return this.reader.line;
  }

  write(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; ) {
      this.makeRoom(chunk.length - from);
      const taken = Math.min(chunk.length - from, this.window.length - this.held);
      this.window.set(chunk.subarray(from, from + taken), this.held);
      this.held += taken;
      from += taken;
      if (this.held === this.windowBytes) this.readOn(false);
    }
  }

  end(): void {
    this.readOn(true);
  }

  private readOn(last: boolean): void {
    const used = this.reader.read(this.window, this.held, last);
    if (used === 0 && this.held === this.windowBytes)
      throw new Error("a decoder stood still on a full window");
    this.window.copyWithin(0, used, this.held);
    this.held -= used;
  }

  /** Small bodies get a small window: most requests carry a few rows. */
  private makeRoom(bytes: number): void {
    const wanted = Math.min(this.held + bytes, this.windowBytes);
    if (wanted <= this.window.length) return;
    const larger = new Uint8Array(
      Math.min(this.windowBytes, Math.max(wanted, this.window.length * 2, 1_024)),
    );
    larger.set(this.window.subarray(0, this.held));
    this.window = larger;
  }
}
