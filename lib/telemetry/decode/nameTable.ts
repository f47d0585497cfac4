import { isVisible } from "../../core/index.ts";

const MAX_ENTRIES = 32_768;
const MAX_ARENA_BYTES = 2_097_152;

/** Longer than any DNS name; what is longer is no name but an accident. */
export const MAX_NAME_BYTES = 256;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What a control character or a lone surrogate is not part of. PostgreSQL cannot store U+0000 at all. */
function hasControlCharacter(name: string): boolean {
  for (let at = 0; at < name.length; at += 1) {
    const unit = name.charCodeAt(at);
    if (unit < 0x20 || unit === 0x7f) return true;
  }
  return false;
}

/**
 * Turns bytes into strings, each distinct name once. The same few stamps, pools and nodes come by millions of times:
 * a look-up by bytes costs far less than a new string, and whoever keys a Map by the name gets the very same string
 * object again, whose hash is known. Bounded: a body with ever new names starts it over instead of filling memory.
 */
export class NameTable {
  /** Why the last `intern` gave undefined, to follow the field's name: "is empty". */
  problem = "";

  private entries = 0;
  private buckets = new Int32Array(128).fill(-1);
  private hashes = new Int32Array(64);
  private offsets = new Int32Array(65);
  private names: string[] = [];
  private arena = new Uint8Array(1_024);

  /** The name in [from, to), or undefined, with `problem`, when those bytes are none. */
  intern(bytes: Uint8Array, from: number, to: number): string | undefined {
    let hash = to - from;
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 16_777_619);
    hash ^= hash >>> 15;
    const mask = this.buckets.length - 1;
    for (let bucket = hash & mask; ; bucket = (bucket + 1) & mask) {
      const entry = this.buckets[bucket] ?? -1;
      if (entry < 0) return this.add(bytes.subarray(from, to), hash);
      if (this.hashes[entry] === hash && this.equals(entry, bytes, from, to)) return this.names[entry];
    }
  }

  private equals(entry: number, bytes: Uint8Array, from: number, to: number): boolean {
    const offset = this.offsets[entry] ?? 0;
    if ((this.offsets[entry + 1] ?? 0) - offset !== to - from) return false;
    const shift = offset - from;
    for (let at = from; at < to; at += 1) if (bytes[at] !== this.arena[at + shift]) return false;
    return true;
  }

  private add(name: Uint8Array, hash: number): string | undefined {
    const text = this.decode(name);
    if (text === undefined) return undefined;
    this.makeRoom(name.length);
    const offset = this.offsets[this.entries] ?? 0;
    this.arena.set(name, offset);
    this.offsets[this.entries + 1] = offset + name.length;
    this.hashes[this.entries] = hash;
    this.names.push(text);
    this.place(this.entries, hash);
    this.entries += 1;
    return text;
  }

  private decode(name: Uint8Array): string | undefined {
    if (name.length === 0) return this.refuse("is empty");
    if (name.length > MAX_NAME_BYTES) return this.refuse(`is longer than ${MAX_NAME_BYTES} bytes`);
    try {
      const text = utf8.decode(name);
      if (hasControlCharacter(text)) return this.refuse("contains a control character");
      return isVisible(text) ? text : this.refuse("contains a character that cannot be seen");
    } catch {
      return this.refuse("is not valid UTF-8");
    }
  }

  private refuse(problem: string): undefined {
    this.problem = problem;
  }

  private place(entry: number, hash: number): void {
    const mask = this.buckets.length - 1;
    let bucket = hash & mask;
    while ((this.buckets[bucket] ?? -1) >= 0) bucket = (bucket + 1) & mask;
    this.buckets[bucket] = entry;
  }

  private makeRoom(bytes: number): void {
    const used = this.offsets[this.entries] ?? 0;
    if (this.entries === MAX_ENTRIES || used + bytes > MAX_ARENA_BYTES) this.clear();
    if (this.entries === this.hashes.length) this.growEntries();
    const needed = (this.offsets[this.entries] ?? 0) + bytes;
    if (needed > this.arena.length) {
      const larger = new Uint8Array(Math.max(needed, this.arena.length * 2));
      larger.set(this.arena);
      this.arena = larger;
    }
  }

  private clear(): void {
    this.entries = 0;
    this.names = [];
    this.buckets.fill(-1);
  }

  private growEntries(): void {
    const capacity = this.hashes.length * 2;
    const hashes = new Int32Array(capacity);
    hashes.set(this.hashes);
    const offsets = new Int32Array(capacity + 1);
    offsets.set(this.offsets);
    this.hashes = hashes;
    this.offsets = offsets;
    this.buckets = new Int32Array(capacity * 2).fill(-1);
    for (let entry = 0; entry < this.entries; entry += 1) this.place(entry, hashes[entry] ?? 0);
  }
}
