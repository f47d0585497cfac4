/** Hoare's selection: reorders `values` until `rank` holds what sorting would put there, and gives it. Linear on average. */
export function selectRank(values: Float64Array, rank: number): number {
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

/** After a selection, the value that sorting would put right of `rank`: the least of those there; none = Infinity. */
export function leastAbove(values: Float64Array, rank: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let index = rank + 1; index < values.length; index++) least = Math.min(least, at(values, index));
  return least;
}
