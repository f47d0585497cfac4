import { MINUTE_MS, MINUTES_PER_DAY, MINUTES_PER_HOUR, type MinuteWindow, minuteOf } from "../core/index.ts";
import type { Episode } from "./types.ts";

/** A cache that starts cold, and what was in flight, are past by then. */
const SETTLE_MINUTES = MINUTES_PER_HOUR;
/** Samples that come late are in by then. */
const LATE_MINUTES = MINUTES_PER_HOUR;
/** Where a day's data are thin the next may do, up to so many. */
const MOST_DAYS = 3;

/** The other episodes of the same stamps that stand nearest before and after; null = none. */
export interface Neighbours {
  readonly previousMs: number | null;
  readonly nextMs: number | null;
}

export function findNeighbours(episode: Episode, all: readonly Episode[]): Neighbours {
  const touching = all.filter(
    (other) =>
      other.key !== episode.key &&
      other.region === episode.region &&
      other.stamps.some((stamp) => episode.stamps.includes(stamp)),
  );
  const earlier = touching.filter(({ lastMs }) => lastMs <= episode.firstMs).map(({ lastMs }) => lastMs);
  const later = touching.filter(({ firstMs }) => firstMs > episode.lastMs).map(({ firstMs }) => firstMs);
  return {
    previousMs: earlier.length === 0 ? null : Math.max(...earlier),
    nextMs: later.length === 0 ? null : Math.min(...later),
  };
}

/**
 * The undisturbed hours before an episode in which its "before" is looked for: at most the look-back, and nothing that
 * another episode of the same stamps had not yet left alone for an hour. Null where less than a window is left.
 */
export function hoursBefore(
  episode: Episode,
  { previousMs }: Pick<Neighbours, "previousMs">,
  { minutes, lookBackHours }: { readonly minutes: number; readonly lookBackHours: number },
): MinuteWindow | null {
  const toMinute = minuteOf(episode.firstMs);
  const earliest = toMinute - lookBackHours * MINUTES_PER_HOUR;
  const undisturbed = previousMs === null ? earliest : Math.ceil(previousMs / MINUTE_MS) + SETTLE_MINUTES;
  const fromMinute = Math.max(earliest, undisturbed);
  // A window begins on the hour, so that what is left must hold a whole one that does.
  const firstHour = Math.ceil(fromMinute / MINUTES_PER_HOUR) * MINUTES_PER_HOUR;
  return firstHour + minutes <= toMinute ? { fromMinute, toMinute } : null;
}

/**
 * The same clock hours on the full days (UTC) that follow an episode, the first first, at most three of them. A full day begins at
 * a midnight at least an hour after the last change. Those that another episode of the same stamps disturbs are left out.
 */
export function hoursAfter(
  episode: Episode,
  before: MinuteWindow,
  { nextMs }: Pick<Neighbours, "nextMs">,
): MinuteWindow[] {
  const settled = Math.ceil(episode.lastMs / MINUTE_MS) + SETTLE_MINUTES;
  const dayStart = Math.ceil(settled / MINUTES_PER_DAY) * MINUTES_PER_DAY;
  const days = Math.ceil((dayStart - before.fromMinute) / MINUTES_PER_DAY);
  const disturbedFrom = nextMs === null ? Number.POSITIVE_INFINITY : Math.floor(nextMs / MINUTE_MS);
  return Array.from({ length: MOST_DAYS }, (_, more) => {
    const shift = (days + more) * MINUTES_PER_DAY;
    return { fromMinute: before.fromMinute + shift, toMinute: before.toMinute + shift };
  }).filter(({ toMinute }) => toMinute <= disturbedFrom);
}

/** When the samples of a window are taken to be all there. */
export function completeAtMs({ toMinute }: MinuteWindow): number {
  return (toMinute + LATE_MINUTES) * MINUTE_MS;
}

/** Whether the middle of two windows falls on different kinds of day where the region is: one works, the other rests. */
export function isOtherWeekday(one: MinuteWindow, other: MinuteWindow, timeZone: string): boolean {
  return isWeekend(one, timeZone) !== isWeekend(other, timeZone);
}

function isWeekend({ fromMinute, toMinute }: MinuteWindow, timeZone: string): boolean {
  const middle = ((fromMinute + toMinute) / 2) * MINUTE_MS;
  const day = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short" }).format(middle);
  return day === "Sat" || day === "Sun";
}
