import type { Rng } from "../core/index.ts";

/** A standard normal draw (Box and Muller 1958). Two of `rng` a draw. */
export function drawNormal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

/**
 * A gamma draw with mean 1 and the given variance (Marsaglia and Tsang 2000): uneven parts of a whole before they are
 * brought to their sum. Variance 0 gives 1.
 */
export function drawGamma(rng: Rng, variance: number): number {
  if (variance < 1e-9) return 1;
  const shape = 1 / variance;
  // Below shape 1 a gamma of shape + 1 is thinned by a power of a uniform.
  const thinned = shape < 1 ? (1 - rng()) ** (1 / shape) : 1;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(rng);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - rng()) < 0.5 * x * x + d - d * v + d * Math.log(v))
      return d * v * thinned * variance;
  }
}
