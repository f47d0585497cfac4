import { z } from "zod";
import type { EpochMinute, MinuteWindow } from "../core/index.ts";
import { quantileR7Int16 } from "../stats/index.ts";
import type { PoolBins } from "../telemetry/types.ts";
import { HOT_NODE_PROBABILITY } from "./hotNodeP95.ts";

/** What a heat-map cell shows: the greatest hot(bin), the R-7 P95 of its hot(bin), or the mean of its pool averages. */
export const heatmapMeasureSchema = z.enum(["hot", "p95", "average"]);
export type HeatmapMeasure = z.infer<typeof heatmapMeasureSchema>;

/** The bins that a measure's cells are made of. */
export function heatmapSource(measure: HeatmapMeasure): "hot" | "average" {
  return measure === "average" ? "average" : "hot";
}

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
 * Fills `row` (a cell per column) from one pool's bins of the measure (`heatmapSource`): hundredths of a point, rounded to whole ones, −1 = no data. Bins that
 * the pool does not have are no data. int16, because two thousand such rows go to a canvas or through JSON.
 */
export function binHeatmapRow(
  row: Int16Array,
  pool: Pick<PoolBins, "fromMinute" | "toMinute" | "values">,
  { columns, measure }: { readonly columns: HeatmapColumns; readonly measure: HeatmapMeasure },
): void {
  const from = Math.max(columns.window.fromMinute, pool.fromMinute);
  const to = Math.min(columns.window.toMinute, pool.toMinute);
  const cellOf = CELL_OF[measure];
  for (let column = 0; column < columns.starts.length; column++) {
    const start = columns.starts[column] ?? to;
    const binStart = Math.max(start, from) - pool.fromMinute;
    const binEnd = Math.min(start + columns.stepMinutes, to) - pool.fromMinute;
    row[column] = cellOf(pool.values, binStart, binEnd);
  }
}

/** A cell from the bins [start, end) of a pool; there may be none. Loops, not slices: a fleet has half a million cells. */
type CellOf = (bins: Int16Array, start: number, end: number) => number;

const CELL_OF: Readonly<Record<HeatmapMeasure, CellOf>> = {
  hot: (hot, start, end) => {
    let greatest = -1;
    for (let bin = start; bin < end; bin++) greatest = Math.max(greatest, hot[bin] ?? -1);
    return greatest;
  },
  p95: (hot, start, end) => {
    if (end - start <= TWO_DECIDE) return Math.round(p95OfGreatestTwo(hot, start, end));
    return Math.round(quantileR7Int16(hot.subarray(start, end), HOT_NODE_PROBABILITY) ?? -1);
  },
  average: (average, start, end) => {
    let count = 0;
    let sum = 0;
    for (let bin = start; bin < end; bin++) {
      const value = average[bin] ?? -1;
      if (value < 0) continue;
      count++;
      sum += value;
    }
    return count === 0 ? -1 : Math.round(sum / count);
  },
};

/** Of up to 21 values the R-7 P95 lies between the greatest two: 0.95 (21 − 1) = 19, the last but one. */
const TWO_DECIDE = 21;

function p95OfGreatestTwo(hot: Int16Array, start: number, end: number): number {
  let greatest = -1;
  let second = -1;
  let count = 0;
  for (let bin = start; bin < end; bin++) {
    const value = hot[bin] ?? -1;
    if (value < 0) continue;
    count++;
    if (value > greatest) {
      second = greatest;
      greatest = value;
    } else if (value > second) second = value;
  }
  if (count < 2) return greatest;
  return second + (HOT_NODE_PROBABILITY * (count - 1) - (count - 2)) * (greatest - second);
}
