import { quantileR7 } from "../../stats/index.ts";
import type { GateCheck, GateOutcome, GateRules, OutcomeMeasure } from "./types.ts";

/** Fewer days say nothing of how much one differs from the next. */
const LEAST_DAYS = 3;
/** A median absolute deviation, as a standard deviation of normal values. */
const MAD_TO_DEVIATION = 1.4826;
/** What no customer notices, however steady a series was: part of the median, and in the measure's own unit. */
const UNNOTICED: Readonly<Record<OutcomeMeasure, number>> = {
  pullP95Ms: 20,
  errorRate: 0.001,
  throughputBytes: 0,
};
const NAMES: Readonly<Record<OutcomeMeasure, string>> = {
  pullP95Ms: "pull latency (P95, ms)",
  errorRate: "error rate",
  throughputBytes: "throughput (bytes)",
};

/**
 * Whether a stamp's customers are clearly worse off. A day is told by the median over its minutes in the same clock hours,
 * so that single minutes say nothing; the days before the phase say how far one day is from the next (median absolute
 * deviation). Clearly worse is past their median by more than `outcomeSpreads` such deviations, by more than
 * `outcomeWorseBy` of the median, and by more than anybody notices. Throughput is worse when less. A series that nobody
 * reports is left out by the caller; one that has fallen silent, or has fewer than three days to compare with, cannot be told.
 */
export function compareOutcome(outcome: GateOutcome, rules: GateRules): GateCheck {
  const { stamp, measure, earlier, after } = outcome;
  const name = NAMES[measure];
  const check = (
    verdict: GateCheck["verdict"],
    sentence: string,
    bound: number | null = null,
  ): GateCheck => ({
    check: "outcome",
    question: "nobody_else_worse",
    verdict,
    stamp,
    pool: null,
    value: after,
    least: measure === "throughputBytes" ? bound : null,
    most: measure === "throughputBytes" ? null : bound,
    sentence,
  });
  if (after === null)
    return check("inconclusive", `The ${name} of ${stamp} was reported before, and is not any more.`);
  const middle = quantileR7(Float64Array.from(earlier), 0.5);
  if (middle === null || earlier.length < LEAST_DAYS)
    return check(
      "inconclusive",
      `The ${name} of ${stamp} is ${told(after)}, with ${earlier.length} earlier days to compare with; ${LEAST_DAYS} are needed.`,
    );
  const spread =
    MAD_TO_DEVIATION *
    (quantileR7(
      Float64Array.from(earlier, (one) => Math.abs(one - middle)),
      0.5,
    ) ?? 0);
  const margin = Math.max(rules.outcomeSpreads * spread, rules.outcomeWorseBy * middle, UNNOTICED[measure]);
  const isLessWorse = measure === "throughputBytes";
  const bound = isLessWorse ? middle - margin : middle + margin;
  const isWorse = isLessWorse ? after < bound : after > bound;
  const words = `The ${name} of ${stamp} is ${told(after)}, in the same hours of ${earlier.length} earlier days it was ${told(middle)}`;
  return isWorse
    ? check("fail", `${words}: clearly worse, past ${told(bound)}.`, bound)
    : check("pass", `${words}: not clearly worse.`, bound);
}

function told(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toString() : String(Number(value.toPrecision(3)));
}
