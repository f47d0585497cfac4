export interface Int16Summary {
  /** How many values are data. */
  readonly count: number;
  readonly sum: number;
  /** Null when no value is data. */
  readonly max: number | null;
  /** Where the maximum stands; where it stands more than once, the last place. Null when no value is data. */
  readonly maxIndex: number | null;
}

/** Count, sum and maximum of the values that are data (not negative), in one pass, exact. */
export function summarizeInt16(values: Int16Array): Int16Summary {
  let count = 0;
  let sum = 0;
  let max = -1;
  let maxIndex = -1;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? -1;
    if (value < 0) continue;
    count++;
    sum += value;
    if (value >= max) {
      max = value;
      maxIndex = index;
    }
  }
  return count === 0 ? { count, sum, max: null, maxIndex: null } : { count, sum, max, maxIndex };
}
