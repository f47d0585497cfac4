"use client";

import { FileDown } from "lucide-react";
import { Choice } from "../../_components/Choice.tsx";
import type { Explanation } from "../../_components/overlay/ExplainDialog.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import type { ScenarioState } from "./useScenarioState.ts";

interface PoolsPanelProps<Row extends { readonly id: string }> {
  readonly title: string;
  /** The hours, in words. */
  readonly windowText: string;
  readonly explain: Explanation;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly emptyText: string;
  readonly state: ScenarioState;
  readonly onSaveCsv: () => void;
}

/** A table of pools: those that change, or all; and the same as a file. */
export function PoolsPanel<Row extends { readonly id: string }>(props: PoolsPanelProps<Row>) {
  const { title, state, columns, rows, emptyText } = props;
  return (
    <Panel
      title={title}
      note={`${props.windowText}; under each prediction the bounds that hold it in nine of ten cases`}
      explain={props.explain}
      isFlush
      controls={
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
          <button type="button" className="control" onClick={props.onSaveCsv}>
            <FileDown size={14} aria-hidden="true" />{" "}
            {state.b === null ? "CSV" : `CSV of ${state.side.toUpperCase()}`}
          </button>
        </>
      }
    >
      <DataTable
        caption={title}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHeight={48}
        emptyText={emptyText}
      />
    </Panel>
  );
}
