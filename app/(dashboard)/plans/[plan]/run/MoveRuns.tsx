"use client";

import { useMemo } from "react";
import { formatUtcDateTime, NO_VALUE } from "#lib/charts/index.ts";
import type { PlanExecution } from "#lib/execution/executionAnswer.ts";
import { DataTable } from "../../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../../_components/table/types.ts";
import type { PlanView } from "../planView.ts";
import { ActionList } from "./ActionList.tsx";
import { moveDeed, movePath, requestWords } from "./runWords.ts";

type Phase = PlanExecution["phases"][number];
type Move = Phase["moves"][number];

/** The moves of a phase as they run: where each stands, its drain in numbers, and what can be done. */
export function MoveRuns({ view, phase }: { view: PlanView; phase: Phase }) {
  const isAsked = phase.moves.some(({ request }) => request !== null);
  const columns = useMemo(
    () => runColumns(view).filter(({ id }) => isAsked || id !== "request"),
    [view, isAsked],
  );
  return (
    <DataTable
      caption={`How the moves of phase ${phase.phase} go`}
      columns={columns}
      rows={phase.moves}
      rowId={({ id }) => String(id)}
      rowHeight={52}
      emptyText="It moves nothing."
    />
  );
}

function runColumns(view: PlanView): DataColumn<Move>[] {
  const at = (iso: string | null) =>
    iso === null ? NO_VALUE : formatUtcDateTime(Date.parse(iso), view.readMs);
  return [
    { id: "registry", header: "Registry", width: 180, isRowHeader: true, cell: ({ registry }) => registry },
    { id: "way", header: "From → to", width: 160, cell: ({ from, to }) => `${from} → ${to}` },
    {
      id: "state",
      header: "State",
      width: 96,
      cell: ({ state }) => <span className={state === "bound" ? "font-semibold" : ""}>{state}</span>,
    },
    { id: "bound", header: "Bound, UTC", width: 112, cell: ({ boundAt }) => at(boundAt) },
    {
      id: "drain",
      header: "Left at the source",
      meaning: "Of the load before the binding changed; 1 % or less is drained",
      width: 260,
      cell: ({ drain, skippedReason }) => (
        <span className="line-clamp-2 leading-tight whitespace-normal" title={drain?.detail}>
          {skippedReason !== null ? `skipped: ${skippedReason}` : drain === null ? NO_VALUE : drain.detail}
        </span>
      ),
    },
    {
      id: "request",
      header: "Control plane",
      meaning: "What it was asked for, and what became of it; the state tells what is so",
      width: 200,
      cell: ({ request }) => {
        const words = requestWords(request);
        return (
          <span className="line-clamp-2 leading-tight whitespace-normal" title={words}>
            {words}
          </span>
        );
      },
    },
    {
      id: "actions",
      header: "Can be done",
      width: 240,
      cell: (move) => (
        <ActionList
          view={view}
          actions={move.actions.filter(({ action }) => action !== "bind")}
          path={(action) => movePath(move, action)}
          words={(action) => moveDeed(action, move)}
          isOnlyMine
        />
      ),
    },
  ];
}
