"use client";

import { type KeyboardEvent, type PointerEvent, type RefObject, useMemo, useRef, useState } from "react";
import { type GanttPhase, layOutGantt } from "#lib/charts/index.ts";
import { useFullscreenHeight } from "../useFullscreen.ts";
import { GanttAxis, GanttBars, GanttDefinitions } from "./GanttDrawing.tsx";
import { useSize } from "./useSize.ts";

/** A phase with what stands beside its bars. */
export interface GanttItem extends GanttPhase {
  readonly label: string;
  /** Fewer letters, where there is less room. */
  readonly shortLabel: string;
  /** Everything that the bars say, in words. */
  readonly words: string;
}

interface GanttChartProps {
  /** What the chart shows, in words. */
  readonly label: string;
  readonly items: readonly GanttItem[];
  /** When the first phase could begin. */
  readonly earliestMs: number;
  /** Marked where it lies on the axis. */
  readonly nowMs: number;
  readonly onOpen: (id: string) => void;
  readonly svgRef?: RefObject<SVGSVGElement | null>;
}

const ROW_HEIGHT = 28;
const AXIS_HEIGHT = 24;
const RIGHT = 12;
const NARROW = 560;
const MOST_HEIGHT = 520;

/** Phases over time: waits, cutovers and observations. Arrow keys walk the phases, Enter opens one. */
export function GanttChart(props: GanttChartProps) {
  const { label, items, earliestMs, nowMs, onOpen } = props;
  const boxRef = useRef<HTMLDivElement>(null);
  const { width } = useSize(boxRef);
  const full = useFullscreenHeight();
  const isNarrow = width < NARROW;
  const left = isNarrow ? 84 : 208;
  const plotWidth = Math.max(0, width - left - RIGHT);
  const layout = useMemo(
    () => layOutGantt(items, { earliestMs, width: plotWidth }),
    [items, earliestMs, plotWidth],
  );
  const { pointed, handlers } = usePointedRow(items, onOpen);
  const height = AXIS_HEIGHT + items.length * ROW_HEIGHT;
  const isScrolled = height > (full ?? MOST_HEIGHT);
  const said = items[pointed ?? -1]?.words;

  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div
        ref={boxRef}
        role="application"
        aria-label={`${label}. Arrow keys walk the phases, Enter goes to one.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the phases are walked from the keyboard
        tabIndex={0}
        className="relative min-w-0 overflow-y-auto touch-pan-y"
        style={{ maxHeight: full ?? MOST_HEIGHT }}
        {...handlers}
      >
        {isScrolled && width > 0 && (
          // Over the axis of the picture below, and still there when that has been scrolled away.
          <svg
            width={width}
            height={AXIS_HEIGHT}
            aria-hidden="true"
            className="sticky top-0 z-10 -mb-6 block bg-surface"
          >
            <g transform={`translate(${left} 0)`}>
              <GanttAxis {...{ layout, nowMs, width: plotWidth }} height={AXIS_HEIGHT} top={AXIS_HEIGHT} />
            </g>
          </svg>
        )}
        {width > 0 && (
          <svg ref={props.svgRef} width={width} height={height} aria-hidden="true" className="block">
            <GanttDefinitions />
            <g transform={`translate(${left} 0)`}>
              <GanttAxis {...{ layout, nowMs, height, width: plotWidth }} top={AXIS_HEIGHT} />
            </g>
            {layout.rows.map((row, at) => (
              <g key={row.id} transform={`translate(0 ${AXIS_HEIGHT + at * ROW_HEIGHT})`}>
                <GanttBars
                  {...{ row, left, width, height: ROW_HEIGHT }}
                  label={(isNarrow ? items[at]?.shortLabel : items[at]?.label) ?? ""}
                  isPointed={pointed === at}
                />
              </g>
            ))}
          </svg>
        )}
      </div>
      <p className="min-h-5 text-ink-soft" aria-live="polite">
        {said ??
          `${isScrolled ? `${items.length} phases, more than fit: scroll. ` : ""}Point at a phase, or walk them with the arrow keys, to read when and why.`}
      </p>
    </div>
  );
}

/** Which row the mouse is on, or the arrow keys have come to; a click or Enter opens it. */
function usePointedRow(items: readonly GanttItem[], onOpen: (id: string) => void) {
  const [pointed, setPointed] = useState<number | null>(null);

  function rowAt(event: PointerEvent<HTMLDivElement>): number | null {
    const box = event.currentTarget.getBoundingClientRect();
    const top = event.clientY - box.top + event.currentTarget.scrollTop - AXIS_HEIGHT;
    const row = Math.floor(top / ROW_HEIGHT);
    return row >= 0 && row < items.length ? row : null;
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const item = items[pointed ?? -1];
    if (event.key === "ArrowDown")
      walkTo(Math.min(items.length - 1, (pointed ?? -1) + 1), event.currentTarget);
    else if (event.key === "ArrowUp") walkTo(Math.max(0, (pointed ?? 1) - 1), event.currentTarget);
    else if (event.key === "Enter" && item !== undefined) onOpen(item.id);
    else if (event.key === "Escape" && pointed !== null) setPointed(null);
    else return;
    event.preventDefault();
  }

  function walkTo(row: number, box: HTMLDivElement) {
    setPointed(row);
    const top = AXIS_HEIGHT + row * ROW_HEIGHT;
    if (top < box.scrollTop) box.scrollTop = top - AXIS_HEIGHT;
    else if (top + ROW_HEIGHT > box.scrollTop + box.clientHeight)
      box.scrollTop = top + ROW_HEIGHT - box.clientHeight;
  }

  const leave = () => setPointed(null);
  return {
    pointed,
    handlers: {
      onPointerMove: (event: PointerEvent<HTMLDivElement>) => setPointed(rowAt(event)),
      onPointerLeave: leave,
      onBlur: leave,
      onClick: () => {
        const item = items[pointed ?? -1];
        if (item !== undefined) onOpen(item.id);
      },
      onKeyDown,
    },
  };
}
