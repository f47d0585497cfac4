/**
 * The R-7 quantile of `count` values of which only the greatest are at hand: `greatest` must hold at least as many of
 * them as the position needs, in any order. The same as quantileR7 over all, found from the top.
 *
 * - `count` 0: null. Throws RangeError where too few are at hand.
 */
export function quantileFromTop(greatest: Float64Array, count: number, probability: number): number | null {
  if (count === 0) return null;
  const position = probability * (count - 1);
  const rank = Math.floor(position);
  const sorted = greatest.toSorted();
  const lower = sorted[sorted.length - count + rank];
  const upper = sorted[sorted.length - count + rank + 1] ?? lower;
  if (lower === undefined || upper === undefined)
    throw new RangeError(`${greatest.length} of ${count} values are too few`);
  return lower + (position - rank) * (upper - lower);
}
