/** What a counter counts: idle seconds of a node's cores, or what a registry asked of a pool. */
export const COUNTER_KINDS = { idle: 0, requests: 1, bytes: 2 } as const;
export type CounterKind = (typeof COUNTER_KINDS)[keyof typeof COUNTER_KINDS];

/** One point of one series, as it came. */
export interface CounterPoint {
  readonly pool: number;
  readonly kind: CounterKind;
  /** Slot of the node, or id of the registry. */
  readonly owner: number;
  readonly series: string;
  /** Of kind idle: its intervals say how long a core was watched, too. */
  readonly isWatch: boolean;
  readonly tsMs: number;
  readonly value: number;
  /** What it counts since, where each point begins anew; null = it goes on counting. */
  readonly deltaFromMs: number | null;
}

/** What a counter read when; of deltas the value is 0. */
export interface Reading {
  readonly tsMs: number;
  readonly value: number;
}

/** A time through which a series has been counted. */
export interface CountedSpan {
  readonly first: Reading;
  readonly last: Reading;
}

/** The newest point of a series, and which time before it has been counted. */
export interface LastPoint extends Reading {
  /** Where the span begins that ends here; null = all time before is counted, or is too long ago for any point. */
  readonly first: Reading | null;
  /** Spans before that one, the oldest first, with gaps between them. */
  readonly earlier: readonly CountedSpan[];
}

/** What a counter rose by between two points of a series. */
export interface Increase {
  readonly pool: number;
  readonly kind: CounterKind;
  readonly owner: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Milliseconds idle; requests; bytes. */
  readonly amount: number;
  /** Milliseconds for which a core was watched; 0 for what is no watch. */
  readonly watched: number;
}

/** What the increases of a minute add up to, of one owner. */
export interface CounterSum {
  readonly amount: number;
  readonly watched: number;
}
