import { evenPoints, type FittedPool } from "../contribution/fittedPool.ts";
import type { PoolLoad } from "../contribution/types.ts";
import { quantileExceeds } from "../stats/index.ts";
import { planPool } from "./plannedPool.ts";
import { vcpuRatio } from "./poolChange.ts";
import { projectPool } from "./projectPool.ts";
import { seedOf } from "./seedOf.ts";
import type { Estimate, LoadChange, SimulationPool } from "./types.ts";

/** What a tenant's load of one pool kind would need of its own. */
export interface IsolationSize {
  readonly pool: string;
  readonly kind: string;
  /**
   * Fewest nodes, like the present ones, on which the high end of its hot-node P95 is under the limit; where that takes
   * more than twice as many as the middle does, since a load on one node stays on one node, those on which the middle
   * is; null = more than 100.
   */
  readonly nodes: number | null;
  readonly hotNodeP95: number | null;
  /** High end of that. */
  readonly hotNodeP95High: number | null;
  /** Existing shared stamps whose pool of this kind would take it, stay under its limit and not be dominated by it. */
  readonly sharedStampsWithRoom: readonly string[];
  /** Shared stamps that would stay under the limit, but that it would dominate: the next hot ones. */
  readonly sharedStampsDominated: readonly string[];
  /** Existing isolated stamps that would stay under the limit. */
  readonly isolatedStampsWithRoom: readonly string[];
}

/** Pools of a region, and the stamps among them that may take load. */
export interface Destinations {
  readonly pools: readonly SimulationPool[];
  readonly sharedDestinations: ReadonlySet<string>;
  readonly isolatedDestinations: ReadonlySet<string>;
}

/** Sizes that are tried, none more than a fifth larger than the one before it. */
const SIZES = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 19, 22, 26, 31, 37, 44, 52, 62, 74, 88, 100];
/** Certainty is worth this many times the nodes. */
const DEAREST = 2;
/** Enough to find a size; the plan itself is simulated in full. */
const SCENARIOS = 15;

/** Per pool of the stamp: how large an isolated pool for the tenant would be, and which shared ones would do instead. */
export function sizeIsolation(
  { pools, sharedDestinations, isolatedDestinations }: Destinations,
  { stamp, tenant }: { readonly stamp: string; readonly tenant: string },
): IsolationSize[] {
  return pools
    .filter((pool) => pool.stamp === stamp)
    .flatMap((pool): IsolationSize[] => {
      const { fitted, load } = pool;
      if (fitted === null || load === null) return [];
      const changes = changesOfTenant(fitted, load, tenant);
      if (changes.length === 0) return [];
      const whole = pointsTogether(changes);
      const raised = new Float64Array(whole.length);
      const landings = pools
        .filter((one) => one.kind === pool.kind && one.stamp !== stamp)
        .map((one) => ({
          stamp: one.stamp,
          landing: judgeLanding(one, { whole, raised, vcpusPerNode: fitted.model.vcpusPerNode }),
        }));
      const stampsOf = (stamps: ReadonlySet<string>, ...wanted: readonly Landing[]) =>
        landings
          .filter((one) => stamps.has(one.stamp) && wanted.includes(one.landing))
          .map((one) => one.stamp);
      return [
        {
          pool: pool.pool,
          kind: pool.kind,
          ...rememberSize(fitted, { changes, tenant, limit: pool.measures.limit }),
          sharedStampsWithRoom: stampsOf(sharedDestinations, "room"),
          sharedStampsDominated: stampsOf(sharedDestinations, "dominated"),
          isolatedStampsWithRoom: stampsOf(isolatedDestinations, "room", "dominated"),
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

type Size = Pick<IsolationSize, "nodes" | "hotNodeP95" | "hotNodeP95High">;

const known = new WeakMap<FittedPool, Map<string, Size>>();

/** A size does not hang on the moves that are asked about: it is found once a model. */
function rememberSize(
  donor: FittedPool,
  asked: { readonly changes: readonly LoadChange[]; readonly tenant: string; readonly limit: number },
): Size {
  const sizes = known.get(donor) ?? new Map<string, Size>();
  known.set(donor, sizes);
  const key = `${asked.limit} ${asked.tenant}`;
  const before = sizes.get(key);
  if (before !== undefined) return before;
  const size = findSize(donor, asked.changes, asked.limit);
  sizes.set(key, size);
  return size;
}

/** Upwards, since where a load falls is drawn anew for every number of nodes: a larger one may come out hotter. */
function findSize(donor: FittedPool, changes: readonly LoadChange[], limit: number): Size {
  const heats = new Map<number, Estimate | null>();
  const heatOf = (instances: number): Estimate | null => {
    const before = heats.get(instances);
    if (before !== undefined) return before;
    const heat =
      projectPool({
        pool: planPool(donor, { instances, vcpusPerNode: donor.model.vcpusPerNode }),
        hidden: 0,
        leaving: [],
        arriving: changes,
        seed: seedOf("isolation"),
        scenarios: SCENARIOS,
      })?.hotNodeP95 ?? null;
    heats.set(instances, heat);
    return heat;
  };
  const fewest = (end: "high" | "value") =>
    SIZES.find((nodes) => (heatOf(nodes)?.[end] ?? Number.POSITIVE_INFINITY) <= limit);
  const likely = fewest("value");
  if (likely === undefined) return { nodes: null, hotNodeP95: null, hotNodeP95High: null };
  const sure = fewest("high");
  const nodes = sure !== undefined && sure <= DEAREST * likely ? sure : likely;
  const heat = heatOf(nodes);
  return { nodes, hotNodeP95: heat?.value ?? null, hotNodeP95High: heat?.high ?? null };
}

/** An arriving load falls on some nodes more than evenly. */
const UNEVEN = 1.5;

/** What becomes of a pool that a tenant's load comes to: it stays cool enough, but may then be hot by that tenant alone. */
type Landing = "room" | "dominated" | "full";

/** Points per bin that loads of one pool would put there on a single node, all of them together. */
function pointsTogether(changes: readonly LoadChange[]): Float64Array {
  const whole = new Float64Array(changes[0]?.reported.length ?? 0);
  const alive = new Uint16Array(whole.length).fill(1);
  for (const { load, reported, model } of changes) {
    const points = evenPoints(load, model, { alive, ratio: 1, reported });
    for (let bin = 0; bin < whole.length; bin++) whole[bin] = (whole[bin] ?? 0) + (points[bin] ?? 0);
  }
  return whole;
}

/** A quick look: half more than the tenant's even part on top of the hottest node, minute by minute; `raised` is written to. */
function judgeLanding(
  { hot, present, vcpusPerNode, measures, dominanceShare }: SimulationPool,
  load: {
    readonly whole: Float64Array;
    readonly raised: Float64Array;
    readonly vcpusPerNode: number | null;
  },
): Landing {
  const { hotNodeP95, limit } = measures;
  if (measures.state === "unknown" || hotNodeP95 === null || hotNodeP95 > limit) return "full";
  const scale = UNEVEN * vcpuRatio(load.vcpusPerNode, vcpusPerNode);
  const { whole, raised } = load;
  let told = 0;
  for (let bin = 0; bin < hot.length; bin++) {
    const centi = hot[bin] ?? -1;
    if (centi < 0) continue;
    const nodes = present[bin] ?? 0;
    raised[told++] = centi / 100 + (nodes === 0 ? 0 : (scale * (whole[bin] ?? 0)) / nodes);
  }
  const reported = raised.subarray(0, told);
  if (quantileExceeds(reported, HOT_NODE_PROBABILITY, limit)) return "full";
  // Its own share of what the P95 would be, against what the P95 is now.
  return quantileExceeds(reported, HOT_NODE_PROBABILITY, hotNodeP95 / (1 - dominanceShare))
    ? "dominated"
    : "room";
}

const HOT_NODE_PROBABILITY = 0.95;
