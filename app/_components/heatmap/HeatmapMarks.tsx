"use client";

import { useCrosshair } from "../chart/crosshair.tsx";
import type { HeatmapCursor, HeatmapRow } from "./types.ts";
import type { HeatmapBrush } from "./useHeatmapPointer.ts";
import type { HeatmapView } from "./useHeatmapView.ts";

interface HeatmapMarksProps {
  readonly view: HeatmapView;
  readonly rows: readonly HeatmapRow[];
  readonly selectedId: string | null;
  readonly cursor: HeatmapCursor | null;
  readonly brush: HeatmapBrush | null;
}

/** What is marked over the cells: the pointed minute and row, the chosen row, the cursor, the part being dragged over. */
export function HeatmapMarks({ view, rows, selectedId, cursor, brush }: HeatmapMarksProps) {
  const { matrix, width } = view;
  const minute = useCrosshair((pointed) => pointed.minute);
  const thing = useCrosshair((pointed) => pointed.thing);
  const cellWidth = width / Math.max(1, matrix.columns);
  const column = minute === null ? -1 : Math.floor((minute - matrix.fromMinute) / matrix.stepMinutes);
  const pointedBox = boxOf(view, rows, thing);
  const selectedBox = boxOf(view, rows, selectedId);
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
      {cursor !== null && <Cursor view={view} cursor={cursor} cellWidth={cellWidth} />}
      {brush !== null && (
        <div
          className="absolute inset-y-0 border-x-2 border-accent bg-accent/20"
          style={{
            left: Math.min(brush.from, brush.to) * cellWidth,
            width: (Math.abs(brush.to - brush.from) + 1) * cellWidth,
          }}
        />
      )}
    </div>
  );
}

interface CursorProps {
  readonly view: HeatmapView;
  readonly cursor: HeatmapCursor;
  readonly cellWidth: number;
}

/** The cell that the keyboard stands on. */
function Cursor({ view: { layout, scrollTop }, cursor, cellWidth }: CursorProps) {
  return (
    <div
      className="absolute outline-2 outline-offset-1 outline-ink"
      style={{
        left: cursor.column * cellWidth,
        width: Math.max(4, cellWidth),
        top: (layout.tops[cursor.itemIndex] ?? 0) - scrollTop,
        height: layout.items[cursor.itemIndex]?.height ?? 0,
      }}
    />
  );
}

/** Where a thing's row stands in the view; null when it has none. */
function boxOf({ layout, scrollTop }: HeatmapView, rows: readonly HeatmapRow[], id: string | null) {
  if (id === null) return null;
  const index = layout.items.findIndex((item) => item.kind === "row" && rows[item.row]?.id === id);
  if (index < 0) return null;
  return { top: (layout.tops[index] ?? 0) - scrollTop, height: layout.items[index]?.height ?? 0 };
}
