import type { HeatmapCursor } from "./types.ts";
import type { HeatmapHover } from "./useHeatmapPointer.ts";
import type { HeatmapView } from "./useHeatmapView.ts";

const WIDTH = 260;
const HEIGHT = 136;
const GAP = 16;

/** Beside the pointer, or beside the keyboard's cell; on the left where there is no room on the right, never outside. */
export function placeTooltip(view: HeatmapView, cell: HeatmapCursor | HeatmapHover, axisHeight: number) {
  const pointed = "x" in cell ? cell : pixelOf(view, cell);
  const x = view.labelWidth + pointed.x;
  const fitsRight = x + GAP + WIDTH <= view.outerWidth;
  const lowest = axisHeight + view.height - HEIGHT;
  return {
    left: fitsRight ? x + GAP : Math.max(0, x - GAP - WIDTH),
    top: Math.max(0, Math.min(axisHeight + pointed.y + 12, lowest)),
    width: fitsRight ? undefined : WIDTH,
  };
}

function pixelOf(view: HeatmapView, cell: HeatmapCursor): { x: number; y: number } {
  return {
    x: ((cell.column + 1) / view.matrix.columns) * view.width,
    y: (view.layout.tops[cell.itemIndex] ?? 0) - view.scrollTop,
  };
}
