import { formatCount, formatCpu, formatDuration, formatFixed, formatShare } from "#lib/charts/index.ts";
import type { PlanState } from "#lib/planning/planAnswer.ts";
import type { AssessedPhase, PlanAssessment } from "#lib/planning/planAssessment.ts";
import type { PlanContent } from "#lib/planning/planContent.ts";
import type { MoveClass, Tier } from "#lib/planning/types.ts";

/** States of a version, as a reader sees them. */
export const STATE_WORDS: Readonly<Record<PlanState, string>> = {
  draft: "draft",
  submitted: "submitted",
  approved: "approved",
  running: "running",
  paused: "paused",
  rolling_back: "rolling back",
  completed: "completed",
  rejected: "rejected",
  aborted: "aborted",
  rolled_back: "rolled back",
  superseded: "superseded",
  expired: "expired",
};

export const CLASS_MEANINGS: Readonly<Record<MoveClass, string>> = {
  tail: "the registries with next to no traffic: proves the tooling",
  medium: "neither tail nor top: in sub-batches",
  top: "the few that carry most of the traffic: one at a time",
};

/** Who has to agree (PRODUCT.md, "Approval"). */
export const APPROVAL_WORDS: Readonly<Record<Tier, string>> = {
  low: "one operator",
  medium: "one approver",
  high: "one approver for each phase",
  critical: "two approvers for each phase",
};

export const SOURCE_WORDS: Readonly<Record<PlanContent["source"]["kind"], string>> = {
  proposal: "from a proposal of the planner",
  moves: "from moves chosen by hand",
  csv: "from a CSV file",
  version: "from an earlier version",
};

/** `4 registries`, `1 registry`. */
export function countOf(count: number, one: string, many: string): string {
  return `${formatCount(count)}\u00a0${count === 1 ? one : many}`;
}

export function hoursText(hours: number): string {
  return formatDuration(hours * 3_600);
}

/** Percent of something small: `0.4 %`, `12 %`. */
export function sharePercent(share: number | null): string {
  if (share === null) return formatShare(null);
  if (share === 0) return `0\u00a0%`;
  return share < 0.0995
    ? `${share < 0.0005 ? "<\u00a00.1" : formatFixed(share * 100, 1)}\u00a0%`
    : formatShare(share);
}

/** What a phase can touch, in words. */
export function describeRadius({ radius }: Pick<AssessedPhase, "radius">, region: string): string {
  const { trafficShare, tenants, headroomPoints, firstOnStamp } = radius;
  const who =
    tenants === 0
      ? "No tenant with traffic"
      : `${countOf(tenants, "tenant", "tenants")} with ${sharePercent(trafficShare)} of the traffic of ${region}`;
  const first = firstOnStamp ? "; it is the first load on a stamp" : "";
  return `${who}${first}; ${describeHeadroom(headroomPoints)}.`;
}

function describeHeadroom(points: number | null): string {
  if (points === null) return "how near the destinations come to their limits cannot be told";
  const many = `${formatFixed(Math.abs(points), 1)}\u00a0points`;
  return points < 0
    ? `the high end of a destination is ${many} over its limit`
    : `the high end of every destination stays at least ${many} under its limit`;
}

type BrokenStep = NonNullable<PlanAssessment["broken"]>;

/** The rule that a step breaks, with its numbers. */
export function describeBroken(broken: Omit<BrokenStep, "phase" | "registry">): string {
  const { rule, stamp, pool, value, bound } = broken;
  const place = `${stamp} ${pool}`;
  if (value === null) return `what ${place} would come to cannot be told, so it cannot be called safe`;
  return rule === "receives_over_limit"
    ? `${place} may come to ${formatCpu(value)} while the load is on both ends, and may be at ${formatCpu(bound)} at most`
    : `${place} only loses load and would still rise to ${formatCpu(value)}, over the ${formatCpu(bound)} that it was measured at`;
}

/** What it costs to begin with the smallest. */
export function describeCaution({ smallestFirst, largestFirst }: PlanAssessment["caution"]): string {
  if (smallestFirst === null && largestFirst === null)
    return "There is no relief to count moves to: no pool that is over its limit gets cooler, as far as can be told.";
  const order = `in this order ${movesUntil(smallestFirst)}`;
  const other = `largest first ${movesUntil(largestFirst)}`;
  if (smallestFirst === null || largestFirst === null)
    return `Until the relief is there, ${order}; ${other}.`;
  const price = smallestFirst - largestFirst;
  if (price <= 0)
    return `Until the relief is there it takes ${countOf(smallestFirst, "move", "moves")} in this order, and ${formatCount(largestFirst)} largest first: caution costs nothing here.`;
  return `Until the relief is there it takes ${countOf(smallestFirst, "move", "moves")} in this order, and ${formatCount(largestFirst)} largest first. The ${countOf(price, "move", "moves")} between them ${price === 1 ? "is" : "are"} the price of having every cutover prove the next, larger one.`;
}

function movesUntil(moves: number | null): string {
  return moves === null ? "it cannot be told" : `it takes ${countOf(moves, "move", "moves")}`;
}
