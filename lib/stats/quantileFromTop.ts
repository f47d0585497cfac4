import { leastAbove, selectRank } from "./selectRank.ts";

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
  const place = greatest.length - count + rank;
  if (place < 0) throw new RangeError(`${greatest.length} of ${count} values are too few`);
  const scratch = new Float64Array(greatest);
  const lower = selectRank(scratch, place);
  const fraction = position - rank;
  return fraction === 0 ? lower : lower + fraction * (leastAbove(scratch, place) - lower);
}
