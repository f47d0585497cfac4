import { compareText } from "../core/index.ts";
import { cumulateShares } from "./cumulativeShare.ts";
import type { PoolContribution, RegistryPart } from "./poolContribution.ts";

export type GroupBy = "registry" | "tenant";
/** What the cumulative share is a share of. */
export type ShareMeasure = "requests" | "bytes";

/** A pool's contributions and where they are from. */
export interface PlacedContribution {
  readonly stamp: string;
  readonly pool: string;
  readonly vcpusPerNode: number | null;
  readonly contribution: PoolContribution;
}

/** What a contributor does in one pool. Shares 0–1 of that pool's traffic; null = cannot be had. */
export interface PoolShare {
  readonly pool: string;
  readonly requestShare: number | null;
  readonly byteShare: number | null;
  readonly hotBinShare: number | null;
  readonly cpuShare: number | null;
  readonly reliefPoints: number | null;
}

/** A contributor to a stamp: a registry, or a tenant with all of its registries there. */
export interface ContributionRow {
  /** Null where tenants are ranked. */
  readonly registry: string | null;
  readonly tenant: string;
  readonly stamp: string;
  /** How many registries are counted in it; 1 for a registry. */
  readonly registries: number;
  readonly requests: number;
  readonly bytes: number;
  readonly requestShare: number | null;
  readonly byteShare: number | null;
  /** Of the requests in the hot bins (bytes where nobody reports requests). */
  readonly hotBinShare: number | null;
  /** Of the CPU attributed to registries, in vCPUs where every pool's are declared, else in nodes. */
  readonly cpuShare: number | null;
  /** The greatest of the stamp's pools; null where no pool has a usable model. */
  readonly reliefPoints: number | null;
  /** The pool where that is. */
  readonly reliefPool: string | null;
  readonly cumulativeShare: number | null;
  /** 0–1: how far what is attributed was told by its own load, 0 = costs are the pool's; of the pool where relief is greatest. */
  readonly confidence: number | null;
  readonly unboundMinutes: number;
  /** In the order of the pools handed in. */
  readonly pools: readonly PoolShare[];
}

export interface RankInput {
  readonly pools: readonly PlacedContribution[];
  readonly groupBy: GroupBy;
  readonly shareOf: ShareMeasure;
}

/**
 * Contributors by relief, the greatest first; those whose relief cannot be had after all others; ties by name (registry,
 * tenant, stamp), compared by code unit. Shares are of everything that the pools handed in were asked, so that those of
 * all rows add up to 1.
 */
export function rankContribution({ pools, groupBy, shareOf }: RankInput): ContributionRow[] {
  const weigh = weighCpu(pools);
  const totals = sumAmounts(pools.map((pool) => amountsOf(pool.contribution.registries, weigh(pool))));
  const measures = {
    requests: pools.some(({ contribution }) => contribution.measures.requests),
    bytes: pools.some(({ contribution }) => contribution.measures.bytes),
  };
  const byStamp = Map.groupBy(pools, ({ stamp }) => stamp);
  const rows = [...byStamp.values()].flatMap((ofStamp) =>
    rowsOfStamp(ofStamp, { groupBy, totals, measures, weigh }),
  );
  const ranked = rows.sort(byRelief);
  const shares = cumulateShares(
    ranked.map((row) => (shareOf === "bytes" ? row.byteShare : row.requestShare)),
  );
  return ranked.map((row, at) => ({ ...row, cumulativeShare: shares[at] ?? null }));
}

function byRelief(one: ContributionRow, other: ContributionRow): number {
  const difference = (other.reliefPoints ?? -1) - (one.reliefPoints ?? -1);
  if (difference !== 0) return difference;
  return compareText(nameOf(one), nameOf(other));
}

/** U+0001 sorts before whatever a name can go on with. */
function nameOf({ registry, tenant, stamp }: ContributionRow): string {
  return [registry ?? "", tenant, stamp].join("\u0001");
}

interface Amounts {
  readonly requests: number;
  readonly bytes: number;
  readonly hotRequests: number;
  readonly hotBytes: number;
  /** Null where any part has no attributed CPU. */
  readonly cpu: number | null;
}

function amountsOf(parts: readonly RegistryPart[], cpuWeight: number): Amounts {
  return sumAmounts(
    parts.map((part) => ({ ...part, cpu: part.busyNodes === null ? null : part.busyNodes * cpuWeight })),
  );
}

function sumAmounts(parts: readonly Amounts[]): Amounts {
  const sum = { requests: 0, bytes: 0, hotRequests: 0, hotBytes: 0, cpu: 0 as number | null };
  for (const part of parts) {
    sum.requests += part.requests;
    sum.bytes += part.bytes;
    sum.hotRequests += part.hotRequests;
    sum.hotBytes += part.hotBytes;
    sum.cpu = sum.cpu === null || part.cpu === null ? null : sum.cpu + part.cpu;
  }
  return sum;
}

/** A node of one pool may be four times that of another: only vCPUs can be added. Not declared anywhere: nodes are taken as alike. */
function weighCpu(pools: readonly PlacedContribution[]): (pool: PlacedContribution) => number {
  const areDeclared = pools.every(({ vcpusPerNode }) => vcpusPerNode !== null);
  return ({ vcpusPerNode }) => (areDeclared ? (vcpusPerNode ?? 1) : 1);
}

interface Whole {
  readonly groupBy: GroupBy;
  readonly totals: Amounts;
  readonly measures: { readonly requests: boolean; readonly bytes: boolean };
  readonly weigh: (pool: PlacedContribution) => number;
}

function rowsOfStamp(pools: readonly PlacedContribution[], whole: Whole): ContributionRow[] {
  const keyOf = (part: RegistryPart) => (whole.groupBy === "registry" ? part.name : part.tenant);
  const perPool = pools.map(({ contribution }) => Map.groupBy(contribution.registries, keyOf));
  const totals = pools.map((pool) => amountsOf(pool.contribution.registries, whole.weigh(pool)));
  const keys = new Set(perPool.flatMap((groups) => [...groups.keys()]));
  return [...keys].map((key) => {
    const parts = perPool.map((groups) => groups.get(key) ?? []);
    const shares = pools.map((pool, at) =>
      shareInPool(pool, parts[at] ?? [], {
        ...whole,
        totals: totals[at] ?? whole.totals,
        measures: pool.contribution.measures,
      }),
    );
    return rowOf(pools, { parts, shares, whole });
  });
}

function rowOf(
  pools: readonly PlacedContribution[],
  {
    parts,
    shares,
    whole,
  }: {
    readonly parts: readonly (readonly RegistryPart[])[];
    readonly shares: readonly PoolShare[];
    readonly whole: Whole;
  },
): ContributionRow {
  const all = parts.flat();
  const sum = sumAmounts(
    parts.map((part, at) => amountsOf(part, pools[at] === undefined ? 1 : whole.weigh(pools[at]))),
  );
  const greatest = shares.reduce<number | null>(
    (best, { reliefPoints }, at) =>
      reliefPoints !== null && reliefPoints > (shares[best ?? -1]?.reliefPoints ?? -1) ? at : best,
    null,
  );
  const best = greatest === null ? null : (shares[greatest] ?? null);
  const first = all[0];
  return {
    registry: whole.groupBy === "registry" ? (first?.name ?? "") : null,
    tenant: first?.tenant ?? "",
    stamp: pools[0]?.stamp ?? "",
    registries: new Set(all.map(({ registry }) => registry)).size,
    requests: sum.requests,
    bytes: sum.bytes,
    ...sharesOf(sum, whole),
    reliefPoints: best?.reliefPoints ?? null,
    reliefPool: best?.pool ?? null,
    cumulativeShare: null,
    confidence: greatest === null ? null : confidenceOf(parts[greatest] ?? []),
    unboundMinutes: Math.max(0, ...all.map(({ unbound }) => unbound.minutes)),
    pools: shares,
  };
}

function shareInPool(pool: PlacedContribution, parts: readonly RegistryPart[], whole: Whole): PoolShare {
  const { tenantRelief } = pool.contribution;
  const [first] = parts;
  const relief = whole.groupBy === "registry" ? first?.reliefPoints : tenantRelief.get(first?.tenant ?? "");
  return {
    pool: pool.pool,
    ...sharesOf(amountsOf(parts, whole.weigh(pool)), whole),
    reliefPoints: relief ?? null,
  };
}

function sharesOf(sum: Amounts, { totals, measures }: Pick<Whole, "totals" | "measures">) {
  const share = (part: number | null, all: number | null, isReported = true) =>
    !isReported || part === null || all === null || all <= 0 ? null : part / all;
  return {
    requestShare: share(sum.requests, totals.requests, measures.requests),
    byteShare: share(sum.bytes, totals.bytes, measures.bytes),
    hotBinShare: measures.requests
      ? share(sum.hotRequests, totals.hotRequests)
      : share(sum.hotBytes, totals.hotBytes, measures.bytes),
    cpuShare: share(sum.cpu, totals.cpu),
  };
}

/** Of several registries, weighed by the CPU that is attributed to each; null where none is. */
function confidenceOf(parts: readonly RegistryPart[]): number | null {
  let weight = 0;
  let sum = 0;
  for (const { ownCost, busyNodes } of parts) {
    if (ownCost === null || busyNodes === null) return null;
    weight += busyNodes;
    sum += busyNodes * ownCost;
  }
  return weight > 0 ? sum / weight : null;
}
