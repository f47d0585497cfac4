import type { Tier } from "./types.ts";

/** What a phase touches. */
export interface BlastRadius {
  /** Of the region's traffic over the window, the greater of the request and the byte share; 0–1. */
  readonly trafficShare: number;
  /** Tenants with traffic among those moved. */
  readonly tenants: number;
  /**
   * Of its destinations, the high end of the interval of hot-node P95 against the limit, in points: the least of limit −
   * high end. Null where it cannot be had.
   */
  readonly headroomPoints: number | null;
  /** It creates a stamp, or is the first to fill one. */
  readonly firstOnStamp: boolean;
}

/** The most that a phase of a tier may touch. */
export interface TierRule {
  readonly tier: Tier;
  readonly trafficShare: number;
  readonly tenants: number;
  readonly headroomPoints: number;
}

/** PRODUCT.md, Plans: blast radius of a phase. Most careful last. */
export const TIER_RULES: readonly TierRule[] = [
  { tier: "low", trafficShare: 0.01, tenants: 10, headroomPoints: 15 },
  { tier: "medium", trafficShare: 0.05, tenants: 50, headroomPoints: 5 },
  { tier: "high", trafficShare: 0.2, tenants: Number.POSITIVE_INFINITY, headroomPoints: 0 },
];

/** The lowest tier all of whose bounds hold, else critical; unknown headroom is critical: nothing is approved unseen. */
export function rateBlastRadius(radius: BlastRadius, rules: readonly TierRule[] = TIER_RULES): Tier {
  const { headroomPoints } = radius;
  if (headroomPoints === null) return "critical";
  const fits = rules.find(
    (rule) =>
      radius.trafficShare <= rule.trafficShare &&
      radius.tenants <= rule.tenants &&
      headroomPoints >= rule.headroomPoints,
  );
  const tier = fits?.tier ?? "critical";
  return radius.firstOnStamp && (tier === "low" || tier === "medium") ? "high" : tier;
}
