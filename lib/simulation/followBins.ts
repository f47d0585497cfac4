import { HotReader, type PoolBase } from "../contribution/poolBase.ts";
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
  const arriving = changes.arriving();
  const reader = new HotReader(base, changes.leaving());
  const most = new Float64Array(size);
  for (let place = 0; place < size; place++)
    most[place] = reader.turnTo(place) + UNEVEN * (arriving[place] ?? 0);
  const heat = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const render = (from: number) => {
    for (let place = 0; place < size; place++) {
      if ((most[place] ?? 0) < from || heat[place] !== Number.NEGATIVE_INFINITY) continue;
      reader.turnTo(place);
      heat[place] = reader.hot() + UNEVEN * (arriving[place] ?? 0);
    }
    return greatestFrom(heat, wanted);
  };
  // Those that can be the hottest first: most of the others then cannot come up to them, and are not rendered.
  const threshold = render(render(greatestFrom(most, Math.min(size, 2 * wanted))));
  const followed: number[] = [];
  for (let place = 0; place < size; place++) if ((heat[place] ?? 0) >= threshold) followed.push(place);
  return Int32Array.from(followed);
}

/** The least of so many greatest values. */
function greatestFrom(values: Float64Array, count: number): number {
  return selectRank(new Float64Array(values), values.length - count);
}
