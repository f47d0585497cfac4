"use client";

import { useMemo } from "react";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { TableSort } from "../../_components/table/types.ts";
import { fleetColumns } from "./fleetColumns.tsx";
import type { FleetPoolRow } from "./fleetView.ts";
import type { OverLookBack } from "./overForText.ts";

interface FleetTableProps {
  readonly rows: readonly FleetPoolRow[];
  readonly lookBack: OverLookBack;
  readonly sort: TableSort;
  readonly onSortChange: (sort: TableSort) => void;
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (row: FleetPoolRow) => void;
}

/** Every pool, a row each. */
export function FleetTable(props: FleetTableProps) {
  const columns = useMemo(() => fleetColumns(props.lookBack), [props.lookBack]);
  return (
    <DataTable
      caption="All pools with their measures in the window"
      columns={columns}
      rows={props.rows}
      rowId={rowId}
      sort={props.sort}
      onSortChange={props.onSortChange}
      selectedId={props.selectedId}
      onSelect={props.onSelect}
      onOpen={props.onOpen}
      emptyText="No pool passes the filter. Clear a filter above to see more."
    />
  );
}

const rowId = (row: FleetPoolRow) => row.id;
