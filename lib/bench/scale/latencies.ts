const BUCKETS = 400;
/** Each bucket is so much wider than the one before: a figure read back is at most this far off. */
const GROWTH = 1.05;
const LEAST_MS = 0.1;

/** Milliseconds counted in buckets: as many as may come, in the same memory. */
export class Latencies {
  readonly #counts = new Float64Array(BUCKETS);
  #count = 0;

  add(milliseconds: number): void {
    const bucket = Math.ceil(Math.log(Math.max(milliseconds, LEAST_MS) / LEAST_MS) / Math.log(GROWTH));
    const at = Math.min(BUCKETS - 1, bucket);
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#count++;
  }

  /** The upper end of the bucket that holds the nearest rank; 0 where nothing was counted. */
  percentile(share: number): number {
    const rank = Math.max(1, Math.ceil(this.#count * share));
    let seen = 0;
    for (let at = 0; at < BUCKETS; at++) {
      seen += this.#counts[at] ?? 0;
      if (seen >= rank) return LEAST_MS * GROWTH ** at;
    }
    return 0;
  }
}
