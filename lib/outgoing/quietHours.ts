import { z } from "zod";
import { MINUTE_MS, MINUTES_PER_DAY, zoneOffsetMinutes } from "../core/index.ts";

const clockSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "must be a time of day: 22:00" });

/** Hours in which a channel holds its notifications back, by the clock of a place; over midnight where `to` is before `from`. */
export const quietHoursSchema = z
  .strictObject({
    timeZone: z.string().max(100).refine(isTimeZone, { error: "must be a time zone: Europe/Berlin" }),
    from: clockSchema,
    to: clockSchema,
    criticalPasses: z.boolean().default(true).describe("what is critical is sent all the same"),
  })
  .refine((quiet) => quiet.from !== quiet.to, { error: "must differ from `from`", path: ["to"] });

export type QuietHours = z.output<typeof quietHoursSchema>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

/** When the quiet hours that `nowMs` lies in are over; null = it lies in none. Half-open: at `to` it is quiet no more. */
export function quietUntilMs({ timeZone, from, to }: QuietHours, nowMs: number): number | null {
  const minute = Math.floor(nowMs / MINUTE_MS);
  const local = minute + zoneOffsetMinutes(timeZone, Math.floor(minute / 60));
  const ofDay = ((local % MINUTES_PER_DAY) + MINUTES_PER_DAY) % MINUTES_PER_DAY;
  const [start, end] = [minuteOfDay(from), minuteOfDay(to)];
  const isQuiet = start < end ? ofDay >= start && ofDay < end : ofDay >= start || ofDay < end;
  if (!isQuiet) return null;
  return (minute + ((end - ofDay + MINUTES_PER_DAY) % MINUTES_PER_DAY)) * MINUTE_MS;
}

function minuteOfDay(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}
