/** Whom a sender sends for: pools that are its own, so that what is stored of it can be counted. */
export interface FloodTarget {
  readonly stamp: string;
  readonly pools: readonly string[];
  readonly nodesPerPool: number;
  readonly minutesPerBody: number;
  /** The bin of the first body of each pool. */
  readonly fromMinute: number;
}

export interface FloodOrder extends FloodTarget {
  readonly url: string;
  readonly token: string;
  /** Each sends its next body as soon as the last one is answered, or `pauseMs` later. */
  readonly connections: number;
  readonly pauseMs: number;
}

export interface FloodResult {
  readonly seconds: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Of the answers that were 503. */
  readonly withRetryAfter: number;
  /** Samples that were answered as stored. */
  readonly acknowledged: number;
  /** Milliseconds of each answer of 200, sorted. */
  readonly latenciesMs: readonly number[];
}

/** Samples of one body. */
export function samplesOf({ nodesPerPool, minutesPerBody }: FloodTarget): number {
  return nodesPerPool * minutesPerBody;
}
