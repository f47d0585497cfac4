import { measureSeries } from "../../contribution/fittedPool.ts";
import { isProjection } from "../../simulation/flagPool.ts";
import type { SimulatedPool, SimulationPool } from "../../simulation/types.ts";
import type { SearchInstance, SearchItem, SearchLoad, SearchPool } from "../search/types.ts";
import {
  type AttributedLoad,
  arrivalScale,
  attributeLoads,
  sumTraffic,
  trafficKey,
  vcpusOf,
} from "./attributeLoad.ts";
import { hasKindsOf, mustStandApart } from "./findDestinations.ts";
import { type PlanningReplica, poolKey, type RegionFacts } from "./types.ts";

/** What the search is to be asked, but for the margins. */
export interface InstanceQuestion {
  readonly facts: RegionFacts;
  /** Replicas on shared stamps that may move. */
  readonly movable: readonly PlanningReplica[];
  /** Shared stamps that may take load. */
  readonly destinations: readonly string[];
  /** Stamps that neither give nor take: their heat is a node's own. */
  readonly sick: ReadonlyMap<string, string>;
  /** Every replica where it stands once tenants have been isolated. */
  readonly residents: readonly PlanningReplica[];
  /** The pools of the region once tenants have been isolated. */
  readonly baseline: readonly SimulatedPool[];
  readonly mostMoves: number;
}

/** An instance, and what its indices stand for. */
export interface RegionInstance {
  readonly instance: SearchInstance;
  readonly stamps: readonly string[];
  readonly pools: readonly SimulationPool[];
  readonly items: readonly PlanningReplica[];
}

/** Points by which the high end of a pool's interval is looked for above what the search takes it to come to. */
export type Margins = ReadonlyMap<string, number>;

/** What indices stand for. */
interface Layout {
  readonly stamps: readonly string[];
  readonly kinds: readonly string[];
  readonly pools: readonly SimulationPool[];
  readonly items: readonly PlanningReplica[];
}

/** Makes instances of a region that differ in their margins alone; what they share is made once. */
export function createInstances(question: InstanceQuestion): (margins: Margins) => RegionInstance {
  const { facts } = question;
  const layout = layOut(question);
  const items = layOutItems(question, layout);
  const poolOf = createPools(question, layout);
  const apart = pairsApart(layout.items);
  return (margins) => ({
    ...layout,
    instance: {
      bins: facts.window.toMinute - facts.window.fromMinute,
      stamps: layout.stamps.length,
      kinds: layout.kinds.length,
      pools: layout.pools.map((pool) => poolOf(pool, margins.get(poolKey(pool)) ?? 0)),
      items,
      mostMoves: question.mostMoves,
      minimumGainPoints: facts.policies.minimumGainPoints,
      apart,
      soft: facts.constraints.soft,
    },
  });
}

/** Shared stamps of which something can be told, but for those with a sick node. */
function layOut({ facts, movable, sick }: InstanceQuestion): Layout {
  const shared = facts.stamps
    .filter(({ kind, name }) => kind === "shared" && !sick.has(name))
    .map(({ name }) => name);
  const pools = facts.pools.filter(
    ({ stamp, measures, fitted }) =>
      shared.includes(stamp) &&
      measures.hotNodeP95 !== null &&
      measures.state !== "unknown" &&
      fitted !== null,
  );
  const stamps = shared.filter((name) => pools.some(({ stamp }) => stamp === name));
  return {
    stamps,
    kinds: [...new Set(pools.map(({ kind }) => kind))],
    pools,
    items: movable.filter(({ home }) => stamps.includes(home)),
  };
}

function layOutItems(question: InstanceQuestion, { stamps, kinds, pools, items }: Layout): SearchItem[] {
  const { facts, destinations } = question;
  const loads = new Map(
    pools.map((pool) => [poolKey(pool), attributeLoads(pool, vcpusOf(facts.pools, pool))]),
  );
  const tenants = [...new Set(items.map(({ tenant }) => tenant))];
  const weigh = createTraffic(facts.pools);
  return items.map((replica) => ({
    home: stamps.indexOf(replica.home),
    traffic: weigh(replica),
    allowed: allowedFor(question, { replica, stamps, destinations }).map((name) => stamps.indexOf(name)),
    tenant: tenants.indexOf(replica.tenant),
    loads: pools.flatMap((pool) => {
      const own = pool.stamp === replica.home ? loads.get(poolKey(pool))?.get(replica.registry) : undefined;
      return loadOf(own, kinds.indexOf(pool.kind));
    }),
  }));
}

function createPools(
  { facts, baseline }: InstanceQuestion,
  { stamps, kinds, pools, items }: Layout,
): (pool: SimulationPool, margin: number) => SearchPool {
  const curves = new Map(pools.map((pool) => [poolKey(pool), hotAfter(pool, baseline)]));
  const giving = new Set(items.map(({ home }) => home));
  return (pool, margin) => ({
    stamp: stamps.indexOf(pool.stamp),
    kind: kinds.indexOf(pool.kind),
    limit: limitWithin(pool.measures.limit, {
      margin,
      present: p95Of(pool, baseline),
      gives: giving.has(pool.stamp),
    }),
    scale: arrivalScale(pool, vcpusOf(facts.pools, pool)),
    measured: curves.get(poolKey(pool)) ?? new Float64Array(),
    domainLossFactor: domainLossFactor(facts, pool.stamp),
  });
}

/**
 * The limit less the margin. A pool that is under its limit, and closer to it than the margin, has no excess by that: it
 * stays as it was measured, and takes nothing. So does one over its limit from which nothing may move: what cannot be had is
 * not searched for.
 */
export function limitWithin(
  limit: number,
  pool: { readonly margin: number; readonly present: number; readonly gives: boolean },
): number {
  const lowered = Math.max(0, limit - pool.margin);
  return pool.present <= limit || !pool.gives ? Math.max(lowered, pool.present) : lowered;
}

function hotAfter(pool: SimulationPool, baseline: readonly SimulatedPool[]): Float64Array {
  const after = baseline.find((one) => poolKey(one) === poolKey(pool))?.after ?? null;
  if (isProjection(after)) return after.series.hot;
  return pool.fitted === null ? new Float64Array() : measureSeries(pool.fitted.nodes).hot;
}

function p95Of(pool: SimulationPool, baseline: readonly SimulatedPool[]): number {
  const after = baseline.find((one) => poolKey(one) === poolKey(pool))?.after ?? null;
  const p95 = isProjection(after) ? after.hotNodeP95.value : (after?.hotNodeP95 ?? null);
  return p95 ?? pool.measures.hotNodeP95 ?? 0;
}

function loadOf(load: AttributedLoad | undefined, kind: number): SearchLoad[] {
  return load === undefined ? [] : [{ kind, leave: load.leave, demand: load.demand }];
}

function domainLossFactor({ stamps, constraints }: RegionFacts, name: string): number {
  const domains = stamps.find((stamp) => stamp.name === name)?.updateDomains ?? 1;
  return constraints.soft.domainLoss > 0 && domains > 1 ? domains / (domains - 1) : 1;
}

/** The stamps that a replica may go to, by its own constraints, those of who lives there, and the pools they have. */
export function allowedFor(
  { facts, movable, residents }: Pick<InstanceQuestion, "facts" | "movable" | "residents">,
  asked: {
    readonly replica: PlanningReplica;
    readonly stamps: readonly string[];
    readonly destinations: readonly string[];
  },
): string[] {
  const { replica } = asked;
  const mayLeave = new Set(movable.map(({ registry }) => registry));
  // Who may move too can make room for it: the search keeps such pairs apart itself.
  const staying = residents.filter((one) => !mayLeave.has(one.registry) && mustStandApart(replica, one));
  return asked.stamps.filter(
    (name) =>
      name !== replica.home &&
      asked.destinations.includes(name) &&
      hasKindsOf(facts, { home: replica.home, to: name }) &&
      !staying.some(({ home }) => home === name),
  );
}

function pairsApart(items: readonly PlanningReplica[]): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (const [place, one] of items.entries()) {
    if (one.constraints.mustNotShareWith.length === 0) continue;
    for (const [other, two] of items.entries()) {
      const isToldAlready =
        other < place && two.constraints.mustNotShareWith.length > 0 && mustStandApart(two, one);
      if (other !== place && !isToldAlready && mustStandApart(one, two)) pairs.push([place, other]);
    }
  }
  return pairs;
}

/** What moving a replica disturbs: the greater of its shares of the region's requests and bytes. */
function createTraffic(pools: readonly SimulationPool[]): (replica: PlanningReplica) => number {
  const sums = sumTraffic(pools);
  let requests = 0;
  let bytes = 0;
  for (const sum of sums.values()) {
    requests += sum.requests ?? 0;
    bytes += sum.bytes ?? 0;
  }
  return ({ home, registry }) => {
    const own = sums.get(trafficKey(home, registry));
    return Math.max((own?.requests ?? 0) / Math.max(1, requests), (own?.bytes ?? 0) / Math.max(1, bytes));
  };
}
