"use client";

import { use, useMemo } from "react";
import {
  type CellMatrix,
  DEFAULT_THRESHOLDS,
  decodeCells,
  formatCount,
  formatDuration,
  matrixWindow,
} from "#lib/charts/index.ts";
import { useTheme } from "../../_components/chart/useTheme.ts";
import { drawHeatmapPng } from "../../_components/heatmap/drawHeatmapPng.ts";
import { HeatLegend } from "../../_components/heatmap/HeatLegend.tsx";
import { Heatmap } from "../../_components/heatmap/Heatmap.tsx";
import type { HeatmapRow, HeatmapSpan } from "../../_components/heatmap/types.ts";
import { Panel } from "../../_components/Panel.tsx";
import { explainCells } from "./explainFleet.ts";
import { FleetMapControls, MEASURE_WORDS } from "./FleetMapControls.tsx";
import type { FleetCells, FleetPoolRow, FleetView, RegionWindow } from "./fleetView.ts";
import type { FleetState } from "./useFleetState.ts";
import { useMapActions } from "./useMapActions.ts";

interface FleetHeatmapProps {
  readonly view: FleetView;
  readonly pools: readonly FleetPoolRow[];
  /** Indexes of the pools shown, in order. */
  readonly order: readonly number[];
  readonly cells: Promise<FleetCells>;
  readonly state: FleetState;
}

const ROW_HEIGHT = 16;
/** Rows in sight before the map scrolls; with "fit" all of them share this height. */
const ROWS_IN_SIGHT = 28;

export function FleetHeatmap({ view, pools, order, cells, state }: FleetHeatmapProps) {
  const packed = use(cells);
  const theme = useTheme();
  const matrix = useMemo(() => unpackCells(packed, pools.length), [packed, pools.length]);
  const rows = useMemo(() => pools.map((pool) => mapRow(pool, state.order)), [pools, state.order]);
  const actions = useMapActions(pools, matrixWindow(matrix), view.readMs);
  const label = `${MEASURE_WORDS[state.measure]}, ${formatCount(order.length)} of ${formatCount(pools.length)} pools`;
  const step = formatDuration(packed.stepMinutes * 60);
  const explained = pools.find((pool) => pool.id === state.selected) ?? pools[order[0] ?? 0];
  const csvHref = actions.csvHref(packed.stepMinutes, state);
  const shared = { matrix, rows, order, thresholds: view.thresholds };

  return (
    <Panel
      title="Heat map"
      note={`${label}; a cell is ${step}${state.measure === "hot" ? ", its greatest minute" : ""}`}
      isFlush
      controls={<FleetMapControls state={state} stepMinutes={packed.stepMinutes} />}
      explain={explainCells({ view, pool: explained, measure: state.measure })}
      csvHref={csvHref}
      png={{ fileName: "fleet-heat-map.png", draw: () => drawHeatmapPng({ ...shared, title: label, theme }) }}
    >
      <Heatmap
        {...shared}
        label={label}
        rowHeight={rowHeightOf(state.density, order.length)}
        heightAtMost={ROWS_IN_SIGHT * ROW_HEIGHT}
        spans={view.isPeak ? view.windows.map(peakSpan) : NO_SPANS}
        limitOf={(row) => (state.measure === "average" ? null : (pools[row]?.limit ?? null))}
        readCell={actions.readCell}
        selectedId={state.selected}
        onSelect={state.setSelected}
        onOpen={actions.open}
        onZoom={actions.zoom}
        onPan={actions.pan}
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

const NO_SPANS: readonly HeatmapSpan[] = [];

function peakSpan(window: RegionWindow): HeatmapSpan {
  return { ...window, label: `${window.region} peak` };
}

function unpackCells(packed: FleetCells, rows: number): CellMatrix {
  const { columns, fromMinute, stepMinutes } = packed;
  return { rows, columns, fromMinute, stepMinutes, values: decodeCells(packed.cells) };
}

/** As high as a name needs, or as low as all rows need to be in sight at once; under 2 pixels the map scrolls after all. */
function rowHeightOf(density: FleetState["density"], rows: number): number {
  if (density === "rows") return ROW_HEIGHT;
  const fit = Math.floor((ROWS_IN_SIGHT * ROW_HEIGHT) / Math.max(1, rows));
  return Math.min(ROW_HEIGHT, Math.max(2, fit));
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
