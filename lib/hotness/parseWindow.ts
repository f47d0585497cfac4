import { z } from "zod";
import {
  type EpochMinute,
  err,
  type Failure,
  instantSchema,
  MINUTE_MS,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
  type MinuteWindow,
  ok,
  type Result,
} from "../core/index.ts";

/** What a question about pools may span: a month of minutes. What is longer is asked for in parts. */
const MOST_DAYS = 31;
/** Of a heat map, whose columns are hours or days by then: as long as rollups are kept. */
export const MOST_HEATMAP_DAYS = 400;

/** The window fields of a query or a body, to be spread into its schema; {@link parseWindow} says what they mean. */
export const windowFields = {
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  window: z
    .string()
    .max(20)
    .optional()
    .meta({ description: "peak (default), or a duration: 12h, now-12h, 90m, 7d" }),
};

export interface WindowFields {
  /** Epoch milliseconds. */
  readonly from?: number | undefined;
  /** Epoch milliseconds. */
  readonly to?: number | undefined;
  readonly window?: string | undefined;
}

/** Which hours are asked for, before it is known when now is and what the data say. */
export type WindowRequest =
  | { readonly kind: "peak" }
  | { readonly kind: "last"; readonly minutes: number }
  | ({ readonly kind: "dates" } & MinuteWindow);

/**
 * `from`+`to`, or `window` = `peak` (default) | `12h` | `now-12h`. Half-open: the bins that begin in [from, to).
 * Durations are whole numbers of `m`, `h` or `d`. An empty `window` counts as absent, as forms send it. `malformed` for
 * what is none, and for what is longer than so many days.
 */
export function parseWindow(
  fields: WindowFields,
  mostDays: number = MOST_DAYS,
): Result<WindowRequest, Failure> {
  const parsed = parseAny(fields);
  if (!parsed.ok || parsed.value.kind === "peak") return parsed;
  const { kind } = parsed.value;
  const minutes = kind === "last" ? parsed.value.minutes : parsed.value.toMinute - parsed.value.fromMinute;
  if (minutes <= mostDays * MINUTES_PER_DAY) return parsed;
  const path = kind === "last" ? "window" : "from";
  return refuse(path, `The window is too long: it may hold at most ${mostDays} days. Ask for it in parts.`);
}

function parseAny({ from, to, window = "" }: WindowFields): Result<WindowRequest, Failure> {
  if (from === undefined && to === undefined) return parseRelative(window);
  if (window !== "") return refuse("window", "Give either from and to, or window, not both.");
  if (from === undefined) return refuse("from", "from is missing: give both from and to, or window=12h.");
  if (to === undefined) return refuse("to", "to is missing: give both from and to, or window=12h.");
  if (from >= to) return refuse("to", "The window is empty: to must be after from.");
  const fromMinute = Math.ceil(from / MINUTE_MS);
  const toMinute = Math.ceil(to / MINUTE_MS);
  if (fromMinute === toMinute)
    return refuse("to", "No minute begins in this window: make it a minute or longer.");
  return ok({ kind: "dates", fromMinute, toMinute });
}

/** Staleness is asked of every window that moves with the clock, and of none that is given by its dates. */
export function isRelative(request: WindowRequest): boolean {
  return request.kind !== "dates";
}

/** The bins of a request that needs no data to decide. The running minute is not over and stays out. */
export function windowOf(
  request: Exclude<WindowRequest, { kind: "peak" }>,
  nowMinute: EpochMinute,
): MinuteWindow {
  if (request.kind === "last") return { fromMinute: nowMinute - request.minutes, toMinute: nowMinute };
  return { fromMinute: request.fromMinute, toMinute: request.toMinute };
}

const UNIT_MINUTES: Readonly<Record<string, number>> = { m: 1, h: MINUTES_PER_HOUR, d: MINUTES_PER_DAY };

/** `90m`, `12h`, `7d` in minutes, for windows and steps; null when it is not such a duration, or none at all. */
export function parseDurationMinutes(text: string): number | null {
  const [, count = "", unit = ""] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  return Number(count) * (UNIT_MINUTES[unit] ?? 0) || null;
}

function parseRelative(text: string): Result<WindowRequest, Failure> {
  if (text === "" || text === "peak") return ok({ kind: "peak" });
  const minutes = parseDurationMinutes(text.replace(/^now-/, ""));
  if (minutes !== null) return ok({ kind: "last", minutes });
  return refuse(
    "window",
    `"${text}" is not a window: use peak, a duration such as 12h or now-12h, or from and to.`,
  );
}

function refuse(path: keyof WindowFields, message: string): Result<never, Failure> {
  return err({ code: "malformed", detail: message, errors: [{ path, message }] });
}
