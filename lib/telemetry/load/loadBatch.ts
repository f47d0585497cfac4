import type { EpochMinute } from "../../core/index.ts";
import { BinIndex, type GroupedBins, widen } from "../binIndex.ts";
import { cellKey } from "../cellKey.ts";
import type { LoadEntry } from "./loadRow.ts";

/** A measure that was not reported, as a number in a column. */
const NOT_REPORTED = -1;

/** Registry load of one pool and minute; a measure that was not reported is null. */
export interface LoadSample extends LoadEntry {
  readonly pool: number;
  readonly minute: EpochMinute;
  readonly registry: number;
}

/** Resolved load rows in columns, 24 bytes each, in order of arrival, to be read back bin by bin. */
export class LoadBatch {
  length = 0;
  #registries = new Int32Array(1_024);
  #requests = new Float64Array(1_024);
  #bytes = new Float64Array(1_024);
  readonly #bins = new BinIndex();

  add(sample: LoadSample): void {
    if (this.length === this.#registries.length) this.#grow();
    const at = this.length++;
    this.#registries[at] = sample.registry;
    this.#requests[at] = sample.requests ?? NOT_REPORTED;
    this.#bytes[at] = sample.bytes ?? NOT_REPORTED;
    this.#bins.add(cellKey(sample.pool, sample.minute));
  }

  group(): GroupedBins {
    return this.#bins.group();
  }

  registryAt(row: number): number {
    return this.#registries[row] ?? 0;
  }

  entryAt(row: number): LoadEntry {
    return { requests: amount(this.#requests[row]), bytes: amount(this.#bytes[row]) };
  }

  #grow(): void {
    const capacity = this.#registries.length * 2;
    this.#registries = widen(this.#registries, new Int32Array(capacity));
    this.#requests = widen(this.#requests, new Float64Array(capacity));
    this.#bytes = widen(this.#bytes, new Float64Array(capacity));
  }
}

function amount(stored: number | undefined): number | null {
  return stored === undefined || stored === NOT_REPORTED ? null : stored;
}
