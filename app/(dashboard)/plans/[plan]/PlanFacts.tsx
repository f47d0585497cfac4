import {
  formatCount,
  formatCpu,
  formatDuration,
  formatFixed,
  formatUtcDateTime,
  NO_VALUE,
} from "#lib/charts/index.ts";
import { Stat } from "../../../_components/Stat.tsx";
import { APPROVAL_WORDS, countOf, describeCaution } from "../planWords.ts";
import { TierBadge } from "../TierBadge.tsx";
import type { PlanView } from "./planView.ts";
import { spanOf } from "./scheduleItems.ts";

/** The plan in six numbers. */
export function PlanFacts({ view: { plan, execution, readMs } }: { view: PlanView }) {
  const { content, assessment } = plan;
  const moves = content.phases.flatMap((phase) => phase.moves);
  const skipped = moves.filter((move) => move.skipped !== null).length;
  const span = spanOf(assessment);
  const startedAt = execution?.startedAt ?? null;
  const expiresMs = Date.parse(plan.expiresAt);
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 rounded-lg border border-line bg-surface px-4 py-3 sm:grid-cols-3 xl:grid-cols-6">
      <Stat
        label="Moves"
        value={formatCount(moves.length - skipped)}
        note={`in ${countOf(content.phases.length, "phase", "phases")}${skipped > 0 ? `; ${formatCount(skipped)} skipped` : ""}`}
        isStrong
      />
      <Stat
        label="Blast radius"
        value={<TierBadge tier={assessment.tier} />}
        note={assessment.tier === null ? "nothing moves" : APPROVAL_WORDS[assessment.tier]}
        isStrong
      />
      <Stat
        label="Excess over limits"
        value={`${formatFixed(assessment.excess.before, 1)} → ${excessText(assessment.excess.after)}`}
        note="points of P95, over the region"
        isStrong
      />
      <Stat
        label="Worst P95 after"
        value={formatCpu(worstAfter(assessment))}
        note={worstName(assessment)}
        isStrong
      />
      <Stat
        label="Takes"
        value={span === null ? NO_VALUE : formatDuration((span.toMs - span.fromMs) / 1_000)}
        note={
          span === null
            ? "a phase has no place in the calendar"
            : startedAt === null
              ? `ends ${formatUtcDateTime(span.toMs, readMs)} UTC`
              : "as it was planned"
        }
        isStrong
      />
      <Stat
        label={
          startedAt !== null
            ? "Started"
            : expiresMs > readMs
              ? "Can be started until"
              : "Could be started until"
        }
        value={
          <span className="whitespace-nowrap">
            {formatUtcDateTime(startedAt === null ? expiresMs : Date.parse(startedAt), readMs)}
          </span>
        }
        note={startedAt === null ? "UTC; after that its snapshot is too old" : "UTC"}
        isStrong
      />
    </dl>
  );
}

function excessText(after: number | null): string {
  return after === null ? NO_VALUE : formatFixed(after, 1);
}

type Assessment = PlanView["plan"]["assessment"];

function worst({ pools }: Assessment) {
  return pools.reduce<Assessment["pools"][number] | null>(
    (most, pool) => ((pool.after.hotNodeP95 ?? -1) > (most?.after.hotNodeP95 ?? -1) ? pool : most),
    null,
  );
}

export function worstAfter(assessment: Assessment): number | null {
  return worst(assessment)?.after.hotNodeP95 ?? null;
}

function worstName(assessment: Assessment): string {
  const pool = worst(assessment);
  return pool === null ? "cannot be told" : `${pool.stamp} ${pool.pool}, limit ${pool.limit}\u00a0%`;
}

/** What it costs to go from the smallest to the largest. */
export function CautionLine({ assessment }: { assessment: Assessment }) {
  if (assessment.phases.length === 0) return null;
  return <p className="max-w-4xl text-ink-soft">{describeCaution(assessment.caution)}</p>;
}
