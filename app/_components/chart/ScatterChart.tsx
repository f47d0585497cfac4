"use client";

import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useMemo,
  useRef,
  useState,
} from "react";
import {
  formatFixed,
  layOutScatter,
  nearestPoint,
  type ScatterLayout,
  type ScatterPoint,
} from "#lib/charts/index.ts";
import { useChartHeight } from "../useFullscreen.ts";
import { useSize } from "./useSize.ts";

/** A thing that was predicted and measured. Percent. */
export interface ScatterMark extends ScatterPoint {
  /** What it is and how it came out, in words. */
  readonly label: string;
  readonly color: string;
  /** A ring instead of a disc. */
  readonly isHollow: boolean;
  /** A square instead of a circle. */
  readonly isSquare: boolean;
  /** Where x may have been. */
  readonly low: number;
  readonly high: number;
}

interface ScatterChartProps {
  /** What the chart shows, in words. */
  readonly label: string;
  readonly marks: readonly ScatterMark[];
  readonly xName: string;
  readonly yName: string;
  /** Points on either side of the diagonal that are shaded. */
  readonly band: number;
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
  readonly tooltip: (mark: ScatterMark) => ReactNode;
  readonly svgRef?: RefObject<SVGSVGElement | null>;
}

const USUAL_HEIGHT = 380;
const MARGIN = { left: 44, right: 12, top: 8, bottom: 40 };
const REACH = 22;
const FONT = 11;

/** What was said against what was: on the diagonal they agree. Arrow keys walk the points, Enter selects. */
export function ScatterChart(props: ScatterChartProps) {
  const { marks, label, onSelect, selectedId } = props;
  const height = useChartHeight(USUAL_HEIGHT);
  const boxRef = useRef<HTMLDivElement>(null);
  const { width } = useSize(boxRef);
  const [pointedId, setPointedId] = useState<string | null>(null);
  const plot = {
    width: Math.max(0, width - MARGIN.left - MARGIN.right),
    height: height - MARGIN.top - MARGIN.bottom,
  };
  const layout = useMemo(
    () => layOutScatter(marks, { width: plot.width, height: plot.height }),
    [marks, plot.width, plot.height],
  );
  const byX = useMemo(() => marks.toSorted((a, b) => a.x - b.x), [marks]);
  const pointed = marks.find(({ id }) => id === pointedId) ?? null;

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    const at = { left: event.clientX - box.left - MARGIN.left, top: event.clientY - box.top - MARGIN.top };
    setPointedId(nearestPoint(marks, layout, { ...at, within: REACH })?.id ?? null);
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const place = byX.findIndex(({ id }) => id === pointedId);
    if (event.key === "ArrowRight") setPointedId(byX[Math.min(byX.length - 1, place + 1)]?.id ?? null);
    else if (event.key === "ArrowLeft") setPointedId(byX[Math.max(0, place - 1)]?.id ?? null);
    else if (event.key === "Enter" && pointedId !== null) onSelect(pointedId);
    else if (event.key === "Escape" && pointedId !== null) setPointedId(null);
    else return;
    event.preventDefault();
  }

  return (
    <div
      ref={boxRef}
      role="application"
      aria-label={`${label}. Arrow keys walk the points, Enter selects one.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the points are walked from the keyboard
      tabIndex={0}
      className="relative min-w-0 touch-pan-y"
      style={{ height }}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setPointedId(null)}
      onBlur={() => setPointedId(null)}
      onClick={() => pointedId !== null && onSelect(pointedId)}
      onKeyDown={onKeyDown}
    >
      {width > 0 && (
        <svg
          ref={props.svgRef}
          width={width}
          height={height}
          aria-hidden="true"
          className={pointed ? "cursor-pointer" : ""}
        >
          <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
            <Ground {...props} {...{ layout, plot }} />
            {marks.map((mark) => (
              <Mark
                key={mark.id}
                {...{ mark, layout }}
                isStrong={mark.id === pointedId || mark.id === selectedId}
              />
            ))}
          </g>
        </svg>
      )}
      <p className="sr-only" aria-live="polite">
        {pointed?.label}
      </p>
      {pointed !== null && (
        <Tooltip
          left={MARGIN.left + layout.xOf(pointed.x)}
          top={MARGIN.top + layout.yOf(pointed.y)}
          width={width}
        >
          {props.tooltip(pointed)}
        </Tooltip>
      )}
    </div>
  );
}

interface GroundProps extends ScatterChartProps {
  readonly layout: ScatterLayout;
  readonly plot: { readonly width: number; readonly height: number };
}

function Ground({ layout, plot, band, xName, yName }: GroundProps) {
  const { low, high, ticks, xOf, yOf } = layout;
  const strip = [
    [low, low + band],
    [high - band, high],
    [high, high],
    [high, high - band],
    [low + band, low],
    [low, low],
  ].map(([x = 0, y = 0]) => `${xOf(x)},${yOf(y)}`);
  return (
    <>
      <polygon points={strip.join(" ")} fill="var(--accent)" opacity={0.1} />
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={0} x2={plot.width} y1={yOf(tick)} y2={yOf(tick)} stroke="var(--line)" />
          <line x1={xOf(tick)} x2={xOf(tick)} y1={0} y2={plot.height} stroke="var(--line)" />
          <text x={-6} y={yOf(tick) + 4} textAnchor="end" fontSize={FONT} fill="var(--ink-soft)">
            {formatFixed(tick, 0)}
          </text>
          <text x={xOf(tick)} y={plot.height + 15} textAnchor="middle" fontSize={FONT} fill="var(--ink-soft)">
            {formatFixed(tick, 0)}
          </text>
        </g>
      ))}
      <line
        x1={xOf(low)}
        y1={yOf(low)}
        x2={xOf(high)}
        y2={yOf(high)}
        stroke="var(--ink-soft)"
        strokeDasharray="4 4"
      />
      <text
        x={plot.width / 2}
        y={plot.height + 33}
        textAnchor="middle"
        fontSize={FONT}
        fill="var(--ink-soft)"
      >
        {xName}
      </text>
      <text
        transform={`translate(-32 ${plot.height / 2}) rotate(-90)`}
        textAnchor="middle"
        fontSize={FONT}
        fill="var(--ink-soft)"
      >
        {yName}
      </text>
    </>
  );
}

interface MarkProps {
  readonly mark: ScatterMark;
  readonly layout: ScatterLayout;
  readonly isStrong: boolean;
}

function Mark({ mark, layout, isStrong }: MarkProps) {
  const x = layout.xOf(mark.x);
  const y = layout.yOf(mark.y);
  const size = isStrong ? 6 : 4.5;
  const paint = {
    fill: mark.isHollow ? "var(--surface)" : mark.color,
    stroke: mark.isHollow ? mark.color : "var(--surface)",
    strokeWidth: mark.isHollow ? 2 : 1,
  };
  return (
    <g>
      {isStrong && <Whisker {...{ mark, layout, y }} />}
      {mark.isSquare ? (
        <rect x={x - size} y={y - size} width={2 * size} height={2 * size} {...paint} />
      ) : (
        <circle cx={x} cy={y} r={size} {...paint} />
      )}
    </g>
  );
}

/** Where the prediction might have been. */
function Whisker({ mark, layout, y }: Pick<MarkProps, "mark" | "layout"> & { readonly y: number }) {
  const [left, right] = [layout.xOf(mark.low), layout.xOf(mark.high)];
  return (
    <path
      d={`M${left} ${y - 5}V${y + 5}M${left} ${y}H${right}M${right} ${y - 5}V${y + 5}`}
      stroke="var(--ink)"
      strokeWidth={1.5}
      fill="none"
    />
  );
}

const TOOLTIP_WIDTH = 240;

function Tooltip({
  left,
  top,
  width,
  children,
}: {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly children: ReactNode;
}) {
  const isRight = left + TOOLTIP_WIDTH + 16 > width;
  return (
    <div
      className="popup pointer-events-none absolute z-20 px-3 py-2 text-xs"
      style={{
        width: TOOLTIP_WIDTH,
        top: Math.max(0, top - 30),
        left: isRight ? Math.max(0, left - TOOLTIP_WIDTH - 12) : left + 12,
      }}
    >
      {children}
    </div>
  );
}
