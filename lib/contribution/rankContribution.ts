import type { LoadTotals, PoolContribution } from "./measureContribution.ts";

/** One registry on a stamp, or one tenant with all its registries there. Shares are 0–1; null = not known. */
export interface ContributionRow {
  /** Null where rows are tenants. */
  readonly registry: string | null;
  readonly tenant: string;
  readonly stamp: string;
  /** How many registries it stands for. */
  readonly registries: number;
  /** Of all requests (bytes) in scope; null where nobody reports that measure. */
  readonly requestShare: number | null;
  readonly byteShare: number | null;
  /** The same over the hot bins alone. */
  readonly hotBinRequestShare: number | null;
  readonly hotBinByteShare: number | null;
  /** Of all attributed CPU in scope; null without a load model. */
  readonly cpuShare: number | null;
  /** Points of hot-node P95 that go with it: the greatest over the pools in scope; null without a load model. */
  readonly reliefPoints: number | null;
  /** The pool in which that is. */
  readonly reliefPool: string | null;
  /** Of requests (or bytes), of all rows up to this one. */
  readonly cumulativeShare: number;
  /** 0–1: how far its cost is its own and not the pool's, in the pool of its relief; null without a model, or of a tenant. */
  readonly ownCost: number | null;
  /** 0–1: how far its split over the nodes is known, likewise. */
  readonly ownSplit: number | null;
}

export interface RankingOptions {
  readonly groupBy: "registry" | "tenant";
  /** What the cumulative share is of. */
  readonly cumulative: "requests" | "bytes";
  /** Only this tenant's rows; shares are then of its own traffic, over all the pools given. */
  readonly tenant?: string;
}

interface Group {
  readonly registry: string | null;
  readonly tenant: string;
  readonly stamp: string;
  readonly names: Set<string>;
  readonly parts: Map<PoolContribution, number[]>;
}

/**
 * Ranks by relief, greatest first; where no load model tells it, by the greater share of traffic. Ties by name, then
 * stamp: the same input, the same order.
 */
export function rankContribution(
  pools: readonly PoolContribution[],
  { groupBy, cumulative, tenant }: RankingOptions,
): ContributionRow[] {
  const groups = gather(pools, groupBy).filter((group) => tenant === undefined || group.tenant === tenant);
  const sums = groups.map(({ parts }) => sumTotals(parts));
  const all = addUp(sums);
  const modelled = pools.some(({ measured }) => measured.fitted !== null);
  const rows = groups.map((group, index) => {
    const own = sums[index] ?? NOTHING;
    return {
      registry: group.registry,
      tenant: group.tenant,
      stamp: group.stamp,
      registries: group.names.size,
      requestShare: shareOf(own.requests, all.requests),
      byteShare: shareOf(own.bytes, all.bytes),
      hotBinRequestShare: shareOf(own.hotRequests, all.hotRequests),
      hotBinByteShare: shareOf(own.hotBytes, all.hotBytes),
      cpuShare: modelled ? shareOf(own.cpu, all.cpu) : null,
      ...reliefOf(group),
    };
  });
  rows.sort(
    (a, b) =>
      (b.reliefPoints ?? -1) - (a.reliefPoints ?? -1) ||
      (a.reliefPoints === null ? greaterShare(b) - greaterShare(a) : 0) ||
      compareNames(a.registry ?? a.tenant, b.registry ?? b.tenant) ||
      compareNames(a.stamp, b.stamp),
  );
  let running = 0;
  return rows.map((row) => {
    running += (cumulative === "requests" ? row.requestShare : row.byteShare) ?? 0;
    return { ...row, cumulativeShare: Math.min(1, running) };
  });
}

function greaterShare({ requestShare, byteShare }: Pick<ContributionRow, "requestShare" | "byteShare">): number {
  return Math.max(requestShare ?? 0, byteShare ?? 0);
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function gather(pools: readonly PoolContribution[], groupBy: RankingOptions["groupBy"]): Group[] {
  const groups = new Map<string, Group>();
  for (const pool of pools) {
    for (const [place, { name, tenant }] of pool.measured.load.registries.entries()) {
      const { stamp } = pool.measured;
      const registry = groupBy === "registry" ? name : null;
      const key = JSON.stringify([registry ?? tenant, stamp]);
      const group = groups.get(key) ?? { registry, tenant, stamp, names: new Set(), parts: new Map() };
      groups.set(key, group);
      group.names.add(name);
      group.parts.set(pool, [...(group.parts.get(pool) ?? []), place]);
    }
  }
  return [...groups.values()];
}

const NOTHING: LoadTotals = { requests: 0, bytes: 0, hotRequests: 0, hotBytes: 0, cpu: 0 };

function addUp(totals: Iterable<LoadTotals>): LoadTotals {
  const sum = { ...NOTHING };
  for (const one of totals) {
    sum.requests += one.requests;
    sum.bytes += one.bytes;
    sum.hotRequests += one.hotRequests;
    sum.hotBytes += one.hotBytes;
    sum.cpu += one.cpu;
  }
  return sum;
}

function sumTotals(parts: Group["parts"]): LoadTotals {
  return addUp([...parts].flatMap(([pool, places]) => places.map((place) => pool.totals[place] ?? NOTHING)));
}

function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** The greatest over the pools, never a sum: pools are not heated by each other. */
function reliefOf({ parts, registry }: Group) {
  let best: { points: number; pool: PoolContribution; place: number } | null = null;
  for (const [pool, places] of parts) {
    const points = pool.relief(places);
    if (points !== null && (best === null || points > best.points))
      best = { points, pool, place: places[0] ?? -1 };
  }
  if (best === null) return { reliefPoints: null, reliefPool: null, ownCost: null, ownSplit: null };
  const model = registry === null ? undefined : best.pool.measured.fitted?.model.registries[best.place];
  return {
    reliefPoints: best.points,
    reliefPool: best.pool.measured.pool,
    ownCost: model?.ownCost ?? null,
    ownSplit: model?.ownSplit ?? null,
  };
}
