import { isProjection } from "./flagPool.ts";
import type { SimulatedPool } from "./types.ts";

/** A pool and where a placement would bring it, percent. */
export interface PoolAfter {
  readonly stamp: string;
  readonly pool: string;
  readonly after: number;
  readonly limit: number;
}

/** A stamp to which registries might go, with all of them on it. */
export interface DestinationCandidate {
  readonly stamp: string;
  /** Points from the hot-node P95 up to the limit, in its pool where that is least; null = it cannot be told. */
  readonly roomPoints: number | null;
  /** That pool; null = it cannot be told. */
  readonly tightest: PoolAfter | null;
  /** Pools of the region that would go over their limits by it, in the order of the simulation. */
  readonly newlyOver: readonly PoolAfter[];
  /** Nothing goes over a limit by it, and every pool of it can be told. */
  readonly fits: boolean;
  /** A pool of it stays under its limit in the middle of the prediction, but not at the high end of the interval. */
  readonly mayExceed: boolean;
}

export interface DestinationSuggestion {
  /** The candidate that fits with the most room; null = none fits. */
  readonly best: DestinationCandidate | null;
  /** Those that fit, then those that do not, then those of which it cannot be told; each by room, ties by name. */
  readonly candidates: readonly DestinationCandidate[];
}

export interface DestinationQuestion {
  /** Stamps that may take the load. */
  readonly stamps: readonly string[];
  /** Every pool of the region without these registries' moves. */
  readonly baseline: readonly SimulatedPool[];
  /** Every pool of the region with all of these registries on the stamp. */
  readonly simulate: (stamp: string) => readonly SimulatedPool[];
}

/**
 * To which stamp registries might go together: of those whose simulation brings no pool of the region newly over its
 * limit, the one that keeps the most room in its fullest pool. Room is taken from the middle of the prediction, as the
 * flag is. The same question has the same answer, whatever the order of the stamps.
 */
export function suggestDestination({
  stamps,
  baseline,
  simulate,
}: DestinationQuestion): DestinationSuggestion {
  const known = new Set(baseline.filter(isFlagged).map(placeOf));
  const candidates = stamps
    .map((stamp) => judgeCandidate(stamp, simulate(stamp), known))
    .sort(
      (one, other) =>
        rankOf(one) - rankOf(other) ||
        (other.roomPoints ?? 0) - (one.roomPoints ?? 0) ||
        (one.stamp < other.stamp ? -1 : 1),
    );
  return { best: candidates.find(({ fits }) => fits) ?? null, candidates };
}

function judgeCandidate(
  stamp: string,
  pools: readonly SimulatedPool[],
  known: ReadonlySet<string>,
): DestinationCandidate {
  const own = pools.filter((pool) => pool.stamp === stamp);
  const told = own.map(poolAfter);
  const tightest = told.reduce<PoolAfter | null>(
    (least, pool) => (pool !== null && (least === null || roomOf(pool) < roomOf(least)) ? pool : least),
    null,
  );
  // What is missing may be the pool that has no room: nothing is said of the others then.
  const isTold = told.length > 0 && told.every((pool) => pool !== null) && !own.some(hasUnknownArrivals);
  const newlyOver = pools
    .filter((pool) => isFlagged(pool) && !known.has(placeOf(pool)))
    .flatMap((pool) => poolAfter(pool) ?? []);
  const roomPoints = isTold && tightest !== null ? roomOf(tightest) : null;
  return {
    stamp,
    roomPoints,
    tightest: isTold ? tightest : null,
    newlyOver,
    fits: roomPoints !== null && roomPoints >= 0 && newlyOver.length === 0,
    mayExceed: own.some(({ flags }) => flags.includes("destination_may_exceed_limit")),
  };
}

function poolAfter({ stamp, pool, after, limit }: SimulatedPool): PoolAfter | null {
  const p95 = isProjection(after) ? after.hotNodeP95.value : (after?.hotNodeP95 ?? null);
  return typeof p95 === "number" ? { stamp, pool, after: p95, limit } : null;
}

function roomOf({ after, limit }: PoolAfter): number {
  return limit - after;
}

function rankOf({ fits, roomPoints }: DestinationCandidate): number {
  if (fits) return 0;
  return roomPoints === null ? 2 : 1;
}

function isFlagged({ flags }: SimulatedPool): boolean {
  return flags.includes("destination_over_limit");
}

function hasUnknownArrivals({ flags }: SimulatedPool): boolean {
  return flags.includes("arrivals_unknown");
}

function placeOf({ stamp, pool }: SimulatedPool): string {
  return JSON.stringify([stamp, pool]);
}
