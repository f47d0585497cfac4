import type { StampVerdict } from "../../simulation/judgeStamps.ts";
import type { PlannedStamp, SimulatedPool } from "../../simulation/types.ts";
import { brokenPool, type DraftPlan } from "./draftPlan.ts";
import { hasKindsOf, mustStandApart, refuseUntold } from "./findDestinations.ts";
import { nameStamp } from "./nameStamp.ts";
import { estimateOf, findOverfull, simulateAll } from "./simulateRegion.ts";
import { type SizedStamp, sizeNewStamp } from "./sizeNewStamp.ts";
import type { ChosenMove, PlanningReplica, RegionFacts } from "./types.ts";

/** A tenant that gets a stamp of few tenants, or why it does not. */
export interface Isolation {
  readonly tenant: string;
  /** The stamps that it leaves. */
  readonly stamps: readonly string[];
  readonly moves: readonly ChosenMove[];
  /** Where it goes; null = nowhere: the reason says why. */
  readonly to: string | null;
  /** That stamp, where it is to be made, or was declared and is not made yet. */
  readonly planned: PlannedStamp | null;
  readonly isNew: boolean;
  /** Where its nodes are larger than any of the region: what those would come to. */
  readonly usual: SizedStamp["usual"];
  readonly reason: string;
}

export interface IsolationQuestion {
  readonly facts: RegionFacts;
  readonly verdicts: readonly StampVerdict[];
  /** Replicas that may move. */
  readonly movable: readonly PlanningReplica[];
}

/**
 * Every tenant for which isolation is the verdict, with all that it may move of the stamps that it dominates: to an
 * existing isolated stamp that holds it, to one that is declared, or to a new one made to its measure. The existing one
 * that keeps the most room first; ties by name.
 */
export function isolateTenants(question: IsolationQuestion): Isolation[] {
  const byTenant = Map.groupBy(
    question.verdicts.filter(({ verdict }) => verdict === "isolate"),
    ({ evidence }) => evidence.tenant?.name ?? "",
  );
  const found: Isolation[] = [];
  for (const [tenant, verdicts] of [...byTenant].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const stamps = verdicts.map(({ stamp }) => stamp);
    const own = question.movable.filter((one) => one.tenant === tenant && stamps.includes(one.home));
    found.push({ tenant, stamps, ...placeTenant(question, { tenant, own, before: found }) });
  }
  return found;
}

interface Tenancy {
  readonly tenant: string;
  readonly own: readonly PlanningReplica[];
  readonly before: readonly Isolation[];
}

type Placed = Omit<Isolation, "tenant" | "stamps">;

function placeTenant({ facts }: IsolationQuestion, tenancy: Tenancy): Placed {
  const { own, tenant } = tenancy;
  const none = { moves: [], to: null, planned: null, isNew: false, usual: [] };
  if (own.length === 0) return { ...none, reason: `Nothing of ${tenant} may move.` };
  const existing = findExisting(facts, tenancy);
  if (existing !== null) return existing;
  const declared = findDeclared(facts, tenancy);
  if (declared !== null) return declared;
  if (!facts.constraints.newStamps)
    return { ...none, reason: `No isolated stamp has room for ${tenant}, and none is to be made.` };
  const name = nameFor(facts, tenancy.before);
  const moves = movesTo(own, name);
  const sized = sizeNewStamp(facts, { name, moves, least: new Map() });
  if (sized === null)
    return {
      ...none,
      reason: `A hundred nodes of its own would not hold ${tenant} under the limit with an update domain out.`,
    };
  return { moves, to: name, ...sized, isNew: true, reason: `${name} is made for ${tenant}` };
}

function movesTo(own: readonly PlanningReplica[], to: string): ChosenMove[] {
  return own.map(({ registry, tenant, home }) => ({ registry, tenant, from: home, to, isolates: true }));
}

/** Numbered on from those that this proposal makes already. */
function nameFor({ region, stamps, takenNames }: RegionFacts, before: readonly Isolation[]): string {
  const taken = new Set([...takenNames, ...before.flatMap(({ to }) => to ?? [])]);
  return nameStamp(
    region,
    stamps.map(({ name }) => name),
    taken,
  );
}

function findExisting(facts: RegionFacts, tenancy: Tenancy): Placed | null {
  const rooms = [...facts.isolatedDestinations].flatMap((to) => {
    if (!mayTake(facts, { to, tenancy }) || refuseUntold(facts, to) !== null) return [];
    if (tenancy.own.some(({ home }) => !hasKindsOf(facts, { home, to }))) return [];
    const moves = [...tenancy.before.flatMap((one) => one.moves), ...movesTo(tenancy.own, to)];
    const planned = tenancy.before.flatMap((one) => one.planned ?? []);
    const room = roomAt(simulateAll(facts, { moves, planned }), to);
    return room === null ? [] : [{ to, room }];
  });
  const best = rooms.sort((a, b) => b.room - a.room || (a.to < b.to ? -1 : 1))[0];
  if (best === undefined) return null;
  const { to } = best;
  const reason = `${to} is isolated and has room for ${tenancy.tenant}`;
  return { moves: movesTo(tenancy.own, to), to, planned: null, isNew: false, usual: [], reason };
}

function findDeclared(facts: RegionFacts, tenancy: Tenancy): Placed | null {
  const used = new Set(tenancy.before.flatMap(({ to }) => to ?? []));
  for (const planned of facts.planned) {
    const stamp = facts.stamps.find(({ name }) => name === planned.name);
    if (planned.kind !== "isolated" || used.has(planned.name) || stamp === undefined || stamp.cordoned)
      continue;
    if (facts.constraints.excludeStamps.includes(planned.name)) continue;
    const kinds = new Set(planned.pools.map(({ kind }) => kind));
    const needed = facts.pools.filter(({ stamp: name }) => tenancy.own.some(({ home }) => home === name));
    if (needed.some(({ kind }) => !kinds.has(kind))) continue;
    const moves = movesTo(tenancy.own, planned.name);
    if (roomAt(simulateAll(facts, { moves, planned: [planned] }), planned.name) === null) continue;
    const reason = `${planned.name} is declared, and has room for ${tenancy.tenant}`;
    return { moves, to: planned.name, planned, isNew: false, usual: [], reason };
  }
  return null;
}

function mayTake(
  facts: RegionFacts,
  { to, tenancy }: { readonly to: string; readonly tenancy: Tenancy },
): boolean {
  if (facts.constraints.excludeStamps.includes(to) || tenancy.own.some(({ home }) => home === to))
    return false;
  const residents = facts.replicas.filter(({ home }) => home === to);
  return !tenancy.own.some((one) => residents.some((other) => mustStandApart(one, other)));
}

/** Points that the fullest pool of a stamp keeps under its limit at the high end; null where any is over, or untold. */
function roomAt(pools: readonly SimulatedPool[], stamp: string): number | null {
  const own = pools.filter((pool) => pool.stamp === stamp);
  if (findOverfull(own).length > 0) return null;
  const rooms = own.map((pool) => pool.limit - (estimateOf(pool)?.high ?? Number.POSITIVE_INFINITY));
  const least = Math.min(...rooms);
  return Number.isFinite(least) ? least : null;
}

/** The stamps that are to be made for those who go there. */
export function plannedBy(isolations: readonly Isolation[]) {
  return isolations.flatMap(({ planned, moves }) =>
    planned === null || moves.length === 0 ? [] : [planned],
  );
}

/** Of a new stamp that is too small on the way there, the pool that is gets more nodes. */
export function growUntilSafe(facts: RegionFacts, isolation: Isolation, draft: DraftPlan): Isolation {
  let grown = isolation;
  for (let attempt = 0; attempt < MOST_GROWN && grown.isNew && grown.planned !== null; attempt++) {
    const broken = brokenPool(draft(grown.moves, [grown.planned]));
    const pool = grown.planned.pools.find(({ name }) => broken?.stamp === grown.to && broken.pool === name);
    if (pool === undefined) break;
    const sized = sizeNewStamp(facts, {
      name: grown.planned.name,
      moves: grown.moves,
      least: new Map([[pool.kind, pool.instances + 1]]),
    });
    if (sized === null) break;
    grown = { ...grown, ...sized };
  }
  return grown;
}

const MOST_GROWN = 6;

/** At most so many moves: of tenants that are isolated, those that relieve the most first. */
export function keepWithin(facts: RegionFacts, isolations: readonly Isolation[]): Isolation[] {
  let left = facts.constraints.mostMoves ?? Number.POSITIVE_INFINITY;
  const weights = new Map(
    facts.pools.flatMap(({ load }) =>
      (load?.registries ?? []).map(({ name, requests }) => [
        name,
        requests.reduce((sum, one) => sum + one, 0),
      ]),
    ),
  );
  return isolations.map((one) => {
    const kept = one.moves
      .toSorted((a, b) => (weights.get(b.registry) ?? 0) - (weights.get(a.registry) ?? 0))
      .slice(0, left);
    left -= kept.length;
    return { ...one, moves: one.moves.filter((move) => kept.includes(move)) };
  });
}
