"use client";

import { type KeyboardEvent, useState } from "react";
import { columnWindow, neighbourRow } from "#lib/charts/index.ts";
import type { HeatmapCursor, HeatmapProps } from "./types.ts";
import type { HeatmapBrush } from "./useHeatmapPointer.ts";
import type { HeatmapView } from "./useHeatmapView.ts";
import { walkCells } from "./walkCells.ts";

interface HeatmapKeysInput {
  readonly props: HeatmapProps;
  readonly view: HeatmapView;
  readonly reveal: (itemIndex: number) => void;
}

const PAN_SHARE = 0.25;

/**
 * The map from the keyboard: arrows walk the cells, shift + arrow marks a span of time and Enter zooms into it; without
 * a span Enter opens. Space selects, `[` and `]` pan, Esc lets go.
 */
export function useHeatmapKeys({ props, view, reveal }: HeatmapKeysInput) {
  const { matrix, layout } = view;
  const [cursor, setCursor] = useState<HeatmapCursor | null>(null);
  const [span, setSpan] = useState<HeatmapBrush | null>(null);

  /** Newest column of the first row: what has just happened, where it is hottest. */
  function firstCell(): HeatmapCursor | null {
    const itemIndex = neighbourRow(layout, -1, 1);
    const item = layout.items[itemIndex];
    return item?.kind === "row" ? { itemIndex, row: item.row, column: matrix.columns - 1 } : null;
  }

  function drop() {
    if (span !== null) setSpan(null);
    if (cursor !== null) setCursor(null);
  }

  /** Does what the key means; false when it means nothing here. */
  function act(key: string, at: HeatmapCursor): boolean {
    const id = props.rows[at.row]?.id ?? null;
    if (key === "Enter" && span !== null) props.onZoom?.(columnWindow(matrix, span.from, span.to));
    else if (key === "Enter" && id !== null) props.onOpen?.(id);
    else if (key === " ") props.onSelect?.(id);
    else if (key === "[" || key === "]") props.onPan?.(key === "[" ? -PAN_SHARE : PAN_SHARE);
    else if (key === "Escape" && span === null) props.onSelect?.(null);
    else if (key !== "Escape") return false;
    if (key === "Escape") drop();
    else if (key === "Enter") setSpan(null);
    return true;
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const at = cursor ?? firstCell();
    if (at === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = walkCells(event.key, at, { layout, columns: matrix.columns });
    if (next !== null) {
      setCursor(next);
      setSpan(event.shiftKey ? { from: span?.from ?? at.column, to: next.column } : null);
      reveal(next.itemIndex);
    } else if (!act(event.key, at)) return;
    event.preventDefault();
  }

  return { cursor, span, onKeyDown, drop, start: () => setCursor((now) => now ?? firstCell()) };
}

export type HeatmapKeys = ReturnType<typeof useHeatmapKeys>;
