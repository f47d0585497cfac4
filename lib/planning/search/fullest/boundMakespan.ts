/**
 * A makespan under which no schedule of these jobs can be. `sizes` largest first. The greatest of:
 * - the mean load; the largest job;
 * - by pigeonhole, of the first k × machines + r jobs at least r machines would hold k + 1 (or fewer machines still more),
 *   and those cannot be lighter than the smallest of these jobs.
 */
export function boundMakespan(sizes: readonly number[], machines: number): number {
  const sums = new Float64Array(sizes.length + 1);
  for (const [index, size] of sizes.entries()) sums[index + 1] = (sums[index] ?? 0) + size;
  let bound = Math.max(sizes[0] ?? 0, Math.ceil((sums[sizes.length] ?? 0) / machines));
  for (let count = machines + 1; count <= sizes.length; count++)
    bound = Math.max(bound, boundByCount(sums, count, machines));
  return bound;
}

/** The bound from the `count` largest jobs: the least that holds whatever number of machines is fullest by count. */
function boundByCount(sums: Float64Array, count: number, machines: number): number {
  const each = Math.floor((count - 1) / machines);
  const rest = count - each * machines;
  let least = Number.POSITIVE_INFINITY;
  // Where `full` machines hold more than `each` jobs, they hold at least full × each + rest of them, full ≤ rest; where
  // more than `rest` machines do, any `rest` of these hold at least rest × (each + 1).
  for (let full = 1; full <= rest; full++) {
    const held = full * each + rest;
    const smallest = (sums[count] ?? 0) - (sums[count - held] ?? 0);
    least = Math.min(least, Math.ceil(smallest / full));
  }
  return least;
}
