/** Where every row of a heat map stands, in pixels from the top of the whole (unscrolled) map. */
export interface HeatmapLayout {
  readonly items: readonly HeatmapItem[];
  /** Top of each item; one more entry than items: the last is the total height. */
  readonly tops: Float64Array;
  readonly height: number;
}

export type HeatmapItem =
  | { readonly kind: "group"; readonly label: string; readonly height: number }
  | { readonly kind: "row"; readonly row: number; readonly height: number };

export interface HeatmapLayoutInput {
  /** Matrix rows in the order in which they are shown. */
  readonly order: readonly number[];
  /** The group of a matrix row, or null for none; a heading is put wherever it changes. */
  readonly groupOf: (row: number) => string | null;
  readonly rowHeight: number;
  readonly groupHeight: number;
}

/** Puts rows under one another, with a heading wherever the group changes. */
export function layoutRows(input: HeatmapLayoutInput): HeatmapLayout {
  const items: HeatmapItem[] = [];
  let group: string | null = null;
  for (const row of input.order) {
    const nextGroup = input.groupOf(row);
    if (nextGroup !== group && nextGroup !== null) {
      items.push({ kind: "group", label: nextGroup, height: input.groupHeight });
    }
    group = nextGroup;
    items.push({ kind: "row", row, height: input.rowHeight });
  }
  const tops = new Float64Array(items.length + 1);
  items.forEach((item, index) => {
    tops[index + 1] = (tops[index] ?? 0) + item.height;
  });
  return { items, tops, height: tops[items.length] ?? 0 };
}

/** Index of the item at a height, or −1 above the first and below the last. */
export function itemIndexAt(layout: HeatmapLayout, y: number): number {
  if (y < 0 || y >= layout.height) return -1;
  let low = 0;
  let high = layout.items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((layout.tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Items that touch the visible part, half-open [first, end), with some to spare on both sides. */
export function visibleItems(
  layout: HeatmapLayout,
  view: { readonly scrollTop: number; readonly height: number },
  overscan = 0,
): { readonly first: number; readonly end: number } {
  if (layout.items.length === 0 || view.height <= 0) return { first: 0, end: 0 };
  const top = Math.min(Math.max(0, view.scrollTop), Math.max(0, layout.height - 1));
  const bottom = Math.min(layout.height - 1e-6, top + view.height);
  return {
    first: Math.max(0, itemIndexAt(layout, top) - overscan),
    end: Math.min(layout.items.length, itemIndexAt(layout, bottom - 1e-6) + 1 + overscan),
  };
}

/** Column under a pixel, by arithmetic; −1 outside. */
export function columnIndexAt(x: number, width: number, columns: number): number {
  if (x < 0 || x >= width || columns <= 0) return -1;
  return Math.min(columns - 1, Math.floor((x / width) * columns));
}

export interface CellHit {
  readonly row: number;
  readonly column: number;
  readonly itemIndex: number;
}

/** The cell under a pixel of the plot (y counted from the top of the whole map); null on a heading or outside. */
export function hitTest(
  layout: HeatmapLayout,
  point: { readonly x: number; readonly y: number },
  plot: { readonly width: number; readonly columns: number },
): CellHit | null {
  const itemIndex = itemIndexAt(layout, point.y);
  const column = columnIndexAt(point.x, plot.width, plot.columns);
  const item = layout.items[itemIndex];
  return item?.kind === "row" && column >= 0 ? { row: item.row, column, itemIndex } : null;
}

/** The next row item above (−1) or below (+1), stepping over headings; stays where there is none. */
export function neighbourRow(layout: HeatmapLayout, itemIndex: number, direction: -1 | 1): number {
  for (let index = itemIndex + direction; index >= 0 && index < layout.items.length; index += direction) {
    if (layout.items[index]?.kind === "row") return index;
  }
  return itemIndex;
}
