import { MINUTE_MS } from "../core/index.ts";
import { type TimeTick, timeTicks } from "./timeTicks.ts";

/** When a phase begins, has cut over and was observed; epoch milliseconds. */
export interface GanttSchedule {
  readonly startMs: number;
  readonly cutOverMs: number;
  readonly observedMs: number;
  /** Why it begins later than it could, one after the other. */
  readonly waits: readonly { readonly untilMs: number; readonly why: string }[];
}

export interface GanttPhase {
  readonly id: string;
  /** Null = it finds no place in the calendar. */
  readonly schedule: GanttSchedule | null;
}

/** A stretch of time as it is drawn: pixels from the left of the plot. */
export interface GanttSpan {
  readonly left: number;
  readonly width: number;
}

export interface GanttWait extends GanttSpan {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly why: string;
}

export interface GanttRow {
  readonly id: string;
  /** Null = it is not drawn, and says so. */
  readonly bars: {
    readonly waits: readonly GanttWait[];
    readonly cutover: GanttSpan;
    readonly observation: GanttSpan;
  } | null;
}

export interface GanttLayout {
  readonly fromMs: number;
  readonly toMs: number;
  readonly ticks: readonly { readonly left: number; readonly label: string; readonly isDay: boolean }[];
  readonly rows: readonly GanttRow[];
  /** Pixels from the left of the plot. */
  xOf(atMs: number): number;
}

/** Half an hour in a plan of three weeks would not be seen. */
const LEAST_CUTOVER_PIXELS = 4;
/** A schedule of no length still has an axis. */
const LEAST_SPAN_MS = 60 * MINUTE_MS;

/**
 * Phases over one time axis, from `earliestMs` (when the first could begin) to the end of the last observation. A phase
 * waits from the end of the one before it until its own start, each wait from the end of the one before. Where none is
 * scheduled, the axis is an hour long and every row without bars.
 */
export function layOutGantt(
  phases: readonly GanttPhase[],
  { earliestMs, width }: { readonly earliestMs: number; readonly width: number },
): GanttLayout {
  const scheduled = phases.flatMap(({ schedule }) => schedule ?? []);
  const fromMs = scheduled.reduce((least, { startMs }) => Math.min(least, startMs), earliestMs);
  const endMs = scheduled.reduce((greatest, { observedMs }) => Math.max(greatest, observedMs), fromMs);
  const toMs = Math.max(endMs, fromMs + LEAST_SPAN_MS);
  const xOf = (atMs: number) => ((atMs - fromMs) / (toMs - fromMs)) * width;
  let freeMs = earliestMs;
  const rows = phases.map(({ id, schedule }): GanttRow => {
    if (schedule === null) return { id, bars: null };
    const waits = spanWaits(schedule, freeMs, xOf);
    freeMs = schedule.observedMs;
    return { id, bars: { waits, ...spanPhase(schedule, xOf, width) } };
  });
  return { fromMs, toMs, ticks: placeTicks(fromMs, toMs, width), rows, xOf };
}

function spanWaits({ waits }: GanttSchedule, freeMs: number, xOf: (atMs: number) => number): GanttWait[] {
  let fromMs = freeMs;
  return waits.flatMap(({ untilMs, why }) => {
    if (untilMs <= fromMs) return [];
    const left = xOf(fromMs);
    const wait = { fromMs, untilMs, why, left, width: xOf(untilMs) - left };
    fromMs = untilMs;
    return [wait];
  });
}

function spanPhase(
  { startMs, cutOverMs, observedMs }: GanttSchedule,
  xOf: (atMs: number) => number,
  width: number,
): { readonly cutover: GanttSpan; readonly observation: GanttSpan } {
  const left = xOf(startMs);
  const cutover = {
    left: Math.min(left, Math.max(0, width - LEAST_CUTOVER_PIXELS)),
    width: Math.max(LEAST_CUTOVER_PIXELS, xOf(cutOverMs) - left),
  };
  const begin = Math.min(xOf(observedMs), cutover.left + cutover.width);
  return { cutover, observation: { left: begin, width: xOf(observedMs) - begin } };
}

function placeTicks(fromMs: number, toMs: number, width: number): GanttLayout["ticks"] {
  const window = { fromMinute: Math.ceil(fromMs / MINUTE_MS), toMinute: Math.floor(toMs / MINUTE_MS) };
  return timeTicks(window, width, 84).map(({ minute, label, isDay }: TimeTick) => ({
    left: ((minute * MINUTE_MS - fromMs) / (toMs - fromMs)) * width,
    label,
    isDay,
  }));
}
