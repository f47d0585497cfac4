import type { ChartLevel, ChartLine } from "./types.ts";

/** How a line or level is drawn, by its tone. */
export const STROKES: Readonly<
  Record<ChartLine["tone"] | ChartLevel["tone"], { color: string; width: number }>
> = {
  strong: { color: "var(--ink)", width: 1.75 },
  soft: { color: "var(--ink-soft)", width: 1.25 },
  faint: { color: "var(--line-strong)", width: 1 },
  accent: { color: "var(--accent)", width: 1.75 },
  limit: { color: "var(--ink-soft)", width: 1.25 },
};
