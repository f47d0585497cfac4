/** A pool of idle registries cannot be made as warm as wished. */
const LARGEST_FACTOR = 64;
/** Close enough to a wished P95, points. */
const TOLERANCE = 0.002;

/** The argument, from 0 up, at which a rising function reaches a value: regula falsi, Illinois variant. */
export function solve(rising: (argument: number) => number, value: number): number {
  let [from, below] = [0, rising(0) - value];
  let [to, above] = [1, rising(1) - value];
  while (above < 0 && to < LARGEST_FACTOR) {
    [from, below] = [to, above];
    to *= 2;
    above = rising(to) - value;
  }
  for (let round = 0; round < 40; round++) {
    const at = below < 0 && above > 0 ? from - (below * (to - from)) / (above - below) : to;
    const error = rising(at) - value;
    if (Math.abs(error) < TOLERANCE || to - from < 1e-9) return at;
    if (error < 0) {
      [from, below] = [at, error];
      above /= 2;
    } else {
      [to, above] = [at, error];
      below /= 2;
    }
  }
  return (from + to) / 2;
}
