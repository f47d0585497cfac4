"use client";

import { formatBytes, formatCount, formatUtcDay } from "#lib/charts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import type { StoredTable } from "#lib/telemetry/intake/intakeReport.ts";
import { Panel } from "../../_components/Panel.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import type { HealthView } from "./healthView.ts";

/** What is kept, of which days, and how much room it takes. */
export function StoragePanel({ view }: { view: Pick<HealthView, "storage" | "retention"> }) {
  const { storage, retention } = view;
  return (
    <Panel
      title="Storage"
      note={
        <>
          The database takes {formatBytes(storage.databaseBytes)}. Minutes of every node are kept{" "}
          {formatCount(retention.rawDays)} days, the pools’ rollups {formatCount(retention.rollupDays)} days:{" "}
          <ScopedLink href="/settings" className="text-link">
            retention in Settings
          </ScopedLink>
        </>
      }
      isFlush
    >
      <DataTable
        caption="Tables of telemetry, the greatest first"
        columns={COLUMNS}
        rows={storage.tables}
        rowId={(row) => row.name}
        emptyText="There are no tables: the database has not been migrated."
      />
    </Panel>
  );
}

const MEANINGS: Readonly<Record<string, string>> = {
  pool_minute: "CPU of every node, minute by minute",
  pool_hour: "Hot, average and hottest node of every pool, an hour in a row",
  load_minute: "Requests and bytes of every registry, minute by minute",
  outcome_minute: "What customers felt, minute by minute",
  node: "Names of nodes",
  change: "Which hours were written in the last minutes, so that every process reads them anew",
  intake: "Counts of what was sent",
  rejection: "Counts of what was refused",
};

const COLUMNS: readonly DataColumn<StoredTable>[] = [
  {
    id: "name",
    header: "Table",
    width: 150,
    isRowHeader: true,
    cell: (row) => <span className="font-mono text-xs">{row.name}</span>,
  },
  {
    id: "meaning",
    header: "Holds",
    width: 380,
    cell: (row) => <span className="text-ink-soft">{MEANINGS[row.name] ?? ""}</span>,
  },
  { id: "bytes", header: "Size", width: 90, align: "right", cell: (row) => formatBytes(row.bytes) },
  {
    id: "partitions",
    header: "Partitions",
    width: 90,
    align: "right",
    cell: (row) => formatCount(row.partitions?.count ?? null),
  },
  {
    id: "days",
    header: "Days they cover",
    width: 210,
    cell: (row) =>
      row.partitions === null ? (
        <span className="text-ink-faint">not parted by day</span>
      ) : (
        `${formatUtcDay(row.partitions.fromMinute * MINUTE_MS)} – ${formatUtcDay(row.partitions.toMinute * MINUTE_MS - 1)}`
      ),
  },
];
