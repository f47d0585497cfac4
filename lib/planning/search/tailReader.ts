/**
 * Finds the two values that an R-7 quantile lies between, of a curve with loads added or taken, from the top: of 720 bins
 * only the 37 greatest matter for a P95. Values under `floor` are not told apart, which makes one pass nearly all of the
 * cost: where even the upper one is under the floor, both are −∞.
 */
export class TailReader {
  /** Set before reading. */
  floor = 0;
  lowerRank = 0;
  /** What was read. */
  lower = 0;
  upper = 0;
  readonly #values: Int32Array;
  #count = 0;
  #below = 0;

  constructor(bins: number) {
    this.#values = new Int32Array(bins);
  }

  read(curve: Int32Array): void {
    this.#begin();
    for (let bin = 0; bin < curve.length; bin++) this.#take(curve[bin] ?? 0);
    this.#finish();
  }

  readAdded(curve: Int32Array, added: Int32Array): void {
    const { floor } = this;
    const values = this.#values;
    let count = 0;
    let below = Number.NEGATIVE_INFINITY;
    for (let bin = 0; bin < curve.length; bin++) {
      const value = (curve[bin] ?? 0) + (added[bin] ?? 0);
      if (value >= floor) values[count++] = value;
      else if (value > below) below = value;
    }
    this.#count = count;
    this.#below = below;
    this.#finish();
  }

  readTaken(curve: Int32Array, taken: Int32Array): void {
    const { floor } = this;
    const values = this.#values;
    let count = 0;
    let below = Number.NEGATIVE_INFINITY;
    for (let bin = 0; bin < curve.length; bin++) {
      const value = (curve[bin] ?? 0) - (taken[bin] ?? 0);
      if (value >= floor) values[count++] = value;
      else if (value > below) below = value;
    }
    this.#count = count;
    this.#below = below;
    this.#finish();
  }

  readExchanged(curve: Int32Array, taken: Int32Array, added: Int32Array): void {
    this.#begin();
    for (let bin = 0; bin < curve.length; bin++)
      this.#take((curve[bin] ?? 0) - (taken[bin] ?? 0) + (added[bin] ?? 0));
    this.#finish();
  }

  #begin(): void {
    this.#count = 0;
    this.#below = Number.NEGATIVE_INFINITY;
  }

  #take(value: number): void {
    if (value >= this.floor) this.#values[this.#count++] = value;
    else if (value > this.#below) this.#below = value;
  }

  #finish(): void {
    const rank = this.lowerRank;
    if (this.#count < rank) {
      this.lower = Number.NEGATIVE_INFINITY;
      this.upper = Number.NEGATIVE_INFINITY;
      return;
    }
    if (this.#count > rank) this.#select(rank);
    this.lower = this.#count > rank ? (this.#values[rank] ?? 0) : this.#below;
    let upper = rank === 0 ? this.lower : Number.POSITIVE_INFINITY;
    for (let place = 0; place < rank; place++) {
      const value = this.#values[place] ?? 0;
      if (value < upper) upper = value;
    }
    this.upper = upper;
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
