const MS_PER_DAY = 86_400_000;
const LAST_SECOND_OF_DAY_MS = 86_399_000;

/** JavaScript's own range of instants, ±100,000,000 days around 1970. */
const MAX_EPOCH_MS = 8.64e15;

const DAYS_BEFORE_MONTH = Int16Array.of(0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365);

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Days from 1970-01-01 to the given date of the Gregorian calendar; NaN for a date that does not exist (31 February). */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1) return Number.NaN;
  const before = DAYS_BEFORE_MONTH[month - 1] ?? 0;
  const leapDay = isLeapYear(year) ? 1 : 0;
  const daysInMonth = (DAYS_BEFORE_MONTH[month] ?? 0) - before + (month === 2 ? leapDay : 0);
  if (day > daysInMonth) return Number.NaN;
  const past = year - 1;
  const leapDaysBefore = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  return past * 365 + leapDaysBefore + before + (month > 2 ? leapDay : 0) + day - 1 - 719_162;
}

/** Two decimal digits as a number; anything else is NaN. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - 0x30;
  const ones = (bytes[at + 1] ?? 0) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Epoch milliseconds as sent, cut to whole ones; NaN when it is no instant that a date can express. */
export function epochMsOf(value: number): number {
  return Math.abs(value) <= MAX_EPOCH_MS ? Math.floor(value) : Number.NaN;
}

/**
 * Reads RFC 3339 times out of bytes, without a string or a Date. Rows of one body mostly share a day, so that the
 * calendar is asked once per day and not once per row.
 */
export class TimestampReader {
  private cachedDate = -1;
  private cachedDayMs = 0;

  /**
   * Epoch milliseconds of the RFC 3339 time that fills [from, to), fractions cut to the millisecond; NaN for anything
   * else: no offset, a date that does not exist, 24:00. A leap second (23:59:60Z) is read as the second before it, so
   * that it stays in its own minute.
   */
  read(bytes: Uint8Array, from: number, to: number): number {
    if (to - from < 20) return Number.NaN;
    const separator = bytes[from + 10];
    const wellSeparated =
      bytes[from + 4] === 0x2d &&
      bytes[from + 7] === 0x2d &&
      (separator === 0x54 || separator === 0x74 || separator === 0x20) &&
      bytes[from + 13] === 0x3a &&
      bytes[from + 16] === 0x3a;
    if (!wellSeparated) return Number.NaN;
    const hour = twoDigits(bytes, from + 11);
    const minute = twoDigits(bytes, from + 14);
    const second = twoDigits(bytes, from + 17);
    if (!(hour <= 23 && minute <= 59 && second <= 60)) return Number.NaN;
    const leapSecond = second === 60;
    const timeMs = (hour * 3_600 + minute * 60 + (leapSecond ? 59 : second)) * 1_000;
    const localMs = this.dayMs(bytes, from) + timeMs;
    const last = bytes[to - 1];
    if (to - from === 20 && last === 0x5a && !leapSecond) return localMs;
    return this.readTail({ bytes, from: from + 19, to }, localMs, leapSecond);
  }

  private dayMs(bytes: Uint8Array, from: number): number {
    const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
    const month = twoDigits(bytes, from + 5);
    const day = twoDigits(bytes, from + 8);
    const date = year * 10_000 + month * 100 + day;
    if (date !== this.cachedDate) {
      this.cachedDayMs = daysSinceEpoch(year, month, day) * MS_PER_DAY;
      this.cachedDate = date;
    }
    return this.cachedDayMs;
  }

  /** The fraction and the offset, which begin at `from`. */
  private readTail(
    { bytes, from, to }: { bytes: Uint8Array; from: number; to: number },
    localMs: number,
    leapSecond: boolean,
  ): number {
    let at = from;
    let fractionMs = 0;
    if (bytes[at] === 0x2e) {
      let unitMs = 100;
      for (at += 1; at < to; at += 1) {
        const digit = (bytes[at] ?? 0) - 0x30;
        if (digit < 0 || digit > 9) break;
        fractionMs += digit * unitMs;
        unitMs = unitMs >= 10 ? unitMs / 10 : 0;
      }
      if (at === from + 1) return Number.NaN;
    }
    const utcMs = localMs - offsetMs(bytes, at, to);
    const inDayMs = utcMs - Math.floor(utcMs / MS_PER_DAY) * MS_PER_DAY;
    if (leapSecond && inDayMs !== LAST_SECOND_OF_DAY_MS) return Number.NaN;
    return utcMs + fractionMs;
  }
}

/** `Z` or `±HH:MM`, which must fill [from, to), in milliseconds; NaN for anything else. */
function offsetMs(bytes: Uint8Array, from: number, to: number): number {
  const sign = bytes[from];
  if (to - from === 1) return sign === 0x5a || sign === 0x7a ? 0 : Number.NaN;
  if (to - from !== 6 || bytes[from + 3] !== 0x3a || (sign !== 0x2b && sign !== 0x2d)) return Number.NaN;
  const hours = twoDigits(bytes, from + 1);
  const minutes = twoDigits(bytes, from + 4);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  return (hours * 60 + minutes) * (sign === 0x2b ? 60_000 : -60_000);
}
