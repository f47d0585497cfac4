import { randomInt } from "node:crypto";

const FIRST_ENTRIES = 1_024;
const FIRST_BYTES = 65_536;
/** Of the slots at most this share is taken: what is sought is then within a step or two. */
const FULLEST = 0.5;

interface Key {
  readonly view: DataView;
  readonly from: number;
  readonly to: number;
}

/**
 * A map whose keys are bytes that stand somewhere in a longer buffer. They are found as they stand, word by word: no text is
 * made of them, which for the labels of a series costs more than all else that is done with a sample.
 */
export class ByteMap<Value> {
  /** Entry + 1, at or after the place that the key's digest says; 0 = free. */
  #slots = new Int32Array(FIRST_ENTRIES / FULLEST);
  #hashes = new Int32Array(FIRST_ENTRIES);
  /** Where the key of an entry begins; it ends where the next one's begins. */
  #starts = new Uint32Array(FIRST_ENTRIES + 1);
  #keys = new DataView(new ArrayBuffer(FIRST_BYTES));
  #values: Value[] = [];
  /** The entry that was asked for after it the last time: senders repeat their series in one order. */
  #next = new Int32Array(FIRST_ENTRIES);
  #last = 0;
  /** Of this process alone, so that nobody can prepare keys that all fall on one place. */
  readonly #seed = randomInt(2 ** 32) | 0;

  get size(): number {
    return this.#values.length;
  }

  /** Bytes that the keys take. */
  get keyBytes(): number {
    return this.#starts[this.#values.length] ?? 0;
  }

  /** The value of the key that stands in `view` from `from` to before `to`. */
  get(view: DataView, from: number, to: number): Value | undefined {
    const key = { view, from, to };
    const likely = this.#next[this.#last] ?? 0;
    const entry = likely < this.size && this.#isKey(likely, key) ? likely : this.#find(key);
    if (entry < 0) return undefined;
    this.#next[this.#last] = entry;
    this.#last = entry;
    return this.#values[entry];
  }

  /** -1 = not there. */
  #find({ view, from, to }: Key): number {
    const hash = this.#hash(view, from, to);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = (this.#slots[slot] ?? 0) - 1;
      if (entry < 0) return -1;
      if (this.#hashes[entry] === hash && this.#isKey(entry, { view, from, to })) return entry;
    }
  }

  /** Adds a key that is not there yet. Its bytes are copied. */
  add(key: Uint8Array, value: Value): void {
    const entry = this.#values.length;
    if (entry === this.#hashes.length) this.#growEntries();
    const start = this.keyBytes;
    if (start + key.length > this.#keys.byteLength) this.#growKeys(start + key.length);
    new Uint8Array(this.#keys.buffer).set(key, start);
    const hash = this.#hash(this.#keys, start, start + key.length);
    this.#hashes[entry] = hash;
    this.#starts[entry + 1] = start + key.length;
    this.#values.push(value);
    this.#place(entry, hash);
  }

  clear(): void {
    this.#slots = new Int32Array(FIRST_ENTRIES / FULLEST);
    this.#hashes = new Int32Array(FIRST_ENTRIES);
    this.#starts = new Uint32Array(FIRST_ENTRIES + 1);
    this.#keys = new DataView(new ArrayBuffer(FIRST_BYTES));
    this.#values = [];
    this.#next = new Int32Array(FIRST_ENTRIES);
    this.#last = 0;
  }

  /** Multiplies word by word, as Fibonacci hashing does (Knuth, TAOCP 3, 6.4). */
  #hash(view: DataView, from: number, to: number): number {
    let hash = this.#seed ^ (to - from);
    let at = from;
    for (; at + 4 <= to; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    for (; at < to; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x9e3779b1);
    return hash ^ (hash >>> 16);
  }

  #isKey(entry: number, { view, from, to }: Key): boolean {
    let own = this.#starts[entry] ?? 0;
    if ((this.#starts[entry + 1] ?? 0) - own !== to - from) return false;
    let at = from;
    for (; at + 4 <= to; at += 4, own += 4)
      if (view.getInt32(at, true) !== this.#keys.getInt32(own, true)) return false;
    for (; at < to; at++, own++) if (view.getUint8(at) !== this.#keys.getUint8(own)) return false;
    return true;
  }

  #place(entry: number, hash: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry + 1;
  }

  #growEntries(): void {
    const entries = this.#hashes.length * 2;
    const [hashes, starts, next] = [
      new Int32Array(entries),
      new Uint32Array(entries + 1),
      new Int32Array(entries),
    ];
    hashes.set(this.#hashes);
    next.set(this.#next);
    this.#next = next;
    starts.set(this.#starts);
    this.#hashes = hashes;
    this.#starts = starts;
    this.#slots = new Int32Array(entries / FULLEST);
    for (let entry = 0; entry < this.#values.length; entry++) this.#place(entry, hashes[entry] ?? 0);
  }

  #growKeys(needed: number): void {
    const wider = new Uint8Array(Math.max(needed, this.#keys.byteLength * 2));
    wider.set(new Uint8Array(this.#keys.buffer));
    this.#keys = new DataView(wider.buffer);
  }
}
