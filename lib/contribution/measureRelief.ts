import { quantileFromTop } from "../stats/index.ts";
import { evenPoints, type FittedPool, measureSeries, partsOf } from "./fittedPool.ts";
import type { PlacedLoad } from "./placedLoads.ts";
import { hotAfter, layOutPool } from "./poolBase.ts";
import type { PoolLoad } from "./types.ts";

const HOT_NODE_PROBABILITY = 0.95;
/** The hottest bins that are looked at first; where what is left falls below the others, all are. */
const LOOKED_AT_SHARE = 0.25;
const FEWEST_LOOKED_AT = 80;
/** Less than half of what is stored, wherever it falls. */
const NEGLIGIBLE_POINTS = 0.005;

/** Points that the pool's hot-node P95 falls when the load of the registries at these places is taken out together. */
export type Relief = (places: readonly number[]) => number;

/**
 * Relief in a pool: its hot-node P95 minus the same with the attributed CPU taken off each node-minute (never below
 * idle) and the greatest node taken anew. Never negative. Null where the pool has no data.
 */
export function createRelief(pool: FittedPool, load: PoolLoad): Relief | null {
  const { hot, reported, alive, hotNodeP95: before } = measureSeries(pool.nodes);
  if (before === null) return null;
  const base = layOutPool(pool);
  const looked = Math.min(
    reported.length,
    Math.max(FEWEST_LOOKED_AT, Math.ceil(reported.length * LOOKED_AT_SHARE)),
  );
  const byHeat = Int32Array.from(reported.keys()).sort(
    (a, b) => (hot[reported[b] ?? 0] ?? 0) - (hot[reported[a] ?? 0] ?? 0) || a - b,
  );
  const hottest = byHeat.slice(0, looked).sort();
  // No bin that was not looked at is hotter than this, with the load or without it.
  const ceiling = looked < reported.length ? (hot[reported[byHeat[looked] ?? 0] ?? 0] ?? 0) : -1;

  return (places) => {
    const loads = places.flatMap((place): PlacedLoad[] => {
      const registry = load.registries[place];
      const model = pool.model.registries[place];
      if (registry === undefined || model === undefined) return [];
      const points = evenPoints(registry, model, { alive, ratio: -1, reported: load.reported });
      const parts = partsOf(pool.model, model);
      return isNegligible(points, parts) ? [] : [{ points, parts }];
    });
    if (loads.length === 0) return 0;
    const p95Of = (places?: Int32Array) =>
      quantileFromTop(hotAfter(base, loads, places), reported.length, HOT_NODE_PROBABILITY) ?? before;
    const after = p95Of(hottest);
    if (after >= ceiling) return Math.max(0, before - after);
    return Math.max(0, before - p95Of());
  };
}

function isNegligible(points: Float64Array, parts: ArrayLike<number>): boolean {
  let most = 0;
  for (let bin = 0; bin < points.length; bin++) most = Math.max(most, -(points[bin] ?? 0));
  let part = 0;
  for (let node = 0; node < parts.length; node++) part = Math.max(part, parts[node] ?? 0);
  return most * part < NEGLIGIBLE_POINTS;
}
