import type { HeatmapLayout } from "#lib/charts/index.ts";

interface PaintInput {
  readonly image: HTMLCanvasElement;
  readonly layout: HeatmapLayout;
  /** Items in view, half-open. */
  readonly first: number;
  readonly end: number;
  readonly scrollTop: number;
  readonly width: number;
  readonly height: number;
  readonly hatch: CanvasPattern | null;
}

/** From this row height on, rows are parted by a line of the ground. */
const PARTED_FROM_PIXELS = 6;

/**
 * Paints the rows in view: the hatch of "no data" beneath, the cells scaled over it without smoothing, so that a cell
 * keeps its edges and no colour appears that no value has. Units: CSS pixels, the context is scaled to the device.
 */
export function paintHeatmap(context: CanvasRenderingContext2D, input: PaintInput): void {
  const { image, layout, first, end, scrollTop, width, height, hatch } = input;
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  const rowsBefore = countRows(layout, 0, first);
  let place = rowsBefore;
  for (let index = first; index < end; ) {
    const item = layout.items[index];
    if (item?.kind !== "row") {
      index++;
      continue;
    }
    // Rows that follow one another are one picture: one call, however many there are.
    let runEnd = index + 1;
    while (runEnd < end && layout.items[runEnd]?.kind === "row") runEnd++;
    const count = runEnd - index;
    const top = (layout.tops[index] ?? 0) - scrollTop;
    const runHeight = (layout.tops[runEnd] ?? 0) - (layout.tops[index] ?? 0);
    if (hatch !== null) {
      context.fillStyle = hatch;
      context.fillRect(0, top, width, runHeight);
    }
    context.drawImage(image, 0, place, image.width, count, 0, top, width, runHeight);
    if (item.height >= PARTED_FROM_PIXELS) {
      for (let row = 1; row <= count; row++) context.clearRect(0, top + row * item.height - 1, width, 1);
    }
    place += count;
    index = runEnd;
  }
}

function countRows(layout: HeatmapLayout, from: number, to: number): number {
  let count = 0;
  for (let index = from; index < to; index++) if (layout.items[index]?.kind === "row") count++;
  return count;
}

/** The hatch of "no data" as a canvas pattern, in the colours of the theme. */
export function hatchPattern(
  context: CanvasRenderingContext2D,
  ground: string,
  line: string,
): CanvasPattern | null {
  const size = 6;
  const tile = document.createElement("canvas");
  tile.width = size;
  tile.height = size;
  const pen = tile.getContext("2d");
  if (pen === null) return null;
  pen.fillStyle = ground;
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = line;
  pen.lineWidth = 1.4;
  pen.beginPath();
  for (const offset of [-size, 0, size]) {
    pen.moveTo(offset, size);
    pen.lineTo(offset + size, 0);
  }
  pen.stroke();
  return context.createPattern(tile, "repeat");
}
