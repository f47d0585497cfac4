import { measureSeries } from "../contribution/fittedPool.ts";
import type { PoolLoad, RegistryLoad } from "../contribution/types.ts";
import type { SimulationPool } from "../simulation/types.ts";
import { type ObservedLoads, renderOnLoad } from "./renderOnLoad.ts";
import type { Episode } from "./types.ts";

/** A pool as it stood before an episode, and what registries asked of it after; null = nobody reported enough of that. */
export interface ObservedPool {
  readonly before: SimulationPool;
  readonly loadAfter: PoolLoad | null;
}

/**
 * The pools as they would have stood in the hours after, had the moves not been made: each asked for the load that was
 * observed, that of registries which left taken from where they went. A pool of which that cannot be said has no model.
 * The moves are still to be put on top: see predictPools.
 */
export function observePools(episode: Episode, pools: readonly ObservedPool[]): SimulationPool[] {
  return pools.map((pool) => {
    const { fitted, load } = pool.before;
    if (fitted === null || load === null) return pool.before;
    const observed = loadsWithoutMoves(episode, pool, pools);
    if (observed === null) return { ...pool.before, fitted: null, load: null, missing: "no_load_data" };
    const rendered = renderOnLoad(fitted, load, observed);
    return {
      ...pool.before,
      fitted: rendered,
      load: alignLoad(load, observed),
      measures: { ...pool.before.measures, ...measureRendered(rendered) },
    };
  });
}

/** What each registry of a pool asked for after the episode, wherever it then was; null where somebody's is not known. */
function loadsWithoutMoves(
  { moves }: Episode,
  { before, loadAfter }: ObservedPool,
  pools: readonly ObservedPool[],
): ObservedLoads | null {
  if (loadAfter === null) return null;
  const came = new Set(moves.filter(({ to }) => to === before.stamp).map(({ registry }) => registry));
  const left = moves.filter(({ from }) => from === before.stamp);
  const observed = new Map(
    loadAfter.registries
      .filter(({ name }) => !came.has(name))
      .map((own) => [own.name, fillUnreported(own, loadAfter.reported)]),
  );
  for (const { registry, to } of left) {
    const there = pools.find((pool) => pool.before.stamp === to && pool.before.kind === before.kind);
    // A stamp that has no pool of the kind takes nothing of it up.
    if (there === undefined) continue;
    if (there.loadAfter === null) return null;
    const own = there.loadAfter.registries.find(({ name }) => name === registry);
    if (own === undefined) observed.delete(registry);
    else observed.set(registry, fillUnreported(own, there.loadAfter.reported));
  }
  return observed;
}

/** In bins of which nothing is known, what the registry asked for on average: such a minute is not one without load. */
function fillUnreported(
  { requests, bytes }: Pick<RegistryLoad, "requests" | "bytes">,
  reported: Uint8Array,
): Pick<RegistryLoad, "requests" | "bytes"> {
  if (!reported.includes(0)) return { requests, bytes };
  const fill = (values: Float32Array) => {
    let sum = 0;
    let told = 0;
    for (let bin = 0; bin < values.length; bin++)
      if (reported[bin] === 1) {
        sum += values[bin] ?? 0;
        told++;
      }
    return values.map((value, bin) => (reported[bin] === 1 ? value : sum / Math.max(1, told)));
  };
  return { requests: fill(requests), bytes: fill(bytes) };
}

/** In the order of the model that the load was fitted with. Registries that are new are in the rendered pool, and move nowhere. */
function alignLoad(before: PoolLoad, observed: ObservedLoads): PoolLoad {
  const bins = before.toMinute - before.fromMinute;
  const silent = { requests: new Float32Array(bins), bytes: new Float32Array(bins) };
  return {
    ...before,
    reported: new Uint8Array(bins).fill(1),
    registries: before.registries.map((registry) => ({
      ...registry,
      ...(observed.get(registry.name) ?? silent),
    })),
  };
}

function measureRendered({ nodes }: NonNullable<SimulationPool["fitted"]>) {
  const { hot, average, reported, hotNodeP95 } = measureSeries(nodes);
  let max = 0;
  let sum = 0;
  for (const bin of reported) {
    max = Math.max(max, hot[bin] ?? 0);
    sum += average[bin] ?? 0;
  }
  if (reported.length === 0) return { hotNodeP95, max: null, average: null };
  return { hotNodeP95, max, average: sum / reported.length };
}
