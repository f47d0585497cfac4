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
  const scratch = Float64Array.from(values);
  if (scratch.some(Number.isNaN))
    throw new RangeError("NaN has no place in an order: leave missing values out");
  const position = probability * (scratch.length - 1);
  const rank = Math.floor(position);
  const lower = select(scratch, rank);
  const fraction = position - rank;
  if (fraction === 0) return lower;
  // After the selection everything right of `rank` is at least `lower`: the next in order is the least of it.
  let upper = Number.POSITIVE_INFINITY;
  for (let index = rank + 1; index < scratch.length; index++) upper = Math.min(upper, at(scratch, index));
  return upper === lower ? lower : lower + fraction * (upper - lower);
}

/** Hoare's selection: reorders `values` until `rank` holds what sorting would put there. Linear on average. */
function select(values: Float64Array, rank: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = medianOfThree(at(values, left), at(values, (left + right) >> 1), at(values, right));
    let low = left;
    let high = right;
    while (low <= high) {
      while (at(values, low) < pivot) low++;
      while (at(values, high) > pivot) high--;
      if (low > high) break;
      const moved = at(values, low);
      values[low++] = at(values, high);
      values[high--] = moved;
    }
    if (rank <= high) right = high;
    else if (rank >= low) left = low;
    else break;
  }
  return at(values, rank);
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** Every index above is in range by construction; the fallback only satisfies the compiler. */
function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN;
}
