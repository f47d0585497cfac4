import type { FittedPool } from "../contribution/fittedPool.ts";
import { saturate } from "../contribution/saturation.ts";
import type { LoadModel } from "../contribution/types.ts";
import { toCenti } from "../core/index.ts";

/**
 * A pool that does not exist yet, as it would stand idle: nodes of the donor's kind with the donor's idle floor, the
 * noise that its nodes have when idle, and nobody bound to it. What is told of it is the model's, not measured.
 */
export function planPool(
  donor: FittedPool,
  { instances, vcpusPerNode }: { readonly instances: number; readonly vcpusPerNode: number | null },
): FittedPool {
  const { model } = donor;
  const bins = model.toMinute - model.fromMinute;
  const idle = medianOf(model.idlePoints);
  const residuals = idleNoiseOf(model);
  const demand = Array.from({ length: instances }, (_, node) => {
    // With more nodes than the donor has, its noise is used again, turned so that nodes do not move together.
    const round = Math.floor(node / Math.max(1, residuals.length));
    const noise = residuals[node % Math.max(1, residuals.length)];
    const points = new Float32Array(bins);
    for (let bin = 0; bin < bins; bin++)
      points[bin] = Math.max(0, idle + (noise?.[(bin + round * TURN_MINUTES) % bins] ?? 0));
    return points;
  });
  const nodes = demand.map((_, slot) => ({ slot, name: `planned-${String(slot).padStart(3, "0")}` }));
  return {
    nodes: {
      pool: -1,
      fromMinute: model.fromMinute,
      toMinute: model.toMinute,
      nodes,
      values: demand.map((row) => {
        const centi = new Int16Array(bins);
        for (let bin = 0; bin < bins; bin++) centi[bin] = toCenti(saturate(row[bin] ?? 0, model.saturation));
        return centi;
      }),
    },
    model: {
      ...model,
      pool: -1,
      vcpusPerNode,
      nodes,
      idlePoints: new Float64Array(instances).fill(idle),
      ownWorkPoints: new Float64Array(instances),
      nodeFactors: new Float64Array(instances).fill(1),
      demand,
      fitted: demand.map((row) => new Float32Array(row.length).fill(idle)),
      registries: [],
    },
  };
}

const TURN_MINUTES = 97;

const known = new WeakMap<LoadModel, readonly Float32Array[]>();

/** What is left of the donor's nodes, scaled to the noise of idle nodes; 0 where it was not fitted. Remembered. */
function idleNoiseOf(model: LoadModel): readonly Float32Array[] {
  const before = known.get(model);
  if (before !== undefined) return before;
  const noise = model.nodes.map((_, node) => idleNoise(model, node));
  known.set(model, noise);
  return noise;
}

function idleNoise(model: LoadModel, node: number): Float32Array {
  const { basePoints, relative } = model.noise;
  const idle = model.idlePoints[node] ?? 0;
  const demand = model.demand[node] ?? new Float32Array(0);
  const fitted = model.fitted[node];
  const noise = new Float32Array(demand.length);
  for (let bin = 0; bin < noise.length; bin++) {
    const asked = demand[bin] ?? Number.NaN;
    const explained = fitted?.[bin] ?? Number.NaN;
    if (Number.isNaN(asked) || Number.isNaN(explained)) continue;
    const load = relative * Math.max(0, explained - idle);
    noise[bin] = ((asked - explained) * basePoints) / Math.sqrt(basePoints * basePoints + load * load);
  }
  return noise;
}

function medianOf(values: Float64Array): number {
  return values.toSorted()[values.length >> 1] ?? 0;
}
