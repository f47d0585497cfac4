import { choleskyFactor, choleskySolve } from "../stats/choleskyFactor.ts";
import { dotProduct, gramMatrix } from "../stats/gramMatrix.ts";
import { lagOneCorrelation, type Whitening, whiten } from "./whiten.ts";

/** Node CPU of a pool as idle + cost × requests per node + cost × bytes per node. */
export interface PooledFit {
  readonly idle: number;
  readonly pointsPerRequest: number;
  readonly pointsPerByte: number;
  readonly correlation: number;
}

/** What the pool measured and what was asked of it, per used bin: means over the nodes present. */
export interface PooledSeries {
  readonly average: Float64Array;
  readonly requests: Float64Array;
  readonly bytes: Float64Array;
  readonly follows: Uint8Array;
}

/** Bins further off than this many deviations count only by their sign. */
const HUBER = 2.5;
const ROUNDS = 6;

/** Robust non-negative least squares for the three, with the noise's autocorrelation taken out. Milliseconds. */
export function fitPooled(series: PooledSeries): PooledFit {
  const { average, requests, bytes, follows } = series;
  const length = average.length;
  const ones = new Float64Array(length).fill(1);
  const raw = [ones, requests, bytes];
  const scales = raw.map((column) => Math.sqrt(dotProduct(column, column) / Math.max(1, length)));
  let weights = new Float64Array(length).fill(1);
  let coefficients = [0, 0, 0];
  let correlation = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const whitening: Whitening = { weights, follows, correlation };
    const columns = raw.map((column) => whiten(column, whitening));
    coefficients = solveNonNegative(columns, whiten(average, whitening), scales);
    const residual = average.map((value, index) => value - predicted(raw, coefficients, index));
    const limit = HUBER * Math.max(1e-6, 1.4826 * medianAbsolute(residual));
    weights = Float64Array.from(residual, (value) => Math.sqrt(Math.min(1, limit / Math.max(1e-12, Math.abs(value)))));
    correlation = Math.min(0.9, lagOneCorrelation([residual], weights, follows));
  }
  const [idle = 0, pointsPerRequest = 0, pointsPerByte = 0] = coefficients;
  return { idle, pointsPerRequest, pointsPerByte, correlation };
}

function predicted(columns: readonly Float64Array[], coefficients: readonly number[], index: number): number {
  let sum = 0;
  for (const [place, column] of columns.entries()) sum += (coefficients[place] ?? 0) * (column[index] ?? 0);
  return sum;
}

export function medianAbsolute(values: Float64Array): number {
  const sorted = values.map(Math.abs).sort();
  return sorted[sorted.length >> 1] ?? 0;
}

/** Least squares with coefficients ≥ 0: of all subsets of columns, the best whose solution is non-negative. */
function solveNonNegative(columns: readonly Float64Array[], right: Float64Array, scales: readonly number[]): number[] {
  let best: number[] = columns.map(() => 0);
  let least = Number.POSITIVE_INFINITY;
  for (let subset = 1; subset < 1 << columns.length; subset++) {
    const used = columns.map((_, place) => place).filter((place) => (subset >> place) & 1 && (scales[place] ?? 0) > 0);
    if (used.length === 0) continue;
    const scaled = used.map((place) => (columns[place] ?? right).map((value) => value / (scales[place] ?? 1)));
    const gram = gramMatrix(scaled);
    for (let index = 0; index < used.length; index++) gram[index * used.length + index] = (gram[index * used.length + index] ?? 0) * (1 + 1e-9) + 1e-12;
    const factor = choleskyFactor(gram, used.length);
    if (factor === null) continue;
    const projection = Float64Array.from(scaled, (column) => dotProduct(column, right));
    const solution = choleskySolve(factor, projection);
    if (solution.some((value) => value < 0)) continue;
    const loss = dotProduct(right, right) - dotProduct(projection, solution);
    if (loss >= least - 1e-9) continue;
    least = loss;
    best = columns.map(() => 0);
    for (const [index, place] of used.entries()) best[place] = (solution[index] ?? 0) / (scales[place] ?? 1);
  }
  return best;
}
