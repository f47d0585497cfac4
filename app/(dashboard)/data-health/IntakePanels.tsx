"use client";

import { useMemo } from "react";
import { adviseRejection } from "#lib/charts/describeHealth.ts";
import { formatAgo, formatCount, formatShare, formatUtcDateTime } from "#lib/charts/index.ts";
import type { Rejection, SourceIntake } from "#lib/telemetry/intake/intakeReport.ts";
import { Panel } from "../../_components/Panel.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";

/** Rows that were refused, and what to do about it. */
export function RejectionsPanel({ rows, now }: { rows: readonly Rejection[]; now: number }) {
  const columns = useMemo(() => rejectionColumns(now), [now]);
  const refused = rows.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel
      title="Refused rows"
      note={
        rows.length === 0
          ? "Every row that was sent has been taken."
          : `${formatCount(refused)} rows since the first, the latest reasons first. Nothing of them is stored.`
      }
      isFlush
    >
      <DataTable
        caption="Refused rows by sender, by what they named and why"
        columns={columns}
        rows={rows}
        rowId={(row) => [row.source, row.endpoint, row.stamp, row.pool, row.code].join("\n")}
        emptyText="No row has been refused."
      />
    </Panel>
  );
}

function rejectionColumns(now: number): DataColumn<Rejection>[] {
  return [
    {
      id: "named",
      header: "Named as",
      width: 168,
      isRowHeader: true,
      cell: (row) =>
        row.stamp === "" && row.pool === "" ? (
          <span className="text-ink-faint">nothing</span>
        ) : (
          <span className="font-mono text-xs" title={`${row.stamp} ${row.pool}`}>
            {row.stamp} {row.pool}
          </span>
        ),
    },
    {
      id: "code",
      header: "Why",
      width: 140,
      cell: (row) => <span title={row.lastMessage}>{row.code.replaceAll("_", " ")}</span>,
    },
    { id: "count", header: "Rows", width: 80, align: "right", cell: (row) => formatCount(row.count) },
    {
      id: "advice",
      header: "What to do",
      width: 392,
      cell: (row) => <span title={row.lastMessage}>{adviseRejection(row.code)}</span>,
    },
    {
      id: "sender",
      header: "Sent by",
      width: 180,
      cell: (row) => (
        <span className="text-ink-soft" title={row.endpoint}>
          {row.source}, {row.endpoint}
        </span>
      ),
    },
    {
      id: "last",
      header: "Last",
      width: 96,
      align: "right",
      cell: (row) => <Ago at={row.lastReceivedMs} now={now} />,
    },
  ];
}

/** Who sends, through which door, and what became of it. */
export function SourcesPanel({ rows, now }: { rows: readonly SourceIntake[]; now: number }) {
  const columns = useMemo(() => sourceColumns(now), [now]);
  return (
    <Panel
      title="Senders"
      note="Counted since each first sent. A sender is the name of its token, or of a file that was read"
      isFlush
    >
      <DataTable
        caption="Senders and what became of their rows"
        columns={columns}
        rows={rows}
        rowId={(row) => `${row.source}\n${row.endpoint}`}
        emptyText="Nobody has sent anything yet. Import a file or read from Prometheus, above; or send samples with a token of the role ingest, as /api/docs describes."
      />
    </Panel>
  );
}

function sourceColumns(now: number): DataColumn<SourceIntake>[] {
  const number = (
    id: keyof SourceIntake,
    header: string,
    meaning: string,
    countOf: (row: SourceIntake) => number,
  ): DataColumn<SourceIntake> => ({
    id,
    header,
    meaning,
    width: 104,
    align: "right",
    cell: (row) => {
      const value = countOf(row);
      return value === 0 ? <span className="text-ink-faint">none</span> : formatCount(value);
    },
  });
  return [
    {
      id: "source",
      header: "Sender",
      width: 168,
      isRowHeader: true,
      cell: (row) => <span className="font-medium">{row.source}</span>,
    },
    {
      id: "endpoint",
      header: "Through",
      width: 176,
      cell: (row) => <span className="text-ink-soft">{row.endpoint}</span>,
    },
    {
      id: "last",
      header: "Last heard",
      width: 96,
      align: "right",
      cell: (row) => <Ago at={row.lastReceivedMs} now={now} />,
    },
    number("pools", "Pools", "Pools that it has sent for", (row) => row.pools),
    number("received", "Received", "Valid rows, those known already among them", (row) => row.received),
    {
      ...number("late", "Late", "Came more than 5 minutes after their time", (row) => row.late),
      cell: (row) => <Late row={row} />,
    },
    number("duplicate", "Known already", "Told the same again; changed nothing", (row) => row.duplicate),
    number("rounded", "Rounded", "100 to 100.5 %, stored as 100", (row) => row.rounded),
    number("rejected", "Refused", "Not stored; the reasons stand above", (row) => row.rejected),
  ];
}

function Late({ row }: { row: SourceIntake }) {
  if (row.late === 0) return <span className="text-ink-faint">none</span>;
  if (row.endpoint === "import") return <span className="text-ink-faint">from a file</span>;
  if (row.endpoint === "backfill") return <span className="text-ink-faint">of the past</span>;
  return (
    <span title={formatCount(row.late)}>
      {formatShare(row.received === 0 ? null : row.late / row.received)}
    </span>
  );
}

function Ago({ at, now }: { at: number; now: number }) {
  return <span title={`${formatUtcDateTime(at, now)} UTC`}>{formatAgo(at, now)}</span>;
}
