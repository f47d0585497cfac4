import type { CurveMemory } from "./curveMemory.ts";

/** The address of no curve. */
export const NONE = 0;

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
  readonly #memory: CurveMemory;
  #count = 0;

  constructor(memory: CurveMemory) {
    this.#memory = memory;
  }

  /** Addresses; NONE for a load that is not there. */
  read(curve: number, taken: number, added: number): void {
    this.#count = this.#memory.collect({
      ...{ curve, taken, added, most: this.lowerRank },
      floor: toWhole(Math.ceil(this.floor)),
      ceiling: toWhole(Math.floor(this.ceiling)),
    });
    if (this.#count < 0) {
      this.lower = Number.POSITIVE_INFINITY;
      this.upper = Number.POSITIVE_INFINITY;
    } else if (this.#count < this.lowerRank) {
      this.lower = Number.NEGATIVE_INFINITY;
      this.upper = Number.NEGATIVE_INFINITY;
    } else if (this.#count === this.lowerRank) {
      // One value is missing, the greatest under the floor.
      this.lower = this.#greatestUnderFloor(curve, taken, added);
      this.#findUpper();
    } else {
      this.#select(this.lowerRank);
      this.lower = this.#memory.values[this.lowerRank] ?? 0;
      this.#findUpper();
    }
  }

  /** The least of those before the lower one. */
  #findUpper(): void {
    const { values } = this.#memory;
    let upper = this.lowerRank === 0 ? this.lower : Number.POSITIVE_INFINITY;
    for (let place = 0; place < this.lowerRank; place++) {
      const value = values[place] ?? 0;
      if (value < upper) upper = value;
    }
    this.upper = upper;
  }

  #greatestUnderFloor(curve: number, taken: number, added: number): number {
    const memory = this.#memory;
    const ticks = memory.look(curve);
    const less = taken === NONE ? null : memory.look(taken);
    const more = added === NONE ? null : memory.look(added);
    let greatest = Number.NEGATIVE_INFINITY;
    for (let bin = 0; bin < ticks.length; bin++) {
      const value = (ticks[bin] ?? 0) - (less?.[bin] ?? 0) + (more?.[bin] ?? 0);
      if (value < this.floor && value > greatest) greatest = value;
    }
    return greatest;
  }

  /** Quickselect, greatest first: afterwards the value of this rank is in its place, and none before it is smaller. */
  #select(rank: number): void {
    const { values } = this.#memory;
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
