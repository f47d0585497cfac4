import { median } from "../benchReport.ts";

/** Grown by more than this from the middle third of a run to its last is not flat. */
const MOST_GROWTH = 0.05;

export interface Flatness {
  /** Median of the last third beside that of the middle third: 0.02 = two per cent more. */
  readonly growth: number;
  readonly isFlat: boolean;
}

/**
 * Whether memory has stopped growing: the last third of a run beside its middle third, by medians, so that a single peak
 * decides nothing. The first third is left out, in which caches fill. null of fewer than six figures.
 */
export function judgeFlat(figures: readonly number[]): Flatness | null {
  if (figures.length < 6) return null;
  const third = Math.floor(figures.length / 3);
  const middle = median(figures.slice(third, figures.length - third));
  const last = median(figures.slice(figures.length - third));
  const growth = last / middle - 1;
  return { growth, isFlat: growth <= MOST_GROWTH };
}
