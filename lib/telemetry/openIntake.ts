import type { SourceMapping } from "../fleet/index.ts";
import type { AccessLogIntake } from "./accessLog/accessLogIntake.ts";
import type { IntakeRules } from "./cpu/cpuIntake.ts";
import type { IntakeSource } from "./intake/intakeLedger.ts";
import type { Directory } from "./names/directory.ts";
import type { RowTally } from "./rowTally.ts";
import type { MetricIntake } from "./sources/metricIntake.ts";
import type { Place } from "./sources/resolveSeries.ts";
import type { NoteSeries, SeriesCache } from "./sources/seriesCache.ts";
import type { IntakeReport } from "./types.ts";

/** The body being taken in: feed the sink, settle between chunks, finish once. Nothing is stored before `finish`. */
export interface OpenIntake<Sink> {
  readonly sink: Sink;
  /** Looks up names that the rows so far brought and this process did not know. Call it between chunks. */
  settle(): Promise<void>;
  /** Stores everything in one transaction. Durable and in every later read when it returns; an error stores nothing. */
  finish(): Promise<IntakeReport>;
}

export interface IntakeOptions extends IntakeSource {
  /** Rows older than this are refused as too old: the longest retention there is. */
  readonly retentionDays: number;
  /** How many refused rows the report names one by one; 100 where it does not say. */
  readonly listedErrors?: number;
  /** Numbers of the regions that the sender is limited to: names of others are unknown. null or left out = of none. */
  readonly regions?: readonly number[] | null;
  /** When they came (performance.now()): names are those of then, or newer. By default those of when they are opened. */
  readonly arrivedAtMs?: number;
}

/** How metrics of Prometheus and OpenTelemetry are taken in. */
export interface MetricOptions extends IntakeOptions {
  readonly mapping: SourceMapping;
  /** Makes pools that the inventory does not have, where that is allowed. */
  readonly createPools?: (unknown: readonly Place[]) => Promise<void>;
}

export interface AccessLogOptions extends MetricOptions {
  /** Labels of every record: the stamp and the pool that the log is of. */
  readonly place: Readonly<Record<string, string>>;
  /** Which log this is a piece of; null: a log of its own. */
  readonly logSource: string | null;
  /** Records of that log before this piece. */
  readonly position: number;
}

export interface OpenAccessLog {
  readonly intake: AccessLogIntake;
  finish(): Promise<IntakeReport>;
}

/** A body of metrics being taken in: hand samples to `intake`, finish once. */
export interface OpenMetrics {
  readonly intake: MetricIntake;
  /** What series mean, by their labels as they came. */
  readonly series: SeriesCache;
  readonly note: NoteSeries;
  /** Stores everything in one transaction. Durable when it returns; an error stores nothing. */
  finish(): Promise<IntakeReport>;
}

/** Told of what is taken in, as it happens; for the metrics. */
export interface IntakeListener {
  /** A body has been answered: what became of its rows. */
  readonly onTaken: (endpoint: string, tally: RowTally) => void;
  /** Rows of a kind have been stored, from being handed over to being durable. */
  readonly onStored: (kind: "cpu" | "load" | "outcome", milliseconds: number) => void;
}

/** The names that whoever sends may name. */
export function directoryFor(
  names: { readonly current: () => Directory },
  { regions = null }: Pick<IntakeOptions, "regions">,
): () => Directory {
  return regions === null ? names.current : () => names.current().limitedTo(regions);
}

/** The part of the options that rows are judged by. */
export function rulesOf({ retentionDays, listedErrors }: IntakeOptions): Omit<IntakeRules, "nowMs"> {
  return { retentionDays, ...(listedErrors !== undefined && { listedErrors }) };
}
