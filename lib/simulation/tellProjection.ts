import type { FittedPool } from "../contribution/fittedPool.ts";
import { createRng, type Rng } from "../core/index.ts";
import { drawNormal, quantileR7 } from "../stats/index.ts";
import { drawTakenUp } from "./hiddenDemand.ts";
import { measureLuck } from "./noiseLuck.ts";
import { type Estimate, type HotProjection, INTERVAL_LEVEL } from "./types.ts";

/** What the scenarios leave out is drawn so many times for each, so that the ends of the interval do not hang on a few. */
const MISFIT_DRAWS = 7;
/**
 * What the scenarios leave out: that a load model is only a model. Measured by `npm run bench:prediction`, where the
 * interval has to hold the truth nine times in ten: points of their own, a share of the change, a factor on the spread.
 */
const MISFIT = {
  points: 0.35,
  averagePoints: 0.15,
  shareLeaving: 0.035,
  shareArriving: 0.06,
  widening: 1.35,
};

/** Percent. */
export interface HotFigures {
  readonly hotNodeP95: number;
  readonly max: number;
}

/** What intervals follow from. */
export interface Spread {
  readonly pool: FittedPool;
  readonly seed: number;
  /** 0–1, how likely more was asked of the pool than was seen. */
  readonly hidden: number;
  /** Anything leaves; anything arrives. */
  readonly leaves: boolean;
  readonly gains: boolean;
  readonly before: HotFigures;
  readonly after: HotFigures;
  readonly scenarios: readonly HotFigures[];
}

const DRAWN = ["hotNodeP95", "max"] as const;

/** The figures of the hottest node with their intervals; `rng` goes on to what is drawn after them. */
export function spreadHot(told: Spread, rng: Rng = rngOf(told.seed)): HotProjection {
  const { before, after, scenarios } = told;
  const share = shareOf(told);
  const luck = measureLuck(told.pool);
  const unsureOf = (name: (typeof DRAWN)[number]) =>
    Math.hypot(luck[name], MISFIT.points, share * (after[name] - before[name]));
  const unsure = { hotNodeP95: unsureOf("hotNodeP95"), max: unsureOf("max") };
  const drawn = {
    hotNodeP95: new Float64Array(scenarios.length * MISFIT_DRAWS),
    max: new Float64Array(scenarios.length * MISFIT_DRAWS),
  };
  for (let draw = 0; draw < drawn.max.length; draw++) {
    const scenario = scenarios[Math.floor(draw / MISFIT_DRAWS)] ?? after;
    const takenUp = told.leaves ? drawTakenUp(rng, told.hidden) : 0;
    for (const name of DRAWN) {
      const widened = after[name] + MISFIT.widening * (scenario[name] - after[name]);
      drawn[name][draw] =
        widened + unsure[name] * drawNormal(rng) + takenUp * (before[name] - scenario[name]);
    }
  }
  return {
    hotNodeP95: spread(after.hotNodeP95, drawn.hotNodeP95),
    max: spread(after.max, drawn.max),
  };
}

/** The same, and the pool's average. `raised`: by how many points each scenario raises it; `likely`: the one that is told. */
export function spreadAll(
  told: Spread,
  {
    average,
    raised,
    likely,
  }: { readonly average: number; readonly raised: Float64Array; readonly likely: number },
): HotProjection & { readonly average: Estimate } {
  const rng = rngOf(told.seed);
  const hot = spreadHot(told, rng);
  const unsure = Math.hypot(shareOf(told) * likely, MISFIT.averagePoints);
  const averages = raised.map((own) => average + MISFIT.widening * (own - likely) + unsure * drawNormal(rng));
  return { ...hot, average: spread(average, averages) };
}

function shareOf({ gains }: Spread): number {
  return gains ? MISFIT.shareArriving : MISFIT.shareLeaving;
}

function rngOf(seed: number): Rng {
  return createRng(seed ^ 0x7f4a7c15);
}

function spread(value: number, samples: Float64Array): Estimate {
  const tail = (1 - INTERVAL_LEVEL) / 2;
  return {
    value,
    low: Math.max(0, Math.min(value, quantileR7(samples, tail) ?? value)),
    high: Math.min(100, Math.max(value, quantileR7(samples, 1 - tail) ?? value)),
  };
}
