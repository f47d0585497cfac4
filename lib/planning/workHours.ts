import { MINUTE_MS, MINUTES_PER_DAY, zoneOffsetMinutes } from "../core/index.ts";

/** When people are there to watch a cutover, by the clock of the region. */
export interface WorkHours {
  /** IANA name. */
  readonly timeZone: string;
  /** 0 = Sunday. */
  readonly days: readonly number[];
  /** Minutes of the local day, half-open. */
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** 1970-01-01 was a Thursday. */
const EPOCH_WEEKDAY = 4;
const DAYS_OF_WEEK = 7;
/** Any week has a working day, so that the next one is never further away; two weeks leave room for a change of clocks. */
const MOST_DAYS_AHEAD = 14;

/**
 * The first instant (epoch milliseconds) from `atMs` on at which something that takes `lengthMinutes` can begin and end within
 * the same working day. What is longer than a working day begins with one. Null where no day is a working day.
 */
export function nextWorkStart(
  atMs: number,
  lengthMinutes: number,
  { timeZone, days, fromMinute, toMinute }: WorkHours,
): number | null {
  const latest = Math.max(fromMinute, toMinute - lengthMinutes);
  const local = Math.ceil(atMs / MINUTE_MS) + offsetAt(timeZone, atMs);
  const today = Math.floor(local / MINUTES_PER_DAY);
  for (let day = today; day <= today + MOST_DAYS_AHEAD; day++) {
    if (!days.includes((((day + EPOCH_WEEKDAY) % DAYS_OF_WEEK) + DAYS_OF_WEEK) % DAYS_OF_WEEK)) continue;
    const from = Math.max(day * MINUTES_PER_DAY + fromMinute, local);
    if (from <= day * MINUTES_PER_DAY + latest) return Math.max(atMs, toInstant(timeZone, from));
  }
  return null;
}

function offsetAt(timeZone: string, atMs: number): number {
  return zoneOffsetMinutes(timeZone, Math.floor(atMs / (60 * MINUTE_MS)));
}

/** Local minutes to an instant; in the hour that a change of clocks repeats, the first of the two. */
function toInstant(timeZone: string, localMinute: number): number {
  const guess = (localMinute - offsetAt(timeZone, localMinute * MINUTE_MS)) * MINUTE_MS;
  return (localMinute - offsetAt(timeZone, guess)) * MINUTE_MS;
}
