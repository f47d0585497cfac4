/** 15 value bits split in two: the upper 8 choose a coarse bucket, the lower 7 the value inside it. */
const FINE_BITS = 7;
const FINE_MASK = (1 << FINE_BITS) - 1;

/** Reused between calls, so that measuring a fleet allocates nothing. Safe: nothing here yields. */
const coarseCounts = new Uint32Array(1 << (15 - FINE_BITS));
const fineCounts = new Uint32Array(1 << FINE_BITS);

/**
 * Quantile of the values that are data, by method R-7: position h = probability × (m − 1) among the m non-negative
 * values in ascending order, linear between neighbours. The same as {@link quantileR7}, PostgreSQL's `percentile_cont`
 * and PromQL's `quantile_over_time`, but by counting instead of sorting: two passes, seldom a third, whatever the
 * values, which are not changed.
 *
 * - Negative values are no data and are left out; no data at all gives null, one value gives that value.
 * - The result is in the unit of the values and may lie between two of them.
 * - Throws RangeError when `probability` is outside 0..1.
 */
export function quantileR7Int16(values: Int16Array, probability: number): number | null {
  if (!(probability >= 0 && probability <= 1))
    throw new RangeError(`probability ${probability} is not in 0..1`);
  const count = countCoarse(values);
  if (count === 0) return null;
  const position = probability * (count - 1);
  const rank = Math.floor(position);
  const fraction = position - rank;

  let below = 0;
  let bucket = 0;
  for (let size = coarseCounts[0] ?? 0; below + size <= rank; size = coarseCounts[++bucket] ?? 0)
    below += size;
  countFine(values, bucket);
  let digit = 0;
  for (let size = fineCounts[0] ?? 0; below + size <= rank; size = fineCounts[++digit] ?? 0) below += size;

  const lower = (bucket << FINE_BITS) | digit;
  const atOrBelow = below + (fineCounts[digit] ?? 0);
  if (fraction === 0 || atOrBelow > rank + 1) return lower;
  return lower + fraction * ((leastInBucketAbove(lower) ?? leastAbove(values, lower)) - lower);
}

/** The next value above that has been counted finely; null where it is in a further bucket. */
function leastInBucketAbove(value: number): number | null {
  for (let digit = (value & FINE_MASK) + 1; digit < fineCounts.length; digit++) {
    if ((fineCounts[digit] ?? 0) > 0) return (value & ~FINE_MASK) | digit;
  }
  return null;
}

function countCoarse(values: Int16Array): number {
  coarseCounts.fill(0);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? -1;
    if (value < 0) continue;
    const bucket = value >> FINE_BITS;
    coarseCounts[bucket] = (coarseCounts[bucket] ?? 0) + 1;
    count++;
  }
  return count;
}

function countFine(values: Int16Array, bucket: number): void {
  fineCounts.fill(0);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? -1;
    if (value >> FINE_BITS !== bucket) continue;
    const digit = value & FINE_MASK;
    fineCounts[digit] = (fineCounts[digit] ?? 0) + 1;
  }
}

function leastAbove(values: Int16Array, floor: number): number {
  let least = 32_767;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? -1;
    if (value > floor && value < least) least = value;
  }
  return least;
}
