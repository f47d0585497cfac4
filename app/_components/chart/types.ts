import type { LineInput, StateThresholds } from "#lib/charts/index.ts";
import type { EpochMinute, MinuteWindow } from "#lib/core/index.ts";

/** What the numbers of an axis are; decides how they are written. */
export type ChartUnit = "cpu" | "milliseconds" | "share" | "bytes" | "count";

export interface ChartLine extends LineInput {
  readonly label: string;
  /** `strong` for what the chart is about, `soft` and `faint` for what stands beside it. */
  readonly tone: "strong" | "soft" | "faint" | "accent";
  readonly isDashed?: boolean;
}

/** A value drawn across the whole width: the P95, the limit. */
export interface ChartLevel {
  readonly value: number;
  readonly label: string;
  readonly tone: "strong" | "accent" | "limit";
  /** Drawn only over these minutes: a measure of a window stands over its window. */
  readonly span?: MinuteWindow;
}

/** A span of values drawn across the whole width: within which a level will be. */
export interface ChartBand {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** A part of the chart's time that its numbers speak of: bracketed, and named in the legend. */
export interface ChartSpan extends MinuteWindow {
  readonly label: string;
}

/** Something that happened: a signal, a binding change. `toMinute` null = it still lasts; equal to from = an instant. */
export interface ChartAnnotation {
  readonly fromMinute: EpochMinute;
  readonly toMinute: EpochMinute | null;
  readonly label: string;
  readonly kind: "signal" | "binding" | "deployment";
}

export interface LineChartProps {
  /** What the chart shows, in words. */
  readonly label: string;
  readonly window: MinuteWindow;
  readonly lines: readonly ChartLine[];
  readonly unit?: ChartUnit;
  /** Draws the states' bands behind the lines. */
  readonly thresholds?: StateThresholds;
  readonly levels?: readonly ChartLevel[];
  readonly band?: ChartBand;
  readonly annotations?: readonly ChartAnnotation[];
  readonly measured?: ChartSpan;
  readonly height?: number;
  /** What is pointed at when the pointer is over this chart: the pool, for the tables and maps beside it. */
  readonly thing?: string;
  readonly now: number;
}
