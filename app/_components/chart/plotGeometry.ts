import type { MinuteWindow } from "#lib/core/index.ts";

/** Space around the plot, the same for every chart, so that charts under one another line up. Pixels. */
export const PLOT = { left: 52, right: 12, top: 8, bottom: 22 } as const;

export interface Plot {
  readonly width: number;
  readonly height: number;
}

export function plotOf(outer: { readonly width: number; readonly height: number }): Plot {
  return {
    width: Math.max(0, outer.width - PLOT.left - PLOT.right),
    height: Math.max(0, outer.height - PLOT.top - PLOT.bottom),
  };
}

/** Pixels from the plot's left edge to a minute. */
export function pixelOfMinute(minute: number, window: MinuteWindow, plot: Plot): number {
  const minutes = window.toMinute - window.fromMinute;
  return minutes > 0 ? ((minute - window.fromMinute) / minutes) * plot.width : 0;
}

/** The minute under a pixel, kept inside the window. */
export function minuteOfPixel(x: number, window: MinuteWindow, plot: Plot): number {
  const minutes = window.toMinute - window.fromMinute;
  const place = plot.width > 0 ? Math.min(1, Math.max(0, x / plot.width)) : 0;
  return Math.min(window.toMinute - 1, window.fromMinute + Math.floor(place * minutes));
}
