/** Uniform in [0, 1). Handed in, so that the same seed gives the same result. */
export type Rng = () => number;

/** Seeded generator (mulberry32, Tommy Ettinger, public domain): 32 bits of state, good enough for demos and searches. */
export function createRng(seed: number): Rng {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
