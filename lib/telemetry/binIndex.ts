/** Rows of one bin as a range of the index's `order`, in order of arrival. */
export interface Bin {
  readonly key: number;
  readonly from: number;
  readonly to: number;
}

export interface GroupedBins {
  /** By ascending key. */
  readonly bins: readonly Bin[];
  /** Row numbers grouped by bin, arrival order kept inside a bin. */
  readonly order: Int32Array;
}

/** Which bin each row of a batch belongs to, four bytes a row, so that rows can be read back bin by bin. */
export class BinIndex {
  #binOf = new Int32Array(1_024);
  #length = 0;
  readonly #bins = new Map<number, number>();
  #lastKey = -1;
  #lastBin = -1;

  /** The next row belongs to the bin of this key. */
  add(key: number): void {
    if (this.#length === this.#binOf.length)
      this.#binOf = widen(this.#binOf, new Int32Array(this.#length * 2));
    this.#binOf[this.#length++] = this.#binNumber(key);
  }

  /** The keys of the bins touched, in no order. */
  keys(): Iterable<number> {
    return this.#bins.keys();
  }

  group(): GroupedBins {
    const keys = Float64Array.from(this.#bins.keys());
    const counts = new Int32Array(keys.length);
    for (let row = 0; row < this.#length; row++) increment(counts, this.#binOf[row] ?? 0);
    const byKey = Int32Array.from(keys.keys()).sort((left, right) => (keys[left] ?? 0) - (keys[right] ?? 0));
    const cursor = new Int32Array(keys.length);
    const bins: Bin[] = [];
    let from = 0;
    for (const bin of byKey) {
      cursor[bin] = from;
      const to = from + (counts[bin] ?? 0);
      bins.push({ key: keys[bin] ?? 0, from, to });
      from = to;
    }
    const order = new Int32Array(this.#length);
    for (let row = 0; row < this.#length; row++) order[increment(cursor, this.#binOf[row] ?? 0)] = row;
    return { bins, order };
  }

  #binNumber(key: number): number {
    if (key === this.#lastKey) return this.#lastBin;
    let bin = this.#bins.get(key);
    if (bin === undefined) {
      bin = this.#bins.size;
      this.#bins.set(key, bin);
    }
    this.#lastKey = key;
    this.#lastBin = bin;
    return bin;
  }
}

/** Copies a column into a longer one. */
export function widen<T extends Int16Array | Uint8Array | Uint16Array | Int32Array | Float64Array>(
  old: T,
  wider: T,
): T {
  wider.set(old);
  return wider;
}

/** Adds one and gives the value from before. */
function increment(counts: Int32Array, at: number): number {
  const before = counts[at] ?? 0;
  counts[at] = before + 1;
  return before;
}
