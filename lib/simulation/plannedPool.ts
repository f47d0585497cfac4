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
  const residuals = model.nodes.map((_, node) => idleNoise(model, node));
  const demand = Array.from({ length: instances }, (_, node) => {
    // With more nodes than the donor has, its noise is used again, turned so that nodes do not move together.
    const round = Math.floor(node / Math.max(1, residuals.length));
    const noise = residuals[node % Math.max(1, residuals.length)];
    const turned = (bin: number) => noise?.[(bin + round * TURN_MINUTES) % bins] ?? 0;
    return Float32Array.from({ length: bins }, (_, bin) => Math.max(0, idle + turned(bin)));
  });
  const nodes = demand.map((_, slot) => ({ slot, name: `planned-${String(slot).padStart(3, "0")}` }));
  return {
    nodes: {
      pool: -1,
      fromMinute: model.fromMinute,
      toMinute: model.toMinute,
      nodes,
      values: demand.map((row) =>
        Int16Array.from(row, (points) => toCenti(saturate(points, model.saturation))),
      ),
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

/** What is left of a node of the donor, scaled to the noise of an idle node; 0 where it was not fitted. */
function idleNoise(model: LoadModel, node: number): Float32Array {
  const { basePoints, relative } = model.noise;
  const idle = model.idlePoints[node] ?? 0;
  return Float32Array.from(model.demand[node] ?? [], (asked, bin) => {
    const explained = model.fitted[node]?.[bin] ?? Number.NaN;
    if (Number.isNaN(asked) || Number.isNaN(explained)) return 0;
    const load = Math.max(0, explained - idle);
    return ((asked - explained) * basePoints) / Math.sqrt(basePoints ** 2 + (relative * load) ** 2);
  });
}

function medianOf(values: Float64Array): number {
  return values.toSorted()[values.length >> 1] ?? 0;
}
