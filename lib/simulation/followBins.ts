import { hotAfterChanges, type PoolBase } from "../contribution/poolBase.ts";
import { selectRank } from "../stats/index.ts";
import type { GrowingChanges } from "./growingChanges.ts";

/** Twice the bins that make the hottest twentieth: the others stay out of it however the load falls. */
const FOLLOWED_SHARE = 0.11;
const FEWEST_FOLLOWED = 60;
/** An arriving load falls on some nodes more than evenly, so that it moves a bin up by more than its mean. */
const UNEVEN = 1.5;

/** Places of the bins that can be among the hottest twentieth after the change, ascending: scenarios render no others. */
export function followBins(base: PoolBase, changes: GrowingChanges): Int32Array {
  const size = base.bins.length;
  const wanted = Math.max(FEWEST_FOLLOWED, Math.ceil(size * FOLLOWED_SHARE));
  if (size <= wanted) return Int32Array.from(base.bins.keys());
  const heat = hotAfterChanges(base, changes.leaving());
  const arriving = changes.arriving();
  for (let place = 0; place < size; place++)
    heat[place] = (heat[place] ?? 0) + UNEVEN * (arriving[place] ?? 0);
  const threshold = selectRank(new Float64Array(heat), size - wanted);
  const followed: number[] = [];
  for (let place = 0; place < size; place++) if ((heat[place] ?? 0) >= threshold) followed.push(place);
  return Int32Array.from(followed);
}
