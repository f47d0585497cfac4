"use client";

import { type PointerEvent, useRef, useState, type WheelEvent } from "react";
import {
  type CellMatrix,
  columnIndexAt,
  columnWindow,
  type HeatmapLayout,
  hitTest,
} from "#lib/charts/index.ts";
import type { MinuteWindow } from "#lib/core/index.ts";
import { usePointer } from "../chart/crosshair.tsx";
import type { HeatmapCursor, HeatmapRow } from "./types.ts";

interface HeatmapPointerInput {
  readonly source: string;
  readonly matrix: CellMatrix;
  readonly layout: HeatmapLayout;
  readonly rows: readonly HeatmapRow[];
  readonly scrollTop: number;
  readonly width: number;
  readonly onSelect: ((id: string | null) => void) | undefined;
  readonly onOpen: ((id: string) => void) | undefined;
  readonly onZoom: ((window: MinuteWindow) => void) | undefined;
  readonly onPan: ((share: number) => void) | undefined;
}

export interface HeatmapHover extends HeatmapCursor {
  /** Pixels within the plot. */
  readonly x: number;
  readonly y: number;
}

export interface HeatmapBrush {
  readonly from: number;
  readonly to: number;
}

/** Pixels before a press counts as a drag. */
const DRAG_FROM_PIXELS = 5;
/** Wheel pixels that pan by an eighth of the range. */
const WHEEL_PIXELS_PER_PAN = 100;

/** Pointer over the plot: hover reads, click selects, double click opens, drag zooms, shift + wheel pans. */
export function useHeatmapPointer(input: HeatmapPointerInput) {
  const { matrix, layout, rows, width } = input;
  const pointer = usePointer();
  const [hover, setHover] = useState<HeatmapHover | null>(null);
  const [brush, setBrush] = useState<HeatmapBrush | null>(null);
  const pressed = useRef<{ x: number; column: number } | null>(null);
  const wheeled = useRef(0);

  function read(event: PointerEvent<HTMLElement>): { x: number; y: number } {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const { x, y } = read(event);
    const start = pressed.current;
    if (start !== null && event.pointerType !== "touch" && Math.abs(x - start.x) >= DRAG_FROM_PIXELS) {
      const to = columnIndexAt(Math.min(Math.max(0, x), width - 1), width, matrix.columns);
      setBrush({ from: start.column, to });
    }
    const hit = hitTest(layout, { x, y: y + input.scrollTop }, { width, columns: matrix.columns });
    if (hit === null) return leave();
    if (hover === null || hover.row !== hit.row || hover.column !== hit.column) setHover({ ...hit, x, y });
    pointer.point({
      minute: columnWindow(matrix, hit.column).fromMinute,
      thing: rows[hit.row]?.id ?? null,
      source: input.source,
    });
  }

  function leave() {
    setHover(null);
    pointer.point({ minute: null, thing: null, source: null });
  }

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return;
    const { x } = read(event);
    const column = columnIndexAt(x, width, matrix.columns);
    if (column < 0) return;
    pressed.current = { x, column };
    // A drag that leaves the plot goes on: it ends where the button is let go.
    if (event.pointerType !== "touch") event.currentTarget.setPointerCapture(event.pointerId);
  }

  function onPointerUp(event: PointerEvent<HTMLElement>) {
    if (pressed.current === null) return;
    pressed.current = null;
    if (brush !== null) {
      input.onZoom?.(columnWindow(matrix, brush.from, brush.to));
      setBrush(null);
      return;
    }
    const { x, y } = read(event);
    const hit = hitTest(layout, { x, y: y + input.scrollTop }, { width, columns: matrix.columns });
    input.onSelect?.(hit === null ? null : (rows[hit.row]?.id ?? null));
  }

  function onDoubleClick() {
    const id = hover === null ? undefined : rows[hover.row]?.id;
    if (id !== undefined) input.onOpen?.(id);
  }

  function onWheel(event: WheelEvent<HTMLElement>) {
    if (!event.shiftKey || input.onPan === undefined) return;
    wheeled.current += event.deltaX || event.deltaY;
    if (Math.abs(wheeled.current) < WHEEL_PIXELS_PER_PAN) return;
    input.onPan(Math.sign(wheeled.current) / 8);
    wheeled.current = 0;
  }

  function cancelBrush() {
    pressed.current = null;
    setBrush(null);
  }

  return {
    hover,
    brush,
    cancelBrush,
    handlers: { onPointerMove, onPointerDown, onPointerUp, onPointerLeave: leave, onDoubleClick, onWheel },
  };
}
