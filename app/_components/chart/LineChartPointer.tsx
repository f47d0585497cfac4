"use client";

import type { LinePoint } from "#lib/charts/index.ts";
import { useCrosshair } from "./crosshair.tsx";
import { PointTooltip } from "./PointTooltip.tsx";
import { type PlacedAnnotation, placeAnnotations } from "./placeAnnotations.ts";
import { PLOT, type Plot, pixelOfMinute } from "./plotGeometry.ts";
import type { ChartAnnotation, ChartSpan, ChartUnit, LineChartProps } from "./types.ts";
import { useTimeBrush } from "./useTimeBrush.ts";

interface LineChartPointerProps extends LineChartProps {
  readonly unit: ChartUnit;
  readonly annotations: readonly ChartAnnotation[];
  readonly points: readonly LinePoint[];
  readonly minutesPerPoint: number;
  readonly plot: Plot;
  readonly top: number;
}

const TOOLTIP_WIDTH = 220;

/** What lies over the drawn lines: annotations, the shared crosshair, the tooltip, and dragging to zoom. */
export function LineChartPointer(props: LineChartPointerProps) {
  const { window, plot, label, thing = null, measured } = props;
  const { brush, handlers } = useTimeBrush({ window, plot, label, thing });
  return (
    <div
      className="absolute touch-pan-y"
      style={{ left: PLOT.left, top: PLOT.top, width: plot.width, height: plot.height }}
      {...handlers}
    >
      {measured !== undefined && <MeasuredSpan measured={measured} window={window} plot={plot} />}
      {placeAnnotations(props.annotations, window, plot).map((placed) => (
        <Annotation key={`${placed.annotation.label} ${placed.annotation.fromMinute}`} placed={placed} />
      ))}
      <Crosshair {...props} isBrushing={brush !== null} />
      {brush !== null && (
        <div
          className="pointer-events-none absolute inset-y-0 border-x-2 border-accent bg-accent/20"
          style={{ left: brush.from, width: brush.to - brush.from }}
        />
      )}
    </div>
  );
}

/** The pointed minute, wherever on the page it is pointed at; the tooltip only where it is pointed at here. */
function Crosshair(props: LineChartPointerProps & { readonly isBrushing: boolean }) {
  const { window, plot, label, isBrushing } = props;
  const minute = useCrosshair((pointed) => pointed.minute);
  const isHere = useCrosshair((pointed) => pointed.source === label);
  if (minute === null) return null;
  const x = pixelOfMinute(minute, window, plot);
  if (x < 0 || x > plot.width) return null;
  const fitsRight = x + 12 + TOOLTIP_WIDTH <= plot.width;
  return (
    <>
      <div
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 border-l border-ink/60"
        style={{ left: x }}
      />
      {isHere && !isBrushing && (
        <div
          className="pointer-events-none absolute top-1 z-20"
          style={{
            maxWidth: TOOLTIP_WIDTH,
            ...(fitsRight ? { left: x + 12 } : { right: plot.width - x + 12 }),
          }}
        >
          <PointTooltip {...props} minute={minute} />
        </div>
      )}
    </>
  );
}

/** A bracket over the minutes that the numbers speak of. */
function MeasuredSpan({
  measured,
  window,
  plot,
}: Pick<LineChartPointerProps, "window" | "plot"> & { measured: ChartSpan }) {
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

const ANNOTATION_MARKS: Readonly<Record<ChartAnnotation["kind"], string>> = {
  signal: "▲",
  binding: "⇄",
  deployment: "⟳",
};

const LANE_HEIGHT = 17;

/** A line where it began and, if it lasts, a bar along the top for as long as it does. */
function Annotation({ placed }: { placed: PlacedAnnotation }) {
  const { annotation, left, width, beginsInside, nameSide, lane } = placed;
  return (
    <div className="pointer-events-none absolute inset-y-0" style={{ left, width: Math.max(1, width) }}>
      {beginsInside && <div className="absolute inset-y-0 left-0 border-l border-dashed border-ink-soft" />}
      {width > 2 && <div className="absolute inset-x-0 top-0 h-[3px] bg-ink-soft" />}
      {lane !== null && (
        <span
          title={annotation.label}
          className={`pointer-events-auto absolute max-w-40 truncate rounded-sm bg-surface/85 px-1 text-2xs whitespace-nowrap text-ink ${
            nameSide === "left" ? "right-full mr-0.5" : "left-0.5 w-max"
          }`}
          style={{ top: 4 + lane * LANE_HEIGHT }}
        >
          {ANNOTATION_MARKS[annotation.kind]} {annotation.label}
        </span>
      )}
    </div>
  );
}
