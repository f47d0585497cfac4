import type { FittedPool } from "./fittedPool.ts";
import { measureSeries } from "./fittedPool.ts";
import { desaturate, saturate } from "./saturation.ts";
import type { LoadModel } from "./types.ts";

/**
 * Some bins of a pool laid out for taking load off and putting load on, node after node: index = node × bins + place of
 * the bin. CPU in percent, load in points.
 */
export interface PoolBase {
  readonly model: LoadModel;
  readonly nodes: number;
  /** Index into the window of every bin laid out, ascending. */
  readonly bins: Int32Array;
  /** Nodes, the hottest on average first: most others then cannot be the greatest, and are not rendered. */
  readonly order: readonly number[];
  /** Percent measured, NaN = no data. */
  readonly measured: Float64Array;
  /** The demand behind it, and what that alone would show. */
  readonly demand: Float64Array;
  readonly shown: Float64Array;
  /** Points of load that the model sees in it, and the deviation of the noise at that load. */
  readonly load: Float64Array;
  readonly noise: Float64Array;
  /** What the model leaves, in such deviations; 0 where the bin was not fitted. */
  readonly residual: Float64Array;
  /** What it cannot fall below, whatever leaves: its idle floor, or its demand where that is less. */
  readonly floor: Float64Array;
}

const LAYERS = ["measured", "demand", "shown", "load", "noise", "residual", "floor"] as const;
type Layers = Record<(typeof LAYERS)[number], Float64Array>;

const known = new WeakMap<FittedPool, PoolBase>();

/** All bins that have data; remembered, so that asking about the same pool again costs nothing. */
export function layOutPool(pool: FittedPool): PoolBase {
  const before = known.get(pool);
  if (before !== undefined) return before;
  const { model, nodes } = pool;
  const { reported } = measureSeries(nodes);
  const base = {
    model,
    nodes: nodes.nodes.length,
    bins: reported,
    order: hottestFirst(nodes),
    ...createLayers(nodes.nodes.length * reported.length),
  };
  for (let node = 0; node < base.nodes; node++) fillNode(base, pool, node);
  known.set(pool, base);
  return base;
}

function hottestFirst({ nodes, values }: FittedPool["nodes"]): number[] {
  const means = values.map((row) => {
    let sum = 0;
    let count = 0;
    for (const centi of row) {
      if (centi < 0) continue;
      sum += centi;
      count++;
    }
    return count === 0 ? -1 : sum / count;
  });
  return [...nodes.keys()].sort((a, b) => (means[b] ?? -1) - (means[a] ?? -1) || a - b);
}

function createLayers(size: number): Layers {
  const make = () => new Float64Array(size);
  return {
    measured: make(),
    demand: make(),
    shown: make(),
    load: make(),
    noise: make(),
    residual: make(),
    floor: make(),
  };
}

function fillNode(base: PoolBase, { nodes, model }: FittedPool, node: number): void {
  const { bins } = base;
  const values = nodes.values[node];
  const latent = model.demand[node];
  const fitted = model.fitted[node];
  const idle = model.idlePoints[node] ?? 0;
  for (let place = 0; place < bins.length; place++) {
    const bin = bins[place] ?? 0;
    const at = node * bins.length + place;
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
    base.measured[at] = centi / 100;
    base.demand[at] = demand;
    base.shown[at] = saturate(demand, model.saturation);
    base.load[at] = load;
    base.noise[at] = noise;
    base.floor[at] = Math.min(demand, idle);
    base.residual[at] = Number.isNaN(explained) ? 0 : (demand - explained) / noise;
  }
}

/** The same at these places of its bins alone. */
export function pickBins(base: PoolBase, places: Int32Array): PoolBase {
  const size = places.length;
  const picked = createLayers(base.nodes * size);
  for (const layer of LAYERS) {
    const from = base[layer];
    const to = picked[layer];
    for (let node = 0; node < base.nodes; node++) {
      const start = node * base.bins.length;
      for (let place = 0; place < size; place++)
        to[node * size + place] = from[start + (places[place] ?? 0)] ?? 0;
    }
  }
  return { ...base, ...picked, bins: places.map((place) => base.bins[place] ?? 0) };
}

function noiseOf({ noise: { basePoints, relative } }: LoadModel, load: number): number {
  return Math.sqrt(basePoints * basePoints + relative * relative * load * load);
}

/**
 * A node-minute (its place in the layers) after the load on it has changed by so many points: what was measured, and on
 * top what the change makes of its demand under saturation. The residual stays, in proportion to the noise of the new
 * load, so that no change gives what was measured, exactly. Never under the idle floor; load that only goes never heats,
 * load that only comes never cools. NaN = no data.
 */
export type NodeStep = (at: number, change: number) => number;

/** The step for a pool; made once for many node-minutes, since millions of them are asked for. */
export function createNodeStep(base: PoolBase): NodeStep {
  const { measured, demand, shown, load, noise, residual, floor } = base;
  const { saturation } = base.model;
  const { basePoints, relative } = base.model.noise;
  return (at, change) => {
    const before = measured[at] ?? Number.NaN;
    if (change === 0 || Number.isNaN(before)) return before;
    const asked = demand[at] ?? 0;
    const left = relative * Math.max(0, (load[at] ?? 0) + change);
    const deviation = Math.sqrt(basePoints * basePoints + left * left);
    const after = asked + change + (residual[at] ?? 0) * (deviation - (noise[at] ?? 0));
    const bounded = change < 0 ? Math.max(floor[at] ?? 0, Math.min(after, asked)) : Math.max(after, asked);
    const seen = before + saturate(bounded, saturation) - (shown[at] ?? 0);
    return Math.min(100, Math.max(0, seen));
  };
}

/** A load on the nodes of a pool: points on each if it splits evenly, per bin of the window, and every node's part of that. */
export interface PlacedLoad {
  readonly points: Float64Array;
  /** Negative takes it away. */
  readonly parts: ArrayLike<number>;
}

/** Points by which loads change a node together, per bin laid out; written to `out`. */
export function sumPlaced(
  base: PoolBase,
  node: number,
  { loads, out }: { readonly loads: readonly PlacedLoad[]; readonly out: Float64Array },
): void {
  const { bins } = base;
  out.fill(0);
  for (const { points, parts } of loads) {
    const part = parts[node] ?? 0;
    if (part === 0) continue;
    for (let place = 0; place < bins.length; place++)
      out[place] = (out[place] ?? 0) + part * (points[bins[place] ?? 0] ?? 0);
  }
}

/** Hot(bin) of the bins laid out, after loads have come or gone. Percent. */
export function hotAfter(base: PoolBase, loads: readonly PlacedLoad[]): Float64Array {
  const size = base.bins.length;
  const hot = new Float64Array(size);
  const change = new Float64Array(size);
  const step = createNodeStep(base);
  const { measured, residual } = base;
  const { relative } = base.model.noise;
  for (const node of base.order) {
    sumPlaced(base, node, { loads, out: change });
    for (let place = 0; place < size; place++) {
      const at = node * size + place;
      const points = change[place] ?? 0;
      // It cannot come out above this: saturation never adds, and the noise grows by no more than its share of the load.
      const grown = points <= 0 ? 0 : points * (1 + relative * Math.abs(residual[at] ?? 0));
      if (!((measured[at] ?? 0) + grown > (hot[place] ?? 0))) continue;
      const after = step(at, points);
      if (after > (hot[place] ?? 0)) hot[place] = after;
    }
  }
  return hot;
}
