import type { EpochMinute, MinuteWindow } from "../core/index.ts";

export interface LineInput {
  readonly key: string;
  /** One value per minute from the window's start; missing at the end counts as no data. */
  readonly values: readonly (number | null)[];
  /** How minutes are put together where there are more than fit: `max` for hot, `mean` for averages. */
  readonly thinBy: "max" | "mean";
}

/** A point of all lines at one time. Minutes without data are there, with null: a gap is drawn as a gap. */
export interface LinePoint {
  readonly minute: EpochMinute;
  readonly [key: string]: number | null;
}

export interface PreparedLines {
  readonly points: LinePoint[];
  /** Minutes that a point stands for; over 1 the chart says so. */
  readonly minutesPerPoint: number;
}

/**
 * Lines over a half-open window at most `pointsAtMost` points wide. Buckets begin on multiples of their width, so that
 * they do not flicker when the window moves on. A bucket is null only where all its minutes are.
 */
export function prepareLines(
  window: MinuteWindow,
  lines: readonly LineInput[],
  pointsAtMost = 720,
): PreparedLines {
  const minutes = Math.max(0, window.toMinute - window.fromMinute);
  const minutesPerPoint = Math.max(1, Math.ceil(minutes / Math.max(1, pointsAtMost)));
  const points: LinePoint[] = [];
  let start = window.fromMinute;
  while (start < window.toMinute) {
    const end = Math.min(window.toMinute, (Math.floor(start / minutesPerPoint) + 1) * minutesPerPoint);
    const point: Record<string, number | null> = {};
    for (const line of lines) {
      point[line.key] = combine(line, start - window.fromMinute, end - window.fromMinute);
    }
    points.push({ ...point, minute: start });
    start = end;
  }
  return { points, minutesPerPoint };
}

function combine(line: LineInput, from: number, to: number): number | null {
  let greatest: number | null = null;
  let sum = 0;
  let count = 0;
  for (let index = from; index < to; index++) {
    const value = line.values[index] ?? null;
    if (value === null) continue;
    greatest = greatest === null ? value : Math.max(greatest, value);
    sum += value;
    count++;
  }
  if (count === 0) return null;
  return line.thinBy === "max" ? greatest : sum / count;
}

/** Spans without data of at least `minutesAtLeast`, half-open: what a chart hatches. */
export function gapsOf(
  points: readonly { readonly minute: EpochMinute; readonly value: number | null }[],
  toMinute: EpochMinute,
  minutesAtLeast = 1,
): MinuteWindow[] {
  const gaps: MinuteWindow[] = [];
  let from: EpochMinute | null = null;
  for (const point of points) {
    if (point.value === null) from ??= point.minute;
    else if (from !== null) {
      if (point.minute - from >= minutesAtLeast) gaps.push({ fromMinute: from, toMinute: point.minute });
      from = null;
    }
  }
  if (from !== null && toMinute - from >= minutesAtLeast) gaps.push({ fromMinute: from, toMinute });
  return gaps;
}
