import { formatCpu, formatInterval, formatPoints } from "#lib/charts/index.ts";
import { compareText } from "#lib/core/index.ts";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import type { PlanMove } from "#lib/planning/planContent.ts";
import { joinWords } from "../stamps/describeReasons.ts";
import { APPROVAL_WORDS, countOf, describeBroken, sharePercent } from "./planWords.ts";

type Plan = Pick<PlanAnswer, "region" | "content" | "assessment">;

/** What the plan does, and what comes of it, in a sentence. */
export function describePlan(plan: Plan): string {
  const { phases } = plan.content;
  const running = runningMoves(plan);
  const skipped = phases.flatMap(({ moves }) => moves).length - running.length;
  if (running.length === 0)
    return skipped === 0 ? "It moves nothing yet." : "Every one of its moves is skipped: nothing is moved.";
  const without = skipped === 0 ? "" : ` (${countOf(skipped, "other is", "others are")} skipped)`;
  return `Moves ${whatMoves(running)}${without}, ${trafficOf(plan)} from ${stampsText(running.map(({ from }) => from))} to ${stampsText(running.map(({ to }) => to))} in ${countOf(phases.length, "phase", "phases")}: ${describeEffect(plan)}`;
}

function runningMoves({ content }: Plan): PlanMove[] {
  return content.phases.flatMap(({ moves }) => moves).filter(({ skipped }) => skipped === null);
}

function whatMoves(moves: readonly PlanMove[]): string {
  const [first] = moves;
  if (moves.length === 1 && first !== undefined) return `${first.registry} of ${first.tenant}`;
  const tenants = [...new Set(moves.map(({ tenant }) => tenant))];
  const whose = tenants.length === 1 ? tenants[0] : countOf(tenants.length, "tenant", "tenants");
  return `${countOf(moves.length, "registry", "registries")} of ${whose}`;
}

/** Each phase has its own registries, so that their shares add up. */
function trafficOf({ assessment, region }: Plan): string {
  const share = assessment.phases.reduce((sum, { radius }) => sum + radius.trafficShare, 0);
  return `${sharePercent(Math.min(1, share))} of the traffic of ${region},`;
}

const NAMED_STAMPS = 4;

function stampsText(stamps: readonly string[]): string {
  const names = [...new Set(stamps)].sort(compareText);
  if (names.length <= NAMED_STAMPS) return joinWords(names);
  return `${names.slice(0, NAMED_STAMPS - 1).join(", ")} and ${names.length - NAMED_STAMPS + 1} more stamps`;
}

function describeEffect({ assessment }: Plan): string {
  const told = assessment.pools.flatMap(({ stamp, pool, before, after, limit }) =>
    after.hotNodeP95 === null
      ? []
      : [
          {
            stamp,
            pool,
            limit,
            before: before.hotNodeP95,
            after: after.hotNodeP95,
            interval: after.interval,
          },
        ],
  );
  const relieved = told
    .flatMap((pool) => (pool.before === null ? [] : [{ ...pool, change: pool.after - pool.before }]))
    .sort((one, other) => one.change - other.change)[0];
  const relief =
    relieved === undefined || relieved.change >= 0
      ? "no pool gets cooler"
      : `${relieved.stamp} ${relieved.pool} goes from ${formatCpu(relieved.before)} to ${bounded(relieved)}, ${formatPoints(relieved.change)}`;
  const over = told.filter(({ after, limit }) => after > limit);
  if (over.length > 0)
    return `${relief}; ${joinWords(over.slice(0, NAMED_STAMPS).map(({ stamp, pool }) => `${stamp} ${pool}`))} ${over.length > 1 ? "end over their limits" : "ends over its limit"}.`;
  const untold = assessment.pools.length - told.length;
  if (untold > 0) return `${relief}; of ${countOf(untold, "pool", "pools")} it cannot be told.`;
  return `${relief}, and every pool that changes ends under its limit.`;
}

function bounded(pool: {
  readonly after: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}): string {
  return pool.interval === null
    ? formatCpu(pool.after)
    : formatInterval(pool.after, pool.interval.low, pool.interval.high);
}

type Waiting = Pick<PlanAnswer, "state" | "expiresAt" | "assessment" | "content" | "versionAuthor">;

/** What happens next, and who has to do it: a running plan never leaves anyone guessing. */
export function describeWait(plan: Waiting, nowMs: number): string {
  const { state, assessment, versionAuthor } = plan;
  switch (state) {
    case "draft":
      return describeDraft(plan, nowMs);
    case "submitted":
      return `It waits for approval by ${assessment.tier === null ? "an approver" : APPROVAL_WORDS[assessment.tier]}, who is not ${versionAuthor}.`;
    case "approved":
      return "It is approved and waits for an operator to start it.";
    case "running":
      return "It is running.";
    case "paused":
      return "It is paused: nothing starts until it is resumed.";
    case "rolling_back":
      return "It is being rolled back.";
    case "completed":
      return "It is done: every phase has passed.";
    case "rejected":
      return "It was sent back: make a new version to go on from it.";
    case "aborted":
      return "It was given up. What had been moved by then stays where it is.";
    case "rolled_back":
      return "It was rolled back: every registry is back where it was.";
    case "superseded":
      return "A newer version stands in its place.";
    case "expired":
      return "Its snapshot is too old to start from: make a new version, which measures anew.";
  }
}

function describeDraft({ content, assessment, expiresAt }: Waiting, nowMs: number): string {
  const { broken, doubts } = assessment;
  if (content.phases.length === 0) return "It is a draft without moves: nothing can be submitted yet.";
  if (Date.parse(expiresAt) <= nowMs)
    return "It is a draft whose snapshot is too old to start from: measure it anew.";
  if (broken !== null)
    return `It is not safe as it stands: in phase ${broken.phase}, when ${broken.registry} moves, ${describeBroken(broken)}. Only an approver can submit it so, with a reason.`;
  const [first] = doubts;
  if (first !== undefined)
    return doubts.length === 1
      ? `It cannot be submitted as it stands: ${first.detail}`
      : `It cannot be submitted as it stands, for ${countOf(doubts.length, "reason", "reasons")}; the first: ${first.detail}`;
  const who = assessment.tier === null ? "" : `, and then needs ${APPROVAL_WORDS[assessment.tier]}`;
  return `It is a draft: nothing runs until it is submitted${who}.`;
}
