"use client";

import { type DragEvent, useMemo, useState } from "react";

/** Where a move would be put: before another one of a phase; null = at its end. */
export interface DropTarget {
  readonly phase: number;
  readonly before: string | null;
}

export interface MoveDrag {
  readonly dragged: string | null;
  readonly target: DropTarget | null;
  readonly start: (registry: string, event: DragEvent) => void;
  readonly over: (phase: number, event: DragEvent) => void;
  readonly drop: (event: DragEvent) => void;
  readonly end: () => void;
}

/**
 * Dragging by the browser's own means: it scrolls the page at its edges, and costs nothing while nobody drags. The
 * keyboard has the arrow keys on the handle, a phone the menu of the move.
 */
export function useMoveDrag(onDrop: (registry: string, target: DropTarget) => void): MoveDrag {
  const [dragged, setDragged] = useState<string | null>(null);
  const [target, setTarget] = useState<DropTarget | null>(null);
  return useMemo(
    () => ({
      dragged,
      target,
      start: (registry, event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", registry);
        const row = event.currentTarget.closest("[data-move]");
        if (row !== null) event.dataTransfer.setDragImage(row, 12, 12);
        setDragged(registry);
      },
      over: (phase, event) => {
        if (dragged === null) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "move";
        const next = { phase, before: beforeOf(event) };
        if (target?.phase !== next.phase || target.before !== next.before) setTarget(next);
      },
      drop: (event) => {
        event.preventDefault();
        if (dragged !== null && target !== null) onDrop(dragged, target);
        setDragged(null);
        setTarget(null);
      },
      end: () => {
        setDragged(null);
        setTarget(null);
      },
    }),
    [dragged, target, onDrop],
  );
}

/** The move over whose upper half the pointer is, or the one after that over whose lower half it is; null = none. */
function beforeOf(event: DragEvent): string | null {
  if (!(event.target instanceof Element)) return null;
  const row = event.target.closest("[data-move]");
  if (!(row instanceof HTMLElement)) return null;
  const { top, height } = row.getBoundingClientRect();
  if (event.clientY < top + height / 2) return row.dataset["move"] ?? null;
  const next = row.nextElementSibling;
  return next instanceof HTMLElement ? (next.dataset["move"] ?? null) : null;
}
