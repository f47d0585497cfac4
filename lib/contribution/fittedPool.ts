import type { NodeMatrix } from "../telemetry/types.ts";
import { countAliveNodes } from "./aliveNodes.ts";
import { desaturate, saturate } from "./saturation.ts";
import type { LoadModel, RegistryLoad } from "./types.ts";

/** A pool as it was measured and fitted. */
export interface FittedPool {
  readonly nodes: NodeMatrix;
  readonly model: LoadModel;
}

/**
 * Some bins of a pool laid out for taking load off and putting load on, node after node: index = node × bins + place of
 * the bin. CPU in percent, load in points.
 */
export interface PoolBase {
  readonly model: LoadModel;
  readonly nodes: number;
  /** Index into the window of every bin laid out, ascending. */
  readonly bins: Int32Array;
  /** Percent measured, NaN = no data. */
  readonly measured: Float64Array;
  /** The demand behind it, and what that alone would show. */
  readonly demand: Float64Array;
  readonly shown: Float64Array;
  /** Points of load that the model sees in it. */
  readonly load: Float64Array;
  /** What it leaves, in deviations of the noise at that load; 0 where the bin was not fitted. */
  readonly residual: Float64Array;
  /** Per node: its idle floor. */
  readonly idle: Float64Array;
}

/** Lays out the bins asked for. */
export function layOutPool({ nodes, model }: FittedPool, bins: Int32Array): PoolBase {
  const count = nodes.nodes.length;
  const size = bins.length;
  const arrays = Array.from({ length: 5 }, () => new Float64Array(count * size));
  const [measured, demand, shown, load, residual] = arrays;
  if (!measured || !demand || !shown || !load || !residual) throw new RangeError("five arrays were just made");
  const { basePoints, relative } = model.noise;
  for (let node = 0; node < count; node++) {
    const values = nodes.values[node];
    const latent = model.demand[node];
    const fitted = model.fitted[node];
    const idle = model.idlePoints[node] ?? 0;
    for (let place = 0; place < size; place++) {
      const bin = bins[place] ?? 0;
      const at = node * size + place;
      const centi = values?.[bin] ?? -1;
      if (centi < 0) {
        measured[at] = Number.NaN;
        continue;
      }
      const seen = latent?.[bin] ?? Number.NaN;
      const asked = Number.isNaN(seen) ? desaturate(centi / 100, model.saturation) : seen;
      const explained = fitted?.[bin] ?? Number.NaN;
      measured[at] = centi / 100;
      demand[at] = asked;
      shown[at] = saturate(asked, model.saturation);
      if (Number.isNaN(explained)) {
        load[at] = Math.max(0, asked - idle);
        continue;
      }
      const points = Math.max(0, explained - idle);
      load[at] = points;
      residual[at] = (asked - explained) / Math.sqrt(basePoints ** 2 + (relative * points) ** 2);
    }
  }
  return { model, nodes: count, bins, measured, demand, shown, load, residual, idle: model.idlePoints };
}

/**
 * A node-minute after the load on it has changed by so many points: what was measured, and on top what the change makes
 * of its demand under saturation. The residual stays, in proportion to the noise of the new load, so that no change gives
 * what was measured, exactly. Never under the idle floor; load that only goes never heats, load that only comes never
 * cools. NaN = no data.
 */
export function nodeAfter(base: PoolBase, at: number, change: number): number {
  const measured = base.measured[at] ?? Number.NaN;
  if (change === 0) return measured;
  const demand = base.demand[at] ?? 0;
  const { basePoints, relative } = base.model.noise;
  const before = base.load[at] ?? 0;
  const left = Math.max(0, before + change);
  const noiseBefore = Math.sqrt(basePoints * basePoints + relative * relative * before * before);
  const noiseAfter = Math.sqrt(basePoints * basePoints + relative * relative * left * left);
  const after = demand + change + (base.residual[at] ?? 0) * (noiseAfter - noiseBefore);
  const floor = Math.min(demand, base.idle[Math.floor(at / base.bins.length)] ?? 0);
  const bounded = change < 0 ? Math.max(floor, Math.min(after, demand)) : Math.max(after, demand);
  const seen = measured + saturate(bounded, base.model.saturation) - (base.shown[at] ?? 0);
  return seen < 0 ? 0 : seen > 100 ? 100 : seen;
}

/** Points that a registry's load puts on each node if it splits evenly, per bin of the window. */
export function evenPoints(
  load: RegistryLoad,
  costs: { readonly pointsPerRequest: number; readonly pointsPerByte: number },
  { alive, ratio }: { readonly alive: Uint16Array; readonly ratio: number },
): Float64Array {
  return Float64Array.from(alive, (nodes, bin) =>
    nodes === 0
      ? 0
      : (ratio * (costs.pointsPerRequest * (load.requests[bin] ?? 0) + costs.pointsPerByte * (load.bytes[bin] ?? 0))) / nodes,
  );
}

/** Nodes that share the load of a bin, remembered for a matrix: it is asked for with every change. */
export function aliveOf(nodes: NodeMatrix): Uint16Array {
  const known = alive.get(nodes);
  if (known !== undefined) return known;
  const counted = countAliveNodes(nodes);
  alive.set(nodes, counted);
  return counted;
}

const alive = new WeakMap<NodeMatrix, Uint16Array>();

/** Greatest node-minute of every bin of the window, percent; NaN = no data. */
export function hotSeries(nodes: NodeMatrix): Float64Array {
  const hot = new Float64Array(nodes.toMinute - nodes.fromMinute).fill(Number.NaN);
  for (const row of nodes.values)
    for (let bin = 0; bin < hot.length; bin++) {
      const centi = row[bin] ?? -1;
      if (centi >= 0 && !(centi / 100 <= (hot[bin] ?? Number.NaN))) hot[bin] = centi / 100;
    }
  return hot;
}

/** The bins that have data, ascending. */
export function reportedBins(hot: Float64Array): Int32Array {
  return Int32Array.from(hot.keys()).filter((bin) => !Number.isNaN(hot[bin] ?? Number.NaN));
}
