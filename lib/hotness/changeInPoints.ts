import { MINUTES_PER_DAY, type MinuteWindow } from "../core/index.ts";
import type { PoolWindow } from "../telemetry/types.ts";
import { hotNodeP95 } from "./hotNodeP95.ts";
import { measureCoverage } from "./measureCoverage.ts";
import type { HotnessSettings } from "./types.ts";

/** The same clock hours `days` days earlier. */
export function windowDaysBefore(window: MinuteWindow, days: number): MinuteWindow {
  const shift = days * MINUTES_PER_DAY;
  return { fromMinute: window.fromMinute - shift, toMinute: window.toMinute - shift };
}

/**
 * Change of hot-node P95 in points, `current` minus `earlier`. Null where either has too little data to have a state:
 * a trend against a hole is no trend.
 */
export function changeInPoints(
  current: PoolWindow,
  earlier: PoolWindow | null,
  settings: Pick<HotnessSettings, "coverage">,
): number | null {
  if (earlier === null) return null;
  const thin = [current, earlier].some(
    (window) => measureCoverage(window).lesser < settings.coverage.unknownBelow,
  );
  const after = hotNodeP95(current.hot);
  const before = hotNodeP95(earlier.hot);
  return thin || after === null || before === null ? null : after - before;
}
