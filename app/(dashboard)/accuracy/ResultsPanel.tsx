"use client";

import { useMemo } from "react";
import { formatCount } from "#lib/charts/index.ts";
import { Panel } from "../../_components/Panel.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { AccuracyRow } from "./accuracyRow.ts";
import { resultColumns } from "./resultColumns.tsx";
import type { AccuracyState } from "./useAccuracyState.ts";

interface ResultsPanelProps {
  readonly rows: readonly AccuracyRow[];
  readonly left: number;
  readonly state: AccuracyState;
  readonly csvHref: string;
  readonly readMs: number;
}

/** Every pool that moves touched, measured or refused. */
export function ResultsPanel({ rows, left, state, csvHref, readMs }: ResultsPanelProps) {
  const columns = useMemo(() => resultColumns(readMs), [readMs]);
  const more = left === 0 ? "" : `; ${formatCount(left)} older ones are not shown`;
  return (
    <Panel
      title="All results"
      note={`${formatCount(rows.length)} pools of ${formatCount(new Set(rows.map(({ episode }) => episode)).size)} sets of moves${more}; select one for its moves`}
      csvHref={csvHref}
      isFlush
    >
      <DataTable
        caption="Predicted and measured hot-node P95 of every pool that moves touched"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        sort={state.sort}
        onSortChange={state.setSort}
        selectedId={state.pick}
        onSelect={state.togglePick}
        emptyText="No result passes the filter. Clear a filter above to see more."
      />
    </Panel>
  );
}
