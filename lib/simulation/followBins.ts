import type { PoolBase } from "./poolBase.ts";
import type { PoolChange } from "./poolChange.ts";

/** Six times the bins that make the hottest twentieth: the others stay out of it however the load falls. */
const FOLLOWED_SHARE = 0.3;
const FEWEST_FOLLOWED = 60;
const HOT_PART = 0.05;

/** The bins that can be among the hottest twentieth after the change, so that scenarios need to render no others. */
export function followBins(base: PoolBase, changes: readonly PoolChange[]): Int32Array {
  const wanted = Math.max(FEWEST_FOLLOWED, Math.ceil(base.reported.length * FOLLOWED_SHARE));
  if (base.reported.length <= wanted) return base.reported;
  const heat = new Float64Array(base.bins);
  const gained = new Float64Array(base.bins);
  const lost = changes.filter(({ sign }) => sign === -1);
  for (const { sign, points } of changes)
    if (sign === 1) for (let bin = 0; bin < base.bins; bin++) gained[bin] = (gained[bin] ?? 0) + (points[bin] ?? 0);
  for (let node = 0; node < base.nodes; node++) {
    for (const bin of base.reported) {
      const at = node * base.bins + bin;
      if (Number.isNaN(base.measured[at] ?? Number.NaN)) continue;
      let demand = base.demand[at] ?? 0;
      for (const { points, registry } of lost) demand -= (points[bin] ?? 0) * (registry.nodeShares?.[node] ?? 1);
      heat[bin] = Math.max(heat[bin] ?? 0, demand);
    }
  }
  // An arriving load falls on some nodes more than evenly, so that it moves a bin up by more than its mean.
  const rank = (bin: number) => (heat[bin] ?? 0) + 1.5 * (gained[bin] ?? 0);
  return base.reported
    .toSorted((a, b) => rank(b) - rank(a) || a - b)
    .slice(0, wanted)
    .sort();
}

/** The R-7 P95 of `bins` values of which `followed` holds the greatest: found from the top. */
export function hotProbabilityFrom(followed: Float64Array, bins: number): number {
  const sorted = followed.toSorted();
  const fromTop = HOT_PART * (bins - 1);
  const upper = Math.floor(fromTop);
  const fraction = fromTop - upper;
  const above = sorted[sorted.length - 1 - upper] ?? 0;
  const below = sorted[sorted.length - 2 - upper] ?? above;
  return above + fraction * (below - above);
}
