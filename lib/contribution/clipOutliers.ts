/** Turns a median absolute deviation into a standard deviation, were the values normal. */
export const NORMAL_PER_MAD = 1.4826;

/** Bins that count for less than this of the heaviest say nothing about the noise. */
const LEAST_WEIGHT = 0.05;

/** Median of the absolute values of the bins that have weight; 0 where there are none. The upper one of two in the middle. */
export function medianAbsolute(values: Float64Array, weights: Float64Array): number {
  let heaviest = 0;
  for (const weight of weights) if (weight > heaviest) heaviest = weight;
  const heavy = values.filter((_, index) => (weights[index] ?? 0) >= LEAST_WEIGHT * heaviest);
  const sorted = heavy.map(Math.abs).sort();
  return sorted[sorted.length >> 1] ?? 0;
}

/** How far from its fit, in deviations, a value may lie before it is pulled in, and how much every bin counts. */
export interface OutlierBound {
  readonly limit: number;
  readonly weights: Float64Array;
}

/**
 * The response with what lies further from its fit than `limit` deviations pulled in to that limit. Fitting again to
 * this is a step of Huber's estimator, and needs no new matrix: a burst of something else on a node then counts by its
 * sign alone.
 */
export function clipOutliers(
  response: Float64Array,
  fitted: Float64Array,
  { limit, weights }: OutlierBound,
): Float64Array {
  const residual = response.map((value, index) => value - (fitted[index] ?? 0));
  const most = limit * NORMAL_PER_MAD * medianAbsolute(residual, weights);
  return response.map((value, index) => {
    const off = residual[index] ?? 0;
    return Math.abs(off) <= most ? value : value - off + Math.sign(off) * most;
  });
}

/** Sum of columns × coefficients. */
export function combine(
  columns: readonly Float64Array[],
  coefficients: Float64Array,
  length: number,
): Float64Array {
  const out = new Float64Array(length);
  for (const [place, column] of columns.entries()) {
    const coefficient = coefficients[place] ?? 0;
    if (coefficient === 0) continue;
    for (let index = 0; index < length; index++)
      out[index] = (out[index] ?? 0) + coefficient * (column[index] ?? 0);
  }
  return out;
}
