import { type FittedPool, measureSeries } from "../contribution/fittedPool.ts";
import type { Rng } from "../core/index.ts";

/** A pool that has at least this part of its bins at 90 % or more was asked for more than it could show. */
const FULL_PERCENT = 90;
const FULL_SHARE = 0.05;

/**
 * By how much, in points, reported load runs past what a full node shows. Where it runs far past, it was counted although
 * the node could not serve it at once, and nothing is hidden; where it stops with the node, what was turned away was
 * never counted.
 */
const ALL_COUNTED_POINTS = 9;
const NONE_COUNTED_POINTS = 3;
/** It is never ruled out. */
const LEAST_CHANCE = 0.1;

/**
 * 0–1, how likely more was asked of a pool than was seen: 0 = it was not full, by its measured node-minutes, and no
 * throttling is known of. Flagged wherever it is not 0.
 */
export function chanceOfHiddenDemand(pool: FittedPool, throttled: boolean): number {
  if (throttled) return 1;
  const { hot, reported } = measureSeries(pool.nodes);
  const full = reported.reduce((count, bin) => count + ((hot[bin] ?? 0) >= FULL_PERCENT ? 1 : 0), 0);
  if (reported.length === 0 || full < FULL_SHARE * reported.length) return 0;
  const past = pointsPastFull(pool);
  const counted = (past - NONE_COUNTED_POINTS) / (ALL_COUNTED_POINTS - NONE_COUNTED_POINTS);
  return Math.min(1, Math.max(LEAST_CHANCE, 1 - counted));
}

/** Mean over the full node-minutes of the demand that load explains less what was measured; 0 where none was fitted. */
function pointsPastFull({ nodes, model }: FittedPool): number {
  let sum = 0;
  let count = 0;
  for (const [node, row] of nodes.values.entries()) {
    for (let bin = 0; bin < row.length; bin++) {
      const percent = (row[bin] ?? -1) / 100;
      const explained = model.fitted[node]?.[bin] ?? Number.NaN;
      if (percent < FULL_PERCENT || Number.isNaN(explained)) continue;
      sum += explained - percent;
      count++;
    }
  }
  return count === 0 ? 0 : sum / count;
}

/** Of what is freed in a pool that hid demand, at most so much is taken up again by those who were kept waiting. */
const MOST_TAKEN_UP = 0.65;
/** What leaves such a pool may turn out to be so much more, relatively, where it is served in full. */
const MOST_UNSEEN = 0.2;

/** One draw of the part of the freed heat that is taken up again. @param chance that any is */
export function drawTakenUp(rng: Rng, chance: number): number {
  const part = MOST_TAKEN_UP * rng();
  return rng() < chance ? part : 0;
}

/** One draw of the factor by which more arrives than was seen. @param chance that any does */
export function drawUnseen(rng: Rng, chance: number): number {
  const part = MOST_UNSEEN * rng();
  return rng() < chance ? 1 + part : 1;
}
