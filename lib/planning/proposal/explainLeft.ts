import { measureSeries } from "../../contribution/fittedPool.ts";
import { isProjection } from "../../simulation/flagPool.ts";
import type { SimulatedPool } from "../../simulation/types.ts";
import { quantileR7 } from "../../stats/index.ts";
import { arrivalScale, attributeLoads, vcpusOf } from "./attributeLoad.ts";
import { LEAST_POINTS, reliefPointsOf, reliefPool } from "./explainMoves.ts";
import { findDestinations, mustStandApart } from "./findDestinations.ts";
import type { Hold } from "./holdReplicas.ts";
import type { Isolation } from "./isolateTenants.ts";
import { allowedFor, type InstanceQuestion } from "./makeInstance.ts";
import { countOf, inPoints, listOf } from "./planningWords.ts";
import type { Left } from "./proposalAnswer.ts";
import { estimateOf } from "./simulateRegion.ts";
import { type ChosenMove, type PlanningReplica, poolKey, type RegionFacts } from "./types.ts";

interface Decided {
  readonly moves: readonly ChosenMove[];
  readonly isolations: readonly Isolation[];
  readonly held: ReadonlyMap<string, Hold>;
  readonly question: InstanceQuestion;
  readonly simulation: { readonly pools: readonly SimulatedPool[] };
  readonly found: { readonly complete: boolean };
}

/** Of each hot stamp, so many of the largest that nothing forbids: the others add less. */
const MOST_WEIGHED = 10;

/**
 * What was considered and left, and why not: of every hot stamp the registries that a constraint holds there, and the
 * largest of those that could move; by stamp, the largest first.
 */
export function explainLeft(facts: RegionFacts, decided: Decided): Left[] {
  const gone = new Set(decided.moves.map(({ registry }) => registry));
  const byRegistry = new Map(facts.replicas.map((one) => [one.registry, one]));
  return facts.hot.flatMap(({ stamp }) => {
    const pool = reliefPool(facts, stamp);
    // For a stamp that is hot for another reason, and isolated by nothing, no move is looked for.
    const isSought =
      (pool?.measures.excess ?? 0) > 0 || decided.isolations.some(({ stamps }) => stamps.includes(stamp));
    if (pool === null || !isSought) return [];
    const weighed = [...reliefPointsOf(pool)]
      .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
      .flatMap(([registry, points]) => {
        const replica = byRegistry.get(registry);
        return replica === undefined || replica.home !== stamp || gone.has(registry)
          ? []
          : [{ replica, points }];
      });
    const held = weighed.filter(({ replica }) => isTold(decided.held.get(replica.registry)));
    const free = weighed.filter(({ replica }) => !held.some((one) => one.replica === replica));
    return [...held, ...free.slice(0, MOST_WEIGHED)].map(({ replica, points }): Left => {
      const { registry, tenant, home } = replica;
      const why = decided.held.get(registry) ?? whyNot(facts, { decided, replica, points });
      return { registry, tenant, from: home, ...why };
    });
  });
}

/** What holds for a whole stamp, or for all tenants but a few, is told of the largest alone. */
function isTold(hold: Hold | undefined): boolean {
  return hold !== undefined && hold.constraint !== "sick_node" && hold.constraint !== "not_asked_for";
}

interface Asked {
  readonly decided: Decided;
  readonly replica: PlanningReplica;
}

/** `points` that it would take off the pool for which its stamp is relieved, alone. */
type Weighed = Asked & { readonly points: number };

function whyNot(facts: RegionFacts, { decided, replica, points }: Weighed): Hold {
  const isolation = decided.isolations.find(
    ({ tenant, stamps }) => tenant === replica.tenant && stamps.includes(replica.home),
  );
  if (isolation !== undefined)
    return isolation.moves.length > 0
      ? mostMoves(facts, decided)
      : { constraint: "no_destination", reason: isolation.reason };
  return (
    notNeeded(facts, { decided, replica, points }) ??
    nowhere(facts, { decided, replica }) ??
    noGain(facts, { decided, replica })
  );
}

function notNeeded(facts: RegionFacts, { decided, replica, points }: Weighed): Hold | null {
  const own = decided.simulation.pools.filter(({ stamp }) => stamp === replica.home);
  if (own.some((pool) => (estimateOf(pool)?.value ?? 0) > pool.limit)) return null;
  const fullest = reliefPool(facts, replica.home);
  const pool = own.find((one) => one.pool === fullest?.pool);
  const after = pool === undefined ? null : estimateOf(pool);
  if (pool === undefined || after === null)
    return { constraint: "not_needed", reason: `No pool of ${replica.home} is over its limit.` };
  return {
    constraint: "not_needed",
    reason: `${pool.stamp} ${pool.pool} comes to ${inPoints(after.value)} of ${inPoints(pool.limit)} % without moving it; alone it would take ${points < LEAST_POINTS ? "less than 0.1" : inPoints(points)} points off.`,
  };
}

/** Where it might go, and what it would make of each. */
function nowhere(facts: RegionFacts, { decided, replica }: Asked): Hold | null {
  const { question } = decided;
  const isShared = facts.stamps.some(({ name, kind }) => name === replica.home && kind === "shared");
  if (!isShared)
    return {
      constraint: "no_destination",
      reason: `${replica.home} is isolated: who is on it was put there.`,
    };
  const stamps = facts.stamps.map(({ name }) => name);
  const allowed = allowedFor(question, { replica, stamps, destinations: question.destinations });
  if (allowed.length === 0) return noStamp(facts, { decided, replica });
  const tight = allowed.flatMap((stamp) => tightestWith(facts, { decided, replica, stamp }) ?? []);
  const best = tight.sort((a, b) => a.p95 - a.limit - (b.p95 - b.limit))[0];
  if (best === undefined || best.p95 <= best.limit) return null;
  return {
    constraint: "over_limit",
    reason: `It would take ${best.stamp} ${best.pool} to ${inPoints(best.p95)} of ${inPoints(best.limit)} %, and that is where it would fit best.`,
  };
}

function noStamp(facts: RegionFacts, { decided, replica }: Asked): Hold {
  const others = decided.question.destinations.filter((name) => name !== replica.home);
  const apart = others.flatMap((name) => {
    const resident = facts.replicas.find((one) => one.home === name && mustStandApart(replica, one));
    return resident === undefined ? [] : [`${resident.tenant} is on ${name}`];
  });
  if (others.length > 0 && apart.length === others.length)
    return {
      constraint: "must_not_share",
      reason: `It must not share a stamp with tenants there: ${listOf(apart)}.`,
    };
  const refused = findDestinations(facts, decided.question.sick).refused.filter(
    ({ stamp }) => stamp !== replica.home,
  );
  return {
    constraint: "no_destination",
    reason: `No other shared stamp may take it: ${listOf([...refused.map(({ stamp, reason }) => `${stamp} is ${reason}`), ...apart])}.`,
  };
}

/** The fullest pool of a stamp with one more registry on it, as the search has it, after all moves. */
function tightestWith(
  facts: RegionFacts,
  { decided, replica, stamp }: Asked & { readonly stamp: string },
): { stamp: string; pool: string; p95: number; limit: number } | null {
  const homes = facts.pools.filter((pool) => pool.stamp === replica.home);
  const all = facts.pools
    .filter((pool) => pool.stamp === stamp)
    .flatMap((pool) => {
      const home = homes.find(({ kind }) => kind === pool.kind);
      const demand =
        home === undefined
          ? undefined
          : attributeLoads(home, vcpusOf(facts.pools, home)).get(replica.registry)?.demand;
      const scale = arrivalScale(pool, vcpusOf(facts.pools, pool));
      const hot = hotAfter(decided, pool);
      const raised = hot.map((points, bin) => points + scale * (demand?.[bin] ?? 0));
      const p95 = quantileR7(
        raised.filter((points) => !Number.isNaN(points)),
        0.95,
      );
      return p95 === null ? [] : [{ stamp, pool: pool.pool, p95, limit: pool.measures.limit }];
    });
  return all.sort((a, b) => b.p95 - b.limit - (a.p95 - a.limit))[0] ?? null;
}

function hotAfter({ simulation }: Decided, pool: RegionFacts["pools"][number]): Float64Array {
  const after = simulation.pools.find((one) => poolKey(one) === poolKey(pool))?.after ?? null;
  if (isProjection(after)) return after.series.hot;
  return pool.fitted === null ? new Float64Array() : measureSeries(pool.fitted.nodes).hot;
}

function noGain(facts: RegionFacts, { decided, replica }: Asked): Hold {
  const { question, moves, found } = decided;
  if (!found.complete)
    return { constraint: "incomplete", reason: "The search was cut off before it came to this." };
  if (moves.filter(({ isolates }) => !isolates).length >= question.mostMoves)
    return mostMoves(facts, decided);
  const gain = gainOf(facts, { decided, replica });
  const { minimumGainPoints } = facts.policies;
  if (gain < minimumGainPoints)
    return {
      constraint: "minimum_gain",
      reason: `It gains ${inPoints(gain)} points; a move must gain ${inPoints(minimumGainPoints)}.`,
    };
  return {
    constraint: "not_needed",
    reason: `It would gain ${inPoints(gain)} points, but no plan with it was found to leave less over the limits.`,
  };
}

function mostMoves(facts: RegionFacts, { moves }: Decided): Hold {
  const most = facts.constraints.mostMoves ?? moves.length;
  return { constraint: "most_moves", reason: `${countOf(most, "move")} are all that may be made.` };
}

/** Points that its stamp's pools over their limits would lose, after all moves, if it left too. */
function gainOf(facts: RegionFacts, { decided, replica }: Asked): number {
  return facts.pools
    .filter(({ stamp }) => stamp === replica.home)
    .reduce((sum, pool) => {
      const leave = attributeLoads(pool, 1).get(replica.registry)?.leave;
      const hot = hotAfter(decided, pool);
      const excess = (curve: Float64Array) =>
        Math.max(
          0,
          (quantileR7(
            curve.filter((points) => !Number.isNaN(points)),
            0.95,
          ) ?? 0) - pool.measures.limit,
        );
      return sum + excess(hot) - excess(hot.map((points, bin) => points - (leave?.[bin] ?? 0)));
    }, 0);
}
