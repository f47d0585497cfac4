import { type EpochMinute, MINUTE_MS } from "../core/index.ts";

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** `14:32:10` in UTC. */
export function formatUtcSecond(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(11, 19);
}

/** `14:32` in UTC. */
export function formatUtcTime(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(11, 16);
}

/** `Sat 21 Nov` in UTC. */
export function formatUtcDay(epochMs: number): string {
  const date = new Date(epochMs);
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

/** `21 Nov 14:32` in UTC, the year written when it is not the year of `nowMs`. */
export function formatUtcDateTime(epochMs: number, nowMs: number): string {
  const date = new Date(epochMs);
  const year = date.getUTCFullYear();
  const shownYear = year === new Date(nowMs).getUTCFullYear() ? "" : ` ${year}`;
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}${shownYear} ${formatUtcTime(epochMs)}`;
}

/** A half-open window: `21 Nov 02:00–14:00 UTC`, with both days where they differ. */
export function formatUtcWindow(fromMinute: EpochMinute, toMinute: EpochMinute, nowMs: number): string {
  const fromMs = fromMinute * MINUTE_MS;
  const toMs = toMinute * MINUTE_MS;
  const sameDay = formatUtcDay(fromMs) === formatUtcDay(toMs - 1) && toMs - fromMs <= 86_400_000;
  const end = sameDay ? formatUtcTime(toMs) : ` ${formatUtcDateTime(toMs, nowMs)}`;
  return `${formatUtcDateTime(fromMs, nowMs)}${sameDay ? "–" : " –"}${end} UTC`;
}

/** The same instant in the reader's own time zone, for hovers: `21 Nov 2026, 15:32:10 CET`. Zone as IANA names it. */
export function formatLocalTime(epochMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(epochMs);
}

/** How long ago, in words that a person at 02:00 reads at once: `just now`, `4 min ago`, `3 h ago`, `8 d ago`. */
export function formatAgo(epochMs: number, nowMs: number): string {
  const minutes = Math.floor((nowMs - epochMs) / MINUTE_MS);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes}\u00a0min ago`;
  if (minutes < 72 * 60) return `${Math.floor(minutes / 60)}\u00a0h ago`;
  return `${Math.floor(minutes / 1_440)}\u00a0d ago`;
}
