import { type FittedPool, measureSeries } from "../contribution/fittedPool.ts";
import type { NodeChanges } from "../contribution/placedLoads.ts";
import { hotAfterChanges, hotFrom, layOutPool, NodeStep, type PoolBase } from "../contribution/poolBase.ts";
import { quantileFromTop, quantileR7 } from "../stats/index.ts";
import { followBins } from "./followBins.ts";
import { GrowingChanges } from "./growingChanges.ts";
import { type HotFigures, type Spread, spreadAll, spreadHot } from "./tellProjection.ts";
import type {
  Estimate,
  HotProjection,
  LoadChange,
  PoolProjection,
  ProjectedSeries,
  ProjectionInput,
} from "./types.ts";

const HOT_NODE_PROBABILITY = 0.95;
const SCENARIOS = 15;

/**
 * A pool after load has left or reached it: measured ± attributed change, minute by minute and node by node, residuals
 * kept. What cannot be known (which nodes an arriving load falls on, what is left open of costs and splits) is drawn
 * many times: the middle one is told, with its series, and the spread of all is the interval. Where nothing moves, the
 * measured values come back exactly. Null where the pool has no data at all.
 */
export function projectPool(input: ProjectionInput): PoolProjection | null {
  return new PoolProjector(input).project(input);
}

/** Changes of a pool that has been laid out by the model of `pool`. */
export interface AskedChanges {
  readonly pool: FittedPool;
  readonly leaving: readonly LoadChange[];
  readonly arriving: readonly LoadChange[];
}

interface Told<Projected> extends AskedChanges {
  readonly projected: Projected;
}

/** Of the last questions: a source is asked about as it was, and as it is without one move, or another. */
const MOST_TOLD = 3;

/**
 * One pool, asked about again and again, as projectPool tells it: a question that adds a few changes to those of the one
 * before costs what these cost, and the same question costs nothing. A pool that does not exist yet may be laid out by
 * other donors from question to question.
 */
export class PoolProjector {
  readonly #seed: number;
  readonly #hidden: number;
  readonly #scenarios: number;
  #changes: GrowingChanges | null = null;
  #toldHot: readonly Told<HotProjection | null>[] = [];
  #toldAll: readonly Told<PoolProjection | null>[] = [];

  constructor({
    seed,
    hidden,
    scenarios = SCENARIOS,
  }: Pick<ProjectionInput, "seed" | "hidden" | "scenarios">) {
    this.#seed = seed;
    this.#hidden = hidden;
    this.#scenarios = scenarios;
  }

  project(asked: AskedChanges): PoolProjection | null {
    const before = findTold(this.#toldAll, asked);
    if (before !== undefined) return before;
    const { pool } = asked;
    const drawn = this.#draw(asked);
    const projected = drawn === "nothing" ? certainly(pool) : drawn === null ? null : tellAll(pool, drawn);
    this.#toldAll = [{ ...asked, projected }, ...this.#toldAll].slice(0, MOST_TOLD);
    return projected;
  }

  /** The hottest node alone, for a fraction of that. */
  projectHot(asked: AskedChanges): HotProjection | null {
    const before = findTold(this.#toldHot, asked) ?? findTold(this.#toldAll, asked);
    if (before !== undefined) return before;
    const { pool } = asked;
    const drawn = this.#draw(asked);
    const projected = drawn === "nothing" ? certainly(pool) : drawn === null ? null : tellHot(drawn);
    this.#toldHot = [{ ...asked, projected }, ...this.#toldHot].slice(0, MOST_TOLD);
    return projected;
  }

  /** Null where the pool has no data at all. */
  #draw({ pool, leaving, arriving }: AskedChanges): Drawn | "nothing" | null {
    const { hotNodeP95, max } = measureSeries(pool.nodes);
    if (hotNodeP95 === null) return null;
    this.#changes ??= new GrowingChanges(pool, { seed: this.#seed, scenarios: this.#scenarios });
    const changes = this.#changes;
    if (!changes.turnTo(leaving, arriving)) return "nothing";
    const base = layOutPool(pool);
    const scenarios = drawScenarios(base, changes);
    const order = scenarios.toSorted((a, b) => a.hotNodeP95 - b.hotNodeP95 || a.scenario - b.scenario);
    const { scenario: middle = 0, atLeast = 0 } = order[order.length >> 1] ?? {};
    return {
      base,
      changes,
      middle,
      atLeast,
      spread: {
        pool,
        seed: this.#seed,
        hidden: this.#hidden,
        leaves: leaving.length > 0,
        gains: arriving.length > 0,
        before: { hotNodeP95, max },
        scenarios,
      },
    };
  }
}

function findTold<Projected>(
  told: readonly Told<Projected>[],
  { pool, leaving, arriving }: AskedChanges,
): Projected | undefined {
  return told.find(
    (one) => one.pool === pool && areSame(one.leaving, leaving) && areSame(one.arriving, arriving),
  )?.projected;
}

function areSame(ones: readonly LoadChange[], others: readonly LoadChange[]): boolean {
  return ones.length === others.length && ones.every((one, place) => one === others[place]);
}

interface Scenario extends HotFigures {
  readonly scenario: number;
  /** So hot at the least are the bins that its hot-node P95 follows from. */
  readonly atLeast: number;
}

interface Drawn {
  readonly base: PoolBase;
  readonly changes: GrowingChanges;
  /** The scenario that is told. */
  readonly middle: number;
  readonly atLeast: number;
  readonly spread: Omit<Spread, "after">;
}

function drawScenarios(base: PoolBase, changes: GrowingChanges): Scenario[] {
  const followed = followBins(base, changes);
  const bins = base.bins.length;
  // The lower of the two neighbours that the quantile lies between.
  const lower = Math.floor(HOT_NODE_PROBABILITY * (bins - 1)) / Math.max(1, bins - 1);
  return Array.from({ length: changes.scenarios }, (_, scenario) => {
    const hot = hotAfterChanges(base, changes.inScenario(scenario), followed);
    const hotNodeP95 = quantileFromTop(hot, bins, HOT_NODE_PROBABILITY) ?? 0;
    return { scenario, hotNodeP95, atLeast: quantileFromTop(hot, bins, lower) ?? 0, max: greatestOf(hot) };
  });
}

function tellHot({ base, changes, middle, atLeast, spread }: Drawn): HotProjection {
  const hot = hotFrom(base, changes.inScenario(middle), atLeast);
  const hotNodeP95 = quantileFromTop(hot, base.bins.length, HOT_NODE_PROBABILITY) ?? 0;
  return spreadHot({ ...spread, after: { hotNodeP95, max: greatestOf(hot) } });
}

function tellAll(pool: FittedPool, { base, changes, middle, spread }: Drawn): PoolProjection {
  const { hot: measured, reported } = measureSeries(pool.nodes);
  const series = renderSeries(base, changes.inScenario(middle), measured.length);
  const hot = Float64Array.from(reported, (bin) => series.hot[bin] ?? 0);
  let sum = 0;
  for (const bin of reported) sum += series.average[bin] ?? 0;
  const raised = Float64Array.from({ length: changes.scenarios }, (_, scenario) =>
    changes.raisedIn(scenario),
  );
  const figures = spreadAll(
    { ...spread, after: figuresOf(hot) },
    { average: sum / reported.length, raised, likely: raised[middle] ?? 0 },
  );
  return { ...figures, series };
}

function figuresOf(hot: Float64Array): HotFigures {
  return { hotNodeP95: quantileR7(hot, HOT_NODE_PROBABILITY) ?? 0, max: greatestOf(hot) };
}

function greatestOf(hot: Float64Array): number {
  return hot.reduce((most, value) => Math.max(most, value), 0);
}

/** Hot(bin) and pool average of every bin of the window, after loads have come or gone; NaN where there is no data. */
function renderSeries(base: PoolBase, together: NodeChanges, length: number): ProjectedSeries {
  const hot = new Float64Array(length).fill(Number.NaN);
  const average = new Float64Array(length).fill(Number.NaN);
  const { nodes, bins } = base;
  const step = new NodeStep(base);
  const change = new Float64Array(nodes);
  for (let place = 0; place < bins.length; place++) {
    const bin = bins[place] ?? 0;
    together.turnTo(bin, place);
    together.fill(change);
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

/** As it was measured. */
function certainly({ nodes }: FittedPool): PoolProjection | null {
  const { hot, average, hotNodeP95, max, mean } = measureSeries(nodes);
  if (hotNodeP95 === null) return null;
  const sure = (value: number): Estimate => ({ value, low: value, high: value });
  return { hotNodeP95: sure(hotNodeP95), max: sure(max), average: sure(mean), series: { hot, average } };
}
