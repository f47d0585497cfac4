"use client";

import { type PointerEvent, useRef, useState } from "react";
import { formatLocalTime, formatUtcDateTime, type LinePoint, minuteStartMs } from "#lib/charts/index.ts";
import { useScope } from "../scope/useScope.ts";
import { useTimeZone } from "../Time.tsx";
import { useCrosshair, usePointer } from "./crosshair.tsx";
import { formatUnit } from "./formatUnit.ts";
import { minuteOfPixel, PLOT, type Plot, pixelOfMinute } from "./plotGeometry.ts";
import type { ChartAnnotation, ChartSpan, ChartUnit, LineChartProps } from "./types.ts";

interface LineChartPointerProps extends LineChartProps {
  readonly unit: ChartUnit;
  readonly annotations: readonly ChartAnnotation[];
  readonly points: readonly LinePoint[];
  readonly minutesPerPoint: number;
  readonly plot: Plot;
  readonly top: number;
}

const DRAG_FROM_PIXELS = 5;
const TOOLTIP_WIDTH = 220;

/** What lies over the drawn lines: annotations, the shared crosshair, the tooltip, and dragging to zoom. */
export function LineChartPointer(props: LineChartPointerProps) {
  const { window, plot, label, thing = null } = props;
  const pointer = usePointer();
  const scope = useScope();
  const minute = useCrosshair((pointed) => pointed.minute);
  const isHere = useCrosshair((pointed) => pointed.source === label);
  const pressedX = useRef<number | null>(null);
  const [brush, setBrush] = useState<{ from: number; to: number } | null>(null);

  const readX = (event: PointerEvent<HTMLElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const x = readX(event);
    const start = pressedX.current;
    if (start !== null && event.pointerType !== "touch" && Math.abs(x - start) >= DRAG_FROM_PIXELS) {
      setBrush({ from: Math.max(0, Math.min(start, x)), to: Math.min(plot.width, Math.max(start, x)) });
    }
    pointer.point({ minute: minuteOfPixel(x, window, plot), thing, source: label });
  }

  function onPointerUp() {
    pressedX.current = null;
    if (brush === null) return;
    const fromMinute = minuteOfPixel(brush.from, window, plot);
    const toMinute = minuteOfPixel(brush.to, window, plot) + 1;
    setBrush(null);
    void scope.setRange({ kind: "absolute", fromMinute, toMinute });
  }

  const x = minute === null ? null : pixelOfMinute(minute, window, plot);
  const isShown = x !== null && x >= 0 && x <= plot.width;
  return (
    <div
      className="absolute touch-pan-y"
      style={{ left: PLOT.left, top: PLOT.top, width: plot.width, height: plot.height }}
      onPointerMove={onPointerMove}
      onPointerDown={(event) => {
        if (event.button !== 0 || event.pointerType === "touch") return;
        pressedX.current = readX(event);
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerUp={onPointerUp}
      onPointerLeave={() => pointer.point({ minute: null, thing: null, source: null })}
    >
      {props.measured !== undefined && <MeasuredSpan measured={props.measured} window={window} plot={plot} />}
      {props.annotations.map((annotation) => (
        <Annotation
          key={`${annotation.label} ${annotation.fromMinute}`}
          annotation={annotation}
          window={window}
          plot={plot}
        />
      ))}
      {isShown && (
        <div
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 border-l border-ink/60"
          style={{ left: x }}
        />
      )}
      {brush !== null && (
        <div
          className="pointer-events-none absolute inset-y-0 border-x-2 border-accent bg-accent/20"
          style={{ left: brush.from, width: brush.to - brush.from }}
        />
      )}
      {isShown && isHere && brush === null && minute !== null && (
        <div
          className="pointer-events-none absolute top-1 z-20"
          style={x + 12 + TOOLTIP_WIDTH <= plot.width ? { left: x + 12 } : { right: plot.width - x + 12 }}
        >
          <PointTooltip {...props} minute={minute} />
        </div>
      )}
    </div>
  );
}

/** A bracket over the minutes that the numbers speak of. */
function MeasuredSpan({
  measured,
  window,
  plot,
}: Pick<AnnotationProps, "window" | "plot"> & { measured: ChartSpan }) {
  const left = Math.max(0, pixelOfMinute(measured.fromMinute, window, plot));
  const right = Math.min(plot.width, pixelOfMinute(measured.toMinute, window, plot));
  if (right <= left) return null;
  return (
    <div
      title={measured.label}
      className="pointer-events-none absolute h-2 border-x border-t-2 border-accent"
      style={{ left, width: right - left, top: -PLOT.top }}
    />
  );
}

function PointTooltip(props: LineChartPointerProps & { readonly minute: number }) {
  const { minute, points, minutesPerPoint, lines, unit, now } = props;
  const timeZone = useTimeZone();
  const point = points.findLast((candidate) => candidate.minute <= minute);
  const startMs = minuteStartMs(point?.minute ?? minute);
  return (
    <div className="popup px-3 py-2 text-xs" style={{ maxWidth: TOOLTIP_WIDTH }}>
      <p className="font-semibold">{formatUtcDateTime(startMs, now)} UTC</p>
      {timeZone !== null && <p className="text-ink-faint">{formatLocalTime(startMs, timeZone)} here</p>}
      <dl className="mt-1 grid grid-cols-[1fr_max-content] gap-x-4">
        {lines.map((line) => (
          <div key={line.key} className="contents">
            <dt className="text-ink-soft">{line.label}</dt>
            <dd className="text-right font-medium">{formatUnit(point?.[line.key] ?? null, unit)}</dd>
          </div>
        ))}
      </dl>
      {minutesPerPoint > 1 && <p className="text-ink-faint">over {minutesPerPoint} minutes</p>}
    </div>
  );
}

interface AnnotationProps {
  readonly annotation: ChartAnnotation;
  readonly window: LineChartProps["window"];
  readonly plot: Plot;
}

const ANNOTATION_MARKS: Readonly<Record<ChartAnnotation["kind"], string>> = {
  signal: "▲",
  binding: "⇄",
  deployment: "⟳",
};

/** A line where it began and, if it lasts, a bar along the top for as long as it does. */
function Annotation({ annotation, window, plot }: AnnotationProps) {
  const end = annotation.toMinute ?? window.toMinute;
  if (end < window.fromMinute || annotation.fromMinute >= window.toMinute) return null;
  const left = Math.max(0, pixelOfMinute(annotation.fromMinute, window, plot));
  const right = Math.min(plot.width, pixelOfMinute(end, window, plot));
  const isNearEnd = plot.width - left < 120;
  return (
    <div
      className="pointer-events-none absolute inset-y-0"
      style={{ left, width: Math.max(1, right - left) }}
    >
      {annotation.fromMinute >= window.fromMinute && (
        <div className="absolute inset-y-0 left-0 border-l border-dashed border-ink-soft" />
      )}
      {right - left > 2 && <div className="absolute inset-x-0 top-0 h-[3px] bg-ink-soft" />}
      <span
        title={annotation.label}
        className={`pointer-events-auto absolute top-1 max-w-40 truncate rounded-sm bg-surface/85 px-1 text-2xs text-ink ${
          isNearEnd ? "right-full mr-0.5" : "left-0.5"
        }`}
      >
        {ANNOTATION_MARKS[annotation.kind]} {annotation.label}
      </span>
    </div>
  );
}
