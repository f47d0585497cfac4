import { CurveMemory, MISSING_TICKS } from "./curveMemory.ts";
import type { SearchInstance, SearchPool } from "./types.ts";

/**
 * Curves are kept as whole numbers of ticks, so that adding and taking off in any order comes to the same to the last bit.
 * A tick is 0.00006 points; 131,072 points fit.
 */
const TICKS_PER_POINT = 2 ** 14;
/** All traffic together in units, whole numbers that add up exactly. */
const TRAFFIC_UNITS = 2 ** 40;
const PROBABILITY = 0.95;
/** What the rounding of many curves may add up to, 0.001 points: a pool is not over its limit because of it. */
const ROUNDING_TICKS = 16;

export interface Curve {
  /** In the model's memory. */
  readonly address: number;
  readonly least: number;
  readonly greatest: number;
}

/** A pool in units of demand: what arrives is added as it is, whatever the scale. */
export interface ModelPool {
  readonly stamp: number;
  readonly base: Int32Array;
  /** Ticks of demand. */
  readonly limit: number;
  readonly pointsPerTick: number;
  /** The R-7 quantile lies between the value of this rank from the top, counted from 0, and the one above it. */
  readonly lowerRank: number;
  readonly fraction: number;
  readonly domainLossFactor: number;
}

export interface SearchModel {
  readonly instance: SearchInstance;
  readonly memory: CurveMemory;
  readonly pools: readonly ModelPool[];
  /** Pool of a stamp and kind, at stamp × kinds + kind; −1 = none. */
  readonly poolAt: Int32Array;
  /** What an item takes from its home and brings elsewhere, at item × kinds + kind. */
  readonly leave: readonly (Curve | null)[];
  readonly demand: readonly (Curve | null)[];
  readonly homes: Int32Array;
  readonly traffic: Float64Array;
  readonly trafficPerUnit: number;
  /** The items that each must not share a stamp with. */
  readonly apart: readonly (readonly number[])[];
  /** Items that may go somewhere. */
  readonly movable: readonly number[];
  readonly tenants: readonly (readonly number[])[];
}

/** Lays the instance out for the search. Throws RangeError where it contradicts itself. */
export function layOutModel(instance: SearchInstance): SearchModel {
  const { kinds, items } = instance;
  const memory = new CurveMemory(instance.bins);
  const poolAt = new Int32Array(instance.stamps * kinds).fill(-1);
  for (const [index, { stamp, kind }] of instance.pools.entries()) poolAt[stamp * kinds + kind] = index;
  const leave: (Curve | null)[] = new Array(items.length * kinds).fill(null);
  const demand: (Curve | null)[] = new Array(items.length * kinds).fill(null);
  for (const [index, item] of items.entries()) {
    for (const load of item.loads) {
      const home = instance.pools[poolAt[item.home * kinds + load.kind] ?? -1];
      if (home === undefined) throw new RangeError(`item ${index} loads a kind that its home does not have`);
      const at = index * kinds + load.kind;
      leave[at] = keepCurve(memory, load.leave, { scale: home.scale, where: home.measured });
      demand[at] = keepCurve(memory, load.demand, { scale: 1, where: null });
      for (const stamp of item.allowed)
        if ((poolAt[stamp * kinds + load.kind] ?? -1) < 0)
          throw new RangeError(`item ${index} may go to stamp ${stamp}, which has no pool for its load`);
    }
  }
  const total = items.reduce((sum, { traffic }) => sum + traffic, 0);
  const trafficPerUnit = total > 0 ? total / TRAFFIC_UNITS : 1;
  const apart: number[][] = items.map(() => []);
  for (const [one, other] of instance.apart) {
    apart[one]?.push(other);
    apart[other]?.push(one);
  }
  const tenants: number[][] = [];
  for (const [index, { tenant }] of items.entries()) {
    tenants[tenant] ??= [];
    tenants[tenant].push(index);
  }
  return {
    instance,
    memory,
    pools: instance.pools.map(toPool),
    poolAt,
    leave,
    demand,
    homes: Int32Array.from(items, ({ home }) => home),
    traffic: Float64Array.from(items, ({ traffic }) => Math.round(traffic / trafficPerUnit)),
    trafficPerUnit,
    apart,
    movable: items.flatMap(({ home, allowed }, index) => (allowed.some((to) => to !== home) ? [index] : [])),
    tenants: Array.from(tenants, (members) => members ?? []),
  };
}

function toPool(pool: SearchPool): ModelPool {
  if (!(pool.scale > 0)) throw new RangeError("a pool's scale is more than 0");
  const ticks = TICKS_PER_POINT / pool.scale;
  const base = Int32Array.from(pool.measured, (points) =>
    Number.isNaN(points) ? MISSING_TICKS : Math.round(points * ticks),
  );
  const count = base.reduce((sum, value) => sum + (value === MISSING_TICKS ? 0 : 1), 0);
  if (count === 0) throw new RangeError("a pool without data cannot be searched");
  const position = PROBABILITY * (count - 1);
  return {
    stamp: pool.stamp,
    base,
    limit: pool.limit * ticks + ROUNDING_TICKS,
    pointsPerTick: pool.scale / TICKS_PER_POINT,
    lowerRank: count - 1 - Math.floor(position),
    fraction: position - Math.floor(position),
    domainLossFactor: pool.domainLossFactor,
  };
}

function keepCurve(
  memory: CurveMemory,
  values: ArrayLike<number>,
  { scale, where }: { readonly scale: number; readonly where: ArrayLike<number> | null },
): Curve {
  // Millions of values: what an iterator and a closure would cost is seconds.
  const ticks = new Int32Array(values.length);
  let least = Number.POSITIVE_INFINITY;
  let greatest = 0;
  for (let bin = 0; bin < ticks.length; bin++) {
    const load = where !== null && Number.isNaN(where[bin] ?? 0) ? 0 : (values[bin] ?? 0);
    const value = Math.round((load * TICKS_PER_POINT) / scale) | 0;
    if (value < 0) throw new RangeError("a load is not negative");
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    ticks[bin] = value;
  }
  return { address: memory.keepLoad(ticks), least, greatest };
}
