import { type Estimate, INTERVAL_LEVEL } from "../../simulation/types.ts";
import { normalQuantile } from "../../stats/index.ts";

/**
 * What a prediction that is rendered on other hours cannot know: a pool's own points, and a part of how far those hours
 * were from the ones that the model was made on. Found by `gatePower.test.ts` and the runs described in it.
 */
const RENDERING = { points: 0.2, share: 0.03 };
/** The floor of a stamp that nobody was at home on is taken from elsewhere; nothing tells it better than that. */
const NEW_STAMP_POINTS = 2.5;

/**
 * Intervals of a phase's pools that hold all of them at once nine times in ten. Each of k independent pools must then hold
 * with the k-th root of that (Šidák); what its interval is at its own level is stretched as a normal's would be.
 */
export function jointInterval(
  { value, low, high }: Estimate,
  {
    pools,
    driftPoints,
    isNew,
  }: { readonly pools: number; readonly driftPoints: number; readonly isNew: boolean },
): Estimate {
  const each = INTERVAL_LEVEL ** (1 / Math.max(1, pools));
  const stretch = normalQuantile((1 + each) / 2) / normalQuantile((1 + INTERVAL_LEVEL) / 2);
  const more = RENDERING.points + RENDERING.share * Math.abs(driftPoints) + (isNew ? NEW_STAMP_POINTS : 0);
  return {
    value,
    low: Math.max(0, value - stretch * Math.hypot(value - low, more)),
    high: Math.min(100, value + stretch * Math.hypot(high - value, more)),
  };
}
