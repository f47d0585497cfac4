import type { EpochMinute } from "../../core/index.ts";
import { BinIndex, type GroupedBins, widen } from "../binIndex.ts";
import { cellKey } from "../cellKey.ts";

/** A resolved sample: CPU in hundredths of a point; `request` is its request's place in a shared batch. */
export interface CpuSample {
  pool: number;
  minute: EpochMinute;
  second: number;
  slot: number;
  value: number;
  request: number;
}

/**
 * Resolved samples in columns, about 11 bytes each, in order of arrival, to be read back bin by bin.
 * A class because it grows: the one mutable thing between a decoder and the merge.
 */
export class CpuBatch {
  slots = new Int16Array(1_024);
  seconds = new Uint8Array(1_024);
  values = new Int16Array(1_024);
  requests = new Uint16Array(1_024);
  length = 0;
  readonly #bins = new BinIndex();

  add(sample: CpuSample): void {
    if (this.length === this.slots.length) this.#grow();
    const at = this.length++;
    this.slots[at] = sample.slot;
    this.seconds[at] = sample.second;
    this.values[at] = sample.value;
    this.requests[at] = sample.request;
    this.#bins.add(cellKey(sample.pool, sample.minute));
  }

  /** The keys of the bins touched, in no order. */
  binKeys(): Iterable<number> {
    return this.#bins.keys();
  }

  /** Bins sorted by pool and minute. */
  group(): GroupedBins {
    return this.#bins.group();
  }

  #grow(): void {
    const capacity = this.slots.length * 2;
    this.slots = widen(this.slots, new Int16Array(capacity));
    this.seconds = widen(this.seconds, new Uint8Array(capacity));
    this.values = widen(this.values, new Int16Array(capacity));
    this.requests = widen(this.requests, new Uint16Array(capacity));
  }
}
