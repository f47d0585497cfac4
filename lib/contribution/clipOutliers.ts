/** Turns a median absolute deviation into a standard deviation, were the values normal. */
export const NORMAL_PER_MAD = 1.4826;

/** Bins that count for less than this of the heaviest say nothing about the noise. */
const LEAST_WEIGHT = 0.05;

/** The bins that are heavy enough to tell how large the noise is. */
export function heavyBins(weights: Float64Array): Int32Array {
  let heaviest = 0;
  for (const weight of weights) if (weight > heaviest) heaviest = weight;
  return Int32Array.from(weights.keys()).filter((bin) => (weights[bin] ?? 0) >= LEAST_WEIGHT * heaviest);
}

/**
 * The response with what lies further from its fit than `limit` deviations, by the heavy bins' median, pulled in to that.
 * Fitting again to this is a step of Huber's estimator, and needs no new matrix: a burst of something else on a node then
 * counts by its sign alone.
 */
export function clipOutliers(
  response: Float64Array,
  fitted: Float64Array,
  { limit, heavy }: { readonly limit: number; readonly heavy: Int32Array },
): Float64Array {
  const sizes = Float64Array.from(heavy, (bin) => Math.abs((response[bin] ?? 0) - (fitted[bin] ?? 0))).sort();
  const most = limit * NORMAL_PER_MAD * (sizes[sizes.length >> 1] ?? 0);
  const clipped = new Float64Array(response.length);
  for (let bin = 0; bin < clipped.length; bin++) {
    const value = response[bin] ?? 0;
    const fit = fitted[bin] ?? 0;
    const off = value - fit;
    clipped[bin] = off > most ? fit + most : off < -most ? fit - most : value;
  }
  return clipped;
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
