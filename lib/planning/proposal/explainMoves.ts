import { createRelief } from "../../contribution/measureRelief.ts";
import type { SimulatedPool } from "../../simulation/types.ts";
import type { OrderedMove } from "../orderMoves.ts";
import type { Isolation } from "./isolateTenants.ts";
import { inPoints, inShare, listOf } from "./planningWords.ts";
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
    const sentences = [
      whyThis(decided, move, relief.get(move.from) ?? null),
      chosen?.isolates === true ? whyIsolated(decided, move) : whyThere(decided, move.to),
      ahead === null
        ? ""
        : `It goes before ${ahead.of}, which would bring ${ahead.because.stamp} ${ahead.because.pool} ${toValue(ahead.because)} until then.`,
    ];
    return sentences.filter((sentence) => sentence !== "").join(" ");
  };
}

function toValue({ value, bound }: { readonly value: number | null; readonly bound: number }): string {
  return value === null ? "to what cannot be told" : `to ${inPoints(value)} of ${inPoints(bound)} %`;
}

interface Relief {
  readonly pool: RegionFacts["pools"][number];
  readonly points: ReliefPoints;
}

function whyThis(
  { isolations, simulation }: Decided,
  { registry, from, tenant }: OrderedMove["move"],
  relief: Relief | null,
): string {
  const isolated = isolations.some((one) => one.tenant === tenant && one.stamps.includes(from));
  const together = isolated ? ` It goes with the rest of ${tenant}.` : "";
  const own = relief?.points.get(registry);
  if (relief === null || own === undefined) return `It has no load on ${from} in these hours.${together}`;
  const place = `${from} ${relief.pool.pool}`;
  const p95 = relief.pool.measures.hotNodeP95 ?? 0;
  const pool = findPool(simulation.pools, poolKey(relief.pool));
  const after = (pool === undefined ? null : estimateOf(pool)?.value) ?? p95;
  const all = `All moves together take ${place} from ${inPoints(p95)} to ${inPoints(after)} %`;
  if (own < LEAST_POINTS) return `${all}; this one by itself takes nothing off it.${together}`;
  const share = p95 > after ? ` (${inShare(Math.min(1, own / (p95 - after)))} of that)` : "";
  return `${all}; this one by itself takes ${inPoints(own)} points off${share}.${together}`;
}

/** Less is written as 0.0. */
const LEAST_POINTS = 0.05;

function whyIsolated({ isolations, simulation }: Decided, { to }: OrderedMove["move"]): string {
  const isolation = isolations.find((one) => one.to === to);
  if (isolation === undefined) return "";
  return `${isolation.reason}: ${listOf(placedPools(simulation.pools, to))}.`;
}

function whyThere({ simulation, question }: Decided, to: string): string {
  const rooms = question.destinations
    .map((stamp) => ({ stamp, room: roomOf(question.baseline, stamp) }))
    .sort((a, b) => b.room - a.room || (a.stamp < b.stamp ? -1 : 1));
  const rank = rooms.findIndex(({ stamp }) => stamp === to);
  const known =
    rank === 0 ? "has the most room" : `has room (${rank + 1}. of ${rooms.length} that take load)`;
  return `${to} ${known}: ${listOf(placedPools(simulation.pools, to))}.`;
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
