import type { CpuCenti } from "../core/index.ts";
import { type Oklch, oklchToRgb, type Rgb, rgbToHex } from "./oklch.ts";

/** The five states that have a colour, coolest first. `unknown` has none: it is a hatch in neutral grey. */
export const HEAT_STATES = ["cool", "normal", "warm", "hot", "critical"] as const;
export type HeatState = (typeof HEAT_STATES)[number];
export type HeatTheme = "dark" | "light";

/** Where one state ends and the next begins, percent of CPU: the lower bounds of normal, warm, hot and critical. */
export interface StateThresholds {
  readonly normal: number;
  readonly warm: number;
  readonly hot: number;
  readonly critical: number;
}

/** PRODUCT.md, "State": the defaults, where a fleet has set none of its own. */
export const DEFAULT_THRESHOLDS: StateThresholds = { normal: 30, warm: 50, hot: 65, critical: 80 };

/**
 * The one heat scale. What is hottest stands out most from its ground: brightest on dark, darkest on light. Lightness
 * is monotone with equal-looking steps, also for protan, deutan and tritan eyes (heatScale.test.ts). The same values
 * stand in app/globals.css as --heat-…; a test holds the two equal.
 */
export const HEAT_SCALE: Readonly<Record<HeatTheme, Readonly<Record<HeatState, Oklch>>>> = {
  dark: {
    cool: { lightness: 0.34, chroma: 0.07, hueDegrees: 262 },
    normal: { lightness: 0.47, chroma: 0.125, hueDegrees: 292 },
    warm: { lightness: 0.61, chroma: 0.19, hueDegrees: 4 },
    hot: { lightness: 0.76, chroma: 0.155, hueDegrees: 58 },
    critical: { lightness: 0.93, chroma: 0.115, hueDegrees: 102 },
  },
  light: {
    cool: { lightness: 0.91, chroma: 0.028, hueDegrees: 255 },
    normal: { lightness: 0.79, chroma: 0.085, hueDegrees: 295 },
    warm: { lightness: 0.68, chroma: 0.16, hueDegrees: 0 },
    hot: { lightness: 0.545, chroma: 0.185, hueDegrees: 36 },
    critical: { lightness: 0.34, chroma: 0.115, hueDegrees: 18 },
  },
};

/** Lightness gained across a band. Far smaller than the step at a threshold, so that the steps stay visible. */
const LIGHTNESS_WITHIN_BAND = 0.045;

/** The state of a value by the thresholds; a value on a threshold belongs to the hotter state. */
export function heatStateOf(percent: number, thresholds: StateThresholds): HeatState {
  if (percent >= thresholds.critical) return "critical";
  if (percent >= thresholds.hot) return "hot";
  if (percent >= thresholds.warm) return "warm";
  return percent >= thresholds.normal ? "normal" : "cool";
}

/** Lower and upper bound of a state's band, percent. */
export function bandOf(state: HeatState, thresholds: StateThresholds): { from: number; to: number } {
  const bounds = [0, thresholds.normal, thresholds.warm, thresholds.hot, thresholds.critical, 100];
  const index = HEAT_STATES.indexOf(state);
  return { from: bounds[index] ?? 0, to: bounds[index + 1] ?? 100 };
}

/** The colour of a value: its state's, a little cooler or hotter by where in the band it stands. */
export function heatColor(percent: number, thresholds: StateThresholds, theme: HeatTheme): Rgb {
  const state = heatStateOf(percent, thresholds);
  const band = bandOf(state, thresholds);
  const width = band.to - band.from;
  const place = width > 0 ? Math.min(1, Math.max(0, (percent - band.from) / width)) : 0;
  const color = HEAT_SCALE[theme][state];
  const direction = theme === "dark" ? 1 : -1;
  const lightness = color.lightness + direction * LIGHTNESS_WITHIN_BAND * (place - 0.5);
  return oklchToRgb({ ...color, lightness });
}

/** A state's colour as `#rrggbb`. */
export function heatStateHex(state: HeatState, theme: HeatTheme): string {
  return rgbToHex(oklchToRgb(HEAT_SCALE[theme][state]));
}

export const HEAT_TABLE_SIZE = 10_001;

/**
 * Colour table for canvas: index = CPU in hundredths of a point (0..10000), value = one ImageData pixel as a
 * little-endian Uint32 (0xAABBGGRR), opaque. No data is not in it: leave that pixel 0 (transparent), and the hatch
 * beneath shows through.
 */
export function buildHeatTable(thresholds: StateThresholds, theme: HeatTheme): Uint32Array {
  const table = new Uint32Array(HEAT_TABLE_SIZE);
  for (let centi = 0; centi < HEAT_TABLE_SIZE; centi++) {
    const { red, green, blue } = heatColor(centi / 100, thresholds, theme);
    table[centi] = ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  }
  return table;
}

/** Reads one cell through the table; no data (any negative) is transparent. */
export function heatPixel(table: Uint32Array, centi: CpuCenti): number {
  return centi < 0 ? 0 : (table[Math.min(centi, HEAT_TABLE_SIZE - 1)] ?? 0);
}
