import { MINUTE_MS, MINUTES_PER_DAY } from "../../core/index.ts";

const DAY_MS = MINUTES_PER_DAY * MINUTE_MS;
const WEEK_MS = 7 * DAY_MS;

/** A week of ISO 8601: Monday to Sunday, UTC, half-open. */
export interface IsoWeek {
  /** `2026-W47` */
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The week that holds the instant. The week's year is that of its Thursday. */
export function weekOf(ms: number): IsoWeek {
  const day = Math.floor(ms / DAY_MS);
  // 1970-01-01 was a Thursday.
  const fromMs = (day - ((day + 3) % 7)) * DAY_MS;
  const thursday = new Date(fromMs + 3 * DAY_MS);
  const year = thursday.getUTCFullYear();
  const number = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / WEEK_MS) + 1;
  const name = `${String(year).padStart(4, "0")}-W${String(number).padStart(2, "0")}`;
  return { name, fromMs, toMs: fromMs + WEEK_MS };
}

/** Reads `2026-W47`; null for what is no week, as the 53rd of a year of 52. */
export function parseWeek(name: string): IsoWeek | null {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(name) ?? [];
  if (year === undefined || number === undefined || Number(year) < 1971) return null;
  // The 4th of January is always in the first week.
  const week = weekOf(weekOf(Date.UTC(Number(year), 0, 4)).fromMs + (Number(number) - 1) * WEEK_MS);
  return week.name === name ? week : null;
}

/** The week so many weeks later. */
export function weekAfter({ fromMs }: IsoWeek, weeks: number): IsoWeek {
  return weekOf(fromMs + weeks * WEEK_MS);
}
