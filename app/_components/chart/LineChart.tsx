"use client";

import { useMemo, useRef } from "react";
import { prepareLines } from "#lib/charts/index.ts";
import { useChartHeight } from "../useFullscreen.ts";
import { LineChartPointer } from "./LineChartPointer.tsx";
import { LineDrawing } from "./LineDrawing.tsx";
import { LineLegend } from "./LineLegend.tsx";
import { PLOT, type Plot, placeLevelNames, plotOf, rightOf } from "./plotGeometry.ts";
import type { ChartAnnotation, ChartLevel, LineChartProps } from "./types.ts";
import { useSize } from "./useSize.ts";
import { valueAxis } from "./valueAxis.ts";

const USUAL_HEIGHT = 240;
const NO_LEVELS: readonly ChartLevel[] = [];
const NO_ANNOTATIONS: readonly ChartAnnotation[] = [];

/** Lines over minutes. Gaps are gaps, hatched where the first line has none; thinning is said aloud. */
export function LineChart(props: LineChartProps) {
  const { window, lines, unit = "cpu", levels = NO_LEVELS, band } = props;
  const height = useChartHeight(props.height ?? USUAL_HEIGHT);
  const boxRef = useRef<HTMLDivElement>(null);
  const { width } = useSize(boxRef);
  const plot = plotOf({ width, height }, rightOf(levels.length));
  const prepared = useMemo(() => prepareLines(window, lines), [window, lines]);
  const axis = useMemo(() => {
    const keys = lines.map((line) => line.key);
    const values = [...levels.map((level) => level.value), band?.to ?? 0];
    return valueAxis({ points: prepared.points, keys, levels: values, unit });
  }, [prepared, lines, levels, band, unit]);
  const { points, minutesPerPoint } = prepared;

  return (
    <figure className="min-w-0">
      <LineLegend lines={lines} minutesPerPoint={minutesPerPoint} measured={props.measured} band={band} />
      <div ref={boxRef} className="relative min-w-0" style={{ height }} role="img" aria-label={props.label}>
        {width > 0 && (
          <LineDrawing
            {...{ window, lines, prepared, axis, levels, unit, width, height }}
            {...(props.thresholds === undefined ? {} : { thresholds: props.thresholds })}
            {...(band === undefined ? {} : { band })}
          />
        )}
        <LevelNames levels={levels} top={axis.top} plot={plot} />
        <LineChartPointer
          {...props}
          {...{ unit, points, minutesPerPoint, plot }}
          annotations={props.annotations ?? NO_ANNOTATIONS}
          top={axis.top}
        />
      </div>
    </figure>
  );
}

/** The levels' names beside the plot, where no line runs through them. */
function LevelNames({ levels, top, plot }: { levels: readonly ChartLevel[]; top: number; plot: Plot }) {
  const places = placeLevelNames(
    levels.map((level) => level.value),
    top,
    plot,
  );
  return levels.map((level, index) => (
    <span
      key={level.label}
      className={`absolute -translate-y-1/2 text-xs whitespace-nowrap ${
        level.tone === "limit" ? "text-ink-soft" : "font-semibold"
      }`}
      style={{ left: PLOT.left + plot.width + 6, top: PLOT.top + (places[index] ?? 0) }}
    >
      {level.label}
    </span>
  ));
}
