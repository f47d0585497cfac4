"use client";

import { useCallback, useId, useMemo, useRef, useState } from "react";
import {
  cellAt,
  columnWindow,
  DEFAULT_THRESHOLDS,
  formatCpu,
  formatUtcWindow,
  heatStateOf,
  layoutRows,
  matrixWindow,
  thinColumnsByMax,
  visibleItems,
} from "#lib/charts/index.ts";
import { toPercent } from "#lib/core/index.ts";
import { useSize } from "../chart/useSize.ts";
import { useTheme } from "../chart/useTheme.ts";
import { HeatmapCanvas } from "./HeatmapCanvas.tsx";
import { HeatmapMarks } from "./HeatmapMarks.tsx";
import { HeatmapRowLabels } from "./HeatmapRowLabels.tsx";
import { axisHeight, HeatmapTimeAxis } from "./HeatmapTimeAxis.tsx";
import { HeatmapTooltip, useCellDetail } from "./HeatmapTooltip.tsx";
import type { HeatmapProps } from "./types.ts";
import { useCellImage } from "./useCellImage.ts";
import { useHeatmapKeys } from "./useHeatmapKeys.ts";
import { useHeatmapPointer } from "./useHeatmapPointer.ts";

const GROUP_HEIGHT = 24;
const TOOLTIP_WIDTH = 260;
const TOOLTIP_HEIGHT = 136;

/** Rows × time as colour: see README.md of this folder's parent for what it can do. */
export function Heatmap(props: HeatmapProps) {
  const { rows, order, rowHeight = 16, heightAtMost = 416, spans = [] } = props;
  const instructionsId = useId();
  const scrollRef = useRef<HTMLDivElement>(null);
  const { width: outerWidth } = useSize(scrollRef);
  // On a phone the names give way: the cells are what one came for.
  const labelWidth = props.labelWidth ?? (outerWidth > 0 && outerWidth < 520 ? 124 : 176);
  const width = Math.max(0, outerWidth - labelWidth - 16);
  const [scrollTop, setScrollTop] = useState(0);
  const theme = useTheme();
  // A column narrower than a pixel could not be seen: the greatest of those that share it stands for them.
  const matrix = useMemo(
    () => (width > 0 ? thinColumnsByMax(props.matrix, width) : props.matrix),
    [props.matrix, width],
  );
  const layout = useMemo(
    () =>
      layoutRows({
        order,
        groupOf: (row) => rows[row]?.group ?? null,
        rowHeight,
        groupHeight: GROUP_HEIGHT,
      }),
    [order, rows, rowHeight],
  );
  const image = useCellImage({ matrix, rows, order, thresholds: props.thresholds, theme });
  const height = Math.min(layout.height, heightAtMost);
  const scrolled = Math.min(scrollTop, Math.max(0, layout.height - height));
  const { first, end } = visibleItems(layout, { scrollTop: scrolled, height });

  const reveal = useCallback(
    (itemIndex: number) => {
      const element = scrollRef.current;
      if (element === null) return;
      const top = layout.tops[itemIndex] ?? 0;
      const bottom = layout.tops[itemIndex + 1] ?? top;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (bottom > element.scrollTop + height) element.scrollTop = bottom - height;
    },
    [layout, height],
  );
  const shared = {
    matrix,
    layout,
    rows,
    onSelect: props.onSelect,
    onOpen: props.onOpen,
    onZoom: props.onZoom,
  };
  const keys = useHeatmapKeys({ ...shared, onPan: props.onPan, reveal });
  const mouse = useHeatmapPointer({
    ...shared,
    source: props.label,
    scrollTop: scrolled,
    width,
    onPan: props.onPan,
  });
  const cell = keys.cursor ?? mouse.hover;
  const detail = useCellDetail(cell, matrix, props.readCell);
  const cellRow = cell === null ? undefined : rows[cell.row];
  const thresholdsOf = (index: number) => props.thresholds[index] ?? DEFAULT_THRESHOLDS;

  return (
    <div className="relative">
      <HeatmapTimeAxis window={matrixWindow(matrix)} width={width} labelWidth={labelWidth} spans={spans} />
      <div
        ref={scrollRef}
        className="overflow-x-hidden overflow-y-auto [scrollbar-gutter:stable]"
        style={{ height }}
        onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
        data-heatmap-scroll
      >
        <div style={{ height: layout.height }}>
          <div className="sticky top-0" style={{ height }}>
            <HeatmapRowLabels
              layout={layout}
              rows={rows}
              first={first}
              end={end}
              scrollTop={scrolled}
              labelWidth={labelWidth}
              selectedId={props.selectedId ?? null}
            />
            <div
              role="application"
              aria-roledescription="heat map"
              aria-label={props.label}
              aria-describedby={instructionsId}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keyboard
              tabIndex={0}
              className="absolute top-0 touch-pan-y"
              style={{ left: labelWidth, width, height }}
              onKeyDown={(event) => {
                if (event.key === "Escape") mouse.cancelBrush();
                keys.onKeyDown(event);
              }}
              onFocus={(event) => {
                // Only when walked to: a click should not put the cursor into a corner.
                if (event.currentTarget.matches(":focus-visible")) keys.onFocus();
              }}
              onBlur={keys.onBlur}
              {...mouse.handlers}
              onPointerMove={(event) => {
                // The mouse moves on: the keyboard's cursor has been left behind.
                keys.onBlur();
                mouse.handlers.onPointerMove(event);
              }}
            >
              <HeatmapCanvas
                image={image}
                layout={layout}
                first={first}
                end={end}
                scrollTop={scrolled}
                width={width}
                height={height}
                theme={theme}
              />
              <HeatmapMarks
                matrix={matrix}
                layout={layout}
                rows={rows}
                scrollTop={scrolled}
                width={width}
                height={height}
                selectedId={props.selectedId ?? null}
                cursor={keys.cursor}
                brush={mouse.brush ?? keys.span}
              />
            </div>
          </div>
        </div>
      </div>
      {cell !== null && cellRow !== undefined && mouse.brush === null && (
        <div className="absolute z-20" style={tooltipPlace()}>
          <HeatmapTooltip
            matrix={matrix}
            row={cellRow}
            cell={cell}
            thresholds={thresholdsOf(cellRow.thresholdsIndex)}
            limit={props.limitOf?.(cell.row) ?? null}
            detail={detail}
            now={props.now}
          />
        </div>
      )}
      <p id={instructionsId} className="sr-only">
        Arrow keys walk the cells, Shift with left or right marks a span of time, Enter zooms into it or opens
        the stamp, Space selects the row, square brackets move in time, Escape lets go. The same values are in
        the table below
        {props.csvHref !== undefined && " and in the CSV file"}.
      </p>
      <p className="sr-only" aria-live="polite">
        {keys.cursor === null ? "" : readOut()}
      </p>
    </div>
  );

  function tooltipPlace() {
    const column = cell?.column ?? 0;
    const pointed = keys.cursor === null ? mouse.hover : null;
    const x = pointed?.x ?? ((column + 1) / matrix.columns) * width;
    const y = pointed?.y ?? (layout.tops[cell?.itemIndex ?? 0] ?? 0) - scrolled;
    const fitsRight = labelWidth + x + 16 + TOOLTIP_WIDTH <= outerWidth;
    const left = fitsRight ? labelWidth + x + 16 : Math.max(0, labelWidth + x - 16 - TOOLTIP_WIDTH);
    const axis = axisHeight(spans.length);
    const top = Math.max(0, Math.min(axis + y + 12, axis + height - TOOLTIP_HEIGHT));
    return { left, top, width: fitsRight ? undefined : TOOLTIP_WIDTH };
  }

  function readOut(): string {
    if (keys.cursor === null || cellRow === undefined) return "";
    const percent = toPercent(cellAt(matrix, keys.cursor.row, keys.cursor.column));
    const window = columnWindow(matrix, keys.cursor.column);
    const time = formatUtcWindow(window.fromMinute, window.toMinute, props.now);
    const thresholds = thresholdsOf(cellRow.thresholdsIndex);
    const value = percent === null ? "no data" : `${formatCpu(percent)}, ${heatStateOf(percent, thresholds)}`;
    return `${cellRow.label} ${cellRow.detail ?? ""}: ${value}. ${time}.`;
  }
}
