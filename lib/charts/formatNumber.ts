/** How numbers are written everywhere. No value is an en dash, never 0. The minus is a true minus sign (U+2212). */
export const NO_VALUE = "–";
const MINUS = "\u2212";
/** Between a number and its unit: they must not part at a line's end. */
const UNIT_SPACE = "\u00a0";
/** Parts thousands; narrower, so that a number stays one word. */
const GROUP_SPACE = "\u202f";

/** A number with fixed decimals, thousands parted by a narrow space, and a true minus; −0.0 is written 0.0. */
export function formatFixed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  const [whole = "0", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, GROUP_SPACE);
  const sign = value < 0 && Number(text) !== 0 ? MINUS : "";
  return `${sign}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** Percent of CPU: one decimal and the unit, `43.2 %`. */
export function formatCpu(percent: number | null): string {
  return percent === null ? NO_VALUE : `${formatFixed(percent, 1)}${UNIT_SPACE}%`;
}

/** A change of a percentage: `−14.5 pts`, `+2.0 pts`, `0.0 pts`. */
export function formatPoints(points: number | null): string {
  if (points === null) return NO_VALUE;
  const text = formatFixed(points, 1);
  return `${points > 0 && text !== "0.0" ? "+" : ""}${text}${UNIT_SPACE}pts`;
}

/** The relative change from one value to another: `−34 %`. Null where the base is missing or 0: there is no ratio to 0. */
export function formatRelativeChange(before: number | null, after: number | null): string {
  if (before === null || after === null || before === 0) return NO_VALUE;
  const percent = ((after - before) / before) * 100;
  const text = formatFixed(percent, 0);
  return `${percent > 0 && text !== "0" ? "+" : ""}${text}${UNIT_SPACE}%`;
}

/** A value with its interval: `28.5 % (26–31)`. */
export function formatInterval(percent: number, low: number, high: number): string {
  return `${formatCpu(percent)} (${formatFixed(low, 0)}–${formatFixed(high, 0)})`;
}

/** A whole count, thousands parted: `43 200`. */
export function formatCount(count: number | null): string {
  return count === null ? NO_VALUE : formatFixed(count, 0);
}

/** A ratio of 0–1 as whole percent; it never rounds up to 100 % or down to 0 %: `99 %` is not all, `1 %` not nothing. */
export function formatShare(share: number | null): string {
  if (share === null) return NO_VALUE;
  const percent = share * 100;
  const rounded = Math.round(percent);
  const honest = rounded === 100 && percent < 100 ? 99 : rounded === 0 && percent > 0 ? 1 : rounded;
  return `${honest}${UNIT_SPACE}%`;
}

/** A plain ratio: `2.4×`. */
export function formatRatio(ratio: number | null): string {
  return ratio === null ? NO_VALUE : `${formatFixed(ratio, 1)}×`;
}

const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** Bytes in powers of 1,000: `730 MB`, `1.2 TB`. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return NO_VALUE;
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1_000;
    unit++;
  }
  const decimals = unit > 0 && Math.abs(value) < 9.95 ? 1 : 0;
  return `${formatFixed(value, decimals)}${UNIT_SPACE}${BYTE_UNITS[unit]}`;
}

/** A length of time in its two greatest units at most: `45 s`, `12 min`, `48 h`, `3 h 20 min`, `8 d`. Days from 72 h on. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return NO_VALUE;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}${UNIT_SPACE}s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes}${UNIT_SPACE}min`;
  if (minutes < 72 * 60) return joined(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.round(minutes / 60);
  return joined(Math.floor(hours / 24), "d", hours % 24, "h");
}

function joined(greater: number, greaterUnit: string, lesser: number, lesserUnit: string): string {
  const head = `${formatFixed(greater, 0)}${UNIT_SPACE}${greaterUnit}`;
  return lesser === 0 ? head : `${head} ${lesser}${UNIT_SPACE}${lesserUnit}`;
}
