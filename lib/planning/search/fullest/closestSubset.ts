/** Sums of all subsets, ascending, with the subsets as bits. */
interface SubsetSums {
  readonly sums: Float64Array;
  readonly masks: Int32Array;
}

/** Of more values than this not all subsets can be looked at. */
export const MOST_VALUES = 24;

/**
 * The subset whose sum is closest to the target, as a flag per value (meet in the middle, Horowitz and Sahni 1974). At most
 * MOST_VALUES values; throws RangeError on more.
 */
export function closestSubset(values: readonly number[], target: number): boolean[] {
  if (values.length > MOST_VALUES) throw new RangeError(`${values.length} values are too many`);
  const half = values.length >> 1;
  const left = listSubsetSums(values.slice(0, half));
  const right = listSubsetSums(values.slice(half));
  let from = 0;
  let to = right.sums.length - 1;
  let bestLeft = 0;
  let bestRight = 0;
  let nearest = Number.POSITIVE_INFINITY;
  while (from < left.sums.length && to >= 0) {
    const off = (left.sums[from] ?? 0) + (right.sums[to] ?? 0) - target;
    if (Math.abs(off) < nearest) {
      nearest = Math.abs(off);
      bestLeft = left.masks[from] ?? 0;
      bestRight = right.masks[to] ?? 0;
      // Loads are whole numbers: nearer than half of one there is nothing.
      if (nearest <= 0.5) break;
    }
    if (off < 0) from++;
    else to--;
  }
  return values.map((_, index) =>
    index < half ? ((bestLeft >> index) & 1) === 1 : ((bestRight >> (index - half)) & 1) === 1,
  );
}

/** Each value doubles the list: the sums without it and with it are both ascending, and merged. */
function listSubsetSums(values: readonly number[]): SubsetSums {
  let sums = new Float64Array(1);
  let masks = new Int32Array(1);
  for (const [index, value] of values.entries()) {
    const size = sums.length;
    const merged = new Float64Array(size * 2);
    const mergedMasks = new Int32Array(size * 2);
    let without = 0;
    let including = 0;
    for (let place = 0; place < merged.length; place++) {
      const low = without < size ? (sums[without] ?? 0) : Number.POSITIVE_INFINITY;
      const high = including < size ? (sums[including] ?? 0) + value : Number.POSITIVE_INFINITY;
      if (low <= high) {
        merged[place] = low;
        mergedMasks[place] = masks[without++] ?? 0;
      } else {
        merged[place] = high;
        mergedMasks[place] = (masks[including++] ?? 0) | (1 << index);
      }
    }
    sums = merged;
    masks = mergedMasks;
  }
  return { sums, masks };
}
