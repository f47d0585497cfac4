"use client";

import { Panel } from "../../../_components/Panel.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { countOf } from "../planWords.ts";
import { registryColumn } from "../registryColumn.tsx";
import type { PlanView } from "./planView.ts";

type Left = PlanView["plan"]["content"]["left"][number];

/** What was considered and left where it is, and why. */
export function LeftPanel({ left }: { left: readonly Left[] }) {
  if (left.length === 0) return null;
  return (
    <Panel
      title="Left where it is"
      note={`${countOf(left.length, "registry that was", "registries that were")} considered, and why not`}
      isFlush
    >
      <div className="[&>section]:max-h-[320px] [&>section]:overflow-auto">
        <DataTable
          caption="Registries that were considered and left where they are"
          columns={COLUMNS}
          rows={left}
          rowId={({ registry }) => registry}
          emptyText="There are none."
        />
      </div>
    </Panel>
  );
}

const COLUMNS: readonly DataColumn<Left>[] = [
  registryColumn(),
  {
    id: "reason",
    header: "Why not",
    width: 560,
    cell: ({ reason }) => <span title={reason}>{reason}</span>,
  },
];
