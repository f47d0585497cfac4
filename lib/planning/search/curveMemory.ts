import { type CurveKernel, openKernel, VECTOR_BYTES } from "./curveKernel.ts";

const PAGE_BYTES = 2 ** 16;
const VALUE_BYTES = 4;
/** A bin without data: so far down that no load lifts it among the greatest. */
export const MISSING_TICKS = -(2 ** 30);

/** What is read off a curve, and with which loads taken off and added; 0 = none. */
export interface Reading {
  readonly curve: number;
  readonly taken: number;
  readonly added: number;
  /** Values under it are not told. */
  readonly floor: number;
  /** Where more than `most` values are over it, nothing is told. */
  readonly ceiling: number;
  readonly most: number;
}

/**
 * Curves of whole numbers per bin, each known by its address. They stand in one memory outside of JavaScript's, where the
 * kernel adds and reads four bins at a time.
 */
export class CurveMemory {
  readonly bins: number;
  /** What was collected last; its first entries. */
  values: Int32Array;
  readonly #memory: WebAssembly.Memory;
  readonly #kernel: CurveKernel;
  /** Of one curve, filled up to whole vectors. */
  readonly #bytes: number;
  readonly #nothing: number;
  readonly #collected: number;
  #used: number;

  constructor(bins: number) {
    this.bins = bins;
    this.#bytes = Math.ceil((bins * VALUE_BYTES) / VECTOR_BYTES) * VECTOR_BYTES;
    this.#nothing = VECTOR_BYTES;
    this.#collected = this.#nothing + this.#bytes;
    // One more than can be collected: the kernel writes before it knows whether a value counts.
    this.#used = this.#collected + this.#bytes + VECTOR_BYTES;
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil(this.#used / PAGE_BYTES) });
    this.#kernel = openKernel(this.#memory);
    this.values = this.#seeCollected();
  }

  /** Keeps a copy of a curve; gives its address, which is never 0. */
  keep(ticks: Int32Array): number {
    const address = this.#take(this.#bytes);
    const whole = new Int32Array(this.#memory.buffer, address, this.#bytes / VALUE_BYTES);
    whole.fill(MISSING_TICKS);
    whole.set(ticks);
    return address;
  }

  /** A load, of which the vectors' last bins are empty. */
  keepLoad(ticks: Int32Array): number {
    const address = this.keep(ticks);
    new Int32Array(this.#memory.buffer, address, this.#bytes / VALUE_BYTES).fill(0, ticks.length);
    return address;
  }

  /** The curve itself, until the next one is kept. */
  look(address: number): Int32Array {
    return new Int32Array(this.#memory.buffer, address, this.bins);
  }

  change(curve: number, by: number, step: 1 | -1): void {
    if (step === 1) this.#kernel.add(curve, by, this.#bytes);
    else this.#kernel.take(curve, by, this.#bytes);
  }

  /** Puts the values from the floor up together in `values`; how many, −1 = too many over the ceiling. */
  collect({ curve, taken, added, floor, ceiling, most }: Reading): number {
    const nothing = this.#nothing;
    const out = this.#collected;
    return this.#kernel.collect(
      curve,
      taken || nothing,
      added || nothing,
      this.#bytes,
      floor,
      ceiling,
      most,
      out,
    );
  }

  #take(bytes: number): number {
    const address = this.#used;
    this.#used += bytes;
    const missing = this.#used - this.#memory.buffer.byteLength;
    if (missing > 0) {
      // A quarter more than is needed: each growth may copy all of it.
      this.#memory.grow(Math.ceil((missing + this.#used / 4) / PAGE_BYTES));
      this.values = this.#seeCollected();
    }
    return address;
  }

  /** What has grown stands elsewhere. */
  #seeCollected(): Int32Array {
    return new Int32Array(this.#memory.buffer, this.#collected, this.#bytes / VALUE_BYTES);
  }
}
