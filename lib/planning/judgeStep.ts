/** A pool that a step touches, as the simulation has it: percent of hot-node P95; null = cannot be had. */
export interface SteppedPool {
  readonly stamp: string;
  readonly pool: string;
  /** A pool that receives load with this step, whatever else it loses. */
  readonly gains: boolean;
  readonly limit: number;
  /** As it was measured; null for a stamp that does not exist yet. */
  readonly measured: number | null;
  readonly after: number | null;
  /** While the step cuts over, with its load on both ends: the middle, and the high end of the interval. */
  readonly cutover: { readonly value: number; readonly high: number } | null;
}

/** A rule that a step would break. */
export interface BrokenRule {
  readonly stamp: string;
  readonly pool: string;
  /** What it would be and what it may be; null = cannot be had, which breaks it too. */
  readonly value: number | null;
  readonly bound: number;
  readonly rule: "receives_over_limit" | "loses_but_rises";
}

/** Rounding of projections, in points: a pool that stays as it was has not risen. */
const ROUNDING = 0.01;

/**
 * Whether a prefix of a plan is safe after one more move (PRODUCT.md, Plans): a pool that receives load has the high end of
 * its interval at most at max(limit, measured before), one that only loses has its middle at most where it was measured.
 * Null where it is safe, else the worst that it breaks.
 */
export function judgeStep(pools: readonly SteppedPool[]): BrokenRule | null {
  const broken = pools.flatMap((pool): BrokenRule[] => {
    const { stamp, gains, limit, measured, cutover } = pool;
    const bound = gains ? Math.max(limit, measured ?? 0) : (measured ?? limit);
    const value = gains ? (cutover?.high ?? null) : (cutover?.value ?? null);
    if (value !== null && value <= bound + ROUNDING) return [];
    const rule = gains ? "receives_over_limit" : "loses_but_rises";
    return [{ stamp, pool: pool.pool, value, bound, rule }];
  });
  const over = ({ value, bound }: BrokenRule) => (value === null ? Number.POSITIVE_INFINITY : value - bound);
  return broken.toSorted((a, b) => over(b) - over(a))[0] ?? null;
}
