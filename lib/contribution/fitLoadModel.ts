import { dotProduct, gramMatrix } from "../stats/gramMatrix.ts";
import type { NodeMatrix } from "../telemetry/types.ts";
import { buildFrame, type Frame } from "./frame.ts";
import { medianAbsolute } from "./fitPooled.ts";
import { chooseSpread, factorRidge, posteriorVariances, type RidgeProblem, solveRidge } from "./ridge.ts";
import { desaturate, saturate, USUAL_SATURATION } from "./saturation.ts";
import type { LoadModel, PoolLoad, RegistryModel, SaturationCurve } from "./types.ts";
import { lagOneCorrelation, type Whitening, whiten } from "./whiten.ts";

export interface FitInput {
  readonly nodes: NodeMatrix;
  readonly load: PoolLoad;
  readonly vcpusPerNode: number | null;
  readonly saturation?: SaturationCurve;
}

const MOST_OWN = 200;
const COST_SPREADS = [0.02, 0.05, 0.1, 0.2, 0.35, 0.6, 1];
const SHARE_SPREADS = [0.03, 0.06, 0.12, 0.25, 0.5, 1, 2];
const MINIMUM_BINS = 30;
const HUBER = 3;
const IDLE = { points: 3, deviation: 2.5, nodeDeviation: 1 };
const HIGH = 80;
export const KNEES = [100, 96, 92, 88, 84, 80, 75, 70, 62, 54];
const PASSES = 4;

interface Column {
  /** Place in the load; −1 = all others together. */
  readonly place: number;
  readonly requests: Float64Array;
  readonly bytes: Float64Array;
  /** How much less than a single registry's its cost may differ from the pool's. */
  readonly relativePrior: number;
}

type Costs = { readonly pointsPerRequest: number; readonly pointsPerByte: number };

/** Fits the load model; null when there are too few bins with both load and CPU to tell anything. */
export function fitLoadModel(input: FitInput): LoadModel | null {
  const { nodes, load } = input;
  const frame = buildFrame(nodes, load);
  const length = frame.bins.length;
  if (length < MINIMUM_BINS || nodes.nodes.length === 0) return null;
  let curve = input.saturation ?? USUAL_SATURATION;
  let known = input.saturation !== undefined;
  let filled = frame.measured.map((row) => row.map((value) => (Number.isNaN(value) ? value : desaturate(value, curve))));
  const average0 = averageOf(filled, length);
  filled = filled.map((row) => {
    // A node that was silent is taken to have stood where it usually stands against the average.
    let above = 0, count = 0;
    for (let i = 0; i < length; i++) if (!Number.isNaN(row[i] ?? Number.NaN)) { above += (row[i] ?? 0) - (average0[i] ?? 0); count++; }
    const usual = count > 0 ? above / count : 0;
    return row.map((value, i) => (Number.isNaN(value) ? (average0[i] ?? 0) + usual : value));
  });
  const totals = sumLoads(load, frame);
  const mean = average0.reduce((sum, value) => sum + value, 0) / length;
  const loadPoints = Math.max(0.5, mean - IDLE.points);
  const unit = {
    requests: loadPoints / Math.max(1e-12, meanOf(totals.requests)),
    bytes: loadPoints / Math.max(1e-12, meanOf(totals.bytes)),
  };
  const hasRequests = meanOf(totals.requests) > 0;
  const hasBytes = meanOf(totals.bytes) > 0;
  const prior = hasRequests && hasBytes ? 0.5 : 1;
  let costs: Costs = { pointsPerRequest: hasRequests ? prior * unit.requests : 0, pointsPerByte: hasBytes ? prior * unit.bytes : 0 };
  const columns = chooseColumns(load, frame, costs);

  let weights = new Float64Array(length).fill(1);
  let correlation = 0.2;
  let own: OwnFit | null = null;
  let split: SplitFit | null = null;
  let noise = { base: 1, relative: 0 };
  let noiseVariance = 1;
  for (let pass = 0; pass < PASSES; pass++) {
    const whitening: Whitening = { weights, follows: frame.follows, correlation };
    own = fitOwnCosts({ average: averageOf(filled, length), totals, unit, prior: { request: hasRequests ? prior : 0, byte: hasBytes ? prior : 0 }, costs, columns, whitening, noiseVariance });
    noiseVariance = own.noise;
    costs = own.costs;
    split = fitSplits({ filled, own, columns, whitening });
    const predicted = split.predicted;
    if (!known && pass === 1) {
      const chosen = chooseKnee(frame, predicted);
      if (chosen !== null) curve = { kneePercent: chosen };
      known = pass > 0;
    }
    filled = frame.measured.map((row, node) =>
      row.map((value, index) => {
        const expected = predicted[node]?.[index] ?? 0;
        if (Number.isNaN(value)) return expected;
        return readDemand(value, expected, curve, known);
      }),
    );
    noise = estimateNoise(frame.measured, filled, split.predicted, own.idle);
    const idle = own.idle;
    weights = own.predicted.map((value) => 1 / Math.sqrt(noise.base ** 2 + (noise.relative * Math.max(0, value - idle)) ** 2));
    const norm = Math.sqrt(weights.reduce((sum, value) => sum + value * value, 0) / length);
    weights = weights.map((value) => value / norm);
    const residuals = filled.map((row, node) => row.map((value, index) => value - (predicted[node]?.[index] ?? 0)));
    correlation = lagOneCorrelation(residuals, weights, frame.follows);
  }
  if (own === null || split === null) return null;
  return assemble({ input, frame, columns, own, split, noise, curve, filled });
}

/** The demand behind a measured value; close to the ceiling the model is believed where it asks for more. */
function readDemand(value: number, expected: number, curve: SaturationCurve, known: boolean): number {
  if (value < HIGH) return desaturate(value, curve);
  if (!known) return Math.max(HIGH, expected);
  const room = 100 - curve.kneePercent;
  const readable = curve.kneePercent + 0.8 * room;
  if (value <= readable) return desaturate(value, curve);
  const least = desaturate(readable, curve);
  return Math.max(least, expected);
}

function chooseKnee(frame: Frame, predicted: readonly Float64Array[]): number | null {
  const losses = KNEES.map(() => 0);
  let count = 0;
  for (const [node, row] of frame.measured.entries())
    for (let index = 0; index < row.length; index++) {
      const value = row[index] ?? Number.NaN;
      const expected = predicted[node]?.[index] ?? 0;
      if (Number.isNaN(value) || (value < 70 && expected < 70)) continue;
      count++;
      for (const [place, kneePercent] of KNEES.entries()) losses[place] = (losses[place] ?? 0) + Math.abs(value - saturate(expected, { kneePercent }));
    }
  if (count < 20) return null;
  return KNEES[losses.indexOf(Math.min(...losses))] ?? null;
}

function meanOf(series: Float64Array): number {
  return series.reduce((sum, value) => sum + value, 0) / Math.max(1, series.length);
}

function sumLoads(load: PoolLoad, frame: Frame) {
  const requests = new Float64Array(frame.bins.length);
  const bytes = new Float64Array(frame.bins.length);
  for (const registry of load.registries) {
    for (let index = 0; index < frame.bins.length; index++) {
      const bin = frame.bins[index] ?? 0;
      const per = frame.perNode[index] ?? 0;
      requests[index] = (requests[index] ?? 0) + (registry.requests[bin] ?? 0) * per;
      bytes[index] = (bytes[index] ?? 0) + (registry.bytes[bin] ?? 0) * per;
    }
  }
  return { requests, bytes };
}

function averageOf(rows: readonly Float64Array[], length: number): Float64Array {
  const out = new Float64Array(length);
  for (let index = 0; index < length; index++) {
    let sum = 0;
    let count = 0;
    for (const row of rows) {
      const value = row[index] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    out[index] = sum / Math.max(1, count);
  }
  return out;
}

function perNodeLoad(load: PoolLoad, place: number, frame: Frame): { requests: Float64Array; bytes: Float64Array } {
  const registry = load.registries[place];
  const requests = new Float64Array(frame.bins.length);
  const bytes = new Float64Array(frame.bins.length);
  if (registry !== undefined)
    for (let index = 0; index < requests.length; index++) {
      const bin = frame.bins[index] ?? 0;
      const per = frame.perNode[index] ?? 0;
      requests[index] = (registry.requests[bin] ?? 0) * per;
      bytes[index] = (registry.bytes[bin] ?? 0) * per;
    }
  return { requests, bytes };
}

function chooseColumns(load: PoolLoad, frame: Frame, costs: Costs): Column[] {
  const ranked = load.registries
    .map((registry, place) => {
      let sum = 0, squares = 0;
      for (let index = 0; index < frame.bins.length; index++) {
        const bin = frame.bins[index] ?? 0;
        const value = (costs.pointsPerRequest * (registry.requests[bin] ?? 0) + costs.pointsPerByte * (registry.bytes[bin] ?? 0)) * (frame.perNode[index] ?? 0);
        sum += value; squares += value * value;
      }
      const mean = sum / frame.bins.length;
      return { place, mean, score: squares / frame.bins.length };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place);
  const all = ranked.reduce((sum, { score }) => sum + score, 0);
  let covered = 0;
  let count = 0;
  for (const { score } of ranked) {
    if (count >= MOST_OWN || (count >= 20 && covered > 0.9999 * all)) break;
    covered += score;
    count++;
  }
  const columns: Column[] = ranked.slice(0, count).map(({ place }) => ({ place, ...perNodeLoad(load, place, frame), relativePrior: 1 }));
  const rest = ranked.slice(count);
  if (rest.length > 0) {
    const requests = new Float64Array(frame.bins.length);
    const bytes = new Float64Array(frame.bins.length);
    let sum = 0, squares = 0;
    for (const { place, mean } of rest) {
      const one = perNodeLoad(load, place, frame);
      for (let index = 0; index < requests.length; index++) {
        requests[index] = (requests[index] ?? 0) + (one.requests[index] ?? 0);
        bytes[index] = (bytes[index] ?? 0) + (one.bytes[index] ?? 0);
      }
      sum += mean; squares += mean * mean;
    }
    columns.push({ place: -1, requests, bytes, relativePrior: Math.max(0.02, Math.sqrt(squares) / sum) });
  }
  return columns;
}

interface OwnFit {
  readonly idle: number;
  readonly costs: Costs;
  /** Costs at which the columns were made. */
  readonly at: Costs;
  /** Per column, added to 1, in units of `at`. */
  readonly deviations: Float64Array;
  readonly posterior: Float64Array;
  readonly spread: number;
  readonly noise: number;
  readonly levelDeviation: number;
  /** Pool average as the model has it. */
  readonly predicted: Float64Array;
}

function fitOwnCosts({ average, totals, unit, prior, costs, columns, whitening, noiseVariance }: {
  average: Float64Array;
  totals: { requests: Float64Array; bytes: Float64Array };
  unit: { requests: number; bytes: number };
  prior: { request: number; byte: number };
  costs: Costs;
  columns: readonly Column[];
  whitening: Whitening;
  noiseVariance: number;
}): OwnFit {
  const length = average.length;
  const requestPoints = totals.requests.map((value) => value * unit.requests);
  const bytePoints = totals.bytes.map((value) => value * unit.bytes);
  const series = columns.map((column) => pointsOf(column, costs));
  const raw = [new Float64Array(length).fill(1), requestPoints, bytePoints, ...series];
  const whitened = raw.map((one) => whiten(one, whitening));
  const gram = gramMatrix(whitened);
  const response = whiten(
    average.map((value, index) => value - IDLE.points - prior.request * (requestPoints[index] ?? 0) - prior.byte * (bytePoints[index] ?? 0)),
    whitening,
  );
  const problem: RidgeProblem = {
    gram,
    size: raw.length,
    relativePrior: Float64Array.from([0, 0, 0, ...columns.map(({ relativePrior }) => relativePrior)]),
    fixedPrior: Float64Array.from([IDLE.deviation, prior.request > 0 ? 0.5 : 1e-6, prior.byte > 0 ? 0.5 : 1e-6]),
    noise: noiseVariance,
    observations: length,
  };
  const square = dotProduct(response, response);
  let projection = Float64Array.from(whitened, (column) => dotProduct(column, response));
  const { ridge, spread } = chooseSpread(problem, [{ projection, square }], COST_SPREADS);
  let fit = solveRidge(ridge, { projection, square });
  for (let round = 0; round < 2; round++) {
    const clipped = clipOutliers(response, whitened, fit.coefficients);
    projection = Float64Array.from(whitened, (column) => dotProduct(column, clipped));
    fit = solveRidge(ridge, { projection, square: dotProduct(clipped, clipped) });
  }
  const idle = Math.max(0, IDLE.points + (fit.coefficients[0] ?? 0));
  const pointsPerRequest = Math.max(0.02 * prior.request, prior.request + (fit.coefficients[1] ?? 0)) * unit.requests;
  const pointsPerByte = Math.max(0.02 * prior.byte, prior.byte + (fit.coefficients[2] ?? 0)) * unit.bytes;
  const deviations = fit.coefficients.slice(3);
  const variances = posteriorVariances(ridge, raw.length);
  const predicted = average.map((_, index) => idle + pointsPerRequest * (totals.requests[index] ?? 0) + pointsPerByte * (totals.bytes[index] ?? 0));
  for (const [place, one] of series.entries()) for (let index = 0; index < length; index++) predicted[index] = (predicted[index] ?? 0) + (deviations[place] ?? 0) * (one[index] ?? 0);
  return {
    idle,
    costs: { pointsPerRequest, pointsPerByte },
    at: costs,
    deviations,
    posterior: variances.slice(3).map((value) => Math.sqrt(value * fit.noise)),
    spread,
    noise: fit.noise,
    levelDeviation: Math.sqrt((variances[0] ?? 0) * fit.noise),
    predicted,
  };
}

function pointsOf(column: Column, costs: Costs): Float64Array {
  return column.requests.map((value, index) => costs.pointsPerRequest * value + costs.pointsPerByte * (column.bytes[index] ?? 0));
}

function clipOutliers(response: Float64Array, columns: readonly Float64Array[], coefficients: Float64Array): Float64Array {
  const residual = Float64Array.from(response);
  for (const [place, column] of columns.entries()) {
    const coefficient = coefficients[place] ?? 0;
    if (coefficient === 0) continue;
    for (let index = 0; index < residual.length; index++) residual[index] = (residual[index] ?? 0) - coefficient * (column[index] ?? 0);
  }
  const limit = HUBER * 1.4826 * medianAbsolute(residual);
  return response.map((value, index) => {
    const off = residual[index] ?? 0;
    return Math.abs(off) <= limit ? value : value - off + Math.sign(off) * limit;
  });
}

interface SplitFit {
  readonly idle: Float64Array;
  readonly nodeFactors: Float64Array;
  /** Per column, per node: added to 1. */
  readonly deviations: readonly Float64Array[];
  readonly posterior: Float64Array;
  readonly spread: number;
  /** Per node, demand as the model has it. */
  readonly predicted: readonly Float64Array[];
}

function fitSplits({ filled, own, columns, whitening }: {
  filled: readonly Float64Array[];
  own: OwnFit;
  columns: readonly Column[];
  whitening: Whitening;
}): SplitFit {
  const length = own.predicted.length;
  const total = own.predicted.map((value) => value - own.idle);
  const raw = [new Float64Array(length).fill(1), total, ...columns.map((column, place) => registryPoints(column, own, place))];
  const whitened = raw.map((series) => whiten(series, whitening));
  const gram = gramMatrix(whitened);
  const responses = filled.map((row) => whiten(row.map((value, index) => value - (own.predicted[index] ?? 0)), whitening));
  const sides = responses.map((response) => ({
    projection: Float64Array.from(whitened, (column) => dotProduct(column, response)),
    square: dotProduct(response, response),
  }));
  const base: RidgeProblem = {
    gram,
    size: raw.length,
    relativePrior: Float64Array.from([0, 0, ...columns.map(({ relativePrior }) => relativePrior)]),
    fixedPrior: Float64Array.from([IDLE.nodeDeviation, 0.15]),
    noise: 1,
    observations: length,
  };
  // What a loose fit leaves tells the noise that the priors are weighed against.
  const loose = factorRidge(base, 0.5);
  const noise = median(sides.map((side) => solveRidge(loose, side).noise));
  const problem = { ...base, noise };
  const { ridge, spread } = chooseSpread(problem, sides, SHARE_SPREADS);
  const fits = sides.map((side, node) => {
    let fit = solveRidge(ridge, side);
    const response = responses[node] ?? new Float64Array(length);
    for (let round = 0; round < 1; round++) {
      const clipped = clipOutliers(response, whitened, fit.coefficients);
      fit = solveRidge(ridge, { projection: Float64Array.from(whitened, (column) => dotProduct(column, clipped)), square: dotProduct(clipped, clipped) });
    }
    return fit;
  });
  const left = median(fits.map((fit) => fit.noise));
  const variances = posteriorVariances(ridge, raw.length).slice(2);
  return {
    idle: Float64Array.from(fits, ({ coefficients }) => own.idle + (coefficients[0] ?? 0)),
    nodeFactors: Float64Array.from(fits, ({ coefficients }) => 1 + (coefficients[1] ?? 0)),
    deviations: columns.map((_, place) => Float64Array.from(fits, ({ coefficients }) => coefficients[place + 2] ?? 0)),
    posterior: variances.map((value) => Math.sqrt(value * left)),
    spread,
    predicted: fits.map(({ coefficients }) => {
      const out = Float64Array.from(own.predicted);
      for (const [place, column] of raw.entries()) {
        const coefficient = coefficients[place] ?? 0;
        for (let index = 0; index < length; index++) out[index] = (out[index] ?? 0) + coefficient * (column[index] ?? 0);
      }
      return out;
    }),
  };
}

function registryCosts(own: OwnFit, deviation: number): Costs {
  return {
    pointsPerRequest: Math.max(0, own.costs.pointsPerRequest + deviation * own.at.pointsPerRequest),
    pointsPerByte: Math.max(0, own.costs.pointsPerByte + deviation * own.at.pointsPerByte),
  };
}

function registryPoints(column: Column, own: OwnFit, place: number): Float64Array {
  return pointsOf(column, registryCosts(own, own.deviations[place] ?? 0));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function estimateNoise(measured: readonly Float64Array[], filled: readonly Float64Array[], predicted: readonly Float64Array[], idle: number) {
  const pairs: { level: number; off: number }[] = [];
  for (const [node, row] of filled.entries())
    for (let index = 0; index < row.length; index++) {
      const seen = measured[node]?.[index] ?? Number.NaN;
      if (Number.isNaN(seen) || seen > HIGH) continue;
      const level = predicted[node]?.[index] ?? 0;
      pairs.push({ level: Math.max(0, level - idle), off: Math.abs((row[index] ?? 0) - level) });
    }
  pairs.sort((a, b) => a.level - b.level);
  const groups = 12;
  let sw = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (let group = 0; group < groups; group++) {
    const part = pairs.slice(Math.floor((group * pairs.length) / groups), Math.floor(((group + 1) * pairs.length) / groups));
    if (part.length === 0) continue;
    const offs = part.map(({ off }) => off).sort((a, b) => a - b);
    const y = (1.4826 * (offs[offs.length >> 1] ?? 0)) ** 2;
    const x = (part[part.length >> 1]?.level ?? 0) ** 2;
    const w = 1 / (y * y + 1e-6);
    sw += w; sx += w * x; sy += w * y; sxx += w * x * x; sxy += w * x * y;
  }
  if (sw === 0) return { base: 1, relative: 0 };
  const denominator = sw * sxx - sx * sx;
  let slope = denominator > 0 ? (sw * sxy - sx * sy) / denominator : 0;
  slope = Math.max(0, slope);
  let base = (sy - slope * sx) / sw;
  if (base < 1e-2) { base = 1e-2; slope = Math.max(0, sy / Math.max(1e-9, sx)); }
  return { base: Math.sqrt(base), relative: Math.sqrt(slope) };
}

function assemble({ input, frame, columns, own, split, noise, curve, filled }: {
  input: FitInput; frame: Frame; columns: readonly Column[]; own: OwnFit; split: SplitFit;
  noise: { base: number; relative: number }; curve: SaturationCurve; filled: readonly Float64Array[];
}): LoadModel {
  const { load, nodes } = input;
  const byPlace = new Map(columns.map(({ place }, index) => [place, index]));
  const restIndex = byPlace.get(-1);
  const registries = load.registries.map(({ registry, name, tenant }, place): RegistryModel => {
    const index = byPlace.get(place);
    const deviation = index !== undefined ? (own.deviations[index] ?? 0) : restIndex !== undefined ? (own.deviations[restIndex] ?? 0) : 0;
    const costs = registryCosts(own, deviation);
    const multiplier = Math.max(0.1, 1 + deviation);
    const posterior = index === undefined ? own.spread : (own.posterior[index] ?? own.spread);
    const shares = index === undefined ? null : Float32Array.from(split.deviations[index] ?? [], (value, node) => Math.max(0, value + (split.nodeFactors[node] ?? 1)));
    const shareDeviation = index === undefined ? split.spread : (split.posterior[index] ?? split.spread);
    return {
      registry, name, tenant,
      ...costs,
      costDeviation: posterior / multiplier,
      ownCost: own.spread > 0 ? Math.max(0, 1 - (posterior / own.spread) ** 2) : 0,
      nodeShares: shares,
      shareDeviation,
      ownSplit: split.spread > 0 ? Math.max(0, 1 - (shareDeviation / split.spread) ** 2) : 0,
    };
  });
  let sum = 0, sumSquares = 0, count = 0, left = 0;
  for (const [node, row] of frame.measured.entries())
    for (let index = 0; index < row.length; index++) {
      const value = row[index] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const off = value - saturate(split.predicted[node]?.[index] ?? 0, curve);
      sum += value; sumSquares += value * value; count++; left += off * off;
    }
  const variance = sumSquares - (sum * sum) / Math.max(1, count);
  const length = nodes.toMinute - nodes.fromMinute;
  const spreadOut = (rows: readonly Float64Array[]) => rows.map((row) => {
    const out = new Float32Array(length).fill(Number.NaN);
    for (const [index, bin] of frame.bins.entries()) out[bin] = row[index] ?? Number.NaN;
    return out;
  });
  return {
    pool: nodes.pool, fromMinute: nodes.fromMinute, toMinute: nodes.toMinute,
    vcpusPerNode: input.vcpusPerNode,
    nodes: nodes.nodes,
    idlePoints: split.idle.map((value) => Math.max(0, value)),
    idleDeviation: own.levelDeviation,
    ...own.costs,
    nodeFactors: split.nodeFactors,
    costSpread: own.spread,
    shareSpread: split.spread,
    saturation: curve,
    residualBase: noise.base,
    residualRelative: noise.relative,
    r2: variance > 0 ? Math.max(0, 1 - left / variance) : 0,
    residualPoints: Math.sqrt(left / Math.max(1, count)),
    bins: frame.bins.length,
    demand: spreadOut(filled),
    fitted: spreadOut(split.predicted),
    registries,
  };
}
