import type { MinuteWindow } from "../core/index.ts";

/** Why a row was not stored; the words are part of the HTTP contract. */
export type RejectCode =
  | "unknown_stamp"
  | "unknown_pool"
  | "unknown_registry"
  | "out_of_range"
  | "not_a_number"
  | "too_old"
  | "in_the_future"
  | "malformed";

/** One row that was not stored. `index` counts the rows of the body from 0. */
export interface RowError {
  readonly index: number;
  readonly code: RejectCode;
  readonly message: string;
}

/** What every telemetry endpoint of ours answers. accepted + duplicate + rejected = rows sent. */
export interface IntakeReport {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly rounded: number;
  /** At most the first 100. */
  readonly errors: readonly RowError[];
}

/** Where a decoder puts CPU rows. `tsMs` is epoch milliseconds, `cpu` percent as sent (NaN and Infinity included). */
export interface CpuRowSink {
  row(index: number, tsMs: number, stamp: string, pool: string, node: string, cpu: number): void;
  malformed(index: number, message: string): void;
}

/** Where a decoder puts registry load rows: totals of the minute; a measure that was not sent is null. */
export interface LoadRowSink {
  row(
    index: number,
    tsMs: number,
    stamp: string,
    pool: string,
    registry: string,
    requests: number | null,
    bytes: number | null,
  ): void;
  malformed(index: number, message: string): void;
}

/** Where a decoder puts outcome rows; a measure that was not sent is null. */
export interface OutcomeRowSink {
  row(
    index: number,
    tsMs: number,
    stamp: string,
    pullP95Ms: number | null,
    errorRate: number | null,
    throughputBytes: number | null,
  ): void;
  malformed(index: number, message: string): void;
}

/** A streaming decoder: bytes in by chunks, rows out to its sink; memory does not grow with the body. */
export interface StreamDecoder {
  /** Throws BodyError when the body as a whole cannot be read on. */
  write(chunk: Uint8Array): void;
  /** The body is complete. Throws BodyError when it broke off. */
  end(): void;
}

/** One pool over a window, a value per bin. CPU in hundredths of a point, -1 = no data. */
export interface PoolWindow extends MinuteWindow {
  readonly pool: number;
  /** Greatest node-minute of the bin. */
  readonly hot: Int16Array;
  /** Mean over the nodes present. */
  readonly average: Int16Array;
  /** Slot of the hottest node (ties: lowest name), -1 = no data. */
  readonly hottest: Int16Array;
  /** Nodes with data in the bin. */
  readonly present: Uint16Array;
  /** Nodes with data in the bin or in one of the 15 before it. */
  readonly expected: Uint16Array;
}

/** One column of a pool's window alone. */
export interface PoolBins extends MinuteWindow {
  readonly pool: number;
  /** Hundredths of a point, -1 = no data. */
  readonly values: Int16Array;
}

/** Every node of one pool over a window. */
export interface NodeMatrix extends MinuteWindow {
  readonly pool: number;
  /** In the order of the rows; names are unique in the pool. */
  readonly nodes: readonly { readonly slot: number; readonly name: string }[];
  /** One array a node, one value a bin, hundredths of a point, -1 = no data. */
  readonly values: readonly Int16Array[];
}
