import type { NodeMatrix } from "../telemetry/types.ts";
import type { Frame } from "./frame.ts";
import type { LoadColumn } from "./loadColumns.ts";
import type { NodeSplits } from "./nodeSplits.ts";
import { costsOfColumn, type OwnCosts } from "./ownCosts.ts";
import { saturate } from "./saturation.ts";
import type {
  LoadCosts,
  LoadModel,
  PoolLoad,
  RegistryLoad,
  RegistryModel,
  ResidualNoise,
  SaturationCurve,
} from "./types.ts";

interface Parts {
  readonly input: {
    readonly nodes: NodeMatrix;
    readonly load: PoolLoad;
    readonly vcpusPerNode: number | null;
  };
  readonly frame: Frame;
  readonly columns: readonly LoadColumn[];
  readonly demand: readonly Float64Array[];
  readonly curve: SaturationCurve;
  readonly saturationSeen: boolean;
  readonly own: OwnCosts;
  readonly splits: NodeSplits;
  readonly residual: ResidualNoise;
}

/** Lays out what was fitted as the model that others read. */
export function assembleModel(parts: Parts): LoadModel {
  const { input, frame, own, splits } = parts;
  const { nodes } = input;
  const length = nodes.toMinute - nodes.fromMinute;
  const overWindow = (row: Float64Array) => {
    const out = new Float32Array(length).fill(Number.NaN);
    for (const [index, bin] of frame.bins.entries()) out[bin] = row[index] ?? Number.NaN;
    return out;
  };
  return {
    pool: nodes.pool,
    fromMinute: nodes.fromMinute,
    toMinute: nodes.toMinute,
    vcpusPerNode: input.vcpusPerNode,
    nodes: nodes.nodes,
    idlePoints: splits.idle,
    ownWorkPoints: splits.ownWork,
    idleDeviation: own.idleDeviation,
    ...own.costs,
    nodeFactors: splits.factors,
    costSpread: own.spread,
    shareSpread: splits.spread,
    saturation: parts.curve,
    saturationSeen: parts.saturationSeen,
    noise: parts.residual,
    ...goodness(frame, splits, parts.curve),
    bins: frame.bins.length,
    demand: parts.demand.map(overWindow),
    fitted: splits.predicted.map(overWindow),
    registries: describeRegistries(parts),
  };
}

function describeRegistries({ input, columns, own, splits }: Parts): RegistryModel[] {
  const columnOf = new Map(columns.map(({ place }, index) => [place, index]));
  const rest = columnOf.get(null) ?? -1;
  return input.load.registries.map((load, place) => {
    const column = columnOf.get(place);
    // Those without a column have the cost of all such together, and may differ from it as any registry may.
    const costs = costsOfColumn(own, column ?? rest);
    const costDraws = drawCosts(load, { own, column: column ?? rest, costs });
    const privateDeviation = column === undefined ? own.spread : 0;
    const costDeviation = Math.hypot(rootMeanSquare(costDraws.map((draw) => draw - 1)), privateDeviation);
    const split = column === undefined ? splits.spread : (splits.posterior[column] ?? splits.spread);
    return {
      registry: load.registry,
      name: load.name,
      tenant: load.tenant,
      ...costs,
      costDeviation,
      costDraws,
      privateDeviation,
      ownCost: column === undefined ? 0 : reliability(costDeviation, own.spread),
      nodeShares: column === undefined ? null : sharesOf(splits, column),
      shareDeviation: split,
      ownSplit: column === undefined ? 0 : reliability(split, splits.spread),
    };
  });
}

/** The draws of the posterior as factors on a registry's cost, at its own mix of requests and bytes. */
function drawCosts(
  load: RegistryLoad,
  { own, column, costs }: { readonly own: OwnCosts; readonly column: number; readonly costs: LoadCosts },
): Float32Array {
  const requests = sumOf(load.requests);
  const bytes = sumOf(load.bytes);
  const cost = ({ pointsPerRequest, pointsPerByte }: LoadCosts) =>
    pointsPerRequest * requests + pointsPerByte * bytes;
  const points = cost(costs);
  const step = cost(own.at);
  return Float32Array.from(own.draws, (draw) =>
    points > 0 ? Math.max(0, 1 + (cost(draw) + (draw.deviations[column] ?? 0) * step) / points) : 1,
  );
}

/** By index: thousands of registries are summed, and an iterator would take several times as long. */
function sumOf(series: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < series.length; index++) sum += series[index] ?? 0;
  return sum;
}

function rootMeanSquare(values: Float32Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares / Math.max(1, values.length));
}

function sharesOf(splits: NodeSplits, column: number): Float32Array {
  return Float32Array.from(splits.factors, (factor, node) =>
    Math.max(0, factor + (splits.deviations[column]?.[node] ?? 0)),
  );
}

/** The part of the prior variance that the data took away. */
function reliability(posterior: number, prior: number): number {
  return prior > 0 ? Math.max(0, 1 - (posterior / prior) ** 2) : 0;
}

function goodness(
  frame: Frame,
  splits: NodeSplits,
  curve: SaturationCurve,
): { r2: number; residualPoints: number } {
  let sum = 0;
  let squares = 0;
  let left = 0;
  let count = 0;
  for (const [node, row] of frame.measured.entries()) {
    for (let index = 0; index < row.length; index++) {
      const value = row[index] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      squares += value * value;
      left += (value - saturate(splits.predicted[node]?.[index] ?? 0, curve)) ** 2;
      count++;
    }
  }
  const total = squares - (sum * sum) / Math.max(1, count);
  return {
    r2: total > 0 ? Math.max(0, 1 - left / total) : 0,
    residualPoints: Math.sqrt(left / Math.max(1, count)),
  };
}
