import { type EpochMinute, MINUTE_MS, minuteOf, minuteToIso } from "../core/index.ts";
import { formatDuration } from "./formatNumber.ts";
import { formatUtcWindow } from "./formatTime.ts";

/** What a page speaks of, as the URL holds it (CONTRACT.md, "Windows"): `window=` or `from=` and `to=`. */
export type TimeRange =
  | { readonly kind: "peak" }
  | { readonly kind: "relative"; readonly minutes: number }
  | { readonly kind: "absolute"; readonly fromMinute: EpochMinute; readonly toMinute: EpochMinute };

/** The range's place in a query string; null = leave the parameter out. */
export interface TimeRangeParameters {
  readonly window: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

export const PEAK: TimeRange = { kind: "peak" };
const UNIT_MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440 };
const MINUTES_AT_MOST = 400 * 1_440;

/** `12h`, `now-12h`, `now-30m`, `now-7d` in minutes; null when it is none of these, 0, or over 400 days. */
export function parseRelative(text: string): number | null {
  const match = /^(?:now-)?(\d{1,6})([mhd])$/.exec(text);
  const unit = UNIT_MINUTES[match?.[2] ?? ""];
  if (match === null || unit === undefined) return null;
  const minutes = Number(match[1]) * unit;
  return isLength(minutes) ? minutes : null;
}

function isLength(minutes: number): boolean {
  return minutes > 0 && minutes <= MINUTES_AT_MOST;
}

/**
 * A range from the parameters of a URL. `from` and `to` win over `window`; whatever makes no sense (not a time, an end
 * before its start, over 400 days) is the default, the representative peak window: a page never fails on a mistyped address.
 */
export function parseTimeRange(parameters: Partial<TimeRangeParameters>): TimeRange {
  const fromMinute = parseInstant(parameters.from);
  const toMinute = parseInstant(parameters.to);
  if (fromMinute !== null && toMinute !== null && isLength(toMinute - fromMinute)) {
    return { kind: "absolute", fromMinute, toMinute };
  }
  const minutes = parseRelative(parameters.window ?? "");
  return minutes === null ? PEAK : { kind: "relative", minutes };
}

/** RFC 3339, or epoch milliseconds, cut to the minute. */
function parseInstant(text: string | null | undefined): EpochMinute | null {
  if (!text) return null;
  const epochMs = /^\d{11,}$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(epochMs) ? minuteOf(epochMs) : null;
}

/** The inverse of `parseTimeRange`; the default leaves no trace in the URL. */
export function timeRangeParameters(range: TimeRange): TimeRangeParameters {
  if (range.kind === "absolute") {
    return { window: null, from: minuteToIso(range.fromMinute), to: minuteToIso(range.toMinute) };
  }
  return { window: range.kind === "peak" ? null : `now-${shortest(range.minutes)}`, from: null, to: null };
}

function shortest(minutes: number): string {
  if (minutes % 1_440 === 0) return `${minutes / 1_440}d`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}

/** The range in words: `Peak 12 h`, `Last 3 h`, `21 Nov 02:00–14:00 UTC`. */
export function timeRangeLabel(range: TimeRange, nowMs: number): string {
  if (range.kind === "peak") return "Peak 12\u00a0h";
  if (range.kind === "relative") return `Last ${formatDuration(range.minutes * 60)}`;
  return formatUtcWindow(range.fromMinute, range.toMinute, nowMs);
}

/** Moves an absolute range by a share of its length, to the minute; never past `latestMinute`. Others stay. */
export function shiftRange(range: TimeRange, share: number, latestMinute: EpochMinute): TimeRange {
  if (range.kind !== "absolute") return range;
  const length = range.toMinute - range.fromMinute;
  const wanted = range.fromMinute + Math.round(length * share);
  const fromMinute = Math.min(wanted, Math.max(range.fromMinute, latestMinute - length));
  return { kind: "absolute", fromMinute, toMinute: fromMinute + length };
}

/** The epoch milliseconds at which a minute begins. */
export function minuteStartMs(minute: EpochMinute): number {
  return minute * MINUTE_MS;
}
