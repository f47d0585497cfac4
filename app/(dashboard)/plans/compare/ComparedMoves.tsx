"use client";

import { useMemo, useState } from "react";
import { formatCount } from "#lib/charts/index.ts";
import { Choice } from "../../../_components/Choice.tsx";
import { Panel } from "../../../_components/Panel.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { countOf } from "../planWords.ts";
import { registryColumn } from "../registryColumn.tsx";
import type { CompareView } from "./loadCompare.ts";

type ComparedMove = NonNullable<CompareView["compared"]>["moves"][number];
type Shown = "differing" | "all";

/** Every registry that either plan moves: those that differ, or all. */
export function ComparedMoves({ moves }: { moves: readonly ComparedMove[] }) {
  const [shown, setShown] = useState<Shown>("differing");
  const differing = useMemo(() => moves.filter(differs), [moves]);
  const rows = shown === "all" ? moves : differing;
  return (
    <Panel
      title="Registries"
      note={`${formatCount(differing.length)} of ${countOf(moves.length, "registry", "registries")} go elsewhere, in another phase, or are moved by one plan alone`}
      controls={
        <Choice
          label="Registries shown"
          value={shown}
          onChange={setShown}
          items={[
            { value: "differing", label: "Differing" },
            { value: "all", label: "All" },
          ]}
        />
      }
      isFlush
    >
      <DataTable
        caption="Registries that either plan moves"
        columns={COLUMNS}
        rows={rows}
        rowId={({ registry, region }) => `${registry} ${region}`}
        emptyText="Every registry goes to the same place in the same phase."
      />
    </Panel>
  );
}

function differs({ left, right }: ComparedMove): boolean {
  return left === null || right === null || left.to !== right.to || left.phase !== right.phase;
}

const COLUMNS: readonly DataColumn<ComparedMove>[] = [
  registryColumn(),
  { id: "left", header: "Left", width: 200, cell: ({ left }) => <Place place={left} /> },
  { id: "right", header: "Right", width: 200, cell: ({ right }) => <Place place={right} /> },
];

function Place({ place }: { place: ComparedMove["left"] }) {
  if (place === null) return <span className="text-ink-faint">stays</span>;
  return (
    <>
      to {place.to} <span className="text-ink-soft">in phase {place.phase}</span>
    </>
  );
}
