import { type EpochMinute, MINUTES_PER_HOUR } from "../../core/index.ts";

/** 2^26 minutes reach past the year 2097, and 2^26 pools fit beside them in an exact integer. */
const MINUTE_RANGE = 67_108_864;

/** One number for a pool and a minute (or hour): sorts by pool, then time. */
export function cellKey(pool: number, time: number): number {
  return pool * MINUTE_RANGE + time;
}

export function cellPool(key: number): number {
  return Math.floor(key / MINUTE_RANGE);
}

export function cellTime(key: number): number {
  return key % MINUTE_RANGE;
}

export function hourKeyOf(minuteKey: number): number {
  return cellKey(cellPool(minuteKey), Math.floor(cellTime(minuteKey) / MINUTES_PER_HOUR));
}

/** A resolved sample: CPU in hundredths of a point; `request` is its request's place in a shared batch. */
export interface CpuSample {
  pool: number;
  minute: EpochMinute;
  second: number;
  slot: number;
  value: number;
  request: number;
}

/** Samples of one bin as a range of the batch's `order`, in order of arrival. */
export interface BatchBin {
  readonly key: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Resolved samples in columns, about 14 bytes each, in order of arrival, to be read back bin by bin.
 * A class because it grows: the one mutable thing between a decoder and the merge.
 */
export class CpuBatch {
  slots = new Int16Array(1_024);
  seconds = new Uint8Array(1_024);
  values = new Int16Array(1_024);
  requests = new Uint16Array(1_024);
  #binOf = new Int32Array(1_024);
  #bins = new Map<number, number>();
  #lastKey = -1;
  #lastBin = -1;
  length = 0;

  add(sample: CpuSample): void {
    if (this.length === this.slots.length) this.#grow();
    const at = this.length++;
    this.slots[at] = sample.slot;
    this.seconds[at] = sample.second;
    this.values[at] = sample.value;
    this.requests[at] = sample.request;
    this.#binOf[at] = this.#bin(cellKey(sample.pool, sample.minute));
  }

  /** The keys of the bins touched, in no order. */
  binKeys(): Iterable<number> {
    return this.#bins.keys();
  }

  /** The bins in turn, with the order that their ranges index. */
  *eachBin(): Generator<BatchBin & { order: Int32Array }> {
    const { bins, order } = this.group();
    for (const bin of bins) yield { ...bin, order };
  }

  /** Bins sorted by pool and minute, and the samples' indices grouped likewise, arrival order kept inside a bin. */
  group(): { bins: BatchBin[]; order: Int32Array } {
    const keys = Float64Array.from(this.#bins.keys());
    const counts = new Int32Array(keys.length);
    for (let at = 0; at < this.length; at++) increment(counts, this.#binOf[at] ?? 0);
    const byKey = Int32Array.from(keys.keys()).sort((left, right) => (keys[left] ?? 0) - (keys[right] ?? 0));
    const cursor = new Int32Array(keys.length);
    const bins: BatchBin[] = [];
    let from = 0;
    for (const bin of byKey) {
      cursor[bin] = from;
      const to = from + (counts[bin] ?? 0);
      bins.push({ key: keys[bin] ?? 0, from, to });
      from = to;
    }
    const order = new Int32Array(this.length);
    for (let at = 0; at < this.length; at++) order[increment(cursor, this.#binOf[at] ?? 0)] = at;
    return { bins, order };
  }

  #bin(key: number): number {
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

  #grow(): void {
    const capacity = this.slots.length * 2;
    this.slots = widen(new Int16Array(capacity), this.slots);
    this.seconds = widen(new Uint8Array(capacity), this.seconds);
    this.values = widen(new Int16Array(capacity), this.values);
    this.requests = widen(new Uint16Array(capacity), this.requests);
    this.#binOf = widen(new Int32Array(capacity), this.#binOf);
  }
}

/** Adds one and gives the value from before. */
function increment(counts: Int32Array, at: number): number {
  const before = counts[at] ?? 0;
  counts[at] = before + 1;
  return before;
}

function widen<T extends Int16Array | Uint8Array | Uint16Array | Int32Array>(wider: T, old: T): T {
  wider.set(old);
  return wider;
}
