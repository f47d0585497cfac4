/**
 * Noise without memory: every value is a hash of what it belongs to and when, so that any minute can be rendered alone
 * and comes out the same whichever minutes were rendered before it.
 */

/** 32 well-mixed bits of a key and an index (the finaliser of MurmurHash3, Austin Appleby, public domain). */
export function mix(key: number, index: number): number {
  let hash = Math.imul(index, 0x9e3779b1) ^ key;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A key from words: what a thing is called decides its noise, not its place in a list. */
export function keyOf(...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const word of words) {
    const text = String(word);
    for (let index = 0; index < text.length; index++)
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    // Closing each word keeps ("ab", "c") and ("a", "bc") apart.
    hash = Math.imul(hash ^ 0x1f, 0x01000193);
  }
  return mix(hash, 1);
}

/** Uniform in [0, 1). */
export function uniformAt(key: number, index: number): number {
  return mix(key, index) / 4_294_967_296;
}

/** Nearly normal, mean 0, deviation 1, within ±3.45: the sum of the four bytes of a hash. */
export function gaussianAt(key: number, index: number): number {
  const hash = mix(key, index);
  return ((hash & 255) + ((hash >>> 8) & 255) + ((hash >>> 16) & 255) + (hash >>> 24) - 510) / 147.8;
}

/** What addSmoothNoise adds: how strong, and over how many minutes it forgets. */
export interface SmoothNoise {
  readonly key: number;
  readonly periodMinutes: number;
  readonly deviation: number;
}

/**
 * Adds noise that wanders as an autoregressive process would: normal values on a lattice of `periodMinutes`, eased
 * between neighbours. The lattice of each key starts elsewhere, so that things do not all turn in the same minute.
 */
export function addSmoothNoise(out: Float64Array, fromMinute: number, noise: SmoothNoise): void {
  const { key, periodMinutes, deviation } = noise;
  const shifted = fromMinute + (mix(key, -1) % periodMinutes);
  let cell = Math.floor(shifted / periodMinutes);
  let within = shifted - cell * periodMinutes;
  let left = gaussianAt(key, cell) * deviation;
  let right = gaussianAt(key, cell + 1) * deviation;
  for (let index = 0; index < out.length; index++) {
    const part = within / periodMinutes;
    const eased = part * part * (3 - 2 * part);
    out[index] = (out[index] ?? 0) + left + (right - left) * eased;
    within++;
    if (within === periodMinutes) {
      within = 0;
      cell++;
      left = right;
      right = gaussianAt(key, cell + 1) * deviation;
    }
  }
}
