import type { MinuteWindow } from "#lib/core/index.ts";

/** Space around the plot, the same for every chart, so that charts under one another line up. Pixels. */
export const PLOT = { left: 52, right: 12, top: 8, bottom: 22 } as const;
/** Space on the right where levels are named. */
const LEVEL_NAMES = 84;
const LEVEL_NAME_HEIGHT = 15;

export interface Plot {
  readonly width: number;
  readonly height: number;
}

/** Space right of the plot. */
export function rightOf(levels: number): number {
  return levels > 0 ? LEVEL_NAMES : PLOT.right;
}

export function plotOf(outer: { readonly width: number; readonly height: number }, right: number): Plot {
  return {
    width: Math.max(0, outer.width - PLOT.left - right),
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

/** Where the names of levels stand, pixels from the plot's top to their middle: at their value, pushed apart where close. */
export function placeLevelNames(values: readonly number[], top: number, plot: Plot): number[] {
  const wanted = values.map((value) => plot.height * (1 - Math.min(value, top) / (top || 1)));
  const order = wanted
    .map((_, index) => index)
    .sort((one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0));
  const placed = [...wanted];
  let last = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    const place = Math.max(wanted[index] ?? 0, last + LEVEL_NAME_HEIGHT);
    placed[index] = place;
    last = place;
  }
  return placed;
}
