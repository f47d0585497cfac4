"use client";

import { FileDown } from "lucide-react";
import { useMemo } from "react";
import { formatCpu } from "#lib/charts/index.ts";
import { Choice } from "../../_components/Choice.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { StateBadge, StateShape } from "../../_components/StateBadge.tsx";
import { stampHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { flagLabel } from "./describeOutcome.ts";
import { explainOutcome } from "./explainOutcome.ts";
import type { PoolOutcome } from "./poolOutcome.ts";
import { ShiftBar } from "./ShiftBar.tsx";
import { AfterCell, ChangeCell, FromToCell, RoomCell } from "./ShiftCell.tsx";
import type { ScenarioState } from "./useScenarioState.ts";
import type { ScenarioOutcome, WhatIfView } from "./whatIfView.ts";

interface OutcomePanelProps {
  readonly title: string;
  readonly view: WhatIfView;
  readonly outcome: ScenarioOutcome;
  readonly state: ScenarioState;
  readonly onSaveCsv: () => void;
}

/** Before and after of every pool, as numbers. */
export function OutcomePanel({ title, view, outcome, state, onSaveCsv }: OutcomePanelProps) {
  const rows = useMemo(
    () => outcome.pools.filter(({ role }) => state.pools === "all" || role !== "untouched"),
    [outcome, state.pools],
  );
  const isPlanned = useMemo(() => {
    const existing = new Set(view.stamps.map(({ name }) => name));
    return (pool: PoolOutcome) => !existing.has(pool.stamp);
  }, [view.stamps]);
  const columns = useMemo(() => outcomeColumns(isPlanned), [isPlanned]);
  return (
    <Panel
      title={title}
      note={`${view.windowText}; under each prediction the bounds that hold it in nine of ten cases`}
      explain={explainOutcome(view, outcome)}
      isFlush
      controls={<PoolsChoice state={state} onSaveCsv={onSaveCsv} />}
    >
      <DataTable
        caption={title}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHeight={48}
        emptyText="No pool changes: no registry goes anywhere yet."
      />
    </Panel>
  );
}

export function PoolsChoice({ state, onSaveCsv }: { state: ScenarioState; onSaveCsv: () => void }) {
  return (
    <>
      <Choice
        label="Pools shown"
        value={state.pools}
        onChange={state.setPools}
        items={[
          { value: "touched", label: "Pools that change" },
          { value: "all", label: "All" },
        ]}
      />
      <button type="button" className="control" onClick={onSaveCsv}>
        <FileDown size={14} aria-hidden="true" /> CSV
      </button>
    </>
  );
}

const ROLE_WORDS = { source: "source", destination: "destination", untouched: "untouched" } as const;

function outcomeColumns(isPlanned: (pool: PoolOutcome) => boolean): DataColumn<PoolOutcome>[] {
  const isTouched = ({ role }: PoolOutcome) => role !== "untouched";
  return [
    poolColumn((row) => row, isPlanned),
    {
      id: "state",
      header: "State",
      width: 128,
      meaning: "By hot-node P95, before and after",
      cell: (row) => <StateShift row={row} />,
    },
    {
      id: "before",
      header: "P95 before",
      width: 84,
      align: "right",
      meaning: "Hot-node P95 as it was measured",
      cell: (row) => <span className="text-ink-soft">{formatCpu(row.p95.before)}</span>,
    },
    {
      id: "after",
      header: "after",
      width: 80,
      align: "right",
      meaning: "Hot-node P95 as it is predicted, with the bounds that hold it in nine of ten cases",
      cell: (row) => <AfterCell after={row.p95.after} isStrong={isTouched(row)} />,
    },
    {
      id: "change",
      header: "Change",
      width: 84,
      align: "right",
      cell: (row) => <ChangeCell shift={row.p95} isTouched={isTouched(row)} />,
    },
    {
      id: "bar",
      header: "0 – 100 %",
      width: 168,
      meaning: "Hot-node P95: a ring before, a dot after with its interval, dotted the limit",
      cell: (row) => <ShiftBar shift={row.p95} limit={row.limit} />,
    },
    {
      id: "limit",
      header: "Limit",
      width: 84,
      align: "right",
      meaning: "What planning holds hot-node P95 under, and how far the prediction is from it",
      cell: (row) => <RoomCell pool={row} />,
    },
    {
      id: "max",
      header: "Max",
      width: 120,
      align: "right",
      meaning: "The greatest node-minute: one noisy minute",
      cell: (row) => <FromToCell shift={row.max} isTouched={isTouched(row)} />,
    },
    {
      id: "average",
      header: "Average",
      width: 120,
      align: "right",
      meaning: "Mean over the nodes and minutes: it hides hot nodes",
      cell: (row) => <FromToCell shift={row.average} isTouched={isTouched(row)} />,
    },
    flagsColumn((row) => row.flags),
  ];
}

/** The pool with its role under it; a stamp that does not exist yet has no page. */
export function poolColumn<Row>(
  poolOf: (row: Row) => PoolOutcome,
  isPlanned: (pool: PoolOutcome) => boolean,
): DataColumn<Row> {
  return {
    id: "pool",
    header: "Pool",
    width: 164,
    isRowHeader: true,
    cell: (row) => {
      const pool = poolOf(row);
      const name = `${pool.stamp} ${pool.pool}`;
      return (
        <span className="block leading-tight">
          {isPlanned(pool) ? (
            <span className="block truncate font-medium" title={name}>
              {name}
            </span>
          ) : (
            <ScopedLink
              href={stampHref(pool.stamp, pool.pool)}
              className="name-link block truncate"
              title={name}
            >
              {name}
            </ScopedLink>
          )}
          <span className="block text-xs text-ink-soft">{ROLE_WORDS[pool.role]}</span>
        </span>
      );
    },
  };
}

function flagsColumn<Row>(flagsOf: (row: Row) => PoolOutcome["flags"]): DataColumn<Row> {
  return {
    id: "flags",
    header: "To mind",
    width: 172,
    meaning: "What has to be known beside the numbers; in sentences above",
    cell: (row) => {
      const flags = flagsOf(row).map(flagLabel);
      return (
        <span className="line-clamp-2 text-xs leading-tight whitespace-normal" title={flags.join("; ")}>
          {flags.join("; ")}
        </span>
      );
    },
  };
}

function StateShift({ row }: { row: PoolOutcome }) {
  if (row.role === "untouched" || row.stateBefore === row.stateAfter)
    return <StateBadge state={row.stateAfter} />;
  return (
    <span className="inline-flex items-center gap-1">
      <span title={row.stateBefore} className="inline-flex items-center">
        <StateShape state={row.stateBefore} />
        <span className="sr-only">{row.stateBefore}</span>
      </span>
      <span aria-hidden="true" className="text-ink-faint">
        →
      </span>
      <span className="sr-only">to</span>
      <StateBadge state={row.stateAfter} />
    </span>
  );
}
