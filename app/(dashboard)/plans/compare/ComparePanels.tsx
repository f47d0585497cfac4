"use client";

import { Panel } from "../../../_components/Panel.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { countOf, hoursText } from "../planWords.ts";
import { TierBadge } from "../TierBadge.tsx";
import { type ComparedNumber, compareNumbers } from "./compareNumbers.ts";
import type { ComparedSide } from "./loadCompare.ts";

interface SidesProps {
  readonly left: ComparedSide;
  readonly right: ComparedSide;
}

/** What differs, in words. */
export function Differences({ differences }: { differences: readonly string[] }) {
  return (
    <Panel title="What makes the right one of the left one">
      {differences.length === 0 ? (
        <p className="text-ink-soft">
          Nothing: they hold the same moves, in the same phases and at the same times.
        </p>
      ) : (
        <ul className="flex max-h-80 list-disc flex-col gap-1 overflow-y-auto pl-4 marker:text-ink-faint">
          {differences.map((difference) => (
            <li key={difference}>{difference}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** The numbers that decide. */
export function Numbers({ left, right }: SidesProps) {
  return (
    <Panel title="In numbers" isFlush>
      <DataTable
        caption="Both plans in numbers"
        columns={NUMBER_COLUMNS}
        rows={compareNumbers(left, right)}
        rowId={({ name }) => name}
        emptyText="There are none."
      />
    </Panel>
  );
}

const NUMBER_COLUMNS: readonly DataColumn<ComparedNumber>[] = [
  { id: "name", header: "Of the plan", width: 184, isRowHeader: true, cell: ({ name }) => name },
  { id: "left", header: "Left", width: 84, align: "right", cell: ({ left }) => left },
  { id: "right", header: "Right", width: 84, align: "right", cell: ({ right }) => right },
  {
    id: "difference",
    header: "Right − left",
    width: 96,
    align: "right",
    cell: ({ difference }) =>
      difference === "" ? (
        <span className="text-ink-faint">same</span>
      ) : (
        <span className="font-semibold">{difference}</span>
      ),
  },
];

/** The phases of both, each in its own order. */
export function Phases({ left, right }: SidesProps) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <PhasesOf title="Phases on the left" side={left} />
      <PhasesOf title="Phases on the right" side={right} />
    </div>
  );
}

interface PhaseRow {
  readonly number: number;
  readonly name: string;
  readonly class: string;
  readonly moves: number;
  readonly observationHours: number;
  readonly tier: ComparedSide["assessment"]["tier"];
}

function PhasesOf({ title, side }: { title: string; side: ComparedSide }) {
  const rows = side.content.phases.map(
    (phase, at): PhaseRow => ({
      number: at + 1,
      name: phase.name,
      class: phase.class,
      moves: phase.moves.length,
      observationHours: phase.observationHours,
      tier: side.assessment.phases[at]?.tier ?? null,
    }),
  );
  return (
    <Panel title={title} note={countOf(rows.length, "phase", "phases")} isFlush>
      <DataTable
        caption={title}
        columns={PHASE_COLUMNS}
        rows={rows}
        rowId={({ number }) => String(number)}
        emptyText="It has no phases yet."
      />
    </Panel>
  );
}

const PHASE_COLUMNS: readonly DataColumn<PhaseRow>[] = [
  {
    id: "phase",
    header: "Phase",
    width: 200,
    isRowHeader: true,
    cell: ({ number, name }) => (
      <>
        <span className="text-ink-soft">{number}</span> {name}
      </>
    ),
  },
  {
    id: "class",
    header: "Class",
    width: 72,
    cell: (row) => <span className="text-ink-soft">{row.class}</span>,
  },
  { id: "moves", header: "Moves", width: 64, align: "right", cell: ({ moves }) => moves },
  {
    id: "hours",
    header: "Observed",
    width: 76,
    align: "right",
    cell: ({ observationHours }) => hoursText(observationHours),
  },
  { id: "tier", header: "Tier", width: 104, cell: ({ tier }) => <TierBadge tier={tier} /> },
];
