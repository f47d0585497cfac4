"use client";

import { ChevronRight, TriangleAlert } from "lucide-react";
import { useMemo, useState } from "react";
import { formatUtcDateTime } from "#lib/charts/index.ts";
import type { AssessedPhase } from "#lib/planning/planAssessment.ts";
import type { PlanPhase } from "#lib/planning/planContent.ts";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import {
  CLASS_MEANINGS,
  countOf,
  describeBroken,
  describeRadius,
  hoursText,
  sharePercent,
} from "../planWords.ts";
import { TierBadge } from "../TierBadge.tsx";
import { moveColumns } from "./moveColumns.tsx";
import { moveRows } from "./moveWords.ts";
import { PhasePools } from "./PhasePools.tsx";
import type { PlanView } from "./planView.ts";
import { PhaseRun } from "./run/PhaseRun.tsx";
import { phaseStateWords } from "./run/runWords.ts";
import { describeSchedule } from "./scheduleItems.ts";

interface PhaseSectionProps {
  readonly view: PlanView;
  /** From 1 on. */
  readonly number: number;
  readonly phase: PlanPhase;
  /** Null where it was not assessed. */
  readonly assessed: AssessedPhase | null;
  /** The number of its first move over all phases. */
  readonly numberedFrom: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** A phase: what it may touch, when it runs, its moves, and the pools after it. */
export function PhaseSection(props: PhaseSectionProps) {
  const { number, phase, isOpen, onToggle } = props;
  return (
    <section id={`phase-${number}`} aria-label={`Phase ${number}: ${phase.name}`} className="scroll-mt-16">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-left hover:bg-hover"
      >
        <ChevronRight
          size={15}
          aria-hidden="true"
          className={`shrink-0 text-ink-soft transition-transform ${isOpen ? "rotate-90" : ""}`}
        />
        <PhaseHead {...props} />
      </button>
      {isOpen && <PhaseBody {...props} />}
    </section>
  );
}

function PhaseHead({ view, number, phase, assessed }: PhaseSectionProps) {
  const isBroken = view.plan.assessment.broken?.phase === number;
  const start = assessed?.schedule?.startAt;
  const running = view.execution?.phases[number - 1];
  const state = running?.state;
  return (
    <>
      <span className="text-base">
        <span className="text-ink-soft">{number}</span> <span className="font-semibold">{phase.name}</span>
      </span>
      {!phase.name.toLowerCase().startsWith(phase.class) && (
        <span className="text-ink-soft" title={CLASS_MEANINGS[phase.class]}>
          {phase.class}
        </span>
      )}
      <span>
        {countOf(phase.moves.length, "move", "moves")}
        {assessed !== null && (
          <span className="text-ink-soft">, {sharePercent(assessed.radius.trafficShare)} of the traffic</span>
        )}
      </span>
      <span className="text-ink-soft">{hoursText(phase.observationHours)} observed</span>
      {running !== undefined && (
        <span className={state === "passed" ? "text-ink-soft" : "font-semibold"}>
          {phaseStateWords(running, view.execution?.rollbackFrom ?? null)}
        </span>
      )}
      {isBroken ? (
        <span className="inline-flex items-center gap-1 font-semibold">
          <TriangleAlert size={14} aria-hidden="true" /> breaks here
        </span>
      ) : (
        assessed?.moves.some(({ broken }) => broken !== null) === true && (
          <span className="inline-flex items-center gap-1">
            <TriangleAlert size={14} aria-hidden="true" /> not safe either
          </span>
        )
      )}
      <span className="ml-auto flex items-center gap-4">
        <span className="text-ink-soft">
          {start === undefined || (running?.startedAt ?? null) !== null
            ? ""
            : `${formatUtcDateTime(Date.parse(start), view.readMs)} UTC`}
        </span>
        <TierBadge tier={assessed?.tier ?? null} />
      </span>
    </>
  );
}

function PhaseBody({ view, number, phase, assessed, numberedFrom }: PhaseSectionProps) {
  const [picked, setPicked] = useState<string | null>(null);
  const rows = useMemo(
    () => moveRows(phase, assessed?.moves ?? [], numberedFrom),
    [phase, assessed, numberedFrom],
  );
  const columns = useMemo(() => moveColumns(phase), [phase]);
  const running = view.execution?.phases[number - 1];
  const chosen = rows.find(({ id }) => id === picked);
  return (
    <div className="flex flex-col gap-2 pb-3">
      <PhaseWords {...{ view, number, phase, assessed }} />
      {running !== undefined && <PhaseRun view={view} phase={running} />}
      <DataTable
        caption={`Moves of phase ${number}, ${phase.name}`}
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        rowHeight={48}
        selectedId={picked}
        onSelect={(id) => setPicked((before) => (before === id ? null : id))}
        emptyText="It moves nothing."
      />
      {chosen !== undefined && (
        <p className="px-4">
          <span className="font-semibold">{chosen.move.registry}</span>:{" "}
          {chosen.move.reason === "" ? "no reason is given." : chosen.move.reason}{" "}
          {chosen.assessed !== null && chosen.assessed.broken !== null && (
            <span className="font-semibold">Not safe: {describeBroken(chosen.assessed.broken)}.</span>
          )}
        </p>
      )}
      {assessed !== null && <PhasePools {...{ view, number, assessed }} />}
    </div>
  );
}

function PhaseWords({
  view: { plan, execution, readMs },
  number,
  phase,
  assessed,
}: Pick<PhaseSectionProps, "view" | "number" | "phase" | "assessed">) {
  const { broken } = plan.assessment;
  const { shortened } = phase;
  // Once it has begun its own times are told, no longer the planned ones.
  const hasBegun = (execution?.phases[number - 1]?.startedAt ?? null) !== null;
  return (
    <div className="flex max-w-4xl flex-col gap-1 px-4">
      {assessed === null ? (
        <p>It was not assessed: save the plan to have it simulated.</p>
      ) : (
        <>
          <p>{describeRadius(assessed, plan.region)}</p>
          <p className={hasBegun ? "hidden" : "text-ink-soft"}>
            {assessed.schedule === null
              ? "It finds no place in the calendar."
              : `${execution?.startedAt == null ? "It" : "As planned it"} ${describeSchedule(assessed.schedule, readMs)}`}
          </p>
        </>
      )}
      {shortened !== null && (
        <p>
          Observed for {hoursText(phase.observationHours)} instead of {hoursText(shortened.fromHours)}:{" "}
          {shortened.approver} took that upon them, because “{shortened.reason}”.
        </p>
      )}
      {broken?.phase === number && (
        <p className="font-semibold">
          The plan breaks here, when {broken.registry} moves: {describeBroken(broken)}. Up to there every step
          is safe.
        </p>
      )}
    </div>
  );
}
