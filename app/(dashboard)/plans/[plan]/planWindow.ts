import { type MinuteWindow, minuteOf } from "#lib/core/index.ts";
import type { PlanContent } from "#lib/planning/planContent.ts";

/** The hours of a plan's snapshot as minutes. */
export function windowOf({ from, to }: PlanContent["window"]): MinuteWindow {
  return { fromMinute: minuteOf(Date.parse(from)), toMinute: minuteOf(Date.parse(to)) };
}
