import { formatCount } from "#lib/charts/formatNumber.ts";
import type { WeeklyPool, WeeklyReport } from "#lib/reports/weekly/weeklyAnswer.ts";

/** Pools that are shown of a region; the CSV has all. */
export const SHOWN_POOLS = 15;

/** Under it the figures speak of less of the week than one would think. */
const ENOUGH_COVERAGE = 0.9;

/** `1 pool`, `12 pools`. */
export function many(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? "" : "s"}`;
}

/** The week in one sentence: how much was over, what was raised, what moved. */
export function summarizeWeek({ regions, plans }: WeeklyReport): string {
  const pools = regions.flatMap((region) => region.pools);
  const over = pools.filter(({ hotNodeP95, limit }) => hotNodeP95 !== null && hotNodeP95 > limit).length;
  const raised = regions.reduce((sum, { alerts }) => sum + alerts.raised, 0);
  const moved = plans.reduce((sum, plan) => sum + plan.moved, 0);
  const hot =
    over === 0
      ? "No pool’s hot-node P95 was over its limit"
      : `${many(over, "pool")} of ${formatCount(pools.length)} ran over ${over === 1 ? "its" : "their"} limit`;
  const registries = moved === 1 ? "1 registry" : `${formatCount(moved)} registries`;
  return `${hot}; ${many(raised, "alert")} raised, ${registries} moved by plans.`;
}

/**
 * The change against the week before, with a true minus: `+2.1 pts`; empty where either is missing, or too little of either week
 * is there: a weekend would be held against a whole week.
 */
export function changeWords(pool: WeeklyPool): string {
  const { hotNodeP95, hotNodeP95Before } = pool;
  if (hotNodeP95 === null || hotNodeP95Before === null || !isComparable(pool)) return "";
  const points = hotNodeP95 - hotNodeP95Before;
  const text = Math.abs(points).toFixed(1);
  if (text === "0.0") return "±0.0 pts";
  return `${points < 0 ? "−" : "+"}${text} pts`;
}

function isComparable({ coverage, coverageBefore }: WeeklyPool): boolean {
  return coverage >= ENOUGH_COVERAGE && coverageBefore >= ENOUGH_COVERAGE;
}

/** Minutes over a limit as people say them. */
export function minutesWords(minutes: number): string {
  if (minutes === 0) return "none";
  return minutes < 120 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

/** How much of the weeks the figures rest on, where it is not enough; null = it is, or there are no pools. */
export function coverageWarning({ regions }: WeeklyReport): string | null {
  const pools = regions.flatMap((region) => region.pools);
  const thin = pools.filter(({ coverage }) => coverage < ENOUGH_COVERAGE);
  const least = Math.min(...thin.map(({ coverage }) => coverage));
  const apart = pools.filter((pool) => pool.hotNodeP95Before !== null && !isComparable(pool));
  const sentences = [
    thin.length > 0 &&
      `Of ${many(thin.length, "pool")} less than 90 % of the data is there, down to ${Math.floor(least * 100)} %: their figures, which are lighter, are of that part of the week only.`,
    apart.length > 0 &&
      `${many(apart.length, "pool")} ${apart.length === 1 ? "is" : "are"} not held against the week before: too little of one of the two is there.`,
  ].filter((sentence) => sentence !== false);
  return sentences.length === 0 ? null : sentences.join(" ");
}
