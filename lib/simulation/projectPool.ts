import { createRng } from "../core/index.ts";
import { quantileR7 } from "../stats/index.ts";
import { drawNormal } from "../stats/index.ts";
import { followBins, hotProbabilityFrom } from "./followBins.ts";
import { drawTakenUp } from "./hiddenDemand.ts";
import { layOutPool } from "./poolBase.ts";
import { drawChange, prepareChanges } from "./poolChange.ts";
import { renderChange, renderSeries } from "./renderChange.ts";
import { type Estimate, type FittedPool, INTERVAL_LEVEL, type LoadChange, type PoolProjection } from "./types.ts";

/** Odd, so that one of them is the middle one. */
const SCENARIOS = 49;
/** Scenarios rendered with other noise, to see how much of the P95 is its luck. */
const NOISE_SCENARIOS = 12;
/** Noise was drawn once in what was measured, and will be once more in what comes. */
const NOISE_DRAWS = 2;

export interface ProjectionInput {
  readonly pool: FittedPool;
  readonly leaving: readonly LoadChange[];
  readonly arriving: readonly LoadChange[];
  readonly seed: number;
}

/**
 * A pool after load has left or reached it: measured ± attributed change, minute by minute and node by node, residuals
 * kept. What cannot be known (which nodes an arriving load falls on, what is left open of costs and splits) is drawn
 * many times: the middle one is told, with its series, and the spread of all is the interval. Where nothing moves, the
 * measured values come back exactly. Null where the pool has no data at all.
 */
export function projectPool({ pool, leaving, arriving, seed }: ProjectionInput): PoolProjection | null {
  const base = layOutPool(pool);
  if (base.reported.length === 0) return null;
  const changes = prepareChanges(base, leaving, arriving);
  if (changes.length === 0) {
    const series = renderSeries(base, [], []);
    const { hotNodeP95, max, average } = measure(series, base.reported);
    return { hotNodeP95: certain(hotNodeP95), max: certain(max), average: certain(average), series };
  }
  const bins = followBins(base, changes);
  const scenarios = Array.from({ length: SCENARIOS }, (_, scenario) => {
    const rng = createRng(seed + scenario * 7919);
    const draws = changes.map((change) => drawChange(change, base, { rng, scenario }));
    const hot = renderChange(base, changes, { draws, bins, shift: null });
    return { scenario, draws, p95: hotProbabilityFrom(hot, base.reported.length), max: greatest(hot) };
  });
  const order = scenarios.toSorted((a, b) => a.p95 - b.p95 || a.scenario - b.scenario);
  const series = renderSeries(base, changes, order[SCENARIOS >> 1]?.draws ?? []);
  const told = measure(series, base.reported);

  const noise = { p95: [0], max: [0] };
  for (const { draws, p95, max, scenario } of scenarios.slice(0, NOISE_SCENARIOS)) {
    const rng = createRng(seed ^ Math.imul(scenario + 1, 0x2c1b3c6d));
    const shift = Int32Array.from({ length: base.nodes }, () => Math.floor(rng() * base.bins));
    const hot = renderChange(base, changes, { draws, bins, shift });
    noise.p95.push(hotProbabilityFrom(hot, base.reported.length) - p95);
    noise.max.push(greatest(hot) - max);
  }
  const rng = createRng(seed ^ 0x7f4a7c15);
  const before = measure(renderSeries(base, [], []), base.reported);
  const p95Noise = deviation(noise.p95.slice(1)) * Math.sqrt(NOISE_DRAWS);
  const maxNoise = deviation(noise.max.slice(1)) * Math.sqrt(NOISE_DRAWS);
  const samples = scenarios.map(({ p95, max }) => {
    const takenUp = pool.hidesDemand && leaving.length > 0 ? drawTakenUp(rng) : 0;
    return {
      p95: p95 + p95Noise * drawNormal(rng) + takenUp * (before.hotNodeP95 - p95),
      max: max + maxNoise * drawNormal(rng) + takenUp * (before.max - max),
    };
  });
  return {
    hotNodeP95: spread(told.hotNodeP95, samples.map(({ p95 }) => p95)),
    max: spread(told.max, samples.map(({ max }) => max)),
    average: certain(told.average),
    series,
  };
}

function greatest(values: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) most = Math.max(most, value);
  return most;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1));
}

function measure({ hot, average }: PoolProjection["series"], reported: Int32Array) {
  const seen = Float64Array.from(reported, (bin) => hot[bin] ?? Number.NaN);
  let sum = 0;
  for (const bin of reported) sum += average[bin] ?? 0;
  return { hotNodeP95: quantileR7(seen, 0.95) ?? 0, max: greatest(seen), average: sum / reported.length };
}

function certain(value: number): Estimate {
  return { value, low: value, high: value };
}

function spread(value: number, samples: readonly number[]): Estimate {
  const tail = (1 - INTERVAL_LEVEL) / 2;
  return {
    value,
    low: Math.max(0, Math.min(value, quantileR7(samples, tail) ?? value)),
    high: Math.min(100, Math.max(value, quantileR7(samples, 1 - tail) ?? value)),
  };
}
