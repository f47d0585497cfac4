import { measureSeries } from "../../contribution/fittedPool.ts";
import { carryingOf, NEW_STAMP_UPDATE_DOMAINS } from "../../fleet/updateDomains.ts";
import type { PlannedStamp, SimulationPool } from "../../simulation/types.ts";
import { quantileR7 } from "../../stats/index.ts";
import { attributeLoads, vcpusOf } from "./attributeLoad.ts";
import { estimateOf, simulateAll } from "./simulateRegion.ts";
import type { ChosenMove, RegionFacts } from "./types.ts";

type PlannedPool = PlannedStamp["pools"][number];

/** Sizes that are tried, none more than a fifth larger than the one before it; fewer nodes than three are no pool. */
const SIZES = [3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 19, 22, 26, 31, 37, 44, 52, 62, 74, 88, 100];
/** Nodes so many times the largest of the region are tried too. */
const LARGER = [2, 4];

/**
 * What the region has is taken before what it has not, up to so many times the vCPUs: somebody has to agree to a kind of
 * node that nobody runs there. Where a load falls on one node, though, more nodes hardly cool it, and the search would end
 * at scores of them for what a few large ones hold.
 */
const WORTH_STAYING = 3;

export interface SizeQuestion {
  readonly name: string;
  /** All that is to go there. */
  readonly moves: readonly ChosenMove[];
  /** Never fewer nodes than these, by pool: what was too few before. */
  readonly least: ReadonlyMap<string, number>;
}

/** What a kind of node that the region has would come to, where a larger one is taken instead. */
export interface Usual {
  readonly pool: string;
  readonly vcpusPerNode: number;
  /** Null = more than a hundred. */
  readonly instances: number | null;
}

export interface SizedStamp {
  readonly planned: PlannedStamp;
  /** Of pools whose nodes are larger than any that the region has. */
  readonly usual: readonly Usual[];
}

/**
 * An isolated stamp for moves: a pool of every kind that they come from, each of the fewest vCPUs on which the high end of
 * its hot-node P95 stays under the limit, also while one of its update domains is out. A load on one node stays on one node,
 * so that larger nodes may take fewer vCPUs in all than more nodes do; of such as the region has for that kind, and of
 * larger ones where none of these will do, or only at more than three times the vCPUs, unless that is not wanted.
 * Null where a hundred nodes are not enough.
 */
export function sizeNewStamp(facts: RegionFacts, question: SizeQuestion): SizedStamp | null {
  const homes = new Set(question.moves.map(({ from }) => from));
  const sources = facts.pools.filter(({ stamp }) => homes.has(stamp));
  const kinds = [...new Set(sources.map(({ kind }) => kind))];
  const sized = kinds.map((kind) => {
    const own = sources.filter((pool) => pool.kind === kind);
    return sizePool(facts, { ...question, sources: own, kind });
  });
  const pools = sized.flatMap((one) => one?.pool ?? []);
  if (pools.length < kinds.length) return null;
  return {
    planned: { name: question.name, kind: "isolated", pools },
    usual: sized.flatMap((one) => one?.usual ?? []),
  };
}

interface PoolQuestion extends SizeQuestion {
  readonly kind: string;
  /** The pools of the kind that the moves come from. */
  readonly sources: readonly SimulationPool[];
}

interface SizedPool {
  readonly pool: PlannedPool;
  readonly usual: Usual | null;
}

function sizePool(facts: RegionFacts, question: PoolQuestion): SizedPool | null {
  const options = vcpuOptions(facts, question);
  const found = cheapest(facts, { question, options });
  const asFound = found === null ? null : { pool: found, usual: null };
  const most = options[0] ?? null;
  if (most === null || !facts.constraints.largerNodes) return asFound;
  const larger = cheapest(facts, { question, options: LARGER.map((times) => times * most) });
  if (larger === null) return asFound;
  if (found !== null && weightOf(found) <= WORTH_STAYING * weightOf(larger)) return asFound;
  const usual = found ?? { vcpusPerNode: most, instances: null };
  return {
    pool: larger,
    usual: { pool: larger.name, instances: usual.instances, vcpusPerNode: usual.vcpusPerNode ?? most },
  };
}

function weightOf({ instances, vcpusPerNode }: Pick<PlannedPool, "instances" | "vcpusPerNode">): number {
  return instances * (vcpusPerNode ?? 1);
}

/** vCPUs a node that pools of the kind have in the region, the largest first; not declared at home: not declared. */
function vcpuOptions({ pools }: RegionFacts, { kind, sources }: PoolQuestion): (number | null)[] {
  if (sources.some(({ vcpusPerNode }) => vcpusPerNode === null)) return [null];
  const known = pools.flatMap((pool) => (pool.kind === kind ? (pool.vcpusPerNode ?? []) : []));
  return [...new Set(known)].sort((a, b) => b - a);
}

function cheapest(
  facts: RegionFacts,
  { question, options }: { readonly question: PoolQuestion; readonly options: readonly (number | null)[] },
): PlannedPool | null {
  let best: PlannedPool | null = null;
  for (const vcpusPerNode of options) {
    const least = question.least.get(question.kind) ?? 0;
    const even = evenNodes(facts, { question, vcpusPerNode });
    const enough = SIZES.filter(
      (size) => size >= least && carryingOf(size, NEW_STAMP_UPDATE_DOMAINS) >= even,
    );
    for (const instances of enough) {
      const pool = plannedPool(question, { instances, vcpusPerNode });
      if (best !== null && weightOf(pool) >= weightOf(best)) break;
      if (!holds(facts, { question, pool })) continue;
      best = pool;
      break;
    }
  }
  return best;
}

function plannedPool(
  { sources, kind }: PoolQuestion,
  size: Pick<PlannedPool, "instances" | "vcpusPerNode">,
): PlannedPool {
  const limit = sources.reduce((least, { measures }) => Math.min(least, measures.limit), 100);
  return { name: sources[0]?.pool ?? kind, kind, limit, ...size };
}

function holds(
  facts: RegionFacts,
  { question, pool }: { readonly question: PoolQuestion; readonly pool: PlannedPool },
): boolean {
  const carrying = carryingOf(pool.instances, NEW_STAMP_UPDATE_DOMAINS);
  return (
    holdsOn(facts, { question, pool }) && holdsOn(facts, { question, pool: { ...pool, instances: carrying } })
  );
}

function holdsOn(
  facts: RegionFacts,
  { question, pool }: { readonly question: PoolQuestion; readonly pool: PlannedPool },
): boolean {
  const planned = [{ name: question.name, kind: "isolated" as const, pools: [pool] }];
  // Of the other kinds and stamps nothing is asked here.
  const pools = facts.pools.filter(
    ({ kind, stamp }) => kind === question.kind && question.sources.some((one) => one.stamp === stamp),
  );
  const after = simulateAll({ ...facts, pools }, { moves: question.moves, planned });
  const own = after.find(({ stamp }) => stamp === question.name);
  const heat = own === undefined ? null : estimateOf(own);
  // Nothing that moves has load of this kind: any pool will do.
  return own?.role === "untouched" || (heat !== null && heat.high <= pool.limit);
}

/** Nodes on which the load would be at the limit if it fell evenly: fewer need not be tried. */
function evenNodes(
  facts: RegionFacts,
  { question, vcpusPerNode }: { readonly question: PoolQuestion; readonly vcpusPerNode: number | null },
): number {
  const bins = facts.window.toMinute - facts.window.fromMinute;
  const demand = new Float64Array(bins);
  for (const pool of question.sources) {
    const vcpus = vcpusOf(facts.pools, pool);
    const loads = attributeLoads(pool, vcpus);
    const data = pool.fitted === null ? null : measureSeries(pool.fitted.nodes).reported;
    for (const { registry, from } of question.moves) {
      const own = from === pool.stamp ? loads.get(registry)?.demand : undefined;
      if (own === undefined) continue;
      for (const bin of data ?? [])
        demand[bin] = (demand[bin] ?? 0) + (own[bin] ?? 0) / (vcpusPerNode ?? vcpus);
    }
  }
  return Math.floor(
    (quantileR7(demand, 0.95) ?? 0) / plannedPool(question, { instances: 1, vcpusPerNode }).limit,
  );
}
