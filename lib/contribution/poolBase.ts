import type { FittedPool } from "./fittedPool.ts";
import { measureSeries } from "./fittedPool.ts";
import { LoadsTogether, type NodeChanges, type PlacedLoad } from "./placedLoads.ts";
import { desaturate, saturate } from "./saturation.ts";
import type { LoadModel } from "./types.ts";

/**
 * A pool laid out for taking load off and putting load on, bin after bin: index = place of the bin × nodes + node. CPU in
 * percent, load in points.
 */
export interface PoolBase {
  readonly model: LoadModel;
  readonly nodes: number;
  /** Index into the window of every bin laid out, ascending. */
  readonly bins: Int32Array;
  /** Per bin its nodes, the hottest first: most others then cannot be the greatest, and are not rendered. */
  readonly order: Uint16Array;
  /** Percent measured, NaN = no data. */
  readonly measured: Float64Array;
  /** The demand behind it. */
  readonly demand: Float32Array;
  /** Points of load that the model sees in it, and the deviation of the noise at that load. */
  readonly load: Float32Array;
  readonly noise: Float32Array;
  /** What the model leaves, in such deviations; 0 where the bin was not fitted. */
  readonly residual: Float32Array;
  /** What it cannot fall below, whatever leaves: its idle floor, or its demand where that is less. */
  readonly floor: Float32Array;
  /** Per bin, the greatest residual of a node, whatever its sign: with more load it grows by no more than this. */
  readonly mostResidual: Float32Array;
}

const known = new WeakMap<FittedPool, PoolBase>();

/** All bins that have data; remembered, so that asking about the same pool again costs nothing. */
export function layOutPool(pool: FittedPool): PoolBase {
  const before = known.get(pool);
  if (before !== undefined) return before;
  const { model, nodes } = pool;
  const { reported } = measureSeries(nodes);
  const count = nodes.nodes.length;
  const size = count * reported.length;
  const base = {
    model,
    nodes: count,
    bins: reported,
    order: new Uint16Array(size),
    measured: new Float64Array(size),
    demand: new Float32Array(size),
    load: new Float32Array(size),
    noise: new Float32Array(size),
    residual: new Float32Array(size),
    floor: new Float32Array(size),
    mostResidual: new Float32Array(reported.length),
  };
  for (let node = 0; node < count; node++) fillNode(base, pool, node);
  orderNodes(base);
  known.set(pool, base);
  return base;
}

function fillNode(base: PoolBase, { nodes, model }: FittedPool, node: number): void {
  const { bins } = base;
  const values = nodes.values[node];
  const latent = model.demand[node];
  const fitted = model.fitted[node];
  const idle = model.idlePoints[node] ?? 0;
  for (let place = 0; place < bins.length; place++) {
    const bin = bins[place] ?? 0;
    const at = place * base.nodes + node;
    const centi = values?.[bin] ?? -1;
    if (centi < 0) {
      base.measured[at] = Number.NaN;
      continue;
    }
    const seen = latent?.[bin] ?? Number.NaN;
    const explained = fitted?.[bin] ?? Number.NaN;
    const demand = Number.isNaN(seen) ? desaturate(centi / 100, model.saturation) : seen;
    const load = Math.max(0, (Number.isNaN(explained) ? demand : explained) - idle);
    const noise = noiseOf(model, load);
    const residual = Number.isNaN(explained) ? 0 : (demand - explained) / noise;
    base.measured[at] = centi / 100;
    base.demand[at] = demand;
    base.load[at] = load;
    base.noise[at] = noise;
    base.floor[at] = Math.min(demand, idle);
    base.residual[at] = residual;
    base.mostResidual[place] = Math.max(base.mostResidual[place] ?? 0, Math.abs(residual));
  }
}

/** Sorted by insertion, each bin from the order of the one before it, from which it is never far; no data comes last. */
function orderNodes({ nodes, bins, order, measured }: PoolBase): void {
  const row = Uint16Array.from({ length: nodes }, (_, node) => node);
  const heatOf = (place: number, node: number) => {
    const percent = measured[place * nodes + node] ?? Number.NaN;
    return Number.isNaN(percent) ? -1 : percent;
  };
  for (let place = 0; place < bins.length; place++) {
    for (let rank = 1; rank < nodes; rank++) {
      const node = row[rank] ?? 0;
      const heat = heatOf(place, node);
      let free = rank;
      for (; free > 0 && heatOf(place, row[free - 1] ?? 0) < heat; free--) row[free] = row[free - 1] ?? 0;
      row[free] = node;
    }
    order.set(row, place * nodes);
  }
}

function noiseOf({ noise: { basePoints, relative } }: LoadModel, load: number): number {
  return Math.sqrt(basePoints * basePoints + relative * relative * load * load);
}

/**
 * A node-minute (its place in the layers) after the load on it has changed by so many points: what was measured, and on
 * top what the change makes of its demand under saturation. The residual stays, in proportion to the noise of the new
 * load, so that no change gives what was measured, exactly. Never under the idle floor; load that only goes never heats,
 * load that only comes never cools. Made once for many node-minutes, since millions of them are asked for.
 */
export class NodeStep {
  readonly #base: PoolBase;
  readonly #relative: number;
  /** Square of the noise's deviation without load. */
  readonly #least: number;

  constructor(base: PoolBase) {
    const { basePoints, relative } = base.model.noise;
    this.#base = base;
    this.#relative = relative;
    this.#least = basePoints * basePoints;
  }

  /** Percent; NaN = no data. */
  after(at: number, change: number): number {
    const { measured, demand, load, noise, residual, floor, model } = this.#base;
    const before = measured[at] ?? Number.NaN;
    if (change === 0 || Number.isNaN(before)) return before;
    const asked = demand[at] ?? 0;
    const left = this.#relative * Math.max(0, (load[at] ?? 0) + change);
    const deviation = Math.sqrt(this.#least + left * left);
    const after = asked + change + (residual[at] ?? 0) * (deviation - (noise[at] ?? 0));
    const bounded = change < 0 ? Math.max(floor[at] ?? 0, Math.min(after, asked)) : Math.max(after, asked);
    const shown = before + saturate(bounded, model.saturation) - saturate(asked, model.saturation);
    return Math.min(100, Math.max(0, shown));
  }
}

/** Hot(bin) of the bins at these places, in their order, or of all, after loads have come or gone. Percent. */
export function hotAfter(base: PoolBase, loads: readonly PlacedLoad[], places?: Int32Array): Float64Array {
  return hotAfterChanges(base, new LoadsTogether(base.nodes, loads), places);
}

/** The same after any changes of its nodes. */
export function hotAfterChanges(base: PoolBase, together: NodeChanges, places?: Int32Array): Float64Array {
  const reader = new HotReader(base, together);
  const hot = new Float64Array(places?.length ?? base.bins.length);
  for (let index = 0; index < hot.length; index++) {
    reader.turnTo(places === undefined ? index : (places[index] ?? 0));
    hot[index] = reader.hot();
  }
  return hot;
}

/** The same of all bins that come to at least so many percent, and perhaps of some that do not; where they are is not told. */
export function hotFrom(base: PoolBase, together: NodeChanges, least: number): Float64Array {
  const reader = new HotReader(base, together);
  const hot = new Float64Array(base.bins.length);
  let count = 0;
  for (let place = 0; place < hot.length; place++)
    if (reader.turnTo(place) >= least) hot[count++] = reader.hot();
  return hot.subarray(0, count);
}

/** Layers have single precision: a bound may be off by so much. Points. */
const ROUNDING = 0.01;

/** The hottest node of a pool after changes, bin by bin. */
export class HotReader {
  readonly #base: PoolBase;
  readonly #together: NodeChanges;
  readonly #step: NodeStep;
  #start = 0;
  #most = 0;

  constructor(base: PoolBase, together: NodeChanges) {
    this.#base = base;
    this.#together = together;
    this.#step = new NodeStep(base);
  }

  /** Turns to the bin at this place, and tells what its hottest node comes to at the most. */
  turnTo(place: number): number {
    const { nodes, bins, order, measured, mostResidual, model } = this.#base;
    this.#start = place * nodes;
    // No node comes out further above what was measured: saturation never adds, and noise grows by its share of the load.
    const grown = 1 + model.noise.relative * (mostResidual[place] ?? 0);
    this.#most = this.#together.turnTo(bins[place] ?? 0, place) * grown;
    return (measured[this.#start + (order[this.#start] ?? 0)] ?? 0) + this.#most + ROUNDING;
  }

  hot(): number {
    const { nodes, order, measured, residual, model } = this.#base;
    const { relative } = model.noise;
    let hottest = 0;
    for (let rank = 0; rank < nodes; rank++) {
      const node = order[this.#start + rank] ?? 0;
      const at = this.#start + node;
      const before = measured[at] ?? Number.NaN;
      if (!(before + this.#most > hottest)) break;
      const points = this.#together.on(node);
      const grown = points <= 0 ? 0 : points * (1 + relative * Math.abs(residual[at] ?? 0));
      if (before + grown > hottest) hottest = Math.max(hottest, this.#step.after(at, points));
    }
    return hottest;
  }
}
