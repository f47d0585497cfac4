"use client";

import { useOptionalPointed } from "../chart/crosshair.tsx";
import type { HeatmapRow } from "./types.ts";
import type { HeatmapView } from "./useHeatmapView.ts";

interface HeatmapRowLabelsProps {
  readonly view: HeatmapView;
  readonly rows: readonly HeatmapRow[];
  readonly selectedId: string | null;
}

/** Under this height a label does not fit its row; the tooltip and the readout name it instead. */
const LABEL_FROM_PIXELS = 13;

/** The names of rows and groups in view. */
export function HeatmapRowLabels({ view, rows, selectedId }: HeatmapRowLabelsProps) {
  const { layout, first, end, scrollTop, labelWidth } = view;
  return layout.items.slice(first, end).map((item, offset) => {
    const index = first + offset;
    const top = (layout.tops[index] ?? 0) - scrollTop;
    if (item.kind === "group") {
      return (
        <div
          key={`group ${item.label} ${index}`}
          className="absolute left-0 flex items-end pb-0.5 pl-4 text-xs font-semibold whitespace-nowrap"
          style={{ top, height: item.height }}
        >
          {item.label}
        </div>
      );
    }
    const row = rows[item.row];
    if (row === undefined || item.height < LABEL_FROM_PIXELS) return null;
    return (
      <RowLabel
        key={row.id}
        row={row}
        top={top}
        height={item.height}
        width={labelWidth}
        isSelected={row.id === selectedId}
      />
    );
  });
}

interface RowLabelProps {
  readonly row: HeatmapRow;
  readonly top: number;
  readonly height: number;
  readonly width: number;
  readonly isSelected: boolean;
}

function RowLabel({ row, top, height, width, isSelected }: RowLabelProps) {
  const isPointed = useOptionalPointed(row.id);
  return (
    <div
      className={`absolute left-0 flex items-center gap-1 truncate pr-2 pl-4 text-xs ${
        isPointed ? "bg-hover text-ink" : "text-ink"
      } ${isSelected ? "font-semibold text-accent" : ""}`}
      style={{ top, height, width }}
    >
      {/* Where both do not fit, the detail gives way first. */}
      <span className="min-w-8 shrink truncate">{row.label}</span>
      {row.detail !== undefined && (
        <span className="min-w-0 shrink-[1000] truncate text-ink-soft">{row.detail}</span>
      )}
    </div>
  );
}
