import { createRng, type Rng } from "../../core/index.ts";
import { drawNormal } from "../../stats/index.ts";

/** Random draws from one seeded generator, with the few distributions that the physics needs. */
export interface Draws {
  readonly uniform: Rng;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** A whole number in [low, high]. */
  whole(low: number, high: number): number;
  normal(): number;
  /** Pareto with minimum 1. */
  pareto(exponent: number): number;
  /** Gamma with scale 1 (Marsaglia and Tsang 2000). */
  gamma(shape: number): number;
  chance(probability: number): boolean;
  pick<T>(things: readonly [T, ...T[]]): T;
}

export function createDraws(seed: number): Draws {
  const uniform = createRng(Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995);
  // The first outputs of neighbouring seeds are alike; throw a few away.
  for (let index = 0; index < 8; index++) uniform();
  const between = (low: number, high: number) => low + (high - low) * uniform();
  const normal = () => drawNormal(uniform);
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  return {
    uniform,
    between,
    whole: (low, high) => low + Math.floor(uniform() * (high - low + 1)),
    normal,
    pareto: (exponent) => (1 - uniform()) ** (-1 / exponent),
    gamma,
    chance: (probability) => uniform() < probability,
    pick: (things) => things[Math.floor(uniform() * things.length)] ?? things[0],
  };
}
