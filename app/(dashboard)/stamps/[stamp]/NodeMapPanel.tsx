"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { decodeCells, formatCount, formatUtcWindow } from "#lib/charts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import { Choice } from "../../../_components/Choice.tsx";
import { useTheme } from "../../../_components/chart/useTheme.ts";
import { drawHeatmapPng } from "../../../_components/heatmap/drawHeatmapPng.ts";
import { HeatLegend } from "../../../_components/heatmap/HeatLegend.tsx";
import { Heatmap } from "../../../_components/heatmap/Heatmap.tsx";
import { Panel } from "../../../_components/Panel.tsx";
import { useScope } from "../../../_components/scope/useScope.ts";
import { explainNodes } from "./explainStamp.ts";
import { nodeId } from "./nodeId.ts";
import { orderNodes } from "./orderNodes.ts";
import { poolCsvHref } from "./seriesHref.ts";
import type { PoolView, StampView } from "./stampView.ts";
import { useStampState } from "./useStampState.ts";

interface NodeMapPanelProps {
  readonly pool: PoolView;
  readonly view: StampView;
}

/** Every node of a pool over the time shown. */
export function NodeMapPanel({ pool, view }: NodeMapPanelProps) {
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
      note={mapNote(pool, view)}
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
      <div className="flex flex-wrap gap-x-4 gap-y-1 px-4 pt-2 pb-3 text-xs text-ink-soft">
        <HeatLegend thresholds={pool.thresholds} />
        <span>a cell is the greatest of its minutes</span>
      </div>
    </Panel>
  );
}

/** Few nodes get taller rows, so that the map stands as tall as the list beside it. */
function rowHeightFor(nodes: number): number {
  return Math.min(28, Math.max(14, Math.floor(280 / Math.max(1, nodes))));
}

function mapNote(pool: PoolView, view: StampView): string {
  const hours = formatUtcWindow(view.shown.fromMinute, view.shown.toMinute, view.readMs);
  return `${formatCount(pool.nodeCells?.names.length ?? 0)} nodes, ${hours}`;
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
