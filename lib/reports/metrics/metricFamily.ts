/** A gauge with its samples, as monitoring reads it. Without a sample nothing of it is told. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  /** Made one by one as they are asked for: of a large fleet there are a hundred thousand. */
  readonly samples: Iterable<MetricSample>;
}

export type Labels = Readonly<Record<string, string>>;

export interface MetricSample {
  /** The same object in each sample of one thing, so that it need be written once. */
  readonly labels: Labels;
  /** Those that come after them. */
  readonly more?: Labels;
  readonly value: number;
}
