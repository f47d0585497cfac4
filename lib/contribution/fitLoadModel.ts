import type { NodeMatrix } from "../telemetry/types.ts";
import { assembleModel } from "./assembleModel.ts";
import { chooseKnee } from "./chooseKnee.ts";
import { averageRows, buildFrame, type Frame } from "./frame.ts";
import { chooseColumns } from "./loadColumns.ts";
import { designNodeSplits, type NodeSplits } from "./nodeSplits.ts";
import { designOwnCosts, type LevelPrior, type OwnCosts, usualPrior } from "./ownCosts.ts";
import { estimateNoise, noiseAt } from "./residualNoise.ts";
import { desaturate, highestReadable, USUAL_SATURATION } from "./saturation.ts";
import {
  type LoadModel,
  MOST_OWN_REGISTRIES,
  type PoolLoad,
  type ResidualNoise,
  type SaturationCurve,
} from "./types.ts";
import { lagOneCorrelation, type Whitening } from "./whiten.ts";

export interface FitInput {
  readonly nodes: NodeMatrix;
  readonly load: PoolLoad;
  readonly vcpusPerNode: number | null;
  /** What other pools of the kind tell; without it, the usual. */
  readonly prior?: LevelPrior;
  /** The curve, where other pools tell it; without it, it is sought in this pool. */
  readonly saturation?: SaturationCurve;
  /** How many registries get a cost and a split of their own; 0 = the pooled model. */
  readonly mostOwn?: number;
}

/** Fewer bins than this with both load and CPU tell nothing. */
export const FEWEST_BINS = 30;
const PASSES = 3;
/** What was lost or hidden is filled with what the model expects, and the model fitted anew: so often in each pass. */
const FILLINGS = 4;
/** A minute in which every node is at its ceiling says next to nothing. */
const LEAST_WEIGHT = 0.01;

/**
 * Fits the load model of a pool over a window: node CPU = idle floor + Σ over registries of (requests × cost + bytes ×
 * cost) × the node's part of that registry. Costs are the pool's, a registry's own as far as its load tells; its parts
 * are even, its own as far as each node's series tells. Never negative; noise may follow itself and grow with load; single
 * bursts count by their sign; near 100 % a node hides demand, and the model is believed.
 *
 * Null when fewer than 30 bins have both load and CPU, or nothing was asked of the pool.
 */
export function fitLoadModel(input: FitInput): LoadModel | null {
  const frame = buildFrame(input.nodes, input.load);
  const length = frame.bins.length;
  if (length < FEWEST_BINS || input.nodes.nodes.length === 0) return null;
  let curve = input.saturation ?? USUAL_SATURATION;
  let saturationSeen = false;
  let demand = firstDemand(frame, curve);
  const prior = input.prior ?? usualPrior(frame, averageRows(demand, length));
  if (prior.costs.pointsPerRequest === 0 && prior.costs.pointsPerByte === 0) return null;
  const mostOwn = input.mostOwn ?? MOST_OWN_REGISTRIES;
  const columns = chooseColumns(input.load, frame, { costs: prior.costs, mostOwn });
  let at = prior.costs;
  let noise = 1;
  let whitening: Whitening = {
    weights: readableShare(frame, curve),
    follows: frame.follows,
    correlation: 0.2,
  };
  let ownWork: Float64Array = new Float64Array(demand.length);
  let fitted: { own: OwnCosts; splits: NodeSplits; residual: ResidualNoise } | null = null;
  for (let pass = 0; pass < PASSES; pass++) {
    const costsDesign = designOwnCosts({ frame, columns, prior, at, whitening, noise });
    let own = costsDesign.fit(averageOf(demand, ownWork));
    const splitsDesign = designNodeSplits(own, columns, { whitening, told: toldShare(frame, curve) });
    let splits = splitsDesign.fit(demand);
    const expected = splits.predicted;
    if (input.saturation === undefined && pass > 0) {
      const predict = (candidate: SaturationCurve) => {
        const read = readDemand(frame, expected, candidate);
        return splitsDesign.refit(read, costsDesign.refit(averageOf(read, ownWork))).predicted;
      };
      const found = chooseKnee(frame.measured, predict, saturationSeen ? curve : undefined);
      saturationSeen = found !== null;
      curve = found ?? curve;
    }
    const rounds = needsFilling(frame, curve) ? FILLINGS : 1;
    for (let round = 0; round < rounds; round++) {
      demand = readDemand(frame, splits.predicted, curve);
      own = costsDesign.refit(averageOf(demand, ownWork));
      splits = splitsDesign.refit(demand, own);
    }
    ownWork = splits.ownWork;
    const residual = estimateNoise({
      measured: frame.measured,
      demand,
      predicted: splits.predicted,
      idle: splits.idle,
    });
    fitted = { own, splits, residual };
    whitening = whiteningFor(frame, demand, { ...fitted, curve });
    at = own.costs;
    noise = own.noise;
  }
  return fitted === null
    ? null
    : assembleModel({ input, frame, columns, demand, curve, saturationSeen, ...fitted });
}

/** Whether any node-minute was lost, or is too near the ceiling to be read. */
function needsFilling({ measured }: Frame, curve: SaturationCurve): boolean {
  const readable = highestReadable(curve);
  return measured.some((row) => row.some((value) => !(value < readable)));
}

/** The pool's average without what runs on single nodes by itself. */
function averageOf(demand: readonly Float64Array[], ownWork: Float64Array): Float64Array {
  const extra = ownWork.reduce((sum, points) => sum + points, 0) / Math.max(1, demand.length);
  return averageRows(demand, demand[0]?.length ?? 0).map((value) => value - extra);
}

/** Before anything is fitted: a node that was silent is taken to stand where it usually stands beside the others. */
function firstDemand(frame: Frame, curve: SaturationCurve): Float64Array[] {
  const length = frame.bins.length;
  const present = new Float64Array(length);
  const sums = new Float64Array(length);
  for (const row of frame.measured) {
    for (let index = 0; index < length; index++) {
      const value = row[index] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      present[index] = (present[index] ?? 0) + 1;
      sums[index] = (sums[index] ?? 0) + desaturate(value, curve);
    }
  }
  return frame.measured.map((row) => {
    let above = 0;
    let count = 0;
    for (let index = 0; index < length; index++) {
      const value = row[index] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      above += desaturate(value, curve) - (sums[index] ?? 0) / (present[index] ?? 1);
      count++;
    }
    const usual = count > 0 ? above / count : 0;
    return row.map((value, index) =>
      Number.isNaN(value)
        ? (sums[index] ?? 0) / Math.max(1, present[index] ?? 1) + usual
        : desaturate(value, curve),
    );
  });
}

/** The demand behind what was measured; where that is silent, or too near the ceiling to be read, what the model expects. */
function readDemand(frame: Frame, expected: readonly Float64Array[], curve: SaturationCurve): Float64Array[] {
  const readable = highestReadable(curve);
  const least = desaturate(readable, curve);
  return frame.measured.map((row, node) =>
    row.map((value, index) => {
      const model = expected[node]?.[index] ?? 0;
      if (Number.isNaN(value)) return model;
      return value < readable ? desaturate(value, curve) : Math.max(least, model);
    }),
  );
}

/** Per node, the part of its measured minutes that tell what was asked of it. */
function toldShare({ measured }: Frame, curve: SaturationCurve): Float64Array {
  const readable = highestReadable(curve);
  return Float64Array.from(measured, (row) => {
    const seen = row.filter((value) => !Number.isNaN(value));
    return seen.filter((value) => value < readable).length / Math.max(1, seen.length);
  });
}

/** Per used bin, the part of its node-minutes that tell what was asked: where all are at the ceiling, none. */
function readableShare({ measured, bins }: Frame, curve: SaturationCurve): Float64Array {
  const readable = highestReadable(curve);
  return Float64Array.from(bins, (_, index) => {
    let present = 0;
    let told = 0;
    for (const row of measured) {
      const value = row[index] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      present++;
      if (value < readable) told++;
    }
    return Math.max(LEAST_WEIGHT, told / Math.max(1, present));
  });
}

function whiteningFor(
  frame: Frame,
  demand: readonly Float64Array[],
  {
    own,
    splits,
    residual,
    curve,
  }: {
    readonly own: OwnCosts;
    readonly splits: NodeSplits;
    readonly residual: ResidualNoise;
    readonly curve: SaturationCurve;
  },
): Whitening {
  const readable = readableShare(frame, curve);
  const raw = own.predicted.map(
    (value, index) => (readable[index] ?? 0) / noiseAt(residual, Math.max(0, value - own.idle)),
  );
  let squares = 0;
  for (const weight of raw) squares += weight * weight;
  const scale = Math.sqrt(Math.max(1e-12, squares / raw.length));
  const weights = raw.map((weight) => weight / scale);
  const residuals = demand.map((row, node) =>
    row.map((value, index) => value - (splits.predicted[node]?.[index] ?? 0)),
  );
  return {
    weights,
    follows: frame.follows,
    correlation: lagOneCorrelation(residuals, weights, frame.follows),
  };
}
