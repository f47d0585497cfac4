/** How many things one chart tells apart by colour; what is beyond is the rest. */
export const SERIES_COLORS = 6;

/** The colour of the n-th thing of a chart, from 0; the rest has a neutral one. Defined in globals.css. */
export function seriesColor(place: number): string {
  return place >= 0 && place < SERIES_COLORS ? `var(--series-${place + 1})` : "var(--series-rest)";
}
