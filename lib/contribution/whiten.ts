/**
 * What makes the noise of successive bins alike and independent: weights ∝ 1 ÷ deviation, and a first-order
 * autoregression taken out. The same for the series to be explained and for everything that explains it.
 */
export interface Whitening {
  /** Per used bin, 1 ÷ deviation of its noise, relative. */
  readonly weights: Float64Array;
  /** Whether the bin before it is used too. */
  readonly follows: Uint8Array;
  /** Correlation of the noise of successive bins, 0 ≤ … < 1. */
  readonly correlation: number;
}

export function whiten(series: Float64Array, { weights, follows, correlation }: Whitening): Float64Array {
  const out = new Float64Array(series.length);
  const fresh = Math.sqrt(1 - correlation * correlation);
  let before = 0;
  for (let index = 0; index < series.length; index++) {
    const value = (series[index] ?? 0) * (weights[index] ?? 0);
    out[index] = follows[index] === 1 ? value - correlation * before : value * fresh;
    before = value;
  }
  return out;
}

/** Lag-one correlation of weighted residuals over the bins that follow one another, kept in 0 … 0.95. */
export function lagOneCorrelation(
  residuals: readonly Float64Array[],
  weights: Float64Array,
  follows: Uint8Array,
): number {
  let products = 0;
  let squares = 0;
  for (const series of residuals) {
    for (let index = 1; index < series.length; index++) {
      if (follows[index] !== 1) continue;
      const now = (series[index] ?? 0) * (weights[index] ?? 0);
      const before = (series[index - 1] ?? 0) * (weights[index - 1] ?? 0);
      products += now * before;
      squares += 0.5 * (now * now + before * before);
    }
  }
  return squares > 0 ? Math.min(0.95, Math.max(0, products / squares)) : 0;
}
