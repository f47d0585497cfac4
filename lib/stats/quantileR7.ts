import { leastAbove, selectRank } from "./selectRank.ts";

/**
 * Quantile by method R-7 (Hyndman and Fan 1996, type 7): position h = probability × (m − 1) among the m values in
 * ascending order, linear between neighbours. What PostgreSQL calls `percentile_cont`, NumPy `linear`, and what
 * PromQL's `quantile_over_time` gives. Found by selection, not by sorting; `values` are not changed.
 *
 * - No values: null. One value: that value. All equal: exactly that value.
 * - Missing values are the caller's to leave out: NaN throws RangeError, as does a `probability` outside 0..1.
 */
export function quantileR7(values: ArrayLike<number>, probability: number): number | null {
  if (!(probability >= 0 && probability <= 1))
    throw new RangeError(`probability ${probability} is not in 0..1`);
  if (values.length === 0) return null;
  const scratch = new Float64Array(values);
  for (let index = 0; index < scratch.length; index++)
    if (Number.isNaN(scratch[index]))
      throw new RangeError("NaN has no place in an order: leave missing values out");
  const position = probability * (scratch.length - 1);
  const rank = Math.floor(position);
  const lower = selectRank(scratch, rank);
  const fraction = position - rank;
  if (fraction === 0) return lower;
  const upper = leastAbove(scratch, rank);
  return upper === lower ? lower : lower + fraction * (upper - lower);
}
