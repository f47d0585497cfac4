"use client";

import { formatBytes, formatCount, formatUtcDay } from "#lib/charts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import type { TelemetryTable } from "#lib/db/distribution.ts";
import type { StoredTable } from "#lib/telemetry/intake/storageReport.ts";
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
          The database takes {formatBytes(storage.databaseBytes)}.{whenFull(storage.tables)} Minutes of every
          node are kept {formatCount(retention.rawDays)} days, the pools’ rollups{" "}
          {formatCount(retention.rollupDays)} days:{" "}
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

const MEANINGS: Readonly<Record<TelemetryTable, string>> = {
  pool_minute: "CPU of every node, minute by minute",
  pool_hour: "Hot, average and hottest node of every pool, an hour in a row",
  load_minute: "Requests and bytes of every registry, minute by minute",
  outcome_minute: "What customers felt, minute by minute",
  node: "Names of nodes",
  counter_point: "The last point of every counter, from which the next is counted on",
  counter_minute: "What counters said of each core and minute, for a day",
  node_shares: "What a node’s cores told last, where it comes in parts",
  seen_series: "Label sets that arrived lately, for the page of sources",
  log_source: "How far each access log has been counted",
  log_chunk: "Which records of an access log have been counted, where some wait",
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
    width: 420,
    cell: (row) => <Meaning table={row.name} />,
  },
  { id: "bytes", header: "Size", width: 84, align: "right", cell: (row) => formatBytes(row.bytes) },
  {
    id: "rows",
    header: "Rows, about",
    width: 100,
    align: "right",
    meaning: "The database’s own estimate, not a count",
    cell: (row) => formatCount(row.rowsEstimate === null ? null : Math.round(row.rowsEstimate)),
  },
  {
    id: "growth",
    header: "A day",
    width: 84,
    align: "right",
    meaning: "Bytes of its newest whole day; where none is whole, of the one that runs, as if it were",
    cell: (row) => formatBytes(row.bytesPerDay),
  },
  {
    id: "kept",
    header: "Kept",
    width: 72,
    align: "right",
    meaning: "By the retention that is set; older days are dropped whole",
    cell: (row) => (row.keptDays === null ? "–" : `${formatCount(row.keptDays)} d`),
  },
  {
    id: "full",
    header: "When full",
    width: 92,
    align: "right",
    meaning: "At that rate, once the oldest day is dropped for every new one",
    cell: (row) => formatBytes(row.bytesWhenFull),
  },
  {
    id: "days",
    header: "Days there are",
    width: 230,
    cell: (row) =>
      row.partitions === null ? (
        <span className="text-ink-faint">not parted by day</span>
      ) : (
        <span title={`${formatCount(row.partitions.count)} partitions; some stand ready ahead`}>
          {`${formatUtcDay(row.partitions.fromMinute * MINUTE_MS)} – ${formatUtcDay(row.partitions.toMinute * MINUTE_MS - 1)}`}
        </span>
      ),
  },
];

function Meaning({ table }: { readonly table: string }) {
  const words = new Map<string, string>(Object.entries(MEANINGS)).get(table) ?? "";
  return (
    <span className="block truncate text-ink-soft" title={words}>
      {words}
    </span>
  );
}

/** What all tables together come to; nothing where it is too early to tell. */
function whenFull(tables: readonly StoredTable[]): string {
  const known = tables.flatMap(({ bytesWhenFull }) => bytesWhenFull ?? []);
  if (known.length === 0) return "";
  const rest = tables.reduce((sum, table) => sum + (table.bytesWhenFull === null ? table.bytes : 0), 0);
  const bytes = known.reduce((sum, one) => sum + one, rest);
  return ` At the rate of the last whole day telemetry comes to about ${formatBytes(bytes)} once retention is full.`;
}
