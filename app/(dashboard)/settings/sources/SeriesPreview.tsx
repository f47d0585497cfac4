"use client";

import { useMemo } from "react";
import { formatAgo, formatCount } from "#lib/charts/index.ts";
import type { PreviewRow, SeriesOutcome, SourcesPreview } from "#lib/telemetry/sources/previewAnswer.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";

interface SeriesPreviewProps {
  readonly preview: SourcesPreview;
  readonly now: number;
  /** The mapping shown is another than the one that holds. */
  readonly isTried: boolean;
}

const OUTCOME_WORDS: Readonly<Record<SeriesOutcome, string>> = {
  taken: "taken",
  unnamed: "no name",
  unknown_stamp: "unknown stamp",
  unknown_pool: "unknown pool",
  unknown_registry: "unknown registry",
  left_out: "left out",
};

/** What arrived lately, and what the mapping as it is typed makes of it: what does not match first. */
export function SeriesPreview({ preview, now, isTried }: SeriesPreviewProps) {
  const columns = useMemo(() => previewColumns(now), [now]);
  return (
    <Panel
      title={isTried ? "What arrived, by the mapping as typed" : "What arrived"}
      note={
        preview.series.length === 0
          ? "Label sets that senders send, and what they become."
          : `${formatCount(preview.series.length)} of the label sets that arrived lately, some of each metric. What does not match stands first.`
      }
      isFlush
    >
      <DataTable
        caption="Label sets that arrived, and what they become"
        columns={columns}
        rows={preview.series}
        rowId={(row) => JSON.stringify([row.endpoint, row.metric, row.labels])}
        emptyText="Nothing has arrived yet. Point a Prometheus at /api/v1/prometheus/write, or an OpenTelemetry exporter at /api/v1/otlp/v1/metrics, with an ingest token."
      />
    </Panel>
  );
}

function previewColumns(now: number): DataColumn<PreviewRow>[] {
  const text = (of: (row: PreviewRow) => string | null) => (row: PreviewRow) => (
    <span className="truncate" title={of(row) ?? ""}>
      {of(row) ?? "–"}
    </span>
  );
  const labels = (row: PreviewRow) =>
    Object.entries(row.labels)
      .map(([name, value]) => `${name}="${value}"`)
      .join(", ");
  return [
    {
      id: "metric",
      header: "Metric",
      width: 170,
      isRowHeader: true,
      sortValue: (row) => row.metric,
      cell: text((row) => row.metric),
    },
    {
      id: "outcome",
      header: "Outcome",
      width: 185,
      sortValue: (row) => row.outcome,
      cell: (row) => <Outcome row={row} />,
    },
    {
      id: "stamp",
      header: "Stamp",
      width: 90,
      sortValue: (row) => row.stamp,
      cell: text((row) => row.stamp),
    },
    { id: "pool", header: "Pool", width: 90, sortValue: (row) => row.pool, cell: text((row) => row.pool) },
    {
      id: "own",
      header: "Node or registry",
      width: 130,
      sortValue: (row) => row.node ?? row.registry,
      cell: text((row) => row.node ?? row.registry),
    },
    { id: "labels", header: "Labels", width: 320, cell: text(labels) },
    {
      id: "source",
      header: "Sender",
      width: 110,
      sortValue: (row) => row.source,
      cell: text((row) => row.source),
    },
    {
      id: "seen",
      header: "Seen",
      width: 90,
      sortValue: (row) => row.seenAt,
      cell: text((row) => formatAgo(Date.parse(row.seenAt), now)),
    },
  ];
}

function Outcome({ row: { outcome, missing } }: { row: PreviewRow }) {
  const words = outcome === "unnamed" ? `no ${missing.join(", no ")}` : OUTCOME_WORDS[outcome];
  return (
    <span className={outcome === "taken" || outcome === "left_out" ? "text-ink-soft" : "font-medium"}>
      {words}
    </span>
  );
}
