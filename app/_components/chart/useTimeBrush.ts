"use client";

import { type PointerEvent, useRef, useState } from "react";
import type { MinuteWindow } from "#lib/core/index.ts";
import { useScope } from "../scope/useScope.ts";
import { usePointer } from "./crosshair.tsx";
import { minuteOfPixel, type Plot } from "./plotGeometry.ts";

interface TimeBrushInput {
  readonly window: MinuteWindow;
  readonly plot: Plot;
  /** Names the chart as the place where something is pointed at. */
  readonly label: string;
  readonly thing: string | null;
}

const DRAG_FROM_PIXELS = 5;

/** Pointing marks the minute on the whole page; dragging with a mouse or pen makes what was dragged over the time range. */
export function useTimeBrush({ window, plot, label, thing }: TimeBrushInput) {
  const pointer = usePointer();
  const scope = useScope();
  const pressedX = useRef<number | null>(null);
  const [brush, setBrush] = useState<{ readonly from: number; readonly to: number } | null>(null);

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0 || event.pointerType === "touch") return;
    pressedX.current = readX(event);
    event.currentTarget.setPointerCapture(event.pointerId);
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const x = readX(event);
    const start = pressedX.current;
    if (start !== null && Math.abs(x - start) >= DRAG_FROM_PIXELS) {
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

  const onPointerLeave = () => pointer.point({ minute: null, thing: null, source: null });
  return { brush, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerLeave } };
}

function readX(event: PointerEvent<HTMLElement>): number {
  return event.clientX - event.currentTarget.getBoundingClientRect().left;
}
