import type { PoolState, Thresholds } from "./types.ts";

/** The state that a hot-node P95 (percent) means: `cool` < normal ≤ `normal` < warm ≤ `warm` < … A bound belongs to the hotter state. */
export function classifyState(hotNodeP95: number | null, thresholds: Thresholds): PoolState {
  if (hotNodeP95 === null) return "unknown";
  if (hotNodeP95 < thresholds.normal) return "cool";
  if (hotNodeP95 < thresholds.warm) return "normal";
  if (hotNodeP95 < thresholds.hot) return "warm";
  if (hotNodeP95 < thresholds.critical) return "hot";
  return "critical";
}

/** A pool whose state a change of thresholds would change. */
export interface Reclassification {
  readonly pool: number;
  readonly hotNodeP95: number;
  readonly before: PoolState;
  readonly after: PoolState;
}

/**
 * What other thresholds would re-classify, hottest first, ties by pool id. A pool that is unknown now stays unknown:
 * thresholds cure no missing data.
 */
export function previewReclassification(
  pools: readonly { readonly pool: number; readonly hotNodeP95: number | null; readonly state: PoolState }[],
  thresholds: Thresholds,
): Reclassification[] {
  return pools
    .flatMap(({ pool, hotNodeP95, state }) =>
      hotNodeP95 === null || state === "unknown"
        ? []
        : [{ pool, hotNodeP95, before: state, after: classifyState(hotNodeP95, thresholds) }],
    )
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => b.hotNodeP95 - a.hotNodeP95 || a.pool - b.pool);
}
