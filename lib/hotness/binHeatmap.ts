import { z } from "zod";
import type { EpochMinute, MinuteWindow } from "../core/index.ts";
import { quantileR7Int16, summarizeInt16 } from "../stats/index.ts";
import type { PoolWindow } from "../telemetry/types.ts";
import { HOT_NODE_PROBABILITY } from "./hotNodeP95.ts";

/** What a heat-map cell shows: the greatest hot(bin), the R-7 P95 of its hot(bin), or the mean of its pool averages. */
export const heatmapMeasureSchema = z.enum(["hot", "p95", "average"]);
export type HeatmapMeasure = z.infer<typeof heatmapMeasureSchema>;

export interface HeatmapColumns {
  readonly window: MinuteWindow;
  readonly stepMinutes: number;
  /** Start of every column, a multiple of the step since 1970-01-01T00:00Z; the first may begin before the window. */
  readonly starts: readonly EpochMinute[];
}

const STEPS_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440];

/** The finest step that is read off a clock and needs at most `maxColumns` columns; a day where none is coarse enough. */
export function chooseStepMinutes(window: MinuteWindow, maxColumns: number): number {
  const fits = (step: number) => heatmapColumns(window, step).starts.length <= maxColumns;
  return STEPS_MINUTES.find(fits) ?? 1_440;
}

/**
 * The columns that cover a window. They stand on multiples of the step, so that two windows that overlap show the same
 * cells; the first and the last hold only those of their bins that lie in the window.
 */
export function heatmapColumns(window: MinuteWindow, stepMinutes: number): HeatmapColumns {
  if (!Number.isInteger(stepMinutes) || stepMinutes < 1)
    throw new RangeError(`step ${stepMinutes} is not whole minutes`);
  const first = Math.floor(window.fromMinute / stepMinutes);
  const end = window.toMinute <= window.fromMinute ? first : Math.ceil(window.toMinute / stepMinutes);
  const starts = Array.from({ length: end - first }, (_, column) => (first + column) * stepMinutes);
  return { window, stepMinutes, starts };
}

/**
 * Fills `row` (a cell per column) from one pool: hundredths of a point, rounded to whole ones, −1 = no data. Bins that
 * the pool does not have are no data. int16, because two thousand such rows go to a canvas or through JSON.
 */
export function binHeatmapRow(
  row: Int16Array,
  pool: PoolWindow,
  { columns, measure }: { readonly columns: HeatmapColumns; readonly measure: HeatmapMeasure },
): void {
  const source = measure === "average" ? pool.average : pool.hot;
  const from = Math.max(columns.window.fromMinute, pool.fromMinute);
  const to = Math.min(columns.window.toMinute, pool.toMinute);
  for (let column = 0; column < columns.starts.length; column++) {
    const start = columns.starts[column] ?? to;
    const binStart = Math.max(start, from) - pool.fromMinute;
    const binEnd = Math.min(start + columns.stepMinutes, to) - pool.fromMinute;
    row[column] = binEnd <= binStart ? -1 : cellOf(source.subarray(binStart, binEnd), measure);
  }
}

function cellOf(bins: Int16Array, measure: HeatmapMeasure): number {
  if (measure === "p95") return Math.round(quantileR7Int16(bins, HOT_NODE_PROBABILITY) ?? -1);
  const { count, sum, max } = summarizeInt16(bins);
  if (count === 0) return -1;
  return measure === "hot" ? (max ?? -1) : Math.round(sum / count);
}
