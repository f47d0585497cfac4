import { formatCpu, formatFixed, formatPoints, formatUtcDateTime, NO_VALUE } from "#lib/charts/index.ts";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import type { AssessedMove } from "#lib/planning/planAssessment.ts";
import { mindWords } from "../../../../(dashboard)/plans/[plan]/moveWords.ts";
import { describeWaits } from "../../../../(dashboard)/plans/[plan]/scheduleItems.ts";
import { describeRadius, hoursText, sharePercent } from "../../../../(dashboard)/plans/planWords.ts";
import { DocumentTable } from "./DocumentTable.tsx";

interface PartProps {
  readonly plan: PlanAnswer;
}

/** When each phase runs, what it may touch and what it waits for. */
export function Phases({ plan, printedMs }: PartProps & { printedMs: number }) {
  const at = (iso: string | undefined) =>
    iso === undefined ? NO_VALUE : formatUtcDateTime(Date.parse(iso), printedMs).replaceAll(" ", "\u00a0");
  return (
    <DocumentTable
      caption="Phases"
      heads={[
        "Phase",
        "Moves",
        "Tier",
        "Blast radius, and waits",
        "Starts, UTC",
        "Cut over by",
        "Observed until",
      ]}
      numbers={[1]}
      prose={3}
      rows={plan.content.phases.map((phase, place) => {
        const assessed = plan.assessment.phases[place];
        const schedule = assessed?.schedule ?? undefined;
        const waits = schedule === undefined ? "" : describeWaits(schedule.waits, printedMs);
        return {
          id: String(place),
          cells: [
            phase.name.toLowerCase().startsWith(phase.class)
              ? `${place + 1} ${phase.name}`
              : `${place + 1} ${phase.name} (${phase.class})`,
            phase.moves.length,
            assessed?.tier.toUpperCase() ?? NO_VALUE,
            assessed === undefined
              ? NO_VALUE
              : `${describeRadius(assessed, plan.region)}${waits === "" ? "" : ` It waits ${waits}.`}`,
            at(schedule?.startAt),
            at(schedule?.cutOverAt),
            `${at(schedule?.observedAt)} (${hoursText(phase.observationHours)})${shortenedText(phase.shortened)}`,
          ],
        };
      })}
    />
  );
}

function shortenedText(shortened: PlanAnswer["content"]["phases"][number]["shortened"]): string {
  return shortened === null
    ? ""
    : `; shortened from ${hoursText(shortened.fromHours)} by ${shortened.approver}: ${shortened.reason}`;
}

/** Every move with its numbers and its reason. */
export function Moves({ plan }: PartProps) {
  const rows = plan.content.phases.flatMap((phase, place) =>
    phase.moves.map((move, at) => {
      const assessed = plan.assessment.phases[place]?.moves[at] ?? null;
      const mind = mindWords(move, assessed, phase);
      return {
        id: `${place} ${move.registry}`,
        cells: [
          `${move.registry} (${move.tenant})`,
          place + 1,
          <span key="way" className="whitespace-nowrap">
            {move.from} → {move.to}
          </span>,
          sharePercent(assessed?.requestShare ?? null),
          endText(assessed?.source ?? null),
          endText(assessed?.destination ?? null),
          [move.reason, mind].filter(Boolean).join(" · "),
        ],
      };
    }),
  );
  return (
    <DocumentTable
      caption="Moves"
      heads={[
        "Registry",
        "Phase",
        "From → to",
        "Requests",
        "Source P95",
        "Destination P95",
        "Why, and to mind",
      ]}
      numbers={[1, 3]}
      prose={6}
      rows={rows}
    />
  );
}

function endText(end: AssessedMove["source"]): string {
  if (end === null) return NO_VALUE;
  const { pool, before, after, low, high } = end;
  const bounds = low === null || high === null ? [] : [formatFixed(low, 0), formatFixed(high, 0)];
  const interval = bounds[0] === bounds[1] ? "" : ` (${bounds.join("–")})`;
  return `${pool} ${before === null ? "new" : formatFixed(before, 1)} → ${formatCpu(after)}${interval}`;
}

/** Hot-node P95 of every pool that changes. */
export function Pools({ plan }: PartProps) {
  return (
    <DocumentTable
      caption="Pools before and after"
      heads={["Pool", "Limit", "P95 before", "After, and its interval", "Change", "Max before → after"]}
      numbers={[1, 2, 3, 4, 5]}
      rows={plan.assessment.pools.map(({ stamp, pool, limit, before, after }) => ({
        id: `${stamp}/${pool}`,
        cells: [
          `${stamp} ${pool}`,
          `${limit}\u00a0%`,
          formatCpu(before.hotNodeP95),
          after.interval === null
            ? formatCpu(after.hotNodeP95)
            : `${formatCpu(after.hotNodeP95)} (${formatFixed(after.interval.low, 0)}–${formatFixed(after.interval.high, 0)})`,
          before.hotNodeP95 === null || after.hotNodeP95 === null
            ? NO_VALUE
            : formatPoints(after.hotNodeP95 - before.hotNodeP95),
          `${formatCpu(before.max)} → ${formatCpu(after.max)}`,
        ],
      }))}
    />
  );
}

/** The bindings that every phase returns to, the last phase first. */
export function Reverse({ plan }: PartProps) {
  const rows = plan.content.phases
    .flatMap((phase, place) =>
      phase.moves
        .filter(({ skipped }) => skipped === null)
        .map((move) => ({
          id: `${place} ${move.registry}`,
          cells: [move.registry, place + 1, `${move.to} → ${move.from}`],
        })),
    )
    .reverse();
  return (
    <>
      <p>
        Every phase can be undone by itself: each registry is bound back to the stamp it came from, the one
        moved last first. A stamp that was created for the plan is left standing, empty.
      </p>
      <DocumentTable
        caption="The way back"
        heads={["Registry", "Of phase", "Back from → to"]}
        numbers={[1]}
        rows={rows}
      />
    </>
  );
}
