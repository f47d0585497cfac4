import { quantileR7 } from "../stats/index.ts";
import type { NodeMatrix } from "../telemetry/types.ts";
import { countAliveNodes } from "./aliveNodes.ts";
import { evenPoints, nodePart } from "./attributedPoints.ts";
import { saturate } from "./saturation.ts";
import type { LoadModel, PoolLoad } from "./types.ts";

/** What hot-node P95 is a percentile of (PRODUCT.md, "The measures"). */
const HOT_PROBABILITY = 0.95;

export interface ReliefInput {
  readonly nodes: NodeMatrix;
  readonly load: PoolLoad;
  readonly model: LoadModel;
}

/** A pool laid out so that leaving out one registry after the other is quick. */
export interface ReliefBase extends ReliefInput {
  /** Nodes that share the load, per bin of the window. */
  readonly alive: Uint16Array;
  /** Bins of the window with both load and CPU, ascending. In the others nothing can be attributed. */
  readonly bins: Int32Array;
  /** Per bin, its nodes with data, the hottest first (ties: as they stand); −1 behind the last. */
  readonly order: Int16Array;
  /** Per node and bin, percent measured; NaN = no data. */
  readonly measured: readonly Float64Array[];
  /** Hot-node P95 of those bins, percent. */
  readonly hotNodeP95: number;
}

/** Lays a pool out; null where no bin has both load and CPU. The model must be of the same nodes and window. */
export function layOutRelief(input: ReliefInput): ReliefBase | null {
  const { nodes, load } = input;
  const count = nodes.nodes.length;
  const length = nodes.toMinute - nodes.fromMinute;
  const used: number[] = [];
  for (let bin = 0; bin < length; bin++)
    if (load.reported[bin] === 1 && nodes.values.some((row) => (row[bin] ?? -1) >= 0)) used.push(bin);
  if (used.length === 0) return null;
  const bins = Int32Array.from(used);
  const measured = nodes.values.map((row) =>
    Float64Array.from(used, (bin) => {
      const centi = row[bin] ?? -1;
      return centi < 0 ? Number.NaN : centi / 100;
    }),
  );
  const order = new Int16Array(bins.length * count).fill(-1);
  const hot = new Float64Array(bins.length);
  for (let index = 0; index < bins.length; index++) {
    const at = (node: number) => measured[node]?.[index] ?? Number.NaN;
    const hottestFirst = Array.from({ length: count }, (_, node) => node)
      .filter((node) => !Number.isNaN(at(node)))
      .sort((one, other) => at(other) - at(one) || one - other);
    order.set(hottestFirst, index * count);
    hot[index] = at(hottestFirst[0] ?? 0);
  }
  const alive = countAliveNodes(nodes);
  return { ...input, alive, bins, order, measured, hotNodeP95: quantileR7(hot, HOT_PROBABILITY) ?? 0 };
}

/**
 * Relief in points: the pool's hot-node P95 minus the same with the attributed CPU of these registries (places in the
 * load, taken out together) off each node-minute, never under its idle floor, and the greatest of the nodes taken anew.
 * Over the bins with both load and CPU. Never negative; 0 for registries without load.
 */
export function reliefOf(base: ReliefBase, places: readonly number[]): number {
  const off = attributedTo(base, places);
  if (off === null) return 0;
  const { model, order, measured, bins } = base;
  const count = measured.length;
  const hot = new Float64Array(bins.length);
  for (let index = 0; index < bins.length; index++) {
    let hottest = Number.NEGATIVE_INFINITY;
    for (let rank = 0; rank < count; rank++) {
      const node = order[index * count + rank] ?? -1;
      if (node < 0) break;
      const before = measured[node]?.[index] ?? 0;
      // Taking load off never heats, so no node behind this one can be hotter than what was found.
      if (before <= hottest) break;
      const demand = model.demand[node]?.[bins[index] ?? 0] ?? Number.NaN;
      const asked = Number.isNaN(demand) ? before : demand;
      const removed = off(node, index);
      const cooled = before + saturate(asked - removed, model.saturation) - saturate(asked, model.saturation);
      const after = Math.max(cooled, Math.min(before, model.idlePoints[node] ?? 0));
      if (after > hottest) hottest = after;
    }
    hot[index] = hottest;
  }
  return Math.max(0, base.hotNodeP95 - (quantileR7(hot, HOT_PROBABILITY) ?? 0));
}

/** Points attributed to registries together, by node and used bin; null where they asked for nothing. */
function attributedTo(
  { load, model, alive, bins, measured }: ReliefBase,
  places: readonly number[],
): ((node: number, index: number) => number) | null {
  const loads = places.flatMap((place) => {
    const one = load.registries[place];
    const costs = model.registries[place];
    if (one === undefined || costs === undefined) return [];
    const everywhere = evenPoints(one, costs, alive);
    const points = Float64Array.from(bins, (bin) => everywhere[bin] ?? 0);
    return points.some((value) => value > 0) ? [{ points, costs }] : [];
  });
  const [only] = loads;
  if (only === undefined) return null;
  if (loads.length === 1) {
    const parts = Float64Array.from(measured, (_, node) => nodePart(model, only.costs, node));
    return (node, index) => (only.points[index] ?? 0) * (parts[node] ?? 0);
  }
  const sums = measured.map((_, node) => {
    const sum = new Float64Array(bins.length);
    for (const { points, costs } of loads) {
      const part = nodePart(model, costs, node);
      for (let index = 0; index < sum.length; index++)
        sum[index] = (sum[index] ?? 0) + (points[index] ?? 0) * part;
    }
    return sum;
  });
  return (node, index) => sums[node]?.[index] ?? 0;
}
