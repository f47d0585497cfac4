import { type EpochMinute, MINUTE_MS, MINUTES_PER_DAY, type MinuteWindow } from "../core/index.ts";
import { formatUtcDay, formatUtcTime } from "./formatTime.ts";

export interface TimeTick {
  readonly minute: EpochMinute;
  /** `14:00`, or the day where the tick is a midnight. */
  readonly label: string;
  /** A midnight: drawn stronger. */
  readonly isDay: boolean;
}

/** Steps that a clock or a calendar knows, in minutes: every multiple falls on a round time of the UTC day. */
const STEPS_MINUTES = [
  1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 5_760, 10_080, 20_160, 43_200,
] as const;

/**
 * Ticks on round UTC times inside the half-open window, at most as many as fit. A midnight shows its day.
 * `widthPixels` / `minimumGapPixels` says how many labels fit; an empty window has none.
 */
export function timeTicks(window: MinuteWindow, widthPixels: number, minimumGapPixels = 72): TimeTick[] {
  const minutes = window.toMinute - window.fromMinute;
  if (minutes <= 0 || widthPixels <= 0) return [];
  const wanted = Math.max(1, Math.floor(widthPixels / minimumGapPixels));
  const step =
    STEPS_MINUTES.find((candidate) => minutes / candidate <= wanted) ??
    Math.ceil(minutes / wanted / MINUTES_PER_DAY) * MINUTES_PER_DAY;
  const ticks: TimeTick[] = [];
  for (let minute = Math.ceil(window.fromMinute / step) * step; minute < window.toMinute; minute += step) {
    const isDay = minute % MINUTES_PER_DAY === 0;
    const epochMs = minute * MINUTE_MS;
    ticks.push({ minute, isDay, label: isDay ? formatUtcDay(epochMs) : formatUtcTime(epochMs) });
  }
  return ticks;
}
