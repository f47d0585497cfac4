"use client";

import { useMemo, useState } from "react";
import { formatCount, formatCpu, formatUtcDateTime, formatUtcWindow, NO_VALUE } from "#lib/charts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import { Choice } from "../../../_components/Choice.tsx";
import { drawLinePng } from "../../../_components/chart/drawLinePng.ts";
import { LineChart } from "../../../_components/chart/LineChart.tsx";
import type { ChartLevel, ChartLine } from "../../../_components/chart/types.ts";
import { useTheme } from "../../../_components/chart/useTheme.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { explainLine } from "./explainStamp.ts";
import { minuteValues, type PackedSeries, type SeriesRow, unpackRows } from "./packSeries.ts";
import { poolCsvHref } from "./seriesHref.ts";
import { annotationsOf } from "./stampEvents.ts";
import type { PoolView, StampView } from "./stampView.ts";

/** A pool's hottest node over time, beside its average, under P95, limit and thresholds, with what happened. */
export function PoolLinePanel({ pool, view }: { pool: PoolView; view: StampView }) {
  const [shape, setShape] = useState<"chart" | "table">("chart");
  const theme = useTheme();
  const rows = useMemo(() => unpackRows(pool.series), [pool.series]);
  const lines = useMemo(() => poolLines(pool.series, rows), [pool.series, rows]);
  const levels = poolLevels(pool, view);
  const annotations = useMemo(() => annotationsOf(view.events, pool.pool), [view.events, pool.pool]);
  const title = `${pool.stamp} ${pool.pool}: hottest node, minute by minute`;
  const chart = {
    window: view.shown,
    lines,
    levels,
    annotations,
    thresholds: pool.thresholds,
    ...(view.measuredLabel === null ? {} : { measured: { ...view.measured, label: view.measuredLabel } }),
  };
  return (
    <Panel
      title={`${pool.pool}: hottest node, minute by minute`}
      note={formatUtcWindow(view.shown.fromMinute, view.shown.toMinute, view.readMs)}
      controls={
        <Choice
          label="Shape"
          value={shape}
          onChange={setShape}
          items={[
            { value: "chart", label: "Chart" },
            { value: "table", label: "Table" },
          ]}
        />
      }
      explain={explainLine(pool, view.readMs)}
      csvHref={poolCsvHref(pool, "series", view.shown)}
      png={{
        fileName: `${pool.stamp}-${pool.pool}.png`,
        draw: () => drawLinePng({ title, theme, ...chart }),
      }}
      isFlush={shape === "table"}
    >
      {shape === "chart" ? (
        <LineChart
          label={`${pool.pool}: hottest node and pool average in percent of CPU`}
          thing={pool.id}
          now={view.readMs}
          height={220}
          {...chart}
        />
      ) : (
        <MinuteTable rows={rows} minutesPerValue={pool.series.minutesPerValue} now={view.readMs} />
      )}
    </Panel>
  );
}

function poolLines(series: PackedSeries, rows: readonly SeriesRow[]): ChartLine[] {
  return [
    {
      key: "hot",
      label: "Hottest node",
      thinBy: "max",
      tone: "strong",
      values: minuteValues(series, rows, "hot"),
    },
    {
      key: "average",
      label: "Pool average",
      thinBy: "mean",
      tone: "accent",
      values: minuteValues(series, rows, "average"),
    },
  ];
}

function poolLevels({ measures }: PoolView, view: StampView): ChartLevel[] {
  const p95: ChartLevel[] =
    measures.hotNodeP95 === null
      ? []
      : [
          {
            value: measures.hotNodeP95,
            label: `P95 ${formatCpu(measures.hotNodeP95)}`,
            tone: "strong",
            ...(view.measuredLabel === null ? {} : { span: view.measured }),
          },
        ];
  return [...p95, { value: measures.limit, label: `limit ${measures.limit}\u00a0%`, tone: "limit" }];
}

interface MinuteTableProps {
  readonly rows: readonly SeriesRow[];
  readonly minutesPerValue: number;
  readonly now: number;
}

/** The same as rows, the latest first. */
function MinuteTable({ rows, minutesPerValue, now }: MinuteTableProps) {
  const latestFirst = useMemo(() => [...rows].reverse(), [rows]);
  const columns = useMemo(() => minuteColumns(now), [now]);
  return (
    <>
      {minutesPerValue > 1 && (
        <p className="px-4 pb-2 text-xs text-ink-soft">
          A row is {minutesPerValue} minutes: the greatest hot of them, the mean average, the fewest nodes.
        </p>
      )}
      <div className="max-h-[420px] overflow-hidden [&>section]:max-h-[420px]">
        <DataTable
          caption="Minute by minute, the latest first"
          columns={columns}
          rows={latestFirst}
          rowId={(row) => String(row.minute)}
          emptyText="There is no minute in this window."
          rowHeight={28}
        />
      </div>
    </>
  );
}

function minuteColumns(now: number): DataColumn<SeriesRow>[] {
  return [
    {
      id: "minute",
      header: "Minute, UTC",
      width: 120,
      isRowHeader: true,
      cell: (row) => formatUtcDateTime(row.minute * MINUTE_MS, now),
    },
    {
      id: "hot",
      header: "Hottest node",
      width: 96,
      align: "right",
      cell: (row) => (row.hot === null ? <NoData /> : formatCpu(row.hot)),
    },
    {
      id: "node",
      header: "Which",
      width: 120,
      cell: (row) => <span className="font-mono text-xs">{row.hottestNode ?? NO_VALUE}</span>,
    },
    {
      id: "average",
      header: "Pool average",
      width: 96,
      align: "right",
      cell: (row) => formatCpu(row.average),
    },
    {
      id: "nodes",
      header: "Nodes with data",
      width: 110,
      align: "right",
      cell: (row) => formatCount(row.nodes),
    },
  ];
}

function NoData() {
  return <span className="text-ink-faint">no data</span>;
}
