"use client";

import { useMemo } from "react";
import {
  buildHeatTable,
  type CellMatrix,
  type HeatTheme,
  heatPixel,
  type StateThresholds,
} from "#lib/charts/index.ts";
import { NO_DATA } from "#lib/core/index.ts";
import type { HeatmapRow } from "./types.ts";

interface CellImageInput {
  readonly matrix: CellMatrix;
  readonly rows: readonly HeatmapRow[];
  readonly order: readonly number[];
  readonly thresholds: readonly StateThresholds[];
  readonly theme: HeatTheme;
}

/**
 * The whole matrix as an image of one pixel a cell, rows in shown order, no data transparent. Made once per data, order
 * and theme; scrolling and resizing only scale it.
 */
export function useCellImage(input: CellImageInput): HTMLCanvasElement | null {
  const { matrix, rows, order, thresholds, theme } = input;
  return useMemo(() => {
    if (typeof document === "undefined" || matrix.columns === 0 || order.length === 0) return null;
    return drawCellImage({ matrix, rows, order, thresholds, theme });
  }, [matrix, rows, order, thresholds, theme]);
}

export function drawCellImage({ matrix, rows, order, thresholds, theme }: CellImageInput): HTMLCanvasElement {
  const start = performance.now();
  const canvas = document.createElement("canvas");
  canvas.width = matrix.columns;
  canvas.height = order.length;
  const context = canvas.getContext("2d");
  if (context === null) return canvas;
  const image = context.createImageData(matrix.columns, order.length);
  const pixels = new Uint32Array(image.data.buffer);
  const tables = thresholds.map((one) => buildHeatTable(one, theme));
  const fallback = tables[0] ?? new Uint32Array(0);
  order.forEach((row, place) => {
    const table = tables[rows[row]?.thresholdsIndex ?? 0] ?? fallback;
    const source = row * matrix.columns;
    const target = place * matrix.columns;
    for (let column = 0; column < matrix.columns; column++) {
      pixels[target + column] = heatPixel(table, matrix.values[source + column] ?? NO_DATA);
    }
  });
  context.putImageData(image, 0, 0);
  // Read by the browser's own tools, and by whoever measures whether painting stays under 100 ms.
  performance.measure("heatmap-image", { start });
  return canvas;
}
