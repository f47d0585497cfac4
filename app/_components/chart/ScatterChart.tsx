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
import { layOutScatter, nearestPoint, type ScatterLayout } from "#lib/charts/index.ts";
import { useChartHeight } from "../useFullscreen.ts";
import { ScatterGround, type ScatterMark, ScatterMarkShape } from "./ScatterDrawing.tsx";
import { useSize } from "./useSize.ts";

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

/** What was said against what was: on the diagonal they agree. Arrow keys walk the points, Enter selects. */
export function ScatterChart(props: ScatterChartProps) {
  const { marks, label, onSelect, selectedId } = props;
  const height = useChartHeight(USUAL_HEIGHT);
  const boxRef = useRef<HTMLDivElement>(null);
  const { width } = useSize(boxRef);
  const plot = {
    width: Math.max(0, width - MARGIN.left - MARGIN.right),
    height: height - MARGIN.top - MARGIN.bottom,
  };
  const layout = useMemo(
    () => layOutScatter(marks, { width: plot.width, height: plot.height }),
    [marks, plot.width, plot.height],
  );
  const { pointed, handlers } = usePointedMark(marks, layout, onSelect);

  return (
    <div
      ref={boxRef}
      role="application"
      aria-label={`${label}. Arrow keys walk the points, Enter selects one.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the points are walked from the keyboard
      tabIndex={0}
      className="relative min-w-0 touch-pan-y"
      style={{ height }}
      {...handlers}
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
            <ScatterGround {...props} {...{ layout, plot }} />
            {marks.map((mark) => (
              <ScatterMarkShape
                key={mark.id}
                {...{ mark, layout }}
                isStrong={mark.id === pointed?.id || mark.id === selectedId}
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

/** Which point the mouse is near to, or the arrow keys have come to; a click or Enter selects it. */
function usePointedMark(
  marks: readonly ScatterMark[],
  layout: ScatterLayout,
  onSelect: (id: string) => void,
) {
  const [pointedId, setPointedId] = useState<string | null>(null);
  const byX = useMemo(() => marks.toSorted((a, b) => a.x - b.x), [marks]);

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

  const leave = () => setPointedId(null);
  const onClick = () => pointedId !== null && onSelect(pointedId);
  return {
    pointed: marks.find(({ id }) => id === pointedId) ?? null,
    handlers: { onPointerMove, onPointerLeave: leave, onBlur: leave, onClick, onKeyDown },
  };
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
