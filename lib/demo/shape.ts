import type { Profile } from "./types.ts";

const HOURS_PER_WEEK = 168;
const MINUTES_PER_WEEK = 10_080;
/** 1970-01-01 was a Thursday; weeks here begin on Monday. */
const EPOCH_WEEKDAY_MINUTES = 3 * 1_440;

/** A smooth hill around an hour of the day, 1 at its top, over midnight if need be. */
function hill(hour: number, center: number, width: number): number {
  const distance = Math.abs(((hour - center + 36) % 24) - 12);
  return Math.exp(-0.5 * (distance / width) ** 2);
}

const SHAPES: Readonly<Record<Profile, (hour: number, isWeekend: boolean) => number>> = {
  /** Office hours with a dip at noon; weekends are quiet. */
  business: (hour, isWeekend) =>
    (0.24 + 0.76 * Math.min(1, hill(hour, 10, 1.7) + 0.98 * hill(hour, 14.7, 2))) * (isWeekend ? 0.42 : 1),
  /** Evenings, and a little more at weekends. */
  consumer: (hour, isWeekend) => (0.3 + 0.62 * hill(hour, 20, 3.2)) * (isWeekend ? 1.08 : 1),
  /** Build farms: around the clock, a swell at night. */
  automation: (hour, isWeekend) => (0.84 + 0.16 * hill(hour, 2, 3)) * (isWeekend ? 0.93 : 1),
  /** A service whose own customers are all over the world. */
  steady: (hour, isWeekend) => (0.985 + 0.015 * hill(hour, 13, 4)) * (isWeekend ? 0.992 : 1),
};

function weekTable(profile: Profile): Float64Array {
  const table = new Float64Array(HOURS_PER_WEEK);
  for (let index = 0; index < HOURS_PER_WEEK; index++)
    table[index] = SHAPES[profile](index % 24, index >= 120);
  return table;
}

const WEEK: Readonly<Record<Profile, Float64Array>> = {
  business: weekTable("business"),
  consumer: weekTable("consumer"),
  automation: weekTable("automation"),
  steady: weekTable("steady"),
};

/** Part of its top load at which a profile runs in a minute of the local week, linear between full hours. */
export function shapeAt(profile: Profile, localMinute: number): number {
  const weekMinute =
    (((localMinute + EPOCH_WEEKDAY_MINUTES) % MINUTES_PER_WEEK) + MINUTES_PER_WEEK) % MINUTES_PER_WEEK;
  const hour = Math.floor(weekMinute / 60);
  const part = weekMinute / 60 - hour;
  const left = WEEK[profile][hour] ?? 0;
  const right = WEEK[profile][(hour + 1) % HOURS_PER_WEEK] ?? 0;
  return left + (right - left) * part;
}
