"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { use, useMemo } from "react";
import {
  DEFAULT_THRESHOLDS,
  decodeCells,
  formatCount,
  formatDuration,
  matrixWindow,
} from "#lib/charts/index.ts";
import type { MinuteWindow } from "#lib/core/index.ts";
import { useTheme } from "../../_components/chart/useTheme.ts";
import { drawHeatmapPng } from "../../_components/heatmap/drawHeatmapPng.ts";
import { HeatLegend } from "../../_components/heatmap/HeatLegend.tsx";
import { Heatmap } from "../../_components/heatmap/Heatmap.tsx";
import type { HeatmapRow } from "../../_components/heatmap/types.ts";
import { Panel } from "../../_components/Panel.tsx";
import { stampHref } from "../../_components/scope/hrefs.ts";
import { carryScope } from "../../_components/scope/scope.ts";
import { useScope } from "../../_components/scope/useScope.ts";
import { explainCells } from "./explainFleet.ts";
import { FleetMapControls, MEASURE_WORDS } from "./FleetMapControls.tsx";
import type { FleetCells, FleetPoolRow, FleetView } from "./fleetView.ts";
import { readCellDetail } from "./readCellDetail.ts";
import type { FleetState } from "./useFleetState.ts";

interface FleetHeatmapProps {
  readonly view: FleetView;
  readonly pools: readonly FleetPoolRow[];
  /** Indexes of the pools shown, in order. */
  readonly order: readonly number[];
  readonly cells: Promise<FleetCells>;
  readonly state: FleetState;
}

const ROW_HEIGHT = 16;
/** Height of the plot when everything is to fit. */
const FIT_PIXELS = 28 * ROW_HEIGHT;

export function FleetHeatmap({ view, pools, order, cells, state }: FleetHeatmapProps) {
  const packed = use(cells);
  const router = useRouter();
  const current = useSearchParams();
  const { setRange } = useScope();
  const theme = useTheme();
  const matrix = useMemo(
    () => ({
      rows: pools.length,
      columns: packed.columns,
      fromMinute: packed.fromMinute,
      stepMinutes: packed.stepMinutes,
      values: decodeCells(packed.cells),
    }),
    [packed, pools.length],
  );
  const rows = useMemo(() => pools.map((pool) => mapRow(pool, state.order)), [pools, state.order]);
  const readCell = useMemo(
    () => (row: number, window: MinuteWindow, signal: AbortSignal) => {
      const pool = pools[row];
      return pool === undefined ? Promise.resolve(null) : readCellDetail(pool, window, signal);
    },
    [pools],
  );
  const shown = matrixWindow(matrix);
  const label = `${MEASURE_WORDS[state.measure]}, ${formatCount(order.length)} of ${formatCount(pools.length)} pools`;
  const csvHref = heatmapCsvHref(shown, packed.stepMinutes, state, current.get("region"));
  const rowHeight =
    state.density === "fit" ? Math.max(2, Math.floor(FIT_PIXELS / Math.max(1, order.length))) : ROW_HEIGHT;

  function pan(share: number) {
    const length = shown.toMinute - shown.fromMinute;
    const latest = Math.floor(view.readMs / 60_000);
    const fromMinute = Math.min(shown.fromMinute + Math.round(length * share), latest - length);
    void setRange({ kind: "absolute", fromMinute, toMinute: fromMinute + length });
  }

  return (
    <Panel
      title="Heat map"
      note={`${label}; a cell is ${formatDuration(packed.stepMinutes * 60)}${state.measure === "hot" ? ", its greatest minute" : ""}`}
      isFlush
      controls={<FleetMapControls state={state} stepMinutes={packed.stepMinutes} />}
      explain={explainCells({
        view,
        pool: pools.find((pool) => pool.id === state.selected) ?? pools[order[0] ?? 0],
        measure: state.measure,
      })}
      csvHref={csvHref}
      png={{
        fileName: "fleet-heat-map.png",
        draw: () => drawHeatmapPng({ title: label, matrix, rows, order, thresholds: view.thresholds, theme }),
      }}
    >
      <Heatmap
        label={label}
        matrix={matrix}
        rows={rows}
        order={order}
        thresholds={view.thresholds}
        rowHeight={Math.min(ROW_HEIGHT, rowHeight)}
        heightAtMost={FIT_PIXELS}
        spans={
          view.isPeak ? view.windows.map((window) => ({ ...window, label: `${window.region} peak` })) : []
        }
        limitOf={(row) => (state.measure === "average" ? null : (pools[row]?.limit ?? null))}
        readCell={readCell}
        selectedId={state.selected}
        onSelect={state.setSelected}
        onOpen={(id) => {
          const [stamp = "", pool] = id.split("/", 2);
          router.push(carryScope(stampHref(stamp, pool), current));
        }}
        onZoom={(window) => void setRange({ kind: "absolute", ...window })}
        onPan={pan}
        csvHref={csvHref}
        now={view.readMs}
      />
      <div className="px-4 pt-2 pb-3">
        <HeatLegend thresholds={view.thresholds[0] ?? DEFAULT_THRESHOLDS} />
        {view.thresholds.length > 1 && (
          <p className="text-xs text-ink-soft">
            Some pool kinds have thresholds of their own; their colours follow them.
          </p>
        )}
      </div>
    </Panel>
  );
}

function mapRow(pool: FleetPoolRow, order: FleetState["order"]): HeatmapRow {
  return {
    id: pool.id,
    label: pool.stamp,
    detail: pool.pool,
    group: order === "region" ? pool.region : null,
    thresholdsIndex: pool.thresholdsIndex,
  };
}

function heatmapCsvHref(
  window: MinuteWindow,
  stepMinutes: number,
  state: Pick<FleetState, "measure" | "kind">,
  region: string | null,
): string {
  const parameters = new URLSearchParams({
    from: new Date(window.fromMinute * 60_000).toISOString(),
    to: new Date(window.toMinute * 60_000).toISOString(),
    step: `${stepMinutes}m`,
    measure: state.measure,
  });
  if (region) parameters.set("region", region);
  if (state.kind) parameters.set("kind", state.kind);
  return `/api/v1/fleet/heatmap.csv?${parameters}`;
}
