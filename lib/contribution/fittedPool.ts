import { quantileR7 } from "../stats/index.ts";
import type { NodeMatrix } from "../telemetry/types.ts";
import { countAliveNodes } from "./aliveNodes.ts";
import type { LoadCosts, LoadModel, RegistryLoad, RegistryModel } from "./types.ts";

/** A pool as it was measured and fitted. */
export interface FittedPool {
  readonly nodes: NodeMatrix;
  readonly model: LoadModel;
}

const HOT_NODE_PROBABILITY = 0.95;

/** What was measured, in percent per bin of the window, NaN = no data. */
export interface MeasuredSeries {
  readonly hot: Float64Array;
  readonly average: Float64Array;
  /** Bins with data, ascending. */
  readonly reported: Int32Array;
  /** Nodes that shared the load of a bin; 0 = none. */
  readonly alive: Uint16Array;
  /** Null = no data at all. */
  readonly hotNodeP95: number | null;
  /** Greatest hot(bin), and mean of the average; 0 without data. */
  readonly max: number;
  readonly mean: number;
}

const known = new WeakMap<NodeMatrix, MeasuredSeries>();

/** Hot(bin) and average of a matrix; remembered, since every question about the pool begins with it. */
export function measureSeries(nodes: NodeMatrix): MeasuredSeries {
  const before = known.get(nodes);
  if (before !== undefined) return before;
  const bins = nodes.toMinute - nodes.fromMinute;
  const hot = new Float64Array(bins).fill(Number.NaN);
  const average = new Float64Array(bins).fill(Number.NaN);
  const reported: number[] = [];
  let max = 0;
  let total = 0;
  for (let bin = 0; bin < bins; bin++) {
    let greatest = -1;
    let sum = 0;
    let count = 0;
    for (const row of nodes.values) {
      const centi = row[bin] ?? -1;
      if (centi < 0) continue;
      if (centi > greatest) greatest = centi;
      sum += centi / 100;
      count++;
    }
    if (count === 0) continue;
    hot[bin] = greatest / 100;
    average[bin] = sum / count;
    max = Math.max(max, greatest / 100);
    total += sum / count;
    reported.push(bin);
  }
  const hotNodeP95 = quantileR7(
    reported.map((bin) => hot[bin] ?? 0),
    HOT_NODE_PROBABILITY,
  );
  const series = {
    hot,
    average,
    reported: Int32Array.from(reported),
    alive: countAliveNodes(nodes),
    hotNodeP95,
    max,
    mean: total / Math.max(1, reported.length),
  };
  known.set(nodes, series);
  return series;
}

/**
 * Points that a load puts on each node if it splits evenly, per bin of the window. In bins that were not reported, what
 * it puts there on average: a minute nobody told of is not a minute without load.
 * @param ratio vCPUs per node where the costs were fitted ÷ here
 */
export function evenPoints(
  { requests, bytes }: Pick<RegistryLoad, "requests" | "bytes">,
  { pointsPerRequest, pointsPerByte }: LoadCosts,
  {
    alive,
    ratio,
    reported,
  }: { readonly alive: Uint16Array; readonly ratio: number; readonly reported: Uint8Array },
): Float64Array {
  const points = new Float64Array(alive.length);
  let sum = 0;
  let told = 0;
  for (let bin = 0; bin < points.length; bin++) {
    if (reported[bin] !== 1) continue;
    const cost = ratio * (pointsPerRequest * (requests[bin] ?? 0) + pointsPerByte * (bytes[bin] ?? 0));
    points[bin] = cost;
    sum += cost;
    told++;
  }
  const usual = told === 0 ? 0 : sum / told;
  for (let bin = 0; bin < points.length; bin++) {
    const nodes = alive[bin] ?? 0;
    const cost = reported[bin] === 1 ? (points[bin] ?? 0) : usual;
    points[bin] = nodes === 0 ? 0 : cost / nodes;
  }
  return points;
}

/** What part of a registry's load falls on each node, 1 = even: its own as far as its load tells, else the pool's. */
export function partsOf(model: LoadModel, registry: RegistryModel): ArrayLike<number> {
  return registry.nodeShares ?? model.nodeFactors;
}
