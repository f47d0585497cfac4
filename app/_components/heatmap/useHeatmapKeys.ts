"use client";

import { type KeyboardEvent, useState } from "react";
import { type CellMatrix, columnWindow, type HeatmapLayout, neighbourRow } from "#lib/charts/index.ts";
import type { MinuteWindow } from "#lib/core/index.ts";
import type { HeatmapCursor, HeatmapRow } from "./types.ts";
import type { HeatmapBrush } from "./useHeatmapPointer.ts";

interface HeatmapKeysInput {
  readonly matrix: CellMatrix;
  readonly layout: HeatmapLayout;
  readonly rows: readonly HeatmapRow[];
  readonly onSelect: ((id: string | null) => void) | undefined;
  readonly onOpen: ((id: string) => void) | undefined;
  readonly onZoom: ((window: MinuteWindow) => void) | undefined;
  readonly onPan: ((share: number) => void) | undefined;
  /** Brings an item into view. */
  readonly reveal: (itemIndex: number) => void;
}

const PAGE_ROWS = 10;

/**
 * The map from the keyboard: arrows walk the cells, shift + arrow marks a span of time and Enter zooms into it; without
 * a span Enter opens. Space selects, `[` and `]` pan, Esc lets go.
 */
export function useHeatmapKeys(input: HeatmapKeysInput) {
  const { matrix, layout, rows } = input;
  const [cursor, setCursor] = useState<HeatmapCursor | null>(null);
  const [span, setSpan] = useState<HeatmapBrush | null>(null);

  function place(itemIndex: number, column: number) {
    const item = layout.items[itemIndex];
    if (item?.kind !== "row") return;
    setCursor({ itemIndex, row: item.row, column: Math.min(matrix.columns - 1, Math.max(0, column)) });
    input.reveal(itemIndex);
  }

  function start(): HeatmapCursor | null {
    const itemIndex = neighbourRow(layout, -1, 1);
    const item = layout.items[itemIndex];
    return item?.kind === "row" ? { itemIndex, row: item.row, column: matrix.columns - 1 } : null;
  }

  function moveRows(from: HeatmapCursor, direction: -1 | 1, times: number) {
    let itemIndex = from.itemIndex;
    for (let step = 0; step < times; step++) itemIndex = neighbourRow(layout, itemIndex, direction);
    place(itemIndex, from.column);
  }

  function moveColumns(from: HeatmapCursor, columns: number, isMarking: boolean) {
    const column = Math.min(matrix.columns - 1, Math.max(0, from.column + columns));
    setSpan(isMarking ? { from: span?.from ?? from.column, to: column } : null);
    place(from.itemIndex, column);
  }

  function finish(from: HeatmapCursor) {
    if (span !== null) {
      input.onZoom?.(columnWindow(matrix, span.from, span.to));
      setSpan(null);
      return;
    }
    const id = rows[from.row]?.id;
    if (id !== undefined) input.onOpen?.(id);
  }

  /** Does what the key means; false when it means nothing here. */
  function act(key: string, at: HeatmapCursor, isShift: boolean): boolean {
    switch (key) {
      case "ArrowUp":
      case "ArrowDown":
        moveRows(at, key === "ArrowUp" ? -1 : 1, 1);
        return true;
      case "PageUp":
      case "PageDown":
        moveRows(at, key === "PageUp" ? -1 : 1, PAGE_ROWS);
        return true;
      case "ArrowLeft":
      case "ArrowRight":
        moveColumns(at, key === "ArrowLeft" ? -1 : 1, isShift);
        return true;
      case "Home":
      case "End":
        moveColumns(at, key === "Home" ? -matrix.columns : matrix.columns, isShift);
        return true;
      case "[":
      case "]":
        input.onPan?.(key === "[" ? -0.25 : 0.25);
        return true;
      case "Enter":
        finish(at);
        return true;
      case " ":
        input.onSelect?.(rows[at.row]?.id ?? null);
        return true;
      case "Escape":
        release();
        return true;
      default:
        return false;
    }
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const at = cursor ?? start();
    if (at === null || event.altKey || event.ctrlKey || event.metaKey) return;
    if (act(event.key, at, event.shiftKey)) event.preventDefault();
  }

  function release() {
    if (span === null) input.onSelect?.(null);
    setSpan(null);
    setCursor(null);
  }

  return { cursor, span, onKeyDown, onFocus: () => setCursor((now) => now ?? start()), onBlur: dropCursor };

  function dropCursor() {
    if (span !== null) setSpan(null);
    if (cursor !== null) setCursor(null);
  }
}
