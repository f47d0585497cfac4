import { formatCpu, formatInterval, formatUtcDateTime } from "#lib/charts/index.ts";
import { describePlan } from "../../describePlan.ts";
import { APPROVAL_WORDS, countOf, describeRadius } from "../../planWords.ts";
import { TierBadge } from "../../TierBadge.tsx";
import type { PlanView } from "../planView.ts";

/** What an approver has to know, in the order in which they ask: what it does, what it can touch, what that rests on. */
export function ApproversView({ view: { plan, readMs } }: { view: PlanView }) {
  const { assessment, content, region } = plan;
  const worst = assessment.phases.toSorted(
    (one, other) => other.radius.trafficShare - one.radius.trafficShare,
  )[0];
  const hottest = assessment.pools
    .filter(({ after }) => after.hotNodeP95 !== null)
    .toSorted((one, other) => (other.after.hotNodeP95 ?? 0) - (one.after.hotNodeP95 ?? 0))[0];
  const from = Date.parse(content.window.from);
  const to = Date.parse(content.window.to);
  return (
    <dl className="grid gap-x-6 gap-y-2 md:grid-cols-[9rem_1fr]">
      <dt className="text-ink-soft">What it does</dt>
      <dd>{describePlan(plan)}</dd>
      <dt className="text-ink-soft">Blast radius</dt>
      <dd className="flex flex-col gap-1">
        <span className="flex flex-wrap gap-x-2">
          <TierBadge tier={assessment.tier} />
          {assessment.tier !== null && <span>needs {APPROVAL_WORDS[assessment.tier]}.</span>}
        </span>
        {worst !== undefined && <span>Its largest phase: {describeRadius(worst, region)}</span>}
      </dd>
      <dt className="text-ink-soft">Evidence</dt>
      <dd>
        Measured {formatUtcDateTime(from, readMs)} to {formatUtcDateTime(to, readMs)} UTC, with the homes,
        models and limits of then; every step of {countOf(content.phases.length, "phase", "phases")} is
        simulated on it.{" "}
        {hottest !== undefined && hottest.after.interval !== null && hottest.after.hotNodeP95 !== null && (
          <>
            The hottest pool afterwards is {hottest.stamp} {hottest.pool}:{" "}
            {formatInterval(
              hottest.after.hotNodeP95,
              hottest.after.interval.low,
              hottest.after.interval.high,
            )}{" "}
            of a limit of {formatCpu(hottest.limit)}.{" "}
          </>
        )}
        {assessment.broken === null
          ? "No step makes anything worse on the way."
          : `Step ${assessment.broken.registry} of phase ${assessment.broken.phase} breaks a limit.`}{" "}
        Every phase has a reverse plan.
      </dd>
    </dl>
  );
}
