import { type FittedPool, measureSeries } from "../contribution/fittedPool.ts";
import {
  hotAfter,
  layOutPool,
  nodeAfter,
  type PlacedLoad,
  type PoolBase,
  pickBins,
  sumPlaced,
} from "../contribution/poolBase.ts";
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
const SCENARIOS = 25;
/** What the scenarios leave out is drawn so many times for each, so that the ends of the interval do not hang on a few. */
const MISFIT_DRAWS = 4;
/**
 * What the scenarios leave out: that a load model is only a model. Measured by `npm run bench:prediction`, where the
 * interval has to hold the truth nine times in ten: points of their own, a share of the change, a factor on the spread.
 */
const MISFIT = { points: 0.35, shareLeaving: 0.035, shareArriving: 0.06, widening: 1.35 };

/**
 * A pool after load has left or reached it: measured ± attributed change, minute by minute and node by node, residuals
 * kept. What cannot be known (which nodes an arriving load falls on, what is left open of costs and splits) is drawn
 * many times: the middle one is told, with its series, and the spread of all is the interval. Where nothing moves, the
 * measured values come back exactly. Null where the pool has no data at all.
 */
export function projectPool(input: ProjectionInput): PoolProjection | null {
  const { pool, leaving, arriving } = input;
  const { reported, hot, average } = measureSeries(pool.nodes);
  if (reported.length === 0) return null;
  const before = summarizeSeries({ hot, average }, reported);
  if (leaving.length === 0 && arriving.length === 0) return certainly(before);
  const changes = prepareChanges(pool, leaving, arriving);
  const base = layOutPool(pool);
  const scenarios = drawScenarios(pickBins(base, followBins(base, changes)), changes, {
    ...input,
    reported: reported.length,
  });
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
  {
    seed,
    scenarios = SCENARIOS,
    reported,
  }: { readonly seed: number; readonly scenarios?: number; readonly reported: number },
): Scenario[] {
  return Array.from({ length: scenarios }, (_, scenario) => {
    const loads = changes.map((change): PlacedLoad => {
      const parts = drawChange(change, base.model.nodeFactors, { seed, scenario });
      return { points: change.points, parts };
    });
    const hot = hotAfter(base, loads);
    let max = 0;
    for (const value of hot) if (value > max) max = value;
    return { scenario, loads, hotNodeP95: quantileFromTop(hot, reported, HOT_NODE_PROBABILITY) ?? 0, max };
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
  const size = base.bins.length;
  const greatest = new Float64Array(size);
  const sums = new Float64Array(size);
  const counts = new Uint16Array(size);
  const change = new Float64Array(size);
  const asked = { place: 0, change: 0 };
  for (let node = 0; node < base.nodes; node++) {
    sumPlaced(base, node, { loads, out: change });
    for (let place = 0; place < size; place++) {
      asked.place = place;
      asked.change = change[place] ?? 0;
      const after = nodeAfter(base, node, asked);
      if (Number.isNaN(after)) continue;
      if (after > (greatest[place] ?? 0)) greatest[place] = after;
      sums[place] = (sums[place] ?? 0) + after;
      counts[place] = (counts[place] ?? 0) + 1;
    }
  }
  for (let place = 0; place < size; place++) {
    const bin = base.bins[place] ?? 0;
    hot[bin] = greatest[place] ?? 0;
    average[bin] = (sums[place] ?? 0) / Math.max(1, counts[place] ?? 1);
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
  const drawn = scenarios
    .flatMap((scenario) => Array.from({ length: MISFIT_DRAWS }, () => scenario))
    .map((scenario) => {
      const takenUp = leaving.length > 0 ? drawTakenUp(rng, hidden) : 0;
      const sample = (name: "hotNodeP95" | "max") => {
        const unsure = Math.hypot(luck[name], MISFIT.points, share * (after[name] - before[name]));
        const widened = after[name] + MISFIT.widening * (scenario[name] - after[name]);
        return widened + unsure * drawNormal(rng) + takenUp * (before[name] - scenario[name]);
      };
      return { hotNodeP95: sample("hotNodeP95"), max: sample("max") };
    });
  const raised = createAverageChange(pool, told.middle);
  const likely = raised(told.middle);
  const averages = scenarios.map(
    ({ loads }) =>
      after.average + MISFIT.widening * (raised(loads) - likely) + share * likely * drawNormal(rng),
  );
  return {
    hotNodeP95: spread(
      after.hotNodeP95,
      drawn.map(({ hotNodeP95 }) => hotNodeP95),
    ),
    max: spread(
      after.max,
      drawn.map(({ max }) => max),
    ),
    average: spread(after.average, averages),
    series: after.series,
  };
}

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

function spread(value: number, samples: readonly number[]): Estimate {
  const tail = (1 - INTERVAL_LEVEL) / 2;
  return {
    value,
    low: Math.max(0, Math.min(value, quantileR7(samples, tail) ?? value)),
    high: Math.min(100, Math.max(value, quantileR7(samples, 1 - tail) ?? value)),
  };
}
