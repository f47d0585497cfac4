import { type FittedPool, measureSeries } from "../contribution/fittedPool.ts";
import { LoadsTogether, type PlacedLoad } from "../contribution/placedLoads.ts";
import { hotAfter, layOutPool, NodeStep, type PoolBase } from "../contribution/poolBase.ts";
import { createRng } from "../core/index.ts";
import { drawNormal, quantileFromTop, quantileR7 } from "../stats/index.ts";
import { followBins } from "./followBins.ts";
import { drawTakenUp } from "./hiddenDemand.ts";
import { measureLuck } from "./noiseLuck.ts";
import { drawChange, type PoolChange, prepareChanges } from "./poolChange.ts";
import {
  type Estimate,
  INTERVAL_LEVEL,
  type PoolProjection,
  type ProjectedSeries,
  type ProjectionInput,
} from "./types.ts";

const HOT_NODE_PROBABILITY = 0.95;
const SCENARIOS = 15;
/** What the scenarios leave out is drawn so many times for each, so that the ends of the interval do not hang on a few. */
const MISFIT_DRAWS = 7;
/**
 * What the scenarios leave out: that a load model is only a model. Measured by `npm run bench:prediction`, where the
 * interval has to hold the truth nine times in ten: points of their own, a share of the change, a factor on the spread.
 */
const MISFIT = {
  points: 0.35,
  averagePoints: 0.15,
  shareLeaving: 0.035,
  shareArriving: 0.06,
  widening: 1.35,
};

/**
 * A pool after load has left or reached it: measured ± attributed change, minute by minute and node by node, residuals
 * kept. What cannot be known (which nodes an arriving load falls on, what is left open of costs and splits) is drawn
 * many times: the middle one is told, with its series, and the spread of all is the interval. Where nothing moves, the
 * measured values come back exactly. Null where the pool has no data at all.
 */
export function projectPool(input: ProjectionInput): PoolProjection | null {
  const { pool, leaving, arriving } = input;
  const { reported, hot, average, hotNodeP95, max, mean } = measureSeries(pool.nodes);
  if (hotNodeP95 === null) return null;
  const before: Summary = { hotNodeP95, max, average: mean, series: { hot, average } };
  if (leaving.length === 0 && arriving.length === 0) return certainly(before);
  // A registry without traffic carries nothing, and nothing is uncertain about that.
  const changes = prepareChanges(pool, leaving, arriving).filter(({ points }) =>
    points.some((value) => value > 0),
  );
  if (changes.length === 0) return certainly(before);
  const base = layOutPool(pool);
  const scenarios = drawScenarios(base, changes, input);
  const order = scenarios.toSorted((a, b) => a.hotNodeP95 - b.hotNodeP95 || a.scenario - b.scenario);
  const middle = order[order.length >> 1];
  const loads = middle?.loads ?? [];
  const after = summarizeSeries(renderSeries(base, loads, hot.length), reported);
  return tell(input, { before, after, scenarios, middle: loads });
}

interface Scenario {
  readonly scenario: number;
  readonly loads: readonly PlacedLoad[];
  readonly hotNodeP95: number;
  readonly max: number;
}

function drawScenarios(
  base: PoolBase,
  changes: readonly PoolChange[],
  { seed, scenarios = SCENARIOS }: Pick<ProjectionInput, "seed" | "scenarios">,
): Scenario[] {
  const followed = followBins(base, changes);
  return Array.from({ length: scenarios }, (_, scenario) => {
    const loads = changes.map(
      (change): PlacedLoad => ({
        points: change.points,
        parts: drawChange(change, base.model.nodeFactors, { seed, scenario }),
      }),
    );
    const hot = hotAfter(base, loads, followed);
    const hotNodeP95 = quantileFromTop(hot, base.bins.length, HOT_NODE_PROBABILITY) ?? 0;
    return { scenario, loads, hotNodeP95, max: hot.reduce((most, value) => Math.max(most, value), 0) };
  });
}

interface Summary {
  readonly hotNodeP95: number;
  readonly max: number;
  readonly average: number;
  readonly series: ProjectedSeries;
}

function summarizeSeries(series: ProjectedSeries, reported: Int32Array): Summary {
  const hot = new Float64Array(reported.length);
  let sum = 0;
  let max = 0;
  for (let place = 0; place < hot.length; place++) {
    const bin = reported[place] ?? 0;
    const value = series.hot[bin] ?? 0;
    hot[place] = value;
    if (value > max) max = value;
    sum += series.average[bin] ?? 0;
  }
  return {
    hotNodeP95: quantileR7(hot, HOT_NODE_PROBABILITY) ?? 0,
    max,
    average: sum / reported.length,
    series,
  };
}

/** Hot(bin) and pool average of every bin of the window, after loads have come or gone; NaN where there is no data. */
function renderSeries(base: PoolBase, loads: readonly PlacedLoad[], length: number): ProjectedSeries {
  const hot = new Float64Array(length).fill(Number.NaN);
  const average = new Float64Array(length).fill(Number.NaN);
  const { nodes, bins } = base;
  const step = new NodeStep(base);
  const together = new LoadsTogether(nodes, loads);
  const change = new Float64Array(nodes);
  for (let place = 0; place < bins.length; place++) {
    const bin = bins[place] ?? 0;
    together.fill(bin, change);
    let greatest = 0;
    let sum = 0;
    let count = 0;
    for (let node = 0; node < nodes; node++) {
      const after = step.after(place * nodes + node, change[node] ?? 0);
      if (Number.isNaN(after)) continue;
      if (after > greatest) greatest = after;
      sum += after;
      count++;
    }
    hot[bin] = greatest;
    average[bin] = sum / Math.max(1, count);
  }
  return { hot, average };
}

/** The figures with their intervals. */
function tell(
  { pool, seed, hidden, leaving, arriving }: ProjectionInput,
  told: {
    readonly before: Summary;
    readonly after: Summary;
    readonly scenarios: readonly Scenario[];
    readonly middle: readonly PlacedLoad[];
  },
): PoolProjection {
  const { before, after, scenarios } = told;
  const rng = createRng(seed ^ 0x7f4a7c15);
  const share = arriving.length > 0 ? MISFIT.shareArriving : MISFIT.shareLeaving;
  const luck = measureLuck(pool);
  const unsureOf = (name: keyof typeof luck) =>
    Math.hypot(luck[name], MISFIT.points, share * (after[name] - before[name]));
  const unsure = { hotNodeP95: unsureOf("hotNodeP95"), max: unsureOf("max") };
  const drawn = {
    hotNodeP95: new Float64Array(scenarios.length * MISFIT_DRAWS),
    max: new Float64Array(scenarios.length * MISFIT_DRAWS),
  };
  for (let draw = 0; draw < drawn.max.length; draw++) {
    const scenario = scenarios[Math.floor(draw / MISFIT_DRAWS)] ?? after;
    const takenUp = leaving.length > 0 ? drawTakenUp(rng, hidden) : 0;
    for (const name of DRAWN) {
      const widened = after[name] + MISFIT.widening * (scenario[name] - after[name]);
      drawn[name][draw] =
        widened + unsure[name] * drawNormal(rng) + takenUp * (before[name] - scenario[name]);
    }
  }
  const raised = createAverageChange(pool, told.middle);
  const likely = raised(told.middle);
  const unsureAverage = Math.hypot(share * likely, MISFIT.averagePoints);
  const averages = Float64Array.from(
    scenarios,
    ({ loads }) =>
      after.average + MISFIT.widening * (raised(loads) - likely) + unsureAverage * drawNormal(rng),
  );
  return {
    hotNodeP95: spread(after.hotNodeP95, drawn.hotNodeP95),
    max: spread(after.max, drawn.max),
    average: spread(after.average, averages),
    series: after.series,
  };
}

const DRAWN = ["hotNodeP95", "max"] as const;

/** Points by which loads raise the pool's average over the window, were nothing saturated. All draws share their points. */
function createAverageChange({ nodes }: FittedPool, loads: readonly PlacedLoad[]) {
  const { reported } = measureSeries(nodes);
  const means = loads.map(({ points }) => {
    let sum = 0;
    for (const bin of reported) sum += points[bin] ?? 0;
    return sum / Math.max(1, reported.length);
  });
  return (drawn: readonly PlacedLoad[]) => {
    let sum = 0;
    for (const [index, mean] of means.entries()) {
      const parts = drawn[index]?.parts ?? [];
      let total = 0;
      for (let node = 0; node < parts.length; node++) total += parts[node] ?? 0;
      sum += (mean * total) / Math.max(1, parts.length);
    }
    return sum;
  };
}

function certainly({ hotNodeP95, max, average, series }: Summary): PoolProjection {
  const sure = (value: number): Estimate => ({ value, low: value, high: value });
  return { hotNodeP95: sure(hotNodeP95), max: sure(max), average: sure(average), series };
}

function spread(value: number, samples: Float64Array): Estimate {
  const tail = (1 - INTERVAL_LEVEL) / 2;
  return {
    value,
    low: Math.max(0, Math.min(value, quantileR7(samples, tail) ?? value)),
    high: Math.min(100, Math.max(value, quantileR7(samples, 1 - tail) ?? value)),
  };
}
