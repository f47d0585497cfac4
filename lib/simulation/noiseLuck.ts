import type { FittedPool } from "../contribution/fittedPool.ts";
import { layOutPool, type PoolBase } from "../contribution/poolBase.ts";
import { saturate } from "../contribution/saturation.ts";
import { createRng } from "../core/index.ts";
import { quantileR7 } from "../stats/index.ts";

/** How much of a pool's figures is the luck of its noise. Deviations, points. */
export interface NoiseLuck {
  readonly hotNodeP95: number;
  readonly max: number;
}

const TURNS = 6;
/** Noise was drawn once in what was measured, and will be once more in what comes. */
const NOISE_DRAWS = 2;
/** Of the bins, evenly over the window: enough to see how far a P95 sways. */
const EVERY_BIN = 2;

const known = new WeakMap<FittedPool, NoiseLuck>();

/**
 * Renders the pool again with every node's residuals turned by some minutes, which keeps how they follow one another, and
 * takes how far the figures sway. Remembered.
 */
export function measureLuck(pool: FittedPool): NoiseLuck {
  const before = known.get(pool);
  if (before !== undefined) return before;
  const base = layOutPool(pool);
  const rng = createRng(base.bins.length);
  const runs = Array.from({ length: TURNS }, () =>
    hotWithTurnedNoise(base, () => Math.floor(rng() * base.bins.length)),
  );
  const luck = {
    hotNodeP95: deviation(runs.map((hot) => quantileR7(hot, 0.95) ?? 0)) * Math.sqrt(NOISE_DRAWS),
    max:
      deviation(runs.map((hot) => hot.reduce((most, value) => Math.max(most, value), 0))) *
      Math.sqrt(NOISE_DRAWS),
  };
  known.set(pool, luck);
  return luck;
}

function hotWithTurnedNoise(base: PoolBase, turn: () => number): Float64Array {
  const size = base.bins.length;
  const hot = new Float64Array(Math.ceil(size / EVERY_BIN));
  for (let node = 0; node < base.nodes; node++) {
    const by = turn();
    for (let index = 0; index < hot.length; index++) {
      const place = index * EVERY_BIN;
      const at = place * base.nodes + node;
      if (Number.isNaN(base.measured[at] ?? Number.NaN)) continue;
      const other = base.residual[((place + by) % size) * base.nodes + node] ?? 0;
      const asked = (base.demand[at] ?? 0) + (other - (base.residual[at] ?? 0)) * (base.noise[at] ?? 0);
      const shown = saturate(asked, base.model.saturation);
      if (shown > (hot[index] ?? 0)) hot[index] = shown;
    }
  }
  return hot;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}
