import { createRng } from "../core/index.ts";
import {
  choleskyBackSolve,
  choleskyFactor,
  choleskyInverseDiagonal,
  choleskyLogDeterminant,
  choleskySolve,
  drawNormal,
} from "../stats/index.ts";

/** A penalised least-squares problem by its sums. Coefficients have prior mean 0. */
export interface RidgeProblem {
  /** Columns · columns, row-major. */
  readonly gram: Float64Array;
  readonly size: number;
  /** Per coefficient: prior deviation relative to the common one that is sought; 0 = its prior is fixed instead. */
  readonly relativePrior: Float64Array;
  /** Per coefficient of fixed prior: its deviation. */
  readonly fixedPrior: Float64Array;
  /** Noise variance by which priors are weighed. */
  readonly noise: number;
  readonly observations: number;
}

/** What is to be explained, by its sums. */
export interface RidgeSide {
  /** Columns · response. */
  readonly projection: Float64Array;
  /** Response · response. */
  readonly square: number;
}

/** A ridge with its penalty settled: solves any number of right sides. */
export interface Ridge {
  readonly size: number;
  readonly factor: Float64Array;
  readonly logDeterminant: number;
  readonly observations: number;
  /** Columns of the inverse, as far as they were asked for. */
  readonly inverse: Map<number, Float64Array>;
}

/** @param spread prior deviation of a coefficient whose relative prior is 1 */
export function settleRidge(problem: RidgeProblem, spread: number): Ridge {
  const { gram, size, relativePrior, fixedPrior, noise, observations } = problem;
  const matrix = Float64Array.from(gram);
  let prior = 0;
  for (let index = 0; index < size; index++) {
    const relative = relativePrior[index] ?? 0;
    const deviation = relative > 0 ? relative * spread : (fixedPrior[index] ?? 1);
    const penalty = noise / (deviation * deviation);
    matrix[index * size + index] = (matrix[index * size + index] ?? 0) + penalty;
    prior += Math.log(penalty);
  }
  const factor = choleskyFactor(matrix, size);
  if (factor === null)
    throw new RangeError("a ridge with a penalty on every coefficient is positive definite");
  return {
    size,
    factor,
    logDeterminant: choleskyLogDeterminant(factor, size) - prior,
    observations,
    inverse: new Map(),
  };
}

export interface RidgeFit {
  readonly coefficients: Float64Array;
  /** Noise variance that it leaves. */
  readonly noise: number;
  /** ln of the marginal likelihood, up to a constant. */
  readonly evidence: number;
}

/** @param lowest per coefficient the least it may be; where the free solution goes below, the best that does not */
export function solveRidge(ridge: Ridge, side: RidgeSide, lowest?: Float64Array): RidgeFit {
  const free = choleskySolve(ridge.factor, side.projection);
  const coefficients = lowest === undefined ? free : raiseToBounds(ridge, free, lowest);
  let explained = 0;
  for (let index = 0; index < free.length; index++)
    explained += (free[index] ?? 0) * (side.projection[index] ?? 0);
  const noise = Math.max(1e-9, (side.square - explained) / ridge.observations);
  return {
    coefficients,
    noise,
    evidence: -0.5 * (ridge.observations * Math.log(noise) + ridge.logDeterminant),
  };
}

const MOST_ROUNDS = 30;
const BELOW = 1e-9;

/**
 * The best solution that is nowhere below its bounds, from the free one: those below are held at their bounds and the
 * others follow, until none of the free is below and none that is held would rise by itself (block pivoting; convex, so
 * there is one such solution). Columns of the inverse are remembered: all right sides of a ridge share them.
 */
function raiseToBounds(ridge: Ridge, free: Float64Array, lowest: Float64Array): Float64Array {
  let held = placesBelow(free, lowest, new Set());
  let solution = free;
  for (let round = 0; round < MOST_ROUNDS && held.length > 0; round++) {
    const columns = held.map((place) => inverseColumn(ridge, place));
    const pulls = solvePulls(held, columns, { free, lowest });
    if (pulls === null) break;
    solution = Float64Array.from(free);
    for (const [index, column] of columns.entries()) {
      const pull = pulls[index] ?? 0;
      for (let row = 0; row < solution.length; row++)
        solution[row] = (solution[row] ?? 0) + pull * (column[row] ?? 0);
    }
    const kept = new Set(held.filter((_, index) => (pulls[index] ?? 0) > 0));
    const next = placesBelow(solution, lowest, kept);
    if (next.length === held.length && next.every((place, index) => place === held[index])) break;
    held = next;
  }
  return solution.map((value, place) => Math.max(value, lowest[place] ?? value));
}

/** Places below their bounds, and those that are held there; ascending. */
function placesBelow(solution: Float64Array, lowest: Float64Array, held: ReadonlySet<number>): number[] {
  const places: number[] = [];
  for (let place = 0; place < solution.length; place++)
    if (held.has(place) || (solution[place] ?? 0) < (lowest[place] ?? Number.NEGATIVE_INFINITY) - BELOW)
      places.push(place);
  return places;
}

/** How hard each held coefficient is pulled so that it comes to its bound; null within rounding of singular. */
function solvePulls(
  held: readonly number[],
  columns: readonly Float64Array[],
  { free, lowest }: { readonly free: Float64Array; readonly lowest: Float64Array },
): Float64Array | null {
  const size = held.length;
  const matrix = new Float64Array(size * size);
  for (const [index, column] of columns.entries())
    for (const [other, place] of held.entries()) matrix[index * size + other] = column[place] ?? 0;
  const factor = choleskyFactor(matrix, size);
  if (factor === null) return null;
  return choleskySolve(
    factor,
    Float64Array.from(held, (place) => (lowest[place] ?? 0) - (free[place] ?? 0)),
  );
}

function inverseColumn({ factor, size, inverse }: Ridge, place: number): Float64Array {
  const known = inverse.get(place);
  if (known !== undefined) return known;
  const unit = new Float64Array(size);
  unit[place] = 1;
  const column = choleskySolve(factor, unit);
  inverse.set(place, column);
  return column;
}

/** Posterior variance of every coefficient, relative to the noise variance. */
export function posteriorVariances(ridge: Ridge): Float64Array {
  return choleskyInverseDiagonal(ridge.factor, ridge.size);
}

/** How many draws describe what a posterior leaves open; they come in opposite pairs. */
export const POSTERIOR_DRAWS = 24;

/**
 * Draws from the posterior, as differences from the solution; always the same for the same matrix. Together they keep
 * what single deviations lose: that two loads which rise and fall together are told apart badly and their sum well.
 */
export function drawPosterior(ridge: Ridge, noiseDeviation: number): Float64Array[] {
  const rng = createRng(ridge.size);
  const draws: Float64Array[] = [];
  for (let pair = 0; pair < POSTERIOR_DRAWS / 2; pair++) {
    const normals = Float64Array.from({ length: ridge.size }, () => drawNormal(rng) * noiseDeviation);
    const draw = choleskyBackSolve(ridge.factor, normals);
    draws.push(
      draw,
      draw.map((value) => -value),
    );
  }
  return draws;
}

/** The spread of the grid under which all sides together are likeliest (empirical Bayes). */
export function chooseSpread(
  problem: RidgeProblem,
  sides: readonly RidgeSide[],
  grid: readonly [number, ...number[]],
): { readonly spread: number; readonly ridge: Ridge } {
  let best = { spread: grid[0], ridge: settleRidge(problem, grid[0]), evidence: Number.NEGATIVE_INFINITY };
  for (const spread of grid) {
    const ridge = settleRidge(problem, spread);
    let evidence = 0;
    for (const side of sides) evidence += solveRidge(ridge, side).evidence;
    if (evidence > best.evidence) best = { spread, ridge, evidence };
  }
  return best;
}
