"use client";

import { memo, useId } from "react";
import { CartesianGrid, ComposedChart, Line, ReferenceArea, ReferenceLine, XAxis, YAxis } from "recharts";
import { gapsOf, type PreparedLines, thresholdBands, timeTicks } from "#lib/charts/index.ts";
import { formatAxis } from "./formatUnit.ts";
import { PLOT, plotOf, rightOf } from "./plotGeometry.ts";
import { STROKES } from "./strokes.ts";
import type { ChartLevel, ChartUnit, LineChartProps } from "./types.ts";
import type { ValueAxis } from "./valueAxis.ts";

interface LineDrawingProps extends Pick<LineChartProps, "window" | "lines" | "thresholds" | "band"> {
  readonly prepared: PreparedLines;
  readonly axis: ValueAxis;
  readonly levels: readonly ChartLevel[];
  readonly unit: ChartUnit;
  readonly width: number;
  readonly height: number;
}

/** What does not change while a pointer moves over the chart: drawn once per data, size and theme. */
export const LineDrawing = memo(function LineDrawing(props: LineDrawingProps) {
  const { width, height, levels, lines, prepared } = props;
  const hatchId = useId();
  return (
    <ComposedChart
      width={width}
      height={height}
      data={prepared.points}
      margin={{ top: PLOT.top, right: rightOf(levels.length), bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      {hatch(hatchId)}
      {bands(props)}
      <CartesianGrid vertical={false} stroke="var(--line)" strokeOpacity={0.6} />
      {gaps(props, hatchId)}
      {valueBand(props)}
      {timeAxis(props)}
      {yAxis(props)}
      {levelLines(props)}
      {/* The first line is what the chart is about: drawn last, over the others. */}
      {[...lines].reverse().map((line) => (
        <Line
          key={line.key}
          dataKey={line.key}
          stroke={STROKES[line.tone].color}
          strokeWidth={STROKES[line.tone].width}
          {...(line.isDashed ? { strokeDasharray: "4 3" } : {})}
          dot={false}
          activeDot={false}
          connectNulls={false}
          isAnimationActive={false}
          type="linear"
        />
      ))}
    </ComposedChart>
  );
});

/** The pattern of "no data", as everywhere. */
function hatch(id: string) {
  return (
    <defs>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" fill="var(--hatch-ground)" />
        <rect width="1.6" height="6" fill="var(--hatch-line)" />
      </pattern>
    </defs>
  );
}

function bands({ thresholds, axis }: LineDrawingProps) {
  if (thresholds === undefined) return null;
  return thresholdBands(thresholds, axis.top).map((band) => (
    <ReferenceArea
      key={band.state}
      y1={band.from}
      y2={band.to}
      fill={`var(--heat-${band.state})`}
      fillOpacity={0.14}
      stroke="none"
    />
  ));
}

function valueBand({ band, axis }: LineDrawingProps) {
  if (band === undefined) return null;
  return (
    <ReferenceArea
      y1={band.from}
      y2={Math.min(band.to, axis.top)}
      fill="var(--accent)"
      fillOpacity={0.2}
      stroke="none"
    />
  );
}

/** Hatched where the first line has no data. */
function gaps({ prepared, lines, window }: LineDrawingProps, hatchId: string) {
  const key = lines[0]?.key ?? "";
  const points = prepared.points.map((point) => ({ minute: point.minute, value: point[key] ?? null }));
  return gapsOf(points, window.toMinute).map((gap) => (
    <ReferenceArea
      key={gap.fromMinute}
      x1={gap.fromMinute}
      x2={gap.toMinute}
      fill={`url(#${hatchId})`}
      fillOpacity={1}
    />
  ));
}

const AXIS_TEXT = { fill: "var(--ink-soft)", fontSize: 11 };

function timeAxis({ window, width, height, levels }: LineDrawingProps) {
  const plot = plotOf({ width, height }, rightOf(levels.length));
  const ticks = timeTicks(window, plot.width);
  const labels = new Map(ticks.map((tick) => [tick.minute, tick.label]));
  return (
    <XAxis
      dataKey="minute"
      type="number"
      domain={[window.fromMinute, window.toMinute]}
      ticks={ticks.map((tick) => tick.minute)}
      tickFormatter={(minute) => labels.get(Number(minute)) ?? ""}
      interval={0}
      height={PLOT.bottom}
      stroke="var(--line-strong)"
      tick={AXIS_TEXT}
      tickLine={{ stroke: "var(--line)" }}
    />
  );
}

function yAxis({ axis, unit }: LineDrawingProps) {
  return (
    <YAxis
      domain={[0, axis.top]}
      ticks={[...axis.ticks]}
      width={PLOT.left}
      tickFormatter={(value) => formatAxis(Number(value), unit)}
      stroke="none"
      tick={AXIS_TEXT}
    />
  );
}

function levelLines({ levels, window }: LineDrawingProps) {
  return levels.map((level) => (
    <ReferenceLine
      key={level.label}
      {...levelPlace(level, window)}
      stroke={STROKES[level.tone].color}
      strokeDasharray={level.tone === "limit" ? "2 4" : "6 4"}
      ifOverflow="extendDomain"
    />
  ));
}

/** Across the plot, or over the level's own minutes as far as the chart shows them. */
function levelPlace({ value, span }: ChartLevel, window: LineChartProps["window"]) {
  if (span === undefined) return { y: value };
  const from = Math.max(span.fromMinute, window.fromMinute);
  const to = Math.min(span.toMinute, window.toMinute);
  return {
    segment: [
      { x: from, y: value },
      { x: to, y: value },
    ] as const,
  };
}
