import { decodeCells, encodeCells } from "#lib/charts/cellMatrix.ts";
import { type EpochMinute, type MinuteWindow, NO_DATA, toPercent } from "#lib/core/index.ts";
import type { PoolHours } from "#lib/hotness/series/seriesAnswer.ts";

/** A pool's minutes on their way to the browser. */
export interface PackedSeries extends MinuteWindow {
  /** Over 1 where the window is so long that not every minute can travel: the greatest hot, the mean average. */
  readonly minutesPerValue: number;
  /** Int16, base64: `encodeCells`. */
  readonly hot: string;
  readonly average: string;
  /** Place in `names`, −1 = none. */
  readonly hottest: string;
  /** Nodes with data in the minute; where thinned, the fewest. */
  readonly present: string;
  readonly names: readonly string[];
}

/** One row of the series: a minute, or as many as a value stands for. */
export interface SeriesRow {
  readonly minute: EpochMinute;
  readonly hot: number | null;
  readonly hottestNode: string | null;
  readonly average: number | null;
  readonly nodes: number;
}

/** Two weeks of minutes: about a tenth of a megabyte a pool. */
export const VALUES_AT_MOST = 14 * 1_440;

/** A pool's minutes, thinned only where there are more than two weeks of them. */
export function packSeries({ window, nodeNames }: PoolHours, valuesAtMost = VALUES_AT_MOST): PackedSeries {
  const minutes = window.toMinute - window.fromMinute;
  const minutesPerValue = Math.max(1, Math.ceil(minutes / valuesAtMost));
  const values = Math.ceil(minutes / minutesPerValue);
  const hot = new Int16Array(values).fill(NO_DATA);
  const average = new Int16Array(values).fill(NO_DATA);
  const hottest = new Int16Array(values).fill(-1);
  const present = new Int16Array(values);
  const names = [...new Set(nodeNames.values())].sort();
  const placeOf = new Map([...nodeNames].map(([slot, name]) => [slot, names.indexOf(name)]));
  for (let value = 0; value < values; value++) {
    const from = value * minutesPerValue;
    const bucket = summarize(window, from, Math.min(minutes, from + minutesPerValue));
    hot[value] = bucket.hot;
    average[value] = bucket.average;
    hottest[value] = placeOf.get(bucket.slot) ?? -1;
    present[value] = bucket.present;
  }
  return {
    fromMinute: window.fromMinute,
    toMinute: window.toMinute,
    minutesPerValue,
    hot: encodeCells(hot),
    average: encodeCells(average),
    hottest: encodeCells(hottest),
    present: encodeCells(present),
    names,
  };
}

function summarize(window: PoolHours["window"], from: number, to: number) {
  let hot = NO_DATA;
  let slot = -1;
  let sum = 0;
  let count = 0;
  let present = Number.POSITIVE_INFINITY;
  for (let bin = from; bin < to; bin++) {
    present = Math.min(present, window.present[bin] ?? 0);
    const value = window.hot[bin] ?? NO_DATA;
    if (value < 0) continue;
    count++;
    sum += window.average[bin] ?? 0;
    if (value > hot) {
      hot = value;
      slot = window.hottest[bin] ?? -1;
    }
  }
  return { hot, slot, average: count === 0 ? NO_DATA : Math.round(sum / count), present };
}

/** The rows as they were packed. */
export function unpackRows(packed: PackedSeries): SeriesRow[] {
  const hot = decodeCells(packed.hot);
  const average = decodeCells(packed.average);
  const hottest = decodeCells(packed.hottest);
  const present = decodeCells(packed.present);
  return Array.from(hot, (value, index) => ({
    minute: packed.fromMinute + index * packed.minutesPerValue,
    hot: toPercent(value),
    hottestNode: packed.names[hottest[index] ?? -1] ?? null,
    average: toPercent(average[index] ?? NO_DATA),
    nodes: present[index] ?? 0,
  }));
}

/** A value for every minute of the window, as a line chart takes it; a thinned value stands for all of its minutes. */
export function minuteValues(
  packed: PackedSeries,
  rows: readonly SeriesRow[],
  measure: "hot" | "average",
): (number | null)[] {
  const length = packed.toMinute - packed.fromMinute;
  return Array.from(
    { length },
    (_, bin) => rows[Math.floor(bin / packed.minutesPerValue)]?.[measure] ?? null,
  );
}
