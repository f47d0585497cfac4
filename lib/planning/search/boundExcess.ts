import { layOutModel, type ModelPool, type SearchModel } from "./searchModel.ts";
import type { SearchInstance } from "./types.ts";

const STEPS = 120;
/** Parts of the bins that the bound is taken over, the hottest of the region: any part gives a bound. */
const PARTS = [1, 0.5, 0.25];

/**
 * Points under which the total excess of no placement can be; whole moves, order and how many are let go of.
 *
 * A pool's P95 is at least the mean of what is left of any bins when the greatest (36 of 720) are left out, and for sums of
 * curves that mean is at least the sum of the curves' own: so it is bounded by a sum over items, and least total excess by
 * a linear program (items in parts, to any allowed stamp). Its Lagrangian dual is climbed by subgradients; every value on
 * the way is a bound.
 */
export function boundExcess(instance: SearchInstance): number {
  const model = layOutModel(instance);
  return PARTS.reduce((best, part) => Math.max(best, climb(toProgram(model, part))), 0);
}

/** Points of every pool without its movable items less its limit; of every item on every pool where it may be. */
interface Program {
  readonly pools: number;
  readonly rest: Float64Array;
  readonly items: readonly (readonly ItemPlace[])[];
}

/** A stamp for an item: what it adds to the pools there. */
interface ItemPlace {
  readonly pools: readonly number[];
  readonly points: readonly number[];
}

function toProgram(model: SearchModel, part: number): Program {
  const { instance, pools, homes, leave, demand, poolAt, movable } = model;
  const { kinds } = instance;
  const bins = hottestBins(model, Math.ceil(instance.bins * part));
  const bases = pools.map(({ base }) => Float64Array.from(base));
  for (const item of movable)
    for (let kind = 0; kind < kinds; kind++) {
      const base = bases[poolAt[(homes[item] ?? 0) * kinds + kind] ?? -1];
      const curve = leave[item * kinds + kind];
      if (base === undefined || curve === null || curve === undefined) continue;
      const ticks = model.memory.look(curve.address);
      for (let bin = 0; bin < base.length; bin++) base[bin] = (base[bin] ?? 0) - (ticks[bin] ?? 0);
    }
  const counts = pools.map((pool) =>
    Math.max(0, bins.filter((bin) => hasData(pool, bin)).length - pool.lowerRank),
  );
  const rest = Float64Array.from(pools, (pool, index) => {
    const values = bins.filter((bin) => hasData(pool, bin)).map((bin) => bases[index]?.[bin] ?? 0);
    const mean = meanOfLeast(sumsOfLeast(values), counts[index] ?? 0);
    return (mean - pool.limit) * pool.pointsPerTick;
  });
  const items = movable.map((item) => {
    const home = homes[item] ?? 0;
    const stamps = new Set([home, ...(instance.items[item]?.allowed ?? [])]);
    const sumsOf = (curves: SearchModel["leave"]) =>
      Array.from({ length: kinds }, (_, kind) => {
        const curve = curves[item * kinds + kind];
        if (curve === null || curve === undefined) return null;
        const ticks = model.memory.look(curve.address);
        return sumsOfLeast(bins.map((bin) => ticks[bin] ?? 0));
      });
    const away = sumsOf(demand);
    const atHome = sumsOf(leave);
    return Array.from(stamps, (stamp): ItemPlace => {
      const places = (stamp === home ? atHome : away).flatMap((sums, kind) => {
        const index = poolAt[stamp * kinds + kind] ?? -1;
        const pool = pools[index];
        if (sums === null || pool === undefined) return [];
        return [{ index, points: meanOfLeast(sums, counts[index] ?? 0) * pool.pointsPerTick }];
      });
      return { pools: places.map(({ index }) => index), points: places.map(({ points }) => points) };
    });
  });
  return { pools: pools.length, rest, items };
}

function climb({ pools, rest, items }: Program): number {
  const weights = new Float64Array(pools).fill(1);
  const slope = new Float64Array(pools);
  let best = 0;
  for (let step = 0; step < STEPS; step++) {
    slope.set(rest);
    let value = 0;
    for (let pool = 0; pool < pools; pool++) value += (weights[pool] ?? 0) * (rest[pool] ?? 0);
    for (const places of items) value += addCheapest(places, weights, slope);
    best = Math.max(best, value);
    const length = Math.hypot(...slope);
    if (length === 0) break;
    const reach = 1 / (length * Math.sqrt(1 + step / 4));
    for (let pool = 0; pool < pools; pool++)
      weights[pool] = Math.min(1, Math.max(0, (weights[pool] ?? 0) + reach * (slope[pool] ?? 0)));
  }
  return best;
}

/** Puts the item where it costs least under the weights; gives the cost. */
function addCheapest(places: readonly ItemPlace[], weights: Float64Array, slope: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  let chosen: ItemPlace | undefined;
  for (const place of places) {
    let cost = 0;
    for (let at = 0; at < place.pools.length; at++)
      cost += (weights[place.pools[at] ?? 0] ?? 0) * (place.points[at] ?? 0);
    if (cost >= least) continue;
    least = cost;
    chosen = place;
  }
  if (chosen === undefined) return 0;
  for (const [at, pool] of chosen.pools.entries())
    slope[pool] = (slope[pool] ?? 0) + (chosen.points[at] ?? 0);
  return least;
}

/** Bins by the sum over pools of what was measured, greatest first. */
function hottestBins({ pools, instance }: SearchModel, count: number): number[] {
  const sums = new Float64Array(instance.bins);
  for (const pool of pools)
    for (let bin = 0; bin < sums.length; bin++)
      if (hasData(pool, bin)) sums[bin] = (sums[bin] ?? 0) + (pool.base[bin] ?? 0) * pool.pointsPerTick;
  const order = Array.from(sums, (_, bin) => bin);
  order.sort((one, other) => (sums[other] ?? 0) - (sums[one] ?? 0) || one - other);
  return order.slice(0, count);
}

function hasData({ base }: ModelPool, bin: number): boolean {
  return (base[bin] ?? -1) >= 0;
}

/** At k the sum of the k least. */
function sumsOfLeast(values: readonly number[]): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const sums = new Float64Array(values.length + 1);
  for (let place = 0; place < sorted.length; place++)
    sums[place + 1] = (sums[place] ?? 0) + (sorted[place] ?? 0);
  return sums;
}

/** 0 where nothing is left to take a mean of: then nothing is known but that loads are not negative. */
function meanOfLeast(sums: Float64Array, count: number): number {
  return count > 0 ? (sums[count] ?? 0) / count : 0;
}
