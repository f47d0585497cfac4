"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import {
  decodeCells,
  formatCount,
  formatCpu,
  formatShare,
  formatUtcDateTime,
  formatUtcWindow,
  NO_VALUE,
} from "#lib/charts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import { Choice } from "../../../_components/Choice.tsx";
import { useTheme } from "../../../_components/chart/useTheme.ts";
import { drawHeatmapPng } from "../../../_components/heatmap/drawHeatmapPng.ts";
import { HeatLegend } from "../../../_components/heatmap/HeatLegend.tsx";
import { Heatmap } from "../../../_components/heatmap/Heatmap.tsx";
import { Panel } from "../../../_components/Panel.tsx";
import { useScope } from "../../../_components/scope/useScope.ts";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { explainHottest, explainNodes } from "./explainStamp.ts";
import type { NodeRow } from "./nodeRows.ts";
import { orderNodes } from "./orderNodes.ts";
import { poolCsvHref } from "./seriesHref.ts";
import { STAMP_PARSERS } from "./stampParameters.ts";
import type { PoolView, StampView } from "./stampView.ts";

interface NodePanelsProps {
  readonly pool: PoolView;
  readonly view: StampView;
}

/** Node × minute, and beside it which node is hottest how often. Both mark the same node. */
export function NodePanels({ pool, view }: NodePanelsProps) {
  return (
    <div className="grid gap-4 xl:grid-cols-[minmax(0,1.75fr)_minmax(0,1fr)]">
      <NodeMapPanel pool={pool} view={view} />
      <HottestPanel pool={pool} view={view} />
    </div>
  );
}

function useStampState() {
  const [parameters, setParameters] = useQueryStates(STAMP_PARSERS, { history: "replace", scroll: false });
  return {
    ...parameters,
    setNodes: (nodes: (typeof parameters)["nodes"]) => void setParameters({ nodes }),
    setSelected: (selected: string | null) => void setParameters({ selected }),
  };
}

function NodeMapPanel({ pool, view }: NodePanelsProps) {
  const state = useStampState();
  const { setRange } = useScope();
  const theme = useTheme();
  const packed = pool.nodeCells;
  const matrix = useMemo(
    () =>
      packed === null
        ? null
        : {
            rows: packed.names.length,
            columns: packed.columns,
            fromMinute: packed.fromMinute,
            stepMinutes: packed.stepMinutes,
            values: decodeCells(packed.cells),
          },
    [packed],
  );
  const rows = useMemo(
    () =>
      (packed?.names ?? []).map((name) => ({
        id: nodeId(pool, name),
        label: name,
        group: null,
        thresholdsIndex: 0,
      })),
    [packed, pool],
  );
  const order = useMemo(
    () => orderNodes(packed?.names ?? [], pool.nodes, state.nodes),
    [packed, pool.nodes, state.nodes],
  );
  const title = `${pool.pool}: nodes over time`;
  if (matrix === null) return <NoNodes title={title} view={view} />;
  const label = `${pool.stamp} ${title}`;
  const thresholds = [pool.thresholds];

  function pan(share: number) {
    const length = view.shown.toMinute - view.shown.fromMinute;
    const latest = Math.floor(view.readMs / MINUTE_MS);
    const fromMinute = Math.min(view.shown.fromMinute + Math.round(length * share), latest - length);
    void setRange({ kind: "absolute", fromMinute, toMinute: fromMinute + length });
  }

  return (
    <Panel
      title={title}
      note={mapNote(pool)}
      isFlush
      controls={
        <Choice
          label="Order of nodes"
          value={state.nodes}
          onChange={state.setNodes}
          items={[
            { value: "heat", label: "By heat" },
            { value: "name", label: "By name" },
          ]}
        />
      }
      explain={explainNodes(pool, view.shown, view.readMs)}
      csvHref={poolCsvHref(pool, "nodes", view.shown)}
      png={{
        fileName: `${pool.stamp}-${pool.pool}-nodes.png`,
        draw: () => drawHeatmapPng({ title: label, matrix, rows, order, thresholds, theme }),
      }}
    >
      <Heatmap
        label={label}
        matrix={matrix}
        rows={rows}
        order={order}
        thresholds={thresholds}
        labelWidth={96}
        rowHeight={rowHeightFor(order.length)}
        heightAtMost={320}
        spans={view.measuredLabel === null ? [] : [{ ...view.measured, label: "peak window" }]}
        limitOf={() => pool.measures.limit}
        selectedId={state.selected}
        onSelect={state.setSelected}
        onZoom={(window) => void setRange({ kind: "absolute", ...window })}
        onPan={pan}
        csvHref={poolCsvHref(pool, "nodes", view.shown)}
        now={view.readMs}
      />
      <div className="px-4 pt-2 pb-3">
        <HeatLegend thresholds={pool.thresholds} />
      </div>
    </Panel>
  );
}

/** Few nodes get taller rows, so that the map stands as tall as the list beside it. */
function rowHeightFor(nodes: number): number {
  return Math.min(28, Math.max(14, Math.floor(280 / Math.max(1, nodes))));
}

function mapNote({ nodeCells }: PoolView): string {
  const step = nodeCells?.stepMinutes ?? 1;
  const cell = step === 1 ? "a minute" : `the greatest of ${step} minutes`;
  return `${formatCount(nodeCells?.names.length ?? 0)} nodes; a cell is ${cell}`;
}

function NoNodes({ title, view }: { title: string; view: StampView }) {
  const router = useRouter();
  const current = useSearchParams();
  function goToPeak() {
    const next = new URLSearchParams(current);
    for (const key of ["window", "from", "to"]) next.delete(key);
    router.push(`?${next}`);
  }
  return (
    <Panel title={title}>
      <p className="text-base text-ink-soft">
        No minute of a single node is kept of this time. Minutes of every node are kept for {view.rawDays}{" "}
        days, the pool’s own line for longer.
      </p>
      <button type="button" className="control mt-2" onClick={goToPeak}>
        Show the latest peak
      </button>
    </Panel>
  );
}

function HottestPanel({ pool, view }: NodePanelsProps) {
  const state = useStampState();
  const columns = useMemo(() => hottestColumns(pool, view.readMs), [pool, view.readMs]);
  const window = pool.measures.window;
  return (
    <Panel
      title={`${pool.pool}: hottest how often`}
      note={formatUtcWindow(window.fromMinute, window.toMinute, view.readMs)}
      isFlush
      explain={explainHottest(pool, view.readMs)}
      csvHref={poolCsvHref(pool, "series", window)}
    >
      <div className="[&>section]:max-h-[390px] [&>section]:overflow-auto">
        <DataTable
          caption={`Nodes of ${pool.pool} by how often they are the hottest`}
          columns={columns}
          rows={pool.nodes}
          rowId={(row) => nodeId(pool, row.name)}
          selectedId={state.selected}
          onSelect={(id) => state.setSelected(id === state.selected ? null : id)}
          emptyText="No node had data in this window."
          rowHeight={28}
        />
      </div>
    </Panel>
  );
}

function nodeId(pool: PoolView, name: string): string {
  return `${pool.id}/${name}`;
}

function hottestColumns(pool: PoolView, now: number): DataColumn<NodeRow>[] {
  const most = pool.nodes[0]?.hottestShare ?? 1;
  const latest = Math.max(...pool.nodes.map(({ lastMinute }) => lastMinute ?? 0));
  return [
    {
      id: "name",
      header: "Node",
      width: 76,
      isRowHeader: true,
      cell: (row) => (
        <span
          className={`font-mono text-xs ${row.name === pool.sickNode?.name ? "font-semibold" : ""}`}
          title={goneTitle(row, latest, now)}
        >
          {row.name}
          {isGone(row, latest) && <span className="font-sans text-2xs text-ink-soft"> gone</span>}
        </span>
      ),
    },
    {
      id: "share",
      header: "Hottest in",
      width: 112,
      meaning: "Share of the minutes with data in which it was the hottest of its pool",
      cell: (row) => <ShareBar share={row.hottestShare} most={most} minutes={row.hottestMinutes} />,
    },
    {
      id: "p95",
      header: "P95",
      width: 64,
      align: "right",
      meaning: "95th percentile of this node’s own minutes",
      cell: (row) => formatCpu(row.p95),
    },
    { id: "max", header: "Max", width: 64, align: "right", cell: (row) => formatCpu(row.max) },
    { id: "average", header: "Average", width: 80, align: "right", cell: (row) => formatCpu(row.average) },
  ];
}

/** A node whose last sample is over 15 minutes older than the pool's. */
function isGone(row: NodeRow, latest: number): boolean {
  return row.lastMinute !== null && latest - row.lastMinute > 15;
}

function goneTitle(row: NodeRow, latest: number, now: number): string | undefined {
  if (row.lastMinute === null || !isGone(row, latest)) return undefined;
  return `Last sample at ${formatUtcDateTime(row.lastMinute * MINUTE_MS, now)} UTC: scaled in, or lost`;
}

function ShareBar({ share, most, minutes }: { share: number; most: number; minutes: number }) {
  return (
    <span className="flex items-center gap-2" title={`${formatCount(minutes)} minutes`}>
      <span aria-hidden="true" className="h-2 flex-1">
        <span
          className="block h-full rounded-r-sm bg-accent"
          style={{ width: `${most > 0 ? (share / most) * 100 : 0}%` }}
        />
      </span>
      <span className="w-10 text-right">{share === 0 ? NO_VALUE : formatShare(share)}</span>
    </span>
  );
}
