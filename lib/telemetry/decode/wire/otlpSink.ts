/** One number of OpenTelemetry, with the attributes of its resource and its own (which win), `__name__` among them. */
export interface OtlpPoint {
  readonly labels: ReadonlyMap<string, string>;
  readonly tsMs: number;
  readonly value: number;
  /** Of a sum that begins anew at each point: since when it counts. null = a gauge, or a sum since long ago. */
  readonly deltaFromMs: number | null;
}

export interface OtlpSink {
  point(point: OtlpPoint): void;
  /** A point that cannot be one: no time, no number. */
  malformed(message: string): void;
}

/** What a body held beside numbers of gauges and sums: read over, never kept. */
export interface OtlpLeftOver {
  points: number;
  /** Points of histograms and summaries, and points that say of themselves that they hold no value. */
  otherPoints: number;
}

/** Flag of a point without a value: what it told of is gone. */
export const NO_RECORDED_VALUE = 1;
/** A sum of which each point counts from where the one before ended. */
export const DELTA = 1;
