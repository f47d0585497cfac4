/** A range of time to be asked for at once, half-open, and its grid. */
export interface RangeWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** Prometheus refuses more points a series. */
const MOST_POINTS = 11_000;
/** What one answer may hold: some tens of megabytes of JSON. */
const MOST_VALUES = 400_000;

/**
 * The next range to ask for, of what there is between `fromMs` and `untilMs`; null where there is nothing whole yet. It
 * begins and ends at whole minutes and steps: what is stored of the past is the mean of a minute that comes at once.
 */
export function nextWindow(
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
  { stepSeconds, series }: { readonly stepSeconds: number; readonly series: number },
): RangeWindow | null {
  const stepMs = stepSeconds * 1_000;
  const unitMs = Math.max(stepMs, 60_000);
  const points = Math.min(MOST_POINTS, Math.floor(MOST_VALUES / Math.max(1, series)));
  const units = Math.max(1, Math.floor((points * stepMs) / unitMs));
  const from = Math.floor(fromMs / unitMs) * unitMs;
  const to = Math.min(Math.floor(untilMs / unitMs) * unitMs, from + units * unitMs);
  return to <= from ? null : { fromMs: from, toMs: to, stepMs };
}

/** The first half of a window; null where it is as short as it can be. */
export function halfOf({ fromMs, toMs, stepMs }: RangeWindow): RangeWindow | null {
  const unitMs = Math.max(stepMs, 60_000);
  const units = Math.floor((toMs - fromMs) / unitMs / 2);
  return units < 1 ? null : { fromMs, toMs: fromMs + units * unitMs, stepMs };
}
