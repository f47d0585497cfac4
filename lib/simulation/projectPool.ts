import { aliveOf, hotSeries, layOutPool, type PoolBase, reportedBins } from "../contribution/index.ts";
import { createRng } from "../core/index.ts";
import { drawNormal, quantileFromTop, quantileR7 } from "../stats/index.ts";
import { followBins } from "./followBins.ts";
import { drawTakenUp } from "./hiddenDemand.ts";
import { drawChange, type PoolChange, prepareChanges } from "./poolChange.ts";
import { renderChange, renderHot, withOtherNoise } from "./renderChange.ts";
import { type Estimate, INTERVAL_LEVEL, type PoolProjection, type ProjectedSeries, type ProjectionInput } from "./types.ts";

const HOT_NODE_PROBABILITY = 0.95;
const SCENARIOS = 49;
/** Scenarios rendered again with other noise, to see how much of the P95 is its luck. */
const NOISE_SCENARIOS = 8;
/** Noise was drawn once in what was measured, and will be once more in what comes. */
const NOISE_DRAWS = 2;
/**
 * What the scenarios leave out: that a load model is only a model. Measured by `npm run bench:prediction`, where the
 * interval has to hold the truth nine times in ten: points of their own, a share of the change, a factor on the spread.
 */
const MISFIT_POINTS = 0.35;
const MISFIT_SHARE = 0.04;
const WIDENING = 1.2;

/**
 * A pool after load has left or reached it: measured ± attributed change, minute by minute and node by node, residuals
 * kept. What cannot be known (which nodes an arriving load falls on, what is left open of costs and splits) is drawn
 * many times: the middle one is told, with its series, and the spread of all is the interval. Where nothing moves, the
 * measured values come back exactly. Null where the pool has no data at all.
 */
export function projectPool(input: ProjectionInput): PoolProjection | null {
  const { pool, leaving, arriving, seed } = input;
  const measured = hotSeries(pool.nodes);
  const reported = reportedBins(measured);
  if (reported.length === 0) return null;
  const whole = layOutPool(pool, reported);
  const bins = measured.length;
  const before = measure(renderSeries(whole, { changes: [], draws: [] }, bins), reported);
  if (leaving.length === 0 && arriving.length === 0) return certainly(before);
  const changes = prepareChanges(pool, leaving, arriving);
  const followed = layOutPool(pool, followBins(pool, changes, reported));
  const scenarios = runScenarios(followed, changes, { ...input, reported: reported.length });
  const order = scenarios.toSorted((a, b) => a.hotNodeP95 - b.hotNodeP95 || a.scenario - b.scenario);
  const draws = order[order.length >> 1]?.draws ?? [];
  const told = measure(renderSeries(whole, { changes, draws }, bins), reported);
  const noise = measureNoise(followed, changes, { scenarios, seed, reported: reported.length });
  const rng = createRng(seed ^ 0x7f4a7c15);
  const drawn = scenarios.map((scenario) => {
    const takenUp = input.hidden && leaving.length > 0 ? drawTakenUp(rng) : 0;
    const sample = (name: "hotNodeP95" | "max", own: number) => {
      const misfit = Math.hypot(own, MISFIT_POINTS, MISFIT_SHARE * (told[name] - before[name]));
      const spreadOut = told[name] + WIDENING * (scenario[name] - told[name]);
      return spreadOut + misfit * drawNormal(rng) + takenUp * (before[name] - scenario[name]);
    };
    return { hotNodeP95: sample("hotNodeP95", noise.hotNodeP95), max: sample("max", noise.max) };
  });
  const change = changeOfAverage(pool, changes, reported);
  const averages = scenarios.map(({ draws: parts }) => told.average + change(parts) - change(draws) + MISFIT_SHARE * change(draws) * drawNormal(rng));
  return {
    hotNodeP95: spread(told.hotNodeP95, drawn.map(({ hotNodeP95 }) => hotNodeP95)),
    max: spread(told.max, drawn.map(({ max }) => max)),
    average: spread(told.average, averages),
    series: told.series,
  };
}

interface Scenario {
  readonly scenario: number;
  readonly draws: readonly Float64Array[];
  readonly hotNodeP95: number;
  readonly max: number;
}

function runScenarios(
  base: PoolBase,
  changes: readonly PoolChange[],
  { seed, scenarios = SCENARIOS, reported }: { readonly seed: number; readonly scenarios?: number; readonly reported: number },
): Scenario[] {
  return Array.from({ length: scenarios }, (_, scenario) => {
    const rng = createRng(seed + scenario * 7_919);
    const draws = changes.map((change) => drawChange(change, base.model.nodeFactors, { rng, scenario }));
    return { scenario, draws, ...summarize(renderHot(base, { changes, draws }), reported) };
  });
}

/** Deviations of P95 and maximum over the luck of the noise. */
function measureNoise(
  base: PoolBase,
  changes: readonly PoolChange[],
  { scenarios, seed, reported }: { readonly scenarios: readonly Scenario[]; readonly seed: number; readonly reported: number },
) {
  const offs = scenarios.slice(0, NOISE_SCENARIOS).map(({ scenario, draws, hotNodeP95, max }) => {
    const rng = createRng(seed ^ Math.imul(scenario + 1, 0x2c1b3c6d));
    const other = withOtherNoise(base, () => Math.floor(rng() * base.bins.length));
    const again = summarize(renderHot(other, { changes, draws }), reported);
    return { hotNodeP95: again.hotNodeP95 - hotNodeP95, max: again.max - max };
  });
  return {
    hotNodeP95: deviation(offs.map(({ hotNodeP95 }) => hotNodeP95)) * Math.sqrt(NOISE_DRAWS),
    max: deviation(offs.map(({ max }) => max)) * Math.sqrt(NOISE_DRAWS),
  };
}

function summarize(hot: Float64Array, reported: number): { readonly hotNodeP95: number; readonly max: number } {
  let max = 0;
  for (const value of hot) max = Math.max(max, value);
  return { hotNodeP95: quantileFromTop(hot, reported, HOT_NODE_PROBABILITY) ?? 0, max };
}

/** Hot(bin) and pool average of every bin of the window; NaN where there is no data. */
function renderSeries(
  base: PoolBase,
  rendering: { readonly changes: readonly PoolChange[]; readonly draws: readonly Float64Array[] },
  bins: number,
): ProjectedSeries {
  const hot = new Float64Array(bins).fill(Number.NaN);
  const average = new Float64Array(bins).fill(Number.NaN);
  const greatest = new Float64Array(base.bins.length);
  const sums = new Float64Array(base.bins.length);
  const counts = new Uint16Array(base.bins.length);
  renderChange(base, rendering, (place, after) => {
    if (after > (greatest[place] ?? 0)) greatest[place] = after;
    sums[place] = (sums[place] ?? 0) + after;
    counts[place] = (counts[place] ?? 0) + 1;
  });
  for (const [place, bin] of base.bins.entries()) {
    hot[bin] = greatest[place] ?? 0;
    average[bin] = (sums[place] ?? 0) / Math.max(1, counts[place] ?? 1);
  }
  return { hot, average };
}

function measure(series: ProjectedSeries, reported: Int32Array) {
  const hot = Float64Array.from(reported, (bin) => series.hot[bin] ?? 0);
  let sum = 0;
  for (const bin of reported) sum += series.average[bin] ?? 0;
  const hotNodeP95 = quantileR7(hot, HOT_NODE_PROBABILITY) ?? 0;
  return { hotNodeP95, max: hot.reduce((most, value) => Math.max(most, value), 0), average: sum / reported.length, series };
}

/** Points by which a draw changes the pool's average, were nothing saturated. */
function changeOfAverage(pool: ProjectionInput["pool"], changes: readonly PoolChange[], reported: Int32Array) {
  const alive = aliveOf(pool.nodes);
  const means = changes.map(({ points }) => {
    let sum = 0;
    for (const bin of reported) sum += (alive[bin] ?? 0) > 0 ? (points[bin] ?? 0) : 0;
    return sum / reported.length;
  });
  return (draws: readonly Float64Array[]) => {
    let sum = 0;
    for (const [index, mean] of means.entries()) {
      const parts = draws[index] ?? new Float64Array(0);
      sum += (mean * parts.reduce((total, part) => total + part, 0)) / Math.max(1, parts.length);
    }
    return sum;
  };
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1));
}

function certainly({ hotNodeP95, max, average, series }: ReturnType<typeof measure>): PoolProjection {
  const sure = (value: number): Estimate => ({ value, low: value, high: value });
  return { hotNodeP95: sure(hotNodeP95), max: sure(max), average: sure(average), series };
}

function spread(value: number, samples: readonly number[]): Estimate {
  const tail = (1 - INTERVAL_LEVEL) / 2;
  return {
    value,
    low: Math.max(0, Math.min(value, quantileR7(samples, tail) ?? value)),
    high: Math.min(100, Math.max(value, quantileR7(samples, 1 - tail) ?? value)),
  };
}
