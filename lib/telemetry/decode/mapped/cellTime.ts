import { NumberReader } from "../numberReader.ts";
import { daysSinceEpoch, epochMsOf, TimestampReader } from "../timestampReader.ts";

export const CELL_TIME_KINDS = [
  "iso",
  "epochSeconds",
  "epochMilliseconds",
  "epochMicroseconds",
  "epochNanoseconds",
  "dayFirst",
  "monthFirst",
] as const;
export type CellTimeKind = (typeof CELL_TIME_KINDS)[number];

/** How a file writes its times. */
export interface CellTimeForm {
  readonly kind: CellTimeKind;
  /** How far a time that names no offset is ahead of UTC. */
  readonly offsetMinutes: number;
}

/** What a cell that is no time should have been, to follow "the time is not". */
export const TIME_FORM_WORDS: Readonly<Record<CellTimeKind, string>> = {
  iso: "a date and a time (2026-01-31 12:00:00, with an offset or without)",
  epochSeconds: "a number of seconds since 1970",
  epochMilliseconds: "a number of milliseconds since 1970",
  epochMicroseconds: "a number of microseconds since 1970",
  epochNanoseconds: "a number of nanoseconds since 1970",
  dayFirst: "a date with its day first (31.01.2026 12:00)",
  monthFirst: "a date with its month first (01/31/2026 12:00)",
};

const MS_PER_UNIT = {
  epochSeconds: 1_000,
  epochMilliseconds: 1,
  epochMicroseconds: 0.001,
  epochNanoseconds: 0.000_001,
} as const;

const latin1 = new TextDecoder("latin1");
const LONGEST_TIME = 64;
const CLOCK = String.raw`(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(?: ?([AaPp])\.?[Mm]\.?)?`;
const OFFSET = String.raw`(?: ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${CLOCK}${OFFSET}$`, "i");
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})${CLOCK}${OFFSET}$`, "i");

/** Reads times as files of others have them. One file has one form: a guess a row would put days where months are. */
export class CellTimeReader {
  private readonly timestamps = new TimestampReader();
  private readonly numbers = new NumberReader();

  /** Epoch milliseconds of the time that fills [from, to); NaN where it is none of that form. */
  read(bytes: Uint8Array, from: number, to: number, form: CellTimeForm): number {
    switch (form.kind) {
      case "iso": {
        const plain = this.timestamps.read(bytes, from, to);
        return Number.isNaN(plain) ? readDate(bytes, from, to, form) : plain;
      }
      case "dayFirst":
      case "monthFirst":
        return readDate(bytes, from, to, form);
      default: {
        const isNumber = to > from && this.numbers.read(bytes, from, to) === to;
        return isNumber ? epochMsOf(this.numbers.value * MS_PER_UNIT[form.kind]) : Number.NaN;
      }
    }
  }
}

function readDate(bytes: Uint8Array, from: number, to: number, form: CellTimeForm): number {
  if (to - from > LONGEST_TIME) return Number.NaN;
  const text = latin1.decode(bytes.subarray(from, to)).trim();
  const found = (form.kind === "iso" ? YEAR_FIRST : YEAR_LAST).exec(text);
  if (found === null) return Number.NaN;
  const [, first = "", second = "", third = "", hour = "0", minute = "0", secondsText = "0"] = found;
  const [year, month, day] =
    form.kind === "iso"
      ? [first, second, third]
      : form.kind === "dayFirst"
        ? [third, second, first]
        : [third, first, second];
  const clockMs = clockMsOf({
    hour: Number(hour),
    minute: Number(minute),
    second: Number(secondsText),
    half: found[8],
  });
  const fractionMs = Math.floor(Number(`0.${found[7] ?? "0"}`) * 1_000);
  const dayMs = daysSinceEpoch(Number(year), Number(month), Number(day)) * 86_400_000;
  return epochMsOf(dayMs + clockMs + fractionMs - offsetOf(found[9], form) * 60_000);
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** `a` or `p`, of a clock of twelve hours. */
  readonly half: string | undefined;
}

function clockMsOf({ hour, minute, second, half }: Clock): number {
  if (minute > 59 || second > 59 || hour > 23) return Number.NaN;
  if (half !== undefined && (hour < 1 || hour > 12)) return Number.NaN;
  const isAfternoon = half?.toLowerCase() === "p";
  const hourOfDay = half === undefined ? hour : (hour % 12) + (isAfternoon ? 12 : 0);
  return ((hourOfDay * 60 + minute) * 60 + second) * 1_000;
}

function offsetOf(named: string | undefined, form: CellTimeForm): number {
  if (named === undefined) return form.offsetMinutes;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(named) ?? [];
  if (sign === undefined) return 0;
  return (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
}
