import { NORMAL_PER_MAD } from "./clipOutliers.ts";
import type { ResidualNoise } from "./types.ts";

/** Load is cut into this many classes of equal size, and the noise of each is a median, so that bursts do not count. */
const CLASSES = 12;
const LEAST_BASE_POINTS = 0.1;
/** Loads that stay under so many points of a node do not tell how noise grows with them: it is taken as usual then. */
const TELLING_POINTS = 2;
const USUAL_RELATIVE = 0.05;
/** Noise larger than half of the load that makes it is a sign of something else. */
const MOST_RELATIVE = 0.5;
/** Above this the curve of saturation, not the noise, rules what is left. Percent. */
const UNSATURATED = 75;

/**
 * How the noise of a node-minute grows with the load on it: variance = base² + (relative × load)², by weighted least
 * squares over the classes. All arrays are per node and used bin.
 */
export function estimateNoise(input: {
  readonly measured: readonly Float64Array[];
  readonly demand: readonly Float64Array[];
  readonly predicted: readonly Float64Array[];
  readonly idle: Float64Array;
}): ResidualNoise {
  const pairs = collect(input);
  const points: { load: number; variance: number }[] = [];
  for (let part = 0; part < CLASSES; part++) {
    const from = Math.floor((part * pairs.length) / CLASSES);
    const slice = pairs.slice(from, Math.floor(((part + 1) * pairs.length) / CLASSES));
    if (slice.length === 0) continue;
    const offs = slice.map(({ off }) => off).sort((a, b) => a - b);
    const deviation = NORMAL_PER_MAD * (offs[offs.length >> 1] ?? 0);
    points.push({ load: (slice[slice.length >> 1]?.load ?? 0) ** 2, variance: deviation ** 2 });
  }
  const { basePoints, relative } = fitLine(points);
  const isTold = (points.at(-1)?.load ?? 0) >= TELLING_POINTS ** 2;
  if (isTold) return { basePoints, relative: Math.min(MOST_RELATIVE, relative) };
  const quiet = points.map(({ variance }) => variance).sort((a, b) => a - b)[points.length >> 1] ?? 1;
  return { basePoints: Math.max(LEAST_BASE_POINTS, Math.sqrt(quiet)), relative: USUAL_RELATIVE };
}

function collect({ measured, demand, predicted, idle }: Parameters<typeof estimateNoise>[0]) {
  const pairs: { readonly load: number; readonly off: number }[] = [];
  for (const [node, row] of demand.entries()) {
    for (let index = 0; index < row.length; index++) {
      const seen = measured[node]?.[index] ?? Number.NaN;
      const level = predicted[node]?.[index] ?? 0;
      if (!(seen <= UNSATURATED)) continue;
      pairs.push({ load: Math.max(0, level - (idle[node] ?? 0)), off: Math.abs((row[index] ?? 0) - level) });
    }
  }
  return pairs.sort((a, b) => a.load - b.load);
}

/** Variance against load², each class weighed by its variance: a class's error grows with it. */
function fitLine(points: readonly { readonly load: number; readonly variance: number }[]): ResidualNoise {
  let weight = 0;
  let loads = 0;
  let variances = 0;
  let squares = 0;
  let products = 0;
  for (const { load, variance } of points) {
    const w = 1 / (variance * variance + 1e-6);
    weight += w;
    loads += w * load;
    variances += w * variance;
    squares += w * load * load;
    products += w * load * variance;
  }
  if (weight === 0) return { basePoints: 1, relative: 0 };
  const determinant = weight * squares - loads * loads;
  const slope = determinant > 0 ? Math.max(0, (weight * products - loads * variances) / determinant) : 0;
  const base = (variances - slope * loads) / weight;
  if (base >= LEAST_BASE_POINTS ** 2) return { basePoints: Math.sqrt(base), relative: Math.sqrt(slope) };
  return { basePoints: LEAST_BASE_POINTS, relative: Math.sqrt(loads > 0 ? variances / loads : 0) };
}

/** Deviation of what the model leaves at so many points of load. */
export function noiseAt({ basePoints, relative }: ResidualNoise, loadPoints: number): number {
  return Math.sqrt(basePoints * basePoints + (relative * loadPoints) ** 2);
}
