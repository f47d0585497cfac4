"use client";

import { useMemo } from "react";
import { formatCount, formatUtcDateTime, formatUtcTime } from "#lib/charts/index.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import type { StampEvent } from "./stampEvents.ts";
import type { StampView } from "./stampView.ts";

/** Signals, moves and deployments of the time shown, the latest first. */
export function EventsPanel({ view }: { view: StampView }) {
  const columns = useMemo(() => eventColumns(view.readMs), [view.readMs]);
  const latestFirst = useMemo(() => [...view.events].reverse(), [view.events]);
  const parameters = new URLSearchParams({ stamp: view.stamp.name });
  parameters.set("from", new Date(view.shown.fromMinute * 60_000).toISOString());
  parameters.set("to", new Date(view.shown.toMinute * 60_000).toISOString());
  return (
    <Panel
      title="Signals, moves and deployments"
      note={`${formatCount(view.events.length)} in the time shown${view.areAllEvents ? "" : "; there were more, narrow the time to see them"}`}
      csvHref={`/api/v1/signals.csv?${parameters}`}
      controls={
        <ScopedLink href={`/plans?stamp=${encodeURIComponent(view.stamp.name)}`} className="control">
          Plans that touch it
        </ScopedLink>
      }
      isFlush
    >
      <DataTable
        caption="Signals, moves and deployments, the latest first"
        columns={columns}
        rows={latestFirst}
        rowId={(row) => row.id}
        emptyText="No signal, no move and no deployment in this time."
      />
    </Panel>
  );
}

const KIND_WORDS = { signal: "Signal", binding: "Move", deployment: "Deployment" } as const;

function eventColumns(now: number): DataColumn<StampEvent>[] {
  return [
    {
      id: "when",
      header: "When, UTC",
      width: 172,
      cell: (row) => eventTime(row, now),
    },
    {
      id: "kind",
      header: "Kind",
      width: 96,
      cell: (row) => <span className="text-ink-soft">{KIND_WORDS[row.kind]}</span>,
    },
    {
      id: "title",
      header: "What",
      width: 232,
      isRowHeader: true,
      cell: (row) => (
        <span className={row.toMs === null ? "font-semibold" : ""} title={row.title}>
          {row.title}
        </span>
      ),
    },
    {
      id: "pool",
      header: "Where",
      width: 100,
      cell: (row) => <span className="text-ink-soft">{row.pool ?? "whole stamp"}</span>,
    },
    {
      id: "detail",
      header: "Detail",
      width: 380,
      cell: (row) => (
        <span className="text-ink-soft" title={row.detail}>
          {row.detail}
        </span>
      ),
    },
    {
      id: "source",
      header: "From",
      width: 110,
      cell: (row) => <span className="text-ink-soft">{row.source}</span>,
    },
  ];
}

function eventTime({ fromMs, toMs }: StampEvent, now: number): string {
  const from = formatUtcDateTime(fromMs, now);
  if (toMs === null) return `${from} – still`;
  if (toMs === fromMs) return from;
  const isSameDay = Math.floor(fromMs / 86_400_000) === Math.floor(toMs / 86_400_000);
  return `${from} – ${isSameDay ? formatUtcTime(toMs) : formatUtcDateTime(toMs, now)}`;
}
