"use client";

import { useMemo } from "react";
import { formatAgo, formatCount, formatShare, formatUtcDateTime } from "#lib/charts/index.ts";
import { MINUTE_MS, type MinuteWindow } from "#lib/core/index.ts";
import { PoolLink } from "../../_components/scope/PoolLink.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn, TableSort } from "../../_components/table/types.ts";
import { GapStrip } from "./GapStrip.tsx";
import { type HealthRow, needsAttention } from "./healthView.ts";

interface HealthTableProps {
  readonly rows: readonly HealthRow[];
  readonly window: MinuteWindow;
  readonly now: number;
  readonly sort: TableSort;
  readonly onSortChange: (sort: TableSort) => void;
}

/** Every pool's data, a row each. */
export function HealthTable({ rows, window, now, sort, onSortChange }: HealthTableProps) {
  const columns = useMemo(() => healthColumns(window, now), [window, now]);
  return (
    <DataTable
      caption="Pools with the state of their data over the last 24 hours"
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      sort={sort}
      onSortChange={onSortChange}
      emptyText="No pool passes the filter. Clear it above to see more."
    />
  );
}

/** Under this coverage a measure is warned about. */
const THIN_BELOW = 0.9;

function healthColumns(window: MinuteWindow, now: number): DataColumn<HealthRow>[] {
  return [
    {
      id: "name",
      header: "Stamp, pool",
      width: 160,
      isRowHeader: true,
      sortValue: (row) => row.id,
      cell: (row) => <PoolLink stamp={row.stamp} pool={row.pool} />,
    },
    {
      id: "rank",
      header: "What it needs",
      width: 392,
      meaning: "What needs attention first stands first",
      firstSort: "ascending",
      sortValue: (row) => row.rank,
      cell: (row) => (
        <span title={row.sentence} className={needsAttention(row) ? "" : "text-ink-faint"}>
          {row.sentence}
        </span>
      ),
    },
    {
      id: "day",
      header: "Last 24 h",
      width: 124,
      meaning: "Hatched where the pool was silent",
      cell: (row) => <GapStrip gaps={row.gaps} window={window} hasData={row.coverage > 0} />,
    },
    {
      id: "last",
      header: "Last sample",
      width: 96,
      align: "right",
      firstSort: "ascending",
      sortValue: (row) => row.lastMinute,
      cell: (row) => <LastSample minute={row.lastMinute} now={now} />,
    },
    {
      id: "coverage",
      header: "Coverage",
      width: 80,
      align: "right",
      meaning: "The lesser of minutes with data and expected node-minutes with data, last 24 hours",
      firstSort: "ascending",
      sortValue: (row) => row.coverage,
      cell: (row) => (
        <span className={row.coverage < THIN_BELOW ? "font-semibold" : ""}>{formatShare(row.coverage)}</span>
      ),
    },
    ...countColumns(),
  ];
}

function LastSample({ minute, now }: { minute: number | null; now: number }) {
  if (minute === null) return <span className="text-ink-faint">never</span>;
  const at = minute * MINUTE_MS;
  return <span title={`${formatUtcDateTime(at, now)} UTC`}>{formatAgo(at, now)}</span>;
}

function countColumns(): DataColumn<HealthRow>[] {
  return [
    {
      id: "received",
      header: "Received",
      width: 88,
      align: "right",
      meaning: "Valid rows since the first",
      firstSort: "descending",
      sortValue: (row) => row.received,
      cell: (row) => formatCount(row.received),
    },
    {
      id: "late",
      header: "Late",
      width: 84,
      align: "right",
      meaning: "Rows sent live that came more than 5 minutes after their time",
      firstSort: "descending",
      sortValue: (row) => row.late,
      cell: (row) => (row.late === 0 ? <span className="text-ink-faint">none</span> : formatCount(row.late)),
    },
    {
      id: "sources",
      header: "Sent by",
      width: 112,
      sortValue: (row) => row.sources[0] ?? null,
      cell: (row) => (
        <span className="text-ink-soft" title={row.sources.join(", ")}>
          {row.sources.length === 0 ? "nobody yet" : row.sources.join(", ")}
        </span>
      ),
    },
  ];
}
