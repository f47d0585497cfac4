"use client";

import { type RefObject, useMemo, useRef } from "react";
import { type LinePoint, stackHeight, stackPaths, timeTicks, valueTicks } from "#lib/charts/index.ts";
import type { MinuteWindow } from "#lib/core/index.ts";
import { useChartHeight } from "../useFullscreen.ts";
import { formatAxis } from "./formatUnit.ts";
import { LineChartPointer } from "./LineChartPointer.tsx";
import { PLOT, type Plot, pixelOfMinute, plotOf } from "./plotGeometry.ts";
import type { ChartUnit } from "./types.ts";
import { useSize } from "./useSize.ts";

/** One thing of a stack, a value for each column; NaN = no data. */
export interface StackLayer {
  readonly key: string;
  readonly label: string;
  readonly color: string;
  readonly values: Float64Array;
}

interface StackChartProps {
  /** What the chart shows, in words. */
  readonly label: string;
  readonly window: MinuteWindow;
  /** Minutes that a column stands for. */
  readonly stepMinutes: number;
  /** From the bottom up. */
  readonly layers: readonly StackLayer[];
  readonly unit: ChartUnit;
  /** Per column: marked where not 0. */
  readonly marks: ArrayLike<number>;
  readonly marksLabel: string;
  /** The layer that stands out; the others step back. */
  readonly emphasized: string | null;
  readonly height?: number;
  readonly thing?: string;
  readonly now: number;
  readonly svgRef?: RefObject<SVGSVGElement | null>;
}

const USUAL_HEIGHT = 220;
const NO_ANNOTATIONS: readonly [] = [];

/** Layers over time that add up to a whole. Gaps are gaps; marked minutes carry a bar along the top. */
export function StackChart(props: StackChartProps) {
  const { window, layers, unit, stepMinutes, now, label } = props;
  const height = useChartHeight(props.height ?? USUAL_HEIGHT);
  const boxRef = useRef<HTMLDivElement>(null);
  const { width } = useSize(boxRef);
  const plot = plotOf({ width, height }, PLOT.right);
  const values = useMemo(() => layers.map((layer) => layer.values), [layers]);
  const ticks = useMemo(() => valueTicks(0, stackHeight(values) || 1, 4), [values]);
  const top = ticks.at(-1) ?? 1;
  const points = useMemo(() => pointsOf(window, stepMinutes, layers), [window, stepMinutes, layers]);
  // The tooltip reads from the top down, as the eye does.
  const lines = [...layers]
    .reverse()
    .map((layer) => ({ ...layer, values: [], thinBy: "mean" as const, tone: "soft" as const }));
  return (
    <figure className="min-w-0">
      <StackLegend {...props} />
      <div ref={boxRef} className="relative min-w-0" style={{ height }} role="img" aria-label={label}>
        {width > 0 && <StackDrawing {...props} {...{ plot, ticks, top, width, height, values }} />}
        <LineChartPointer
          {...{ label, window, lines, unit, points, plot, top, now }}
          annotations={NO_ANNOTATIONS}
          minutesPerPoint={stepMinutes}
          {...(props.thing === undefined ? {} : { thing: props.thing })}
        />
      </div>
    </figure>
  );
}

function StackLegend({ layers, marksLabel, stepMinutes, emphasized }: StackChartProps) {
  return (
    <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 pb-1 text-xs text-ink-soft">
      {[...layers].reverse().map((layer) => (
        <span
          key={layer.key}
          className={`flex min-w-0 items-center gap-1.5 ${layer.key === emphasized ? "font-semibold text-ink" : ""}`}
        >
          <span
            aria-hidden="true"
            className="size-2.5 shrink-0 rounded-xs"
            style={{ background: layer.color }}
          />
          <span className="truncate">{layer.label}</span>
        </span>
      ))}
      <span className="flex items-center gap-1.5">
        <span aria-hidden="true" className="h-1 w-4 bg-ink" />
        {marksLabel}
      </span>
      {stepMinutes > 1 && <span className="text-ink-faint">{stepMinutes} minutes a column, their mean</span>}
    </figcaption>
  );
}

interface StackDrawingProps extends StackChartProps {
  readonly plot: Plot;
  readonly ticks: readonly number[];
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly values: readonly Float64Array[];
}

function StackDrawing(props: StackDrawingProps) {
  const { top, values, layers, emphasized, width, height } = props;
  const { width: plotWidth, height: plotHeight } = props.plot;
  const paths = useMemo(
    () => stackPaths(values, { width: plotWidth, height: plotHeight, top }),
    [values, plotWidth, plotHeight, top],
  );
  return (
    <svg ref={props.svgRef} width={width} height={height} className="absolute inset-0" aria-hidden="true">
      <g transform={`translate(${PLOT.left} ${PLOT.top})`}>
        <ValueAxis {...props} />
        {layers.map((layer, at) => (
          <path
            key={layer.key}
            d={paths[at] ?? ""}
            fill={layer.color}
            opacity={emphasized === null || emphasized === layer.key ? 1 : 0.28}
          />
        ))}
        <Marks {...props} />
        <TimeAxis {...props} />
      </g>
    </svg>
  );
}

const AXIS_FONT = 11;

function ValueAxis({ plot, ticks, top, unit }: StackDrawingProps) {
  return ticks.map((tick) => {
    const y = plot.height * (1 - tick / top);
    return (
      <g key={tick}>
        <line x1={0} x2={plot.width} y1={y} y2={y} stroke="var(--line)" strokeOpacity={0.6} />
        <text x={-6} y={y + 4} textAnchor="end" fontSize={AXIS_FONT} fill="var(--ink-soft)">
          {formatAxis(tick, unit)}
        </text>
      </g>
    );
  });
}

function TimeAxis({ plot, window }: StackDrawingProps) {
  return timeTicks(window, plot.width).map((tick) => {
    const x = pixelOfMinute(tick.minute, window, plot);
    return (
      <g key={tick.minute}>
        <line x1={x} x2={x} y1={plot.height} y2={plot.height + 5} stroke="var(--line)" />
        <text x={x} y={plot.height + 16} textAnchor="middle" fontSize={AXIS_FONT} fill="var(--ink-soft)">
          {tick.label}
        </text>
      </g>
    );
  });
}

/** A bar along the top of the plot over every marked column, and a veil below it. */
function Marks({ plot, marks, stepMinutes, window }: StackDrawingProps) {
  const width = (plot.width * stepMinutes) / Math.max(1, window.toMinute - window.fromMinute);
  return Array.from(marks, (mark, column) => {
    if (mark === 0) return null;
    const x = column * width;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in time, and nothing else names it
      <g key={column}>
        <rect x={x} y={0} width={Math.max(1, width)} height={plot.height} fill="var(--ink)" opacity={0.09} />
        <rect x={x} y={-4} width={Math.max(1, width)} height={4} fill="var(--ink)" />
      </g>
    );
  });
}

function pointsOf(window: MinuteWindow, stepMinutes: number, layers: readonly StackLayer[]): LinePoint[] {
  const columns = layers[0]?.values.length ?? 0;
  return Array.from({ length: columns }, (_, column) => {
    const point: Record<string, number | null> = {};
    for (const { key, values } of layers) {
      const value = values[column] ?? Number.NaN;
      point[key] = Number.isNaN(value) ? null : value;
    }
    return { ...point, minute: window.fromMinute + column * stepMinutes };
  });
}
