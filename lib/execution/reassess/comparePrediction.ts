import type { PoolDifference, PoolPrediction } from "../types.ts";

/**
 * Pools that a phase touches and that do not come out as approved (PRODUCT.md, Plans, staleness): outside the approved
 * interval, or over the limit where that was not what was approved. What cannot be told is one too.
 */
export function comparePrediction(
  approved: readonly PoolPrediction[],
  now: readonly PoolPrediction[],
): readonly PoolDifference[] {
  const known = new Map(approved.map((pool) => [keyOf(pool), pool]));
  return now.flatMap((pool): PoolDifference[] => {
    const before = known.get(keyOf(pool)) ?? null;
    const because = whyDifferent(before, pool);
    if (because === null) return [];
    const told = before && { after: before.after, low: before.low, high: before.high };
    return [{ ...pool, because, approved: told }];
  });
}

function whyDifferent(before: PoolPrediction | null, now: PoolPrediction): PoolDifference["because"] | null {
  if (now.after === null) return "unknown";
  const wasOver = before?.after !== null && before !== null && before.after > before.limit;
  if (now.role !== "untouched" && now.after > now.limit && !wasOver) return "over_limit";
  if (before === null) return null;
  const { low, high } = before;
  const isOutside = (high !== null && now.after > high) || (low !== null && now.after < low);
  return isOutside ? "outside_interval" : null;
}

function keyOf({ stamp, pool }: PoolPrediction): string {
  return `${stamp}\u0001${pool}`;
}
