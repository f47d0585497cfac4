import { evenPoints, type FittedPool, measureSeries } from "../contribution/fittedPool.ts";
import type { PoolLoad } from "../contribution/types.ts";
import { quantileR7 } from "../stats/index.ts";
import { planPool } from "./plannedPool.ts";
import { projectPool } from "./projectPool.ts";
import { seedOf } from "./seedOf.ts";
import type { LoadChange, SimulationPool } from "./types.ts";

/** What a tenant's load of one pool kind would need of its own. */
export interface IsolationSize {
  readonly pool: string;
  readonly kind: string;
  /** Fewest nodes, like the present ones, on which the high end of its hot-node P95 is under the limit; null = more than 100. */
  readonly nodes: number | null;
  readonly hotNodeP95: number | null;
  /** Existing shared stamps whose pool of this kind would take it and stay under its limit. */
  readonly sharedStampsWithRoom: readonly string[];
}

const MOST_NODES = 100;
const FEWEST_NODES = 2;
/** Enough to find a size; the plan itself is simulated in full. */
const SCENARIOS = 15;

/** Per pool of the stamp: how large an isolated pool for the tenant would be, and which shared ones would do instead. */
export function sizeIsolation(
  {
    pools,
    sharedDestinations,
  }: { readonly pools: readonly SimulationPool[]; readonly sharedDestinations: ReadonlySet<string> },
  { stamp, tenant }: { readonly stamp: string; readonly tenant: string },
): IsolationSize[] {
  return pools
    .filter((pool) => pool.stamp === stamp)
    .flatMap((pool): IsolationSize[] => {
      const { fitted, load } = pool;
      if (fitted === null || load === null) return [];
      const changes = changesOfTenant(fitted, load, tenant);
      if (changes.length === 0) return [];
      const candidates = pools.filter(
        (one) => one.kind === pool.kind && one.stamp !== stamp && sharedDestinations.has(one.stamp),
      );
      return [
        {
          pool: pool.pool,
          kind: pool.kind,
          ...findSize(fitted, changes, pool.measures.limit),
          sharedStampsWithRoom: candidates.filter((one) => hasRoom(one, changes)).map((one) => one.stamp),
        },
      ];
    });
}

function changesOfTenant({ model }: FittedPool, load: PoolLoad, tenant: string): LoadChange[] {
  return load.registries.flatMap((registry, place) => {
    const own = model.registries[place];
    return own === undefined || registry.tenant !== tenant
      ? []
      : [{ load: registry, reported: load.reported, model: own, home: model, hidden: 0 }];
  });
}

/** Heat falls with the number of nodes, so that halving the range finds the fewest. */
function findSize(donor: FittedPool, changes: readonly LoadChange[], limit: number) {
  const heatOf = (instances: number) =>
    projectPool({
      pool: planPool(donor, { instances, vcpusPerNode: donor.model.vcpusPerNode }),
      hidden: 0,
      leaving: [],
      arriving: changes,
      seed: seedOf("isolation"),
      scenarios: SCENARIOS,
    })?.hotNodeP95 ?? null;
  let low = FEWEST_NODES;
  let high = MOST_NODES;
  if ((heatOf(high)?.high ?? Number.POSITIVE_INFINITY) > limit) return { nodes: null, hotNodeP95: null };
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((heatOf(middle)?.high ?? Number.POSITIVE_INFINITY) <= limit) high = middle;
    else low = middle + 1;
  }
  return { nodes: low, hotNodeP95: heatOf(low)?.value ?? null };
}

/** A quick look: the tenant's load split evenly on top of the hottest node, minute by minute. */
function hasRoom({ fitted, measures }: SimulationPool, changes: readonly LoadChange[]): boolean {
  if (fitted === null || measures.state === "unknown") return false;
  const { hot, alive, reported } = measureSeries(fitted.nodes);
  const raised = Float64Array.from(hot);
  for (const { load, reported: told, model, home } of changes) {
    const here = fitted.model.vcpusPerNode;
    const ratio = home.vcpusPerNode === null || here === null ? 1 : home.vcpusPerNode / here;
    const points = evenPoints(load, model, { alive, ratio, reported: told });
    for (const bin of reported) raised[bin] = (raised[bin] ?? 0) + (points[bin] ?? 0);
  }
  const p95 = quantileR7(
    Float64Array.from(reported, (bin) => raised[bin] ?? 0),
    0.95,
  );
  return p95 !== null && p95 <= measures.limit;
}
