import { quantileR7Int16 } from "../stats/index.ts";
import type { LoadMatrix, RegistrySeries } from "../telemetry/load/loadMatrix.ts";
import type { NodeMatrix } from "../telemetry/types.ts";
import { evenPoints, type FittedPool, measureSeries } from "./fittedPool.ts";
import { createRelief, type Relief } from "./measureRelief.ts";

/** What one registry asked of one pool over the window, and what that does there. Sums; shares are made of them later. */
export interface RegistryPart {
  readonly registry: number;
  readonly name: string;
  readonly tenant: string;
  readonly requests: number;
  readonly bytes: number;
  /** The same in the hot bins alone. */
  readonly hotRequests: number;
  readonly hotBytes: number;
  /** CPU attributed, in nodes of the pool kept busy on average; null without a model that can be used. */
  readonly busyNodes: number | null;
  readonly reliefPoints: number | null;
  /** 0–1: how far its cost was told by its own load, 0 = it is the pool's. */
  readonly ownCost: number | null;
  /** 0–1: the same of how it falls on the nodes. */
  readonly ownSplit: number | null;
  /** Load that it had here without being at home here. */
  readonly unbound: RegistrySeries["unbound"];
}

/** What every registry and tenant asked of one pool, and what that does to it. */
export interface PoolContribution {
  /** Hot-node P95 of the window, which relief is measured from; null without a model. */
  readonly hotNodeP95: number | null;
  /** Per bin of the window 1 = hot(bin) is at least the window's hot-node P95. */
  readonly hotBins: Uint8Array;
  readonly measures: LoadMatrix["measures"];
  /** By name. */
  readonly registries: readonly RegistryPart[];
  /** Relief of all registries of a tenant taken out together, never a sum; empty without a model. */
  readonly tenantRelief: ReadonlyMap<string, number>;
}

export interface PoolContributionInput {
  /** hot(bin) of the window in hundredths of a point, −1 = no data; used where minutes of single nodes are not there. */
  readonly hot: Int16Array;
  readonly load: LoadMatrix;
  /** Null = they are not. */
  readonly nodes: NodeMatrix | null;
  /** Null = there is no model; what rests on it is then null, never 0. */
  readonly fit: FittedPool | null;
}

const HOT_PROBABILITY = 0.95;

export function contributePool({ hot, load, nodes, fit }: PoolContributionInput): PoolContribution {
  const hotBins = findHotBins(nodes === null ? hot : hottestOf(nodes));
  const relief = fit === null ? null : createRelief(fit, load);
  return {
    hotNodeP95: fit === null ? null : measureSeries(fit.nodes).hotNodeP95,
    hotBins,
    measures: load.measures,
    registries: load.registries.map((series, place) => ({
      registry: series.registry,
      name: series.name,
      tenant: series.tenant,
      ...sumLoad(series, load.reported, hotBins),
      ...(fit === null || relief === null ? NOT_KNOWN : attribute(fit, series, { place, load, relief })),
      unbound: series.unbound,
    })),
    tenantRelief: relief === null ? new Map() : relieveTenants(load, relief),
  };
}

const NOT_KNOWN = { busyNodes: null, reliefPoints: null, ownCost: null, ownSplit: null };

function hottestOf({ values, fromMinute, toMinute }: NodeMatrix): Int16Array {
  const hot = new Int16Array(toMinute - fromMinute).fill(-1);
  for (const row of values)
    for (let bin = 0; bin < hot.length; bin++) hot[bin] = Math.max(hot[bin] ?? -1, row[bin] ?? -1);
  return hot;
}

/** The bins where hot(bin) is at least the window's P95. */
function findHotBins(hot: Int16Array): Uint8Array {
  const p95 = quantileR7Int16(hot, HOT_PROBABILITY);
  return Uint8Array.from(hot, (value) => (p95 !== null && value >= 0 && value >= p95 ? 1 : 0));
}

function sumLoad({ requests, bytes }: RegistrySeries, reported: Uint8Array, hotBins: Uint8Array) {
  const sum = { requests: 0, bytes: 0, hotRequests: 0, hotBytes: 0 };
  for (let bin = 0; bin < requests.length; bin++) {
    if (reported[bin] !== 1) continue;
    const asked = requests[bin] ?? 0;
    const moved = bytes[bin] ?? 0;
    sum.requests += asked;
    sum.bytes += moved;
    if (hotBins[bin] !== 1) continue;
    sum.hotRequests += asked;
    sum.hotBytes += moved;
  }
  return sum;
}

function attribute(
  { nodes, model }: FittedPool,
  series: RegistrySeries,
  { place, load, relief }: { readonly place: number; readonly load: LoadMatrix; readonly relief: Relief },
) {
  const costs = model.registries[place];
  if (costs === undefined) return NOT_KNOWN;
  const { alive, reported } = measureSeries(nodes);
  const points = evenPoints(series, costs, { alive, ratio: 1, reported: load.reported });
  let busy = 0;
  for (const bin of reported) busy += ((points[bin] ?? 0) * (alive[bin] ?? 0)) / 100;
  return {
    busyNodes: busy / Math.max(1, reported.length),
    reliefPoints: relief([place]),
    ownCost: costs.ownCost,
    ownSplit: costs.ownSplit,
  };
}

function relieveTenants({ registries }: LoadMatrix, relief: Relief): ReadonlyMap<string, number> {
  const placesOf = Map.groupBy(registries.keys(), (place) => registries[place]?.tenant ?? "");
  return new Map([...placesOf].map(([tenant, places]) => [tenant, relief(places)]));
}

/** The same without what rests on the model, where it must not be used. */
export function withholdAttribution(contribution: PoolContribution): PoolContribution {
  return {
    ...contribution,
    hotNodeP95: null,
    registries: contribution.registries.map((part) => ({ ...part, ...NOT_KNOWN })),
    tenantRelief: new Map(),
  };
}
