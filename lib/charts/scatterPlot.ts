import { valueTicks } from "./valueTicks.ts";

/** One thing of a scatter chart: what was said of it, and what it was. */
export interface ScatterPoint {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** Where points stand in a plot whose two axes are the same, so that what is equal lies on the diagonal. */
export interface ScatterLayout {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** Pixels from the left of the plot, and from its top. */
  xOf(value: number): number;
  yOf(value: number): number;
}

/**
 * Lays out percent on both axes: round ends around all values, no further apart than need be, never under 0 nor over 100.
 * Without points: 0 to 100.
 */
export function layOutScatter(
  points: readonly Pick<ScatterPoint, "x" | "y">[],
  { width, height }: { readonly width: number; readonly height: number },
): ScatterLayout {
  const values = points.flatMap(({ x, y }) => [x, y]);
  const least = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const greatest = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const low = values.length === 0 ? 0 : Math.max(0, Math.floor((least - AIR) / STEP) * STEP);
  const high = values.length === 0 ? 100 : Math.min(100, Math.ceil((greatest + AIR) / STEP) * STEP);
  const share = (value: number) => (value - low) / Math.max(1e-9, high - low);
  return {
    low,
    high,
    ticks: valueTicks(low, high, 5).filter((tick) => low <= tick && tick <= high),
    xOf: (value) => share(value) * width,
    yOf: (value) => (1 - share(value)) * height,
  };
}

const STEP = 10;
/** So that no point sits on an edge. */
const AIR = 1;

/** The point nearest to a place of the plot, within so many pixels; of several the one given first. Null = none is near. */
export function nearestPoint<Point extends ScatterPoint>(
  points: readonly Point[],
  layout: ScatterLayout,
  at: { readonly left: number; readonly top: number; readonly within: number },
): Point | null {
  let nearest: Point | null = null;
  let distance = at.within;
  for (const point of points) {
    const away = Math.hypot(layout.xOf(point.x) - at.left, layout.yOf(point.y) - at.top);
    if (away < distance || (away === distance && nearest === null)) {
      nearest = point;
      distance = away;
    }
  }
  return nearest;
}
