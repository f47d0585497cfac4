/** Bins that share one peak: where even that is under the floor, none of them is looked at. */
export const BLOCK_BINS = 8;

/** Whole numbers per bin, with the greatest of every block of bins. */
export interface BlockedCurve {
  readonly ticks: Int32Array;
  readonly peaks: Int32Array;
}

/**
 * Finds the two values that an R-7 quantile lies between, of a curve with loads added or taken, from the top: of 720 bins
 * only the 37 greatest matter for a P95. Values under `floor` are not told apart, which makes one pass nearly all of the
 * cost: where even the upper one is under the floor, both are −∞. Where the lower one is over `ceiling`, both are +∞.
 */
export class TailReader {
  /** Set before reading. */
  floor = 0;
  ceiling = Number.POSITIVE_INFINITY;
  lowerRank = 0;
  /** What was read. */
  lower = 0;
  upper = 0;
  readonly #values: Int32Array;
  readonly #nothing: BlockedCurve;
  #count = 0;

  constructor(bins: number) {
    this.#values = new Int32Array(bins);
    this.#nothing = { ticks: new Int32Array(bins), peaks: new Int32Array(Math.ceil(bins / BLOCK_BINS)) };
  }

  read(curve: BlockedCurve, taken: BlockedCurve | null, added: BlockedCurve | null): void {
    const nothing = this.#nothing;
    const collected = this.#collect(curve, taken ?? nothing, added ?? nothing);
    if (!collected) {
      this.lower = Number.POSITIVE_INFINITY;
      this.upper = Number.POSITIVE_INFINITY;
    } else if (this.#count < this.lowerRank) {
      this.lower = Number.NEGATIVE_INFINITY;
      this.upper = Number.NEGATIVE_INFINITY;
    } else
      this.#finish(
        this.#count > this.lowerRank ? null : { curve, taken: taken ?? nothing, added: added ?? nothing },
      );
  }

  /** Puts the values from the floor up together; false as soon as too many are over the ceiling. */
  #collect(curve: BlockedCurve, taken: BlockedCurve, added: BlockedCurve): boolean {
    // Whole numbers throughout: compared with what may be a fraction or infinite, each step takes twice as long.
    const floor = toWhole(Math.ceil(this.floor));
    const ceiling = toWhole(Math.floor(this.ceiling));
    const values = this.#values;
    const { ticks, peaks } = curve;
    const less = taken.ticks;
    const more = added.ticks;
    const rises = added.peaks;
    let left = this.lowerRank | 0;
    let count = 0;
    for (let block = 0; block < peaks.length; block++) {
      if ((peaks[block] ?? 0) + (rises[block] ?? 0) < floor) continue;
      const end = Math.min(ticks.length, (block + 1) * BLOCK_BINS);
      for (let bin = block * BLOCK_BINS; bin < end; bin++) {
        const value = ((ticks[bin] ?? 0) - (less[bin] ?? 0) + (more[bin] ?? 0)) | 0;
        if (value < floor) continue;
        values[count++] = value;
        if (value > ceiling && left-- === 0) return false;
      }
    }
    this.#count = count;
    return true;
  }

  /** `short`: one value is missing, the greatest under the floor. */
  #finish(
    short: {
      readonly curve: BlockedCurve;
      readonly taken: BlockedCurve;
      readonly added: BlockedCurve;
    } | null,
  ): void {
    const rank = this.lowerRank;
    if (short === null) this.#select(rank);
    this.lower = short === null ? (this.#values[rank] ?? 0) : this.#greatestUnderFloor(short);
    let upper = rank === 0 ? this.lower : Number.POSITIVE_INFINITY;
    for (let place = 0; place < rank; place++) {
      const value = this.#values[place] ?? 0;
      if (value < upper) upper = value;
    }
    this.upper = upper;
  }

  #greatestUnderFloor(from: {
    readonly curve: BlockedCurve;
    readonly taken: BlockedCurve;
    readonly added: BlockedCurve;
  }): number {
    let greatest = Number.NEGATIVE_INFINITY;
    for (let bin = 0; bin < from.curve.ticks.length; bin++) {
      const value =
        (from.curve.ticks[bin] ?? 0) - (from.taken.ticks[bin] ?? 0) + (from.added.ticks[bin] ?? 0);
      if (value < this.floor && value > greatest) greatest = value;
    }
    return greatest;
  }

  /** Quickselect, greatest first: afterwards the value of this rank is in its place, and none before it is smaller. */
  #select(rank: number): void {
    const values = this.#values;
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const pivot = values[(low + high) >> 1] ?? 0;
      let left = low;
      let right = high;
      while (left <= right) {
        while ((values[left] ?? 0) > pivot) left++;
        while ((values[right] ?? 0) < pivot) right--;
        if (left > right) break;
        const kept = values[left] ?? 0;
        values[left++] = values[right] ?? 0;
        values[right--] = kept;
      }
      if (rank <= right) high = right;
      else if (rank >= left) low = left;
      else return;
    }
  }
}

function toWhole(value: number): number {
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value)) | 0;
}

/** The greatest of every block of bins. */
export function peaksOf(ticks: Int32Array): Int32Array {
  const peaks = new Int32Array(Math.ceil(ticks.length / BLOCK_BINS)).fill(-(2 ** 31));
  for (let bin = 0; bin < ticks.length; bin++) {
    const block = Math.floor(bin / BLOCK_BINS);
    const value = ticks[bin] ?? 0;
    if (value > (peaks[block] ?? 0)) peaks[block] = value;
  }
  return peaks;
}
