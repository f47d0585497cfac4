"use client";

import { type PointerEvent, useRef, useState, type WheelEvent } from "react";
import { type CellHit, columnIndexAt, columnWindow, hitTest } from "#lib/charts/index.ts";
import { usePointer } from "../chart/crosshair.tsx";
import type { HeatmapCursor, HeatmapProps } from "./types.ts";
import type { HeatmapView } from "./useHeatmapView.ts";

export interface HeatmapHover extends HeatmapCursor {
  /** Pixels within the plot. */
  readonly x: number;
  readonly y: number;
}

/** Columns from … to, both included, in the order in which they were dragged over. */
export interface HeatmapBrush {
  readonly from: number;
  readonly to: number;
}

interface HeatmapPointerInput {
  readonly props: HeatmapProps;
  readonly view: HeatmapView;
}

/** Wheel pixels that pan by an eighth of the range. */
const WHEEL_PIXELS_PER_PAN = 100;

/** Pointer over the plot: hover reads, click selects, double click opens, drag zooms, shift + wheel pans. */
export function useHeatmapPointer({ props, view }: HeatmapPointerInput) {
  const { rows } = props;
  const { matrix } = view;
  const pointer = usePointer();
  const [hover, setHover] = useState<HeatmapHover | null>(null);
  const drag = useDrag(view);
  const wheeled = useRef(0);

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const point = readPoint(event);
    drag.move(event, point.x);
    const hit = hitAt(view, point);
    if (hit === null) return leave();
    if (hover === null || hover.row !== hit.row || hover.column !== hit.column)
      setHover({ ...hit, ...point });
    pointer.point({
      minute: columnWindow(matrix, hit.column).fromMinute,
      thing: rows[hit.row]?.id ?? null,
      source: props.label,
    });
  }

  function leave() {
    setHover(null);
    pointer.point({ minute: null, thing: null, source: null });
  }

  function onPointerUp(event: PointerEvent<HTMLElement>) {
    const ended = drag.end();
    if (ended === null) return;
    if (ended !== "click") return props.onZoom?.(columnWindow(matrix, ended.from, ended.to));
    const hit = hitAt(view, readPoint(event));
    props.onSelect?.(hit === null ? null : (rows[hit.row]?.id ?? null));
  }

  function onDoubleClick() {
    const id = hover === null ? undefined : rows[hover.row]?.id;
    if (id !== undefined) props.onOpen?.(id);
  }

  function onWheel(event: WheelEvent<HTMLElement>) {
    if (!event.shiftKey || props.onPan === undefined) return;
    wheeled.current += event.deltaX || event.deltaY;
    if (Math.abs(wheeled.current) < WHEEL_PIXELS_PER_PAN) return;
    props.onPan(Math.sign(wheeled.current) / 8);
    wheeled.current = 0;
  }

  return {
    hover,
    brush: drag.brush,
    cancelBrush: drag.cancel,
    handlers: {
      onPointerMove,
      onPointerDown: drag.start,
      onPointerUp,
      onPointerLeave: leave,
      onDoubleClick,
      onWheel,
    },
  };
}

export type HeatmapMouse = ReturnType<typeof useHeatmapPointer>;

interface Point {
  readonly x: number;
  readonly y: number;
}

function readPoint(event: PointerEvent<HTMLElement>): Point {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function hitAt({ layout, scrollTop, width, matrix }: HeatmapView, { x, y }: Point): CellHit | null {
  return hitTest(layout, { x, y: y + scrollTop }, { width, columns: matrix.columns });
}

/** Pixels before a press counts as a drag. */
const DRAG_FROM_PIXELS = 5;

/** Dragging over columns with a mouse or pen; a finger scrolls instead. */
function useDrag({ width, matrix }: HeatmapView) {
  const [brush, setBrush] = useState<HeatmapBrush | null>(null);
  const pressed = useRef<{ readonly x: number; readonly column: number } | null>(null);

  function start(event: PointerEvent<HTMLElement>) {
    const { x } = readPoint(event);
    const column = columnIndexAt(x, width, matrix.columns);
    if (event.button !== 0 || column < 0) return;
    pressed.current = { x, column };
    // A drag that leaves the plot goes on: it ends where the button is let go.
    if (event.pointerType !== "touch") event.currentTarget.setPointerCapture(event.pointerId);
  }

  function move(event: PointerEvent<HTMLElement>, x: number) {
    const from = pressed.current;
    if (from === null || event.pointerType === "touch" || Math.abs(x - from.x) < DRAG_FROM_PIXELS) return;
    const inside = Math.min(Math.max(0, x), width - 1);
    setBrush({ from: from.column, to: columnIndexAt(inside, width, matrix.columns) });
  }

  /** What the press came to: the columns dragged over, a click, or null where nothing was pressed. */
  function end(): HeatmapBrush | "click" | null {
    if (pressed.current === null) return null;
    cancel();
    return brush ?? "click";
  }

  function cancel() {
    pressed.current = null;
    setBrush(null);
  }

  return { brush, start, move, end, cancel };
}
