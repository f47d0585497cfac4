"use client";

import { useId } from "react";
import { DEFAULT_THRESHOLDS, matrixWindow } from "#lib/charts/index.ts";
import { HeatmapPlot } from "./HeatmapPlot.tsx";
import { HeatmapReadOut } from "./HeatmapReadOut.tsx";
import { HeatmapRowLabels } from "./HeatmapRowLabels.tsx";
import { axisHeight, HeatmapTimeAxis } from "./HeatmapTimeAxis.tsx";
import { HeatmapTooltip } from "./HeatmapTooltip.tsx";
import { placeTooltip } from "./placeTooltip.ts";
import type { HeatmapProps } from "./types.ts";
import { useCellDetail } from "./useCellDetail.ts";
import { useHeatmapKeys } from "./useHeatmapKeys.ts";
import { useHeatmapPointer } from "./useHeatmapPointer.ts";
import { useHeatmapView } from "./useHeatmapView.ts";

/** Rows × time as colour. What it can do stands in the README of the folder above. */
export function Heatmap(props: HeatmapProps) {
  const { rows, spans = [], selectedId = null, now } = props;
  const instructionsId = useId();
  const { view, scrollRef, onScroll, reveal } = useHeatmapView(props);
  const keys = useHeatmapKeys({ props, view, reveal });
  const mouse = useHeatmapPointer({ props, view });
  const cell = keys.cursor ?? mouse.hover;
  const detail = useCellDetail(cell, view.matrix, props.readCell);
  const row = cell === null ? undefined : rows[cell.row];
  const thresholds = props.thresholds[row?.thresholdsIndex ?? 0] ?? DEFAULT_THRESHOLDS;
  const axis = axisHeight(spans.length);

  return (
    <div className="relative">
      <HeatmapTimeAxis
        window={matrixWindow(view.matrix)}
        width={view.width}
        labelWidth={view.labelWidth}
        spans={spans}
      />
      <div
        ref={scrollRef}
        className="overflow-x-hidden overflow-y-auto [scrollbar-gutter:stable]"
        style={{ height: view.height }}
        onScroll={onScroll}
        data-heatmap-scroll
      >
        <div style={{ height: view.layout.height }}>
          <div className="sticky top-0" style={{ height: view.height }}>
            <HeatmapRowLabels view={view} rows={rows} selectedId={selectedId} />
            <HeatmapPlot {...{ rows, selectedId, view, keys, mouse, instructionsId }} label={props.label} />
          </div>
        </div>
      </div>
      {cell !== null && row !== undefined && mouse.brush === null && (
        <div className="absolute z-20" style={placeTooltip(view, cell, axis)}>
          <HeatmapTooltip
            {...{ row, cell, thresholds, detail, now }}
            matrix={view.matrix}
            limit={props.limitOf?.(cell.row) ?? null}
          />
        </div>
      )}
      <HeatmapReadOut
        {...{ instructionsId, row, thresholds, now }}
        matrix={view.matrix}
        cursor={keys.cursor}
        hasCsv={props.csvHref !== undefined}
      />
    </div>
  );
}
