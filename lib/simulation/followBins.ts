import type { PoolBase } from "../contribution/poolBase.ts";
import type { PoolChange } from "./poolChange.ts";

/** Twice the bins that make the hottest twentieth: the others stay out of it however the load falls. */
const FOLLOWED_SHARE = 0.11;
const FEWEST_FOLLOWED = 60;
/** An arriving load falls on some nodes more than evenly, so that it moves a bin up by more than its mean. */
const UNEVEN = 1.5;

/** Places of the bins that can be among the hottest twentieth after the change, ascending: scenarios render no others. */
export function followBins(base: PoolBase, changes: readonly PoolChange[]): Int32Array {
  const size = base.bins.length;
  const wanted = Math.max(FEWEST_FOLLOWED, Math.ceil(size * FOLLOWED_SHARE));
  if (size <= wanted) return Int32Array.from(base.bins.keys());
  const heat = heatWithout(
    base,
    changes.filter(({ sign }) => sign === -1),
  );
  for (const { sign, points } of changes) {
    if (sign === -1) continue;
    for (let place = 0; place < size; place++)
      heat[place] = (heat[place] ?? 0) + UNEVEN * (points[base.bins[place] ?? 0] ?? 0);
  }
  const threshold = heat.toSorted()[size - wanted] ?? 0;
  const places: number[] = [];
  for (let place = 0; place < size; place++) if ((heat[place] ?? 0) >= threshold) places.push(place);
  return Int32Array.from(places);
}

const known = new WeakMap<PoolBase, Float64Array>();

/** Per bin, the greatest demand of a node when these loads have left; with none, remembered. A copy. */
function heatWithout(base: PoolBase, leaving: readonly PoolChange[]): Float64Array {
  const before = leaving.length === 0 ? known.get(base) : undefined;
  if (before !== undefined) return Float64Array.from(before);
  const size = base.bins.length;
  const heat = new Float64Array(size);
  const left = new Float64Array(size);
  for (let node = 0; node < base.nodes; node++) {
    left.fill(0);
    for (const { points, registry } of leaving) {
      const part = registry.nodeShares?.[node] ?? 1;
      for (let place = 0; place < size; place++)
        left[place] = (left[place] ?? 0) + part * (points[base.bins[place] ?? 0] ?? 0);
    }
    for (let place = 0; place < size; place++) {
      const demand = (base.demand[node * size + place] ?? 0) - (left[place] ?? 0);
      if (demand > (heat[place] ?? 0)) heat[place] = demand;
    }
  }
  if (leaving.length === 0) known.set(base, Float64Array.from(heat));
  return heat;
}
