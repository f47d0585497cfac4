import type { SearchContext } from "./searchContext.ts";

/** Percent of a node: what is over it is not served. */
const FULL_POINTS = 100;

/** The highest P95 of any pool, points. */
export function worstP95({ state, model }: SearchContext): number {
  let worst = 0;
  for (const [index, pool] of model.pools.entries())
    worst = Math.max(worst, (state.p95[index] ?? 0) * pool.pointsPerTick);
  return worst;
}

/** What the soft weights count against a placement, points. */
export type CountSoftPoints = () => number;

/** Knows once which tenants are the largest and over how many stamps each was spread at the start. */
export function createSoftPoints(context: SearchContext): CountSoftPoints {
  const { model, state } = context;
  const { soft } = model.instance;
  const trafficOf = (members: readonly number[]) =>
    members.reduce((sum, item) => sum + (model.traffic[item] ?? 0), 0);
  const largest = new Set(
    model.tenants
      .map((members, tenant) => ({ tenant, traffic: trafficOf(members) }))
      .sort((one, other) => other.traffic - one.traffic || one.tenant - other.tenant)
      .slice(0, soft.largestTenants)
      .map(({ tenant }) => tenant),
  );
  const spreadBefore = model.tenants.map((members) => countStamps(members, model.homes));
  const asksOfTenants = soft.tenantSplit > 0 || (soft.largestTenantTogether > 0 && largest.size > 0);
  return () => {
    let points = soft.domainLoss > 0 ? soft.domainLoss * pointsWithoutDomain(context) : 0;
    if (!asksOfTenants) return points;
    for (const tenant of largest)
      points += soft.largestTenantTogether * greatestShare(context, model.tenants[tenant] ?? []);
    const touched = new Set(state.moved.map((item) => model.instance.items[item]?.tenant ?? 0));
    for (const tenant of touched) {
      if (largest.has(tenant)) continue;
      const more = countStamps(model.tenants[tenant] ?? [], state.place) - (spreadBefore[tenant] ?? 0);
      points += soft.tenantSplit * Math.max(0, more);
    }
    return points;
  };
}

function countStamps(members: readonly number[], place: Int32Array): number {
  return new Set(members.map((item) => place[item])).size;
}

/** The greatest part, 0–1, of a tenant's traffic on one stamp. */
function greatestShare({ model, state }: SearchContext, members: readonly number[]): number {
  const perStamp = new Map<number, number>();
  let sum = 0;
  for (const item of members) {
    const stamp = state.place[item] ?? 0;
    const traffic = model.traffic[item] ?? 0;
    perStamp.set(stamp, (perStamp.get(stamp) ?? 0) + traffic);
    sum += traffic;
  }
  return sum > 0 ? Math.max(...perStamp.values()) / sum : 0;
}

function pointsWithoutDomain({ state, model }: SearchContext): number {
  let sum = 0;
  for (const [index, pool] of model.pools.entries()) {
    const points = (state.p95[index] ?? 0) * pool.pointsPerTick * pool.domainLossFactor;
    if (pool.domainLossFactor > 1) sum += Math.max(0, points - FULL_POINTS);
  }
  return sum;
}
