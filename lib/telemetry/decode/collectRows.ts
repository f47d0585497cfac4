import type { CpuRowSink, StreamDecoder } from "../types.ts";
import { createCpuDecoder, type RowFormat } from "./createDecoder.ts";
import type { DecoderLimits, RowDecoder } from "./windowedDecoder.ts";

/** A CPU row as it came out of a decoder; for tests. */
export interface CpuRow {
  readonly index: number;
  readonly tsMs: number;
  readonly stamp: string;
  readonly pool: string;
  readonly node: string;
  readonly cpu: number;
}

/** A sink that keeps everything, in order; for tests. */
export class CollectedRows implements CpuRowSink {
  readonly rows: CpuRow[] = [];
  readonly problems: { index: number; message: string }[] = [];
  /** The line of each row and each problem, in the order in which they were told. */
  readonly lines: number[] = [];
  decoder: RowDecoder | null = null;

  row(index: number, tsMs: number, stamp: string, pool: string, node: string, cpu: number): void {
    this.lines.push(this.decoder?.line ?? 0);
    this.rows.push({ index, tsMs, stamp, pool, node, cpu });
  }

  malformed(index: number, message: string): void {
    this.lines.push(this.decoder?.line ?? 0);
    this.problems.push({ index, message });
  }
}

/** Feeds bytes in chunks of the given sizes, over and over; the empty list means in one piece. */
export function feed(
  decoder: Pick<StreamDecoder, "write">,
  bytes: Uint8Array,
  chunkSizes: readonly number[] = [],
): void {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = chunkSizes.length === 0 ? bytes.length : (chunkSizes[turn % chunkSizes.length] ?? 1);
    decoder.write(bytes.subarray(at, at + size));
    at += size;
  }
}

export interface CollectOptions {
  readonly chunkSizes?: readonly number[];
  readonly limits?: DecoderLimits;
}

/** What a body of CPU rows comes to. */
export function collectCpu(
  format: RowFormat,
  body: string | Uint8Array,
  options: CollectOptions = {},
): CollectedRows {
  const sink = new CollectedRows();
  const decoder = createCpuDecoder(format, sink, options.limits);
  sink.decoder = decoder;
  feed(decoder, typeof body === "string" ? new TextEncoder().encode(body) : body, options.chunkSizes);
  decoder.end();
  return sink;
}
