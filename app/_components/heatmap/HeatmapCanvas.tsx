"use client";

import { useLayoutEffect, useRef } from "react";
import { hatchPattern, paintHeatmap } from "./paintHeatmap.ts";
import type { HeatmapView } from "./useHeatmapView.ts";

/** The cells themselves. Painted anew when any of what the view holds changes, the theme too. */
export function HeatmapCanvas({ view }: { view: HeatmapView }) {
  const { image, layout, first, end, scrollTop, width, height, theme } = view;
  const canvasRef = useRef<HTMLCanvasElement>(null);

  // External system: the canvas, which React does not draw on.
  useLayoutEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext("2d") ?? null;
    if (canvas === null || context === null || image === null || width === 0) return;
    const start = performance.now();
    const ratio = window.devicePixelRatio || 1;
    const deviceWidth = Math.round(width * ratio);
    const deviceHeight = Math.round(height * ratio);
    if (canvas.width !== deviceWidth) canvas.width = deviceWidth;
    if (canvas.height !== deviceHeight) canvas.height = deviceHeight;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    // Named so that a change of theme paints anew: the image and these colours both follow it.
    canvas.dataset["theme"] = theme;
    const style = getComputedStyle(canvas);
    const hatch = hatchPattern(context, style.outlineColor, style.color);
    paintHeatmap(context, { image, layout, first, end, scrollTop, width, height, hatch });
    performance.measure("heatmap-paint", { start });
  }, [image, layout, first, end, scrollTop, width, height, theme]);

  return (
    <canvas
      ref={canvasRef}
      className="absolute inset-0 block"
      // The canvas cannot read CSS variables, but computed colours it can.
      style={{ width, height, color: "var(--hatch-line)", outlineColor: "var(--hatch-ground)" }}
    />
  );
}
