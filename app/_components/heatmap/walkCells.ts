import { type HeatmapLayout, neighbourRow } from "#lib/charts/index.ts";
import type { HeatmapCursor } from "./types.ts";

const PAGE_ROWS = 10;

interface Ground {
  readonly layout: HeatmapLayout;
  readonly columns: number;
}

/** Where a key leads from a cell, headings stepped over and never beyond the edges; null for a key that does not walk. */
export function walkCells(key: string, from: HeatmapCursor, ground: Ground): HeatmapCursor | null {
  switch (key) {
    case "ArrowUp":
      return walkRows(from, ground, { direction: -1, times: 1 });
    case "ArrowDown":
      return walkRows(from, ground, { direction: 1, times: 1 });
    case "PageUp":
      return walkRows(from, ground, { direction: -1, times: PAGE_ROWS });
    case "PageDown":
      return walkRows(from, ground, { direction: 1, times: PAGE_ROWS });
    case "ArrowLeft":
      return { ...from, column: Math.max(0, from.column - 1) };
    case "ArrowRight":
      return { ...from, column: Math.min(ground.columns - 1, from.column + 1) };
    case "Home":
      return { ...from, column: 0 };
    case "End":
      return { ...from, column: ground.columns - 1 };
    default:
      return null;
  }
}

interface Steps {
  readonly direction: -1 | 1;
  readonly times: number;
}

function walkRows(from: HeatmapCursor, { layout }: Ground, { direction, times }: Steps): HeatmapCursor {
  let itemIndex = from.itemIndex;
  for (let step = 0; step < times; step++) itemIndex = neighbourRow(layout, itemIndex, direction);
  const item = layout.items[itemIndex];
  return item?.kind === "row" ? { itemIndex, row: item.row, column: from.column } : from;
}
