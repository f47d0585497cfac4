/** What customers of a stamp felt in one hour, means of its minutes; null = not reported. */
export interface OutcomeHour {
  /** Whole hours since 1970. */
  readonly hour: number;
  readonly pullP95Ms: number | null;
  readonly errorRate: number | null;
}

export const JUDGED_OUTCOMES = ["pullP95Ms", "errorRate"] as const;

/** An outcome series that is clearly worse than a day before: means over the hours that both have. */
export interface OutcomeChange {
  readonly stamp: string;
  readonly measure: (typeof JUDGED_OUTCOMES)[number];
  readonly before: number;
  readonly after: number;
}

const HOURS_PER_DAY = 24;
/** How much worse is clearly worse; by default by a quarter, in four of five hours: no single bad hour does it. */
export interface OutcomeRules {
  readonly worseBy: number;
  readonly hoursShare: number;
  /** Fewer hours that both days have say nothing. */
  readonly fewestHours: number;
}

/** One failure in a thousand more: below that a ratio is of next to nothing. */
const LEAST_CHANGE = { pullP95Ms: 5, errorRate: 0.001 } as const;

/**
 * Outcome series that are clearly worse than in the same hours a day before; `from` = the first hour of the window. Throughput is not among them: less of it is as
 * often less that is asked for.
 */
export function judgeOutcome(
  {
    stamp,
    hours,
    from,
  }: { readonly stamp: string; readonly hours: readonly OutcomeHour[]; readonly from: number },
  rules: OutcomeRules,
): OutcomeChange[] {
  const byHour = new Map(hours.map((one) => [one.hour, one]));
  return JUDGED_OUTCOMES.flatMap((measure): OutcomeChange[] => {
    const pairs = hours.flatMap((now) => {
      const then = byHour.get(now.hour - HOURS_PER_DAY)?.[measure] ?? null;
      const value = now[measure];
      return now.hour < from || value === null || then === null ? [] : [{ before: then, after: value }];
    });
    if (pairs.length < rules.fewestHours) return [];
    const mean = (end: "before" | "after") => pairs.reduce((sum, pair) => sum + pair[end], 0) / pairs.length;
    const worse = pairs.filter(({ before, after }) => after > before).length;
    const [before, after] = [mean("before"), mean("after")];
    const isWorse =
      worse >= rules.hoursShare * pairs.length &&
      after >= (1 + rules.worseBy) * before &&
      after - before >= LEAST_CHANGE[measure];
    return isWorse ? [{ stamp, measure, before, after }] : [];
  });
}
