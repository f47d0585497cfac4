import {
  choleskyFactor,
  choleskyInverseDiagonal,
  choleskyLogDeterminant,
  choleskySolve,
} from "../stats/choleskyFactor.ts";

/** A penalised least-squares problem by its sums. Coefficients have prior mean 0. */
export interface RidgeProblem {
  readonly gram: Float64Array;
  readonly size: number;
  /** Per coefficient: prior deviation relative to the common one that is sought; 0 = its prior is fixed instead. */
  readonly relativePrior: Float64Array;
  /** Per coefficient of fixed prior: its deviation. */
  readonly fixedPrior: Float64Array;
  /** Noise variance by which the fixed priors are weighed. */
  readonly noise: number;
  readonly observations: number;
}

export interface RidgeSide {
  /** Columns · response. */
  readonly projection: Float64Array;
  /** Response · response. */
  readonly square: number;
}

/** A ridge with its penalty settled: solves any number of right sides. */
export interface RidgeFactor {
  readonly factor: Float64Array;
  /** ln of the determinants that the evidence needs. */
  readonly logDeterminant: number;
  readonly observations: number;
}

/** @param spread prior deviation of a coefficient whose relative prior is 1 */
export function factorRidge(problem: RidgeProblem, spread: number): RidgeFactor {
  const { gram, size, relativePrior, fixedPrior, noise, observations } = problem;
  const matrix = Float64Array.from(gram);
  let prior = 0;
  for (let index = 0; index < size; index++) {
    const relative = relativePrior[index] ?? 0;
    const deviation = relative > 0 ? relative * spread : (fixedPrior[index] ?? 1);
    const at = index * size + index;
    const added = noise / (deviation * deviation);
    matrix[at] = (matrix[at] ?? 0) + added;
    prior += Math.log(added);
  }
  const factor = choleskyFactor(matrix, size);
  if (factor === null) throw new RangeError("a ridge with a penalty is always positive definite");
  return { factor, logDeterminant: choleskyLogDeterminant(factor, size) - prior, observations };
}

export interface RidgeFit {
  readonly coefficients: Float64Array;
  /** Noise variance at this penalty. */
  readonly noise: number;
  /** ln of the marginal likelihood, up to a constant. */
  readonly evidence: number;
}

export function solveRidge(ridge: RidgeFactor, side: RidgeSide): RidgeFit {
  const coefficients = choleskySolve(ridge.factor, side.projection);
  let explained = 0;
  for (let index = 0; index < coefficients.length; index++)
    explained += (coefficients[index] ?? 0) * (side.projection[index] ?? 0);
  const noise = Math.max(1e-9, (side.square - explained) / ridge.observations);
  return { coefficients, noise, evidence: -0.5 * (ridge.observations * Math.log(noise) + ridge.logDeterminant) };
}

/** Posterior variances relative to the noise variance. */
export function posteriorVariances(ridge: RidgeFactor, size: number): Float64Array {
  return choleskyInverseDiagonal(ridge.factor, size);
}

/** The spread of the grid with the greatest evidence over all sides together. */
export function chooseSpread(
  problem: RidgeProblem,
  sides: readonly RidgeSide[],
  grid: readonly number[],
): { readonly spread: number; readonly ridge: RidgeFactor } {
  let best: { spread: number; ridge: RidgeFactor; evidence: number } | null = null;
  for (const spread of grid) {
    const ridge = factorRidge(problem, spread);
    let evidence = 0;
    for (const side of sides) evidence += solveRidge(ridge, side).evidence;
    if (best === null || evidence > best.evidence) best = { spread, ridge, evidence };
  }
  if (best === null) throw new RangeError("no spreads to choose from");
  return best;
}
