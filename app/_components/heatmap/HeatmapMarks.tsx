"use client";

import type { CellMatrix, HeatmapLayout } from "#lib/charts/index.ts";
import { useCrosshair } from "../chart/crosshair.tsx";
import type { HeatmapCursor, HeatmapRow } from "./types.ts";

interface HeatmapMarksProps {
  readonly matrix: CellMatrix;
  readonly layout: HeatmapLayout;
  readonly rows: readonly HeatmapRow[];
  readonly scrollTop: number;
  readonly width: number;
  readonly height: number;
  readonly selectedId: string | null;
  readonly cursor: HeatmapCursor | null;
  readonly brush: { readonly from: number; readonly to: number } | null;
}

/** What is marked over the cells: the pointed minute and row, the chosen row, the cursor, the part being dragged over. */
export function HeatmapMarks(props: HeatmapMarksProps) {
  const { matrix, layout, rows, scrollTop, width, height, selectedId, cursor, brush } = props;
  const minute = useCrosshair((pointed) => pointed.minute);
  const thing = useCrosshair((pointed) => pointed.thing);
  const cellWidth = width / Math.max(1, matrix.columns);
  const column = minute === null ? -1 : Math.floor((minute - matrix.fromMinute) / matrix.stepMinutes);
  const boxOf = (id: string | null) => {
    if (id === null) return null;
    const index = layout.items.findIndex((item) => item.kind === "row" && rows[item.row]?.id === id);
    if (index < 0) return null;
    return { top: (layout.tops[index] ?? 0) - scrollTop, height: layout.items[index]?.height ?? 0 };
  };
  const pointedBox = boxOf(thing);
  const selectedBox = boxOf(selectedId);
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0 overflow-hidden">
      {column >= 0 && column < matrix.columns && (
        <div
          className="absolute inset-y-0 border-x border-ink/45"
          style={{ left: column * cellWidth, width: Math.max(2, cellWidth) }}
        />
      )}
      {pointedBox !== null && (
        <div className="absolute inset-x-0 border-y border-ink/70" style={{ ...pointedBox, width }} />
      )}
      {selectedBox !== null && (
        <div className="absolute inset-x-0 border-2 border-accent" style={{ ...selectedBox, width }} />
      )}
      {cursor !== null && (
        <div
          className="absolute outline-2 outline-offset-1 outline-ink"
          style={{
            left: cursor.column * cellWidth,
            width: Math.max(4, cellWidth),
            top: (layout.tops[cursor.itemIndex] ?? 0) - scrollTop,
            height: layout.items[cursor.itemIndex]?.height ?? 0,
          }}
        />
      )}
      {brush !== null && (
        <div
          className="absolute top-0 border-x-2 border-accent bg-accent/20"
          style={{
            left: Math.min(brush.from, brush.to) * cellWidth,
            width: (Math.abs(brush.to - brush.from) + 1) * cellWidth,
            height,
          }}
        />
      )}
    </div>
  );
}
