import { createRelief } from "../../contribution/measureRelief.ts";
import type { SimulatedPool } from "../../simulation/types.ts";
import type { OrderedMove } from "../orderMoves.ts";
import type { Isolation } from "./isolateTenants.ts";
import { inPoints, listOf, ordinal } from "./planningWords.ts";
import { estimateOf } from "./simulateRegion.ts";
import { type ChosenMove, poolKey, type RegionFacts } from "./types.ts";

interface Decided {
  readonly moves: readonly ChosenMove[];
  readonly isolations: readonly Isolation[];
  readonly simulation: { readonly pools: readonly SimulatedPool[] };
  readonly question: {
    readonly destinations: readonly string[];
    readonly baseline: readonly SimulatedPool[];
  };
}

/** Points that a pool's hot-node P95 falls by when a registry alone is taken out; by registry, those with load. */
export type ReliefPoints = ReadonlyMap<string, number>;

/** The pool for which a stamp is relieved: the one most over its limit, else the one closest to it. */
export function reliefPool(
  facts: Pick<RegionFacts, "pools">,
  stamp: string,
): RegionFacts["pools"][number] | null {
  const own = facts.pools.filter((pool) => pool.stamp === stamp && pool.measures.hotNodeP95 !== null);
  const over = ({ measures }: RegionFacts["pools"][number]) => (measures.hotNodeP95 ?? 0) - measures.limit;
  return own.toSorted((a, b) => over(b) - over(a))[0] ?? null;
}

/** As the contribution of the pool tells it. */
export function reliefPointsOf({ fitted, load }: RegionFacts["pools"][number]): ReliefPoints {
  const relief = fitted === null || load === null ? null : createRelief(fitted, load);
  if (relief === null || load === null) return new Map();
  return new Map(
    load.registries.flatMap(({ name, requests, bytes }, place) =>
      requests.some((value) => value > 0) || bytes.some((value) => value > 0)
        ? [[name, relief([place])] as const]
        : [],
    ),
  );
}

/** Why each move, and why there: sentences that an approver can check against the numbers of the proposal. */
export function createMoveReasons(facts: RegionFacts, decided: Decided): (step: OrderedMove) => string {
  const relief = new Map(
    [...new Set(decided.moves.map(({ from }) => from))].flatMap((stamp) => {
      const pool = reliefPool(facts, stamp);
      return pool === null ? [] : [[stamp, { pool, points: reliefPointsOf(pool) }] as const];
    }),
  );
  return ({ move, ahead }) => {
    const chosen = decided.moves.find(({ registry }) => registry === move.registry);
    const from = relief.get(move.from) ?? null;
    const sentences = [
      whyThis(decided, move, from),
      chosen?.isolates === true
        ? whyIsolated(decided, move, (from?.points.get(move.registry) ?? 0) >= LEAST_POINTS)
        : whyThere(decided, move.to),
      ahead === null ? "" : whyAhead(decided, ahead),
    ];
    return sentences.filter((sentence) => sentence !== "").join(" ");
  };
}

/** Why a larger move goes first: what a smaller one would do until it has, against the limit or what is there now. */
function whyAhead({ simulation }: Decided, { of, because }: NonNullable<OrderedMove["ahead"]>): string {
  const { stamp, pool, value, bound } = because;
  const limit = findPool(simulation.pools, poolKey({ stamp, pool }))?.limit ?? bound;
  const over =
    bound > limit ? `the ${inPoints(bound)} % that it has now` : `its limit of ${inPoints(limit)} %`;
  const to = value === null ? "to what cannot be told" : `to ${inPoints(value)} %, over ${over}`;
  return `It goes before ${of}, which would bring ${stamp} ${pool} ${to} until then.`;
}

interface Relief {
  readonly pool: RegionFacts["pools"][number];
  readonly points: ReliefPoints;
}

function whyThis(
  { simulation }: Decided,
  { registry, from }: OrderedMove["move"],
  relief: Relief | null,
): string {
  const own = relief?.points.get(registry);
  if (relief === null || own === undefined) return `It has no load on ${from} in these hours.`;
  const place = `${from} ${relief.pool.pool}`;
  if (own < LEAST_POINTS) return `By itself it takes less than 0.1 points off ${place}.`;
  const p95 = relief.pool.measures.hotNodeP95 ?? 0;
  const pool = findPool(simulation.pools, poolKey(relief.pool));
  const after = (pool === undefined ? null : estimateOf(pool)?.value) ?? p95;
  return `By itself it takes ${inPoints(own)} points off ${place}, which all moves together bring from ${inPoints(p95)} to ${inPoints(after)} %.`;
}

/** Less is written as 0.0. */
export const LEAST_POINTS = 0.05;

/** @param withNumbers what becomes of the stamp that it goes to: the same for each of them, so told of those that matter */
function whyIsolated(
  { isolations, simulation }: Decided,
  { to, tenant }: OrderedMove["move"],
  withNumbers: boolean,
): string {
  const isolation = isolations.find((one) => one.to === to && one.tenant === tenant);
  if (isolation === undefined) return "";
  const numbers = withNumbers ? `: with all of it, ${listOf(placedPools(simulation.pools, to))}` : "";
  return `It goes with the rest of ${tenant}; ${isolation.reason}${numbers}.`;
}

function whyThere({ simulation, question }: Decided, to: string): string {
  const rooms = question.destinations
    .map((stamp) => ({ stamp, room: roomOf(question.baseline, stamp) }))
    .sort((a, b) => b.room - a.room || (a.stamp < b.stamp ? -1 : 1));
  const rank = rooms.findIndex(({ stamp }) => stamp === to);
  const known = rank === 0 ? "the most room" : `the ${ordinal(rank + 1)} most room`;
  const of = rooms.length > 1 ? ` of ${rooms.length} that may take load` : "";
  return `${to} has ${known}${of}: ${listOf(placedPools(simulation.pools, to))}.`;
}

/** `dataproxy 38 → 47.1 (at most 51.2) of 60 %` of each pool, with all that comes. */
function placedPools(pools: readonly SimulatedPool[], stamp: string): string[] {
  return pools
    .filter((pool) => pool.stamp === stamp)
    .map((pool) => {
      const after = estimateOf(pool);
      const before = pool.before.hotNodeP95;
      const from = before === null ? "" : `${inPoints(before)} → `;
      if (after === null) return `${pool.pool} cannot be told`;
      return `${pool.pool} ${from}${inPoints(after.value)} (at most ${inPoints(after.high)}) of ${inPoints(pool.limit)} %`;
    });
}

/** Points under the limit in the fullest pool of a stamp. */
function roomOf(pools: readonly SimulatedPool[], stamp: string): number {
  return pools
    .filter((pool) => pool.stamp === stamp)
    .reduce(
      (least, pool) => Math.min(least, pool.limit - (estimateOf(pool)?.value ?? Number.POSITIVE_INFINITY)),
      Number.POSITIVE_INFINITY,
    );
}

/** The pools of a region by their names. */
export function findPool(pools: readonly SimulatedPool[], key: string): SimulatedPool | undefined {
  return pools.find((pool) => poolKey(pool) === key);
}
