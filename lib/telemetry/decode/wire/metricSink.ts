/** Labels of a series by name, `__name__` among them. */
export type Labels = ReadonlyMap<string, string>;

/**
 * Where a decoder of Prometheus puts what it reads. Labels of a series are met as bytes: what they mean is found by
 * them, and worked out once.
 */
export interface SeriesSink<Target> {
  /** What the bytes from `from` to before `to` were found to mean before. */
  find(view: DataView, from: number, to: number): Target | undefined;
  /** What labels mean, to be found by the bytes `key` from now on. */
  learn(key: Uint8Array, labels: Labels): Target;
  /** Labels that are none: their samples go to what this gives. */
  refuse(message: string): Target;
  sample(target: Target, tsMs: number, value: number): void;
}

/** What a body held beside samples: read over, never kept. */
export interface LeftOver {
  samples: number;
  histograms: number;
  exemplars: number;
  metadata: number;
}
