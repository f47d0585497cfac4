import type { FittedPool } from "../contribution/index.ts";
import type { PoolChange } from "./poolChange.ts";

/** Four times the bins that make the hottest twentieth: the others stay out of it however the load falls. */
const FOLLOWED_SHARE = 0.2;
const FEWEST_FOLLOWED = 60;
/** An arriving load falls on some nodes more than evenly, so that it moves a bin up by more than its mean. */
const UNEVEN = 1.5;

/** Of the bins with data, those that can be among the hottest twentieth after the change: scenarios render no others. */
export function followBins(pool: FittedPool, changes: readonly PoolChange[], reported: Int32Array): Int32Array {
  const wanted = Math.max(FEWEST_FOLLOWED, Math.ceil(reported.length * FOLLOWED_SHARE));
  if (reported.length <= wanted) return reported;
  const heat = new Float64Array(pool.nodes.toMinute - pool.nodes.fromMinute);
  const leaving = changes.filter(({ sign }) => sign === -1);
  for (const [node, row] of pool.nodes.values.entries()) {
    const parts = leaving.map(({ registry }) => registry.nodeShares?.[node] ?? 1);
    for (const bin of reported) {
      const centi = row[bin] ?? -1;
      if (centi < 0) continue;
      let left = pool.model.demand[node]?.[bin] ?? Number.NaN;
      if (Number.isNaN(left)) left = centi / 100;
      for (let index = 0; index < leaving.length; index++)
        left -= (leaving[index]?.points[bin] ?? 0) * (parts[index] ?? 1);
      if (left > (heat[bin] ?? 0)) heat[bin] = left;
    }
  }
  for (const { sign, points } of changes) {
    if (sign === 1) for (const bin of reported) heat[bin] = (heat[bin] ?? 0) + UNEVEN * (points[bin] ?? 0);
  }
  return reported
    .toSorted((a, b) => (heat[b] ?? 0) - (heat[a] ?? 0) || a - b)
    .slice(0, wanted)
    .sort();
}
