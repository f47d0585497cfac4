"use client";

import { useId, useMemo, useRef } from "react";
import { CartesianGrid, ComposedChart, Line, ReferenceArea, ReferenceLine, XAxis, YAxis } from "recharts";
import {
  cpuAxisTop,
  gapsOf,
  prepareLines,
  type StateThresholds,
  thresholdBands,
  timeTicks,
  valueTicks,
} from "#lib/charts/index.ts";
import { formatAxis } from "./formatUnit.ts";
import { LineChartPointer } from "./LineChartPointer.tsx";
import { PLOT, type Plot, placeLevelNames, plotOf, rightOf } from "./plotGeometry.ts";
import type { ChartLevel, ChartLine, ChartSpan, LineChartProps } from "./types.ts";
import { useSize } from "./useSize.ts";

const STROKES: Readonly<Record<ChartLine["tone"] | "limit", { color: string; width: number }>> = {
  strong: { color: "var(--ink)", width: 1.75 },
  soft: { color: "var(--ink-soft)", width: 1.25 },
  faint: { color: "var(--line-strong)", width: 1 },
  accent: { color: "var(--accent)", width: 1.75 },
  limit: { color: "var(--ink-soft)", width: 1.25 },
};

/** Lines over minutes. Gaps are gaps, hatched where the first line has none; thinning is said aloud. */
export function LineChart(props: LineChartProps) {
  const {
    label,
    window,
    lines,
    unit = "cpu",
    thresholds,
    levels = [],
    annotations = [],
    height = 240,
  } = props;
  const hatchId = useId();
  const boxRef = useRef<HTMLDivElement>(null);
  const { width } = useSize(boxRef);
  const right = rightOf(levels.length);
  const plot = plotOf({ width, height }, right);
  const prepared = useMemo(() => prepareLines(window, lines), [window, lines]);
  const mainKey = lines[0]?.key ?? "";
  const gaps = useMemo(
    () =>
      gapsOf(
        prepared.points.map((point) => ({ minute: point.minute, value: point[mainKey] ?? null })),
        window.toMinute,
      ),
    [prepared, mainKey, window],
  );
  const axis = useMemo(() => valueAxis(props, prepared.points), [props, prepared]);
  const ticks = timeTicks(window, plot.width);

  return (
    <figure className="min-w-0">
      <LineLegend lines={lines} minutesPerPoint={prepared.minutesPerPoint} measured={props.measured} />
      <div ref={boxRef} className="relative min-w-0" style={{ height }} role="img" aria-label={label}>
        {width > 0 && (
          <ComposedChart
            width={width}
            height={height}
            data={prepared.points}
            margin={{ top: PLOT.top, right, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <defs>
              <pattern
                id={hatchId}
                width="6"
                height="6"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <rect width="6" height="6" fill="var(--hatch-ground)" />
                <rect width="1.6" height="6" fill="var(--hatch-line)" />
              </pattern>
            </defs>
            {thresholds !== undefined && bands(thresholds, axis.top)}
            <CartesianGrid vertical={false} stroke="var(--line)" strokeOpacity={0.6} />
            {gaps.map((gap) => (
              <ReferenceArea
                key={gap.fromMinute}
                x1={gap.fromMinute}
                x2={gap.toMinute}
                fill={`url(#${hatchId})`}
                fillOpacity={1}
              />
            ))}
            <XAxis
              dataKey="minute"
              type="number"
              domain={[window.fromMinute, window.toMinute]}
              ticks={ticks.map((tick) => tick.minute)}
              tickFormatter={(minute) => ticks.find((tick) => tick.minute === minute)?.label ?? ""}
              interval={0}
              height={PLOT.bottom}
              stroke="var(--line-strong)"
              tick={{ fill: "var(--ink-soft)", fontSize: 11 }}
              tickLine={{ stroke: "var(--line)" }}
            />
            <YAxis
              domain={[0, axis.top]}
              ticks={[...axis.ticks]}
              width={PLOT.left}
              tickFormatter={(value) => formatAxis(Number(value), unit)}
              stroke="none"
              tick={{ fill: "var(--ink-soft)", fontSize: 11 }}
            />
            {levels.map((level) => (
              <ReferenceLine
                key={level.label}
                {...levelPlace(level, window)}
                stroke={STROKES[level.tone].color}
                strokeDasharray={level.tone === "limit" ? "2 4" : "6 4"}
                ifOverflow="extendDomain"
              />
            ))}
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
        )}
        <LevelNames levels={levels} top={axis.top} plot={plot} />
        <LineChartPointer
          {...props}
          unit={unit}
          annotations={annotations}
          points={prepared.points}
          minutesPerPoint={prepared.minutesPerPoint}
          plot={plot}
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
      className={`absolute -translate-y-1/2 text-xs whitespace-nowrap ${level.tone === "limit" ? "text-ink-soft" : "font-semibold"}`}
      style={{ left: PLOT.left + plot.width + 6, top: PLOT.top + (places[index] ?? 0) }}
    >
      {level.label}
    </span>
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

function bands(thresholds: StateThresholds, top: number) {
  return thresholdBands(thresholds, top).map((band) => (
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

function valueAxis(props: LineChartProps, points: readonly Record<string, number | null>[]) {
  const values = points.flatMap((point) => props.lines.map((line) => point[line.key] ?? null));
  const levels = (props.levels ?? []).map((level) => level.value);
  if ((props.unit ?? "cpu") === "cpu") {
    const top = cpuAxisTop([...values, ...levels]);
    return { top, ticks: valueTicks(0, top, 5).filter((tick) => tick <= top) };
  }
  const greatest = [...values, ...levels].reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const ticks = valueTicks(0, greatest || 1, 4);
  return { top: ticks.at(-1) ?? 1, ticks };
}

interface LineLegendProps {
  readonly lines: readonly ChartLine[];
  readonly minutesPerPoint: number;
  readonly measured: ChartSpan | undefined;
}

/** Which line is which. Drawn as they are drawn; and said when a point stands for more than a minute. */
function LineLegend({ lines, minutesPerPoint, measured }: LineLegendProps) {
  return (
    <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 pb-1 text-xs text-ink-soft">
      {lines.map((line) => (
        <span key={line.key} className="flex items-center gap-1.5">
          <svg width="18" height="4" aria-hidden="true">
            <path
              d="M0 2h18"
              stroke={STROKES[line.tone].color}
              strokeWidth={STROKES[line.tone].width + 0.5}
              strokeDasharray={line.isDashed ? "4 3" : undefined}
            />
          </svg>
          {line.label}
        </span>
      ))}
      {measured !== undefined && (
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="h-2 w-4 border-x border-t-2 border-accent" />
          {measured.label}
        </span>
      )}
      {minutesPerPoint > 1 && (
        <span className="text-ink-faint">
          {minutesPerPoint} minutes a point: the greatest of them for hot, the mean for averages
        </span>
      )}
    </figcaption>
  );
}
