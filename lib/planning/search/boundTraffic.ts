import { layOutModel, type ModelPool, type SearchModel } from "./searchModel.ts";
import type { SearchInstance } from "./types.ts";

/** How many of a pool's greatest bins the bound is taken over: any number above the rank gives a bound. */
const WIDTHS = [1.2, 1.6, 2.5, 5, 20];
/** What a point of excess may be worth, in parts of all traffic: tried one after the other, each gives a bound. */
const PRICES = Array.from({ length: 40 }, (_, step) => 10 ** (-4 + step * 0.2));
const NONE_POINTS = 1e-6;

/**
 * Traffic under which no placement with at most this total excess can be, in the unit of the items; destinations and whole
 * moves are let go of.
 *
 * When loads leave, a pool's P95 is at least the mean, over any of its bins but the greatest (36 of 720), of what was
 * measured, less the sum of what leaves on these bins over their number without the greatest. So each pool needs a linear
 * amount to leave, and the least traffic for it is a knapsack filled in parts, best relief for its traffic first.
 */
export function boundTraffic(instance: SearchInstance, excess: number): number {
  const model = layOutModel(instance);
  const needs = Array.from({ length: instance.stamps }, (_, stamp) => listNeeds(model, stamp));
  const total = model.traffic.reduce((sum, units) => sum + units, 0);
  const prices = excess > NONE_POINTS ? PRICES.map((part) => part * total) : [Number.POSITIVE_INFINITY];
  let best = 0;
  for (const price of prices) {
    const least = needs.reduce(
      (sum, own) => sum + own.reduce((most, need) => Math.max(most, leastCost(need, price)), 0),
      0,
    );
    best = Math.max(best, least - (excess > NONE_POINTS ? price * excess : 0));
  }
  return best * model.trafficPerUnit;
}

/** What has to leave a pool, and what each item contributes, best relief for its traffic first. */
interface Need {
  readonly points: number;
  readonly items: readonly { readonly points: number; readonly traffic: number }[];
}

function listNeeds(model: SearchModel, stamp: number): Need[] {
  const { instance, poolAt, pools } = model;
  return Array.from({ length: instance.kinds }, (_, kind) => kind).flatMap((kind) => {
    const pool = pools[poolAt[stamp * instance.kinds + kind] ?? -1];
    if (pool === undefined) return [];
    const order = Array.from(pool.base, (_, bin) => bin).filter((bin) => (pool.base[bin] ?? -1) >= 0);
    order.sort((one, other) => (pool.base[other] ?? 0) - (pool.base[one] ?? 0) || one - other);
    return WIDTHS.flatMap((width): Need[] => {
      const bins = order.slice(0, Math.ceil((pool.lowerRank + 1) * width));
      const need = needOver(model, { stamp, kind, pool }, bins);
      return need === null ? [] : [need];
    });
  });
}

function needOver(
  model: SearchModel,
  { stamp, kind, pool }: { readonly stamp: number; readonly kind: number; readonly pool: ModelPool },
  bins: readonly number[],
): Need | null {
  const count = bins.length - pool.lowerRank;
  if (count <= 0) return null;
  let sum = 0;
  for (const bin of bins.slice(pool.lowerRank)) sum += pool.base[bin] ?? 0;
  const points = (sum / count - pool.limit) * pool.pointsPerTick;
  if (points <= 0) return null;
  const items = model.movable.flatMap((item) => {
    const curve = model.leave[item * model.instance.kinds + kind];
    if (model.homes[item] !== stamp || curve === null || curve === undefined) return [];
    let taken = 0;
    const ticks = model.memory.look(curve.address);
    for (const bin of bins) taken += ticks[bin] ?? 0;
    if (taken === 0) return [];
    return [{ points: (taken / count) * pool.pointsPerTick, traffic: model.traffic[item] ?? 0 }];
  });
  items.sort((one, other) => one.traffic * other.points - other.traffic * one.points);
  return { points, items };
}

/** Least traffic, excess that is left counted at its price. */
function leastCost({ points, items }: Need, price: number): number {
  let left = points;
  let cost = 0;
  for (const item of items) {
    if (left <= 0 || item.traffic > price * item.points) break;
    const part = Math.min(1, left / item.points);
    cost += part * item.traffic;
    left -= part * item.points;
  }
  // Where all of it is not enough, no placement is without excess here; what was asked cannot be.
  return left > 0 && price < Number.POSITIVE_INFINITY ? cost + left * price : cost;
}
