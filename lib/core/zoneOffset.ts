import { MINUTE_MS } from "./time.ts";

const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Minutes that local time is ahead of UTC in an hour, daylight saving included. Remembered: asking Intl is slow. */
export function zoneOffsetMinutes(timeZone: string, utcHour: number): number {
  const key = `${timeZone}/${utcHour}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
    formatters.set(timeZone, formatter);
  }
  const name = formatter
    .formatToParts(utcHour * 60 * MINUTE_MS)
    .find((part) => part.type === "timeZoneName")?.value;
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? "");
  const offset =
    match === null ? 0 : (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
  offsets.set(key, offset);
  return offset;
}
