"use client";

import { useMemo } from "react";
import type { Alert } from "#lib/alerts/list/alertAnswer.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import { Panel } from "../../_components/Panel.tsx";
import { stampHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { Time } from "../../_components/Time.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";

interface HistoryPanelProps {
  readonly alerts: readonly Alert[];
  readonly hasMore: boolean;
  readonly region: string;
  readonly nowMs: number;
}

/** Alerts that have cleared. */
export function HistoryPanel({ alerts, hasMore, region, nowMs }: HistoryPanelProps) {
  const columns = useMemo(() => historyColumns(nowMs), [nowMs]);
  const query = new URLSearchParams({
    state: "cleared",
    limit: "1000",
    ...(region !== "" && { region }),
  });
  return (
    <Panel
      title="History"
      note={hasMore ? `The newest ${alerts.length}; the CSV has up to 1,000` : "All that have cleared"}
      csvHref={`/api/v1/alerts?${query}`}
      isFlush
    >
      <DataTable
        caption="Alerts that have cleared"
        columns={columns}
        rows={alerts}
        rowId={(alert) => String(alert.id)}
        emptyText="No alert has cleared yet."
      />
    </Panel>
  );
}

const HOUR_MS = 60 * MINUTE_MS;
const CLEARED_WORDS = { calm: "", rule_off: "the rule no longer asks", gone: "the pool is gone" } as const;

function historyColumns(nowMs: number): DataColumn<Alert>[] {
  return [
    {
      id: "place",
      header: "Where",
      width: 170,
      isRowHeader: true,
      cell: (alert) => (
        <ScopedLink className="name-link" href={thenHref(alert)}>
          {alert.stamp}
          {alert.pool === null ? "" : ` ${alert.pool}`}
        </ScopedLink>
      ),
    },
    {
      id: "what",
      header: "What, at its worst",
      width: 330,
      cell: (alert) => (
        <span title={alert.sentence}>{alert.sentence.slice(alert.sentence.indexOf(": ") + 2)}</span>
      ),
    },
    { id: "severity", header: "Severity", width: 80, cell: (alert) => alert.severity },
    {
      id: "since",
      header: "Since",
      width: 150,
      cell: (alert) => <Time at={Date.parse(alert.since)} now={nowMs} />,
    },
    {
      id: "lasted",
      header: "Lasted",
      align: "right",
      width: 80,
      cell: (alert) => lasted(alert),
    },
    {
      id: "who",
      header: "Looked after by",
      width: 180,
      cell: (alert) => (
        <span className="text-ink-soft">
          {[alert.acknowledged?.by ?? "nobody", CLEARED_WORDS[alert.clearedBy ?? "calm"]]
            .filter(Boolean)
            .join("; ")}
        </span>
      ),
    },
  ];
}

function lasted({ since, clearedAt }: Alert): string {
  const minutes = Math.round((Date.parse(clearedAt ?? since) - Date.parse(since)) / MINUTE_MS);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** The stamp as it was then, with an hour on either side. */
function thenHref({ stamp, pool, since, clearedAt }: Alert): string {
  const from = new Date(Date.parse(since) - HOUR_MS).toISOString();
  const to = new Date(Date.parse(clearedAt ?? since) + HOUR_MS).toISOString();
  const times = new URLSearchParams({ from, to, ...(pool !== null && { pool }) });
  return `${stampHref(stamp)}?${times}`;
}
