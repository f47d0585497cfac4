import { compareText } from "#lib/core/index.ts";
import { classifyState } from "#lib/hotness/classifyState.ts";
import type { PoolState, Thresholds } from "#lib/hotness/types.ts";
import type { SimulationAnswer } from "#lib/simulation/simulationSchema.ts";

export type AnsweredPool = SimulationAnswer["pools"][number];

/** A number with the bounds within which it will be in nine of ten cases; equal bounds: it is certain. */
export interface Bounded {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A measure before and after. Percent; null = cannot be had. */
export interface Shift {
  readonly before: number | null;
  readonly after: Bounded | null;
  /** Points; null where either side is missing. */
  readonly change: number | null;
}

/** A pool before and after a scenario. */
export interface PoolOutcome {
  /** `stamp/pool` */
  readonly id: string;
  readonly stamp: string;
  readonly pool: string;
  readonly kind: string;
  readonly role: AnsweredPool["role"];
  readonly limit: number;
  readonly stateBefore: PoolState;
  readonly stateAfter: PoolState;
  readonly p95: Shift;
  readonly max: Shift;
  readonly average: Shift;
  /** Points from the hot-node P95 after to the limit, negative = over it; null = cannot be had. */
  readonly room: number | null;
  readonly flags: AnsweredPool["flags"];
}

export interface PoolContext {
  /** As it was measured; `unknown` where there is nothing to measure yet. */
  readonly state: PoolState;
  readonly thresholds: Thresholds;
}

/** A simulated pool with its changes and the states that its numbers mean. */
export function poolOutcome(pool: AnsweredPool, { state, thresholds }: PoolContext): PoolOutcome {
  const { before, after } = pool;
  const isUntold = pool.flags.includes("coverage_too_low") || after.hotNodeP95 === null;
  return {
    id: `${pool.stamp}/${pool.pool}`,
    stamp: pool.stamp,
    pool: pool.pool,
    kind: pool.kind,
    role: pool.role,
    limit: pool.limit,
    stateBefore: state,
    // An untouched pool stays what it was, also where that is unknown.
    stateAfter:
      pool.role === "untouched" ? state : isUntold ? "unknown" : classifyState(after.hotNodeP95, thresholds),
    p95: shiftOf(before.hotNodeP95, after.hotNodeP95, after.interval),
    max: shiftOf(before.max, after.max, after.intervals.max),
    average: shiftOf(before.average, after.average, after.intervals.average),
    room: after.hotNodeP95 === null ? null : pool.limit - after.hotNodeP95,
    flags: pool.flags,
  };
}

function shiftOf(
  before: number | null,
  after: number | null,
  interval: { readonly low: number; readonly high: number } | null,
): Shift {
  return {
    before,
    after:
      after === null ? null : { value: after, low: interval?.low ?? after, high: interval?.high ?? after },
    change: before === null || after === null ? null : after - before,
  };
}

const ROLE_ORDER = { source: 0, destination: 1, untouched: 2 } as const;

/** Sources, then destinations, then the others; within each by stamp and pool. */
export function arrangeOutcomes(pools: readonly PoolOutcome[]): PoolOutcome[] {
  const orderOf = stampOrder(pools);
  return pools.toSorted(
    (one, other) =>
      orderOf(one.stamp) - orderOf(other.stamp) ||
      compareText(one.stamp, other.stamp) ||
      compareText(one.pool, other.pool),
  );
}

/** A stamp stands where the first of its pools belongs: its pools are not torn apart. */
function stampOrder(pools: readonly PoolOutcome[]): (stamp: string) => number {
  const order = new Map<string, number>();
  for (const { stamp, role } of pools)
    order.set(stamp, Math.min(order.get(stamp) ?? ROLE_ORDER.untouched, ROLE_ORDER[role]));
  return (stamp) => order.get(stamp) ?? ROLE_ORDER.untouched;
}

/** The same pool under two scenarios. */
export interface ComparedPool {
  readonly id: string;
  /** What is the same of both: name, limit, before. */
  readonly common: PoolOutcome;
  /** Null where the pool is in the other scenario alone: a stamp that only that one makes. */
  readonly a: PoolOutcome | null;
  readonly b: PoolOutcome | null;
  /** Points by which B is over A; null where either is missing. */
  readonly difference: number | null;
}

/** Pools that either scenario changes (or all of them), side by side. */
export function compareOutcomes(
  a: readonly PoolOutcome[],
  b: readonly PoolOutcome[],
  shows: "touched" | "all",
): ComparedPool[] {
  const ofA = new Map(a.map((pool) => [pool.id, pool]));
  const ofB = new Map(b.map((pool) => [pool.id, pool]));
  const merged = new Map(
    [...a, ...b].map((pool) => [pool.id, mergeRoles(ofA.get(pool.id), ofB.get(pool.id), pool)]),
  );
  return arrangeOutcomes([...merged.values()])
    .filter(({ role }) => shows === "all" || role !== "untouched")
    .map((common) => {
      const [one = null, other = null] = [ofA.get(common.id), ofB.get(common.id)];
      const [inA, inB] = [one?.p95.after ?? null, other?.p95.after ?? null];
      const difference = inA === null || inB === null ? null : inB.value - inA.value;
      return { id: common.id, common, a: one, b: other, difference };
    });
}

function mergeRoles(
  a: PoolOutcome | undefined,
  b: PoolOutcome | undefined,
  otherwise: PoolOutcome,
): PoolOutcome {
  const changed = [a, b].find((pool) => pool !== undefined && pool.role !== "untouched");
  return changed ?? otherwise;
}
