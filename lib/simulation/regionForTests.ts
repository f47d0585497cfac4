import { fitLoadModel } from "../contribution/fitLoadModel.ts";
import { createRelief } from "../contribution/measureRelief.ts";
import { poolForTests, type TestPool } from "../contribution/poolForTests.ts";
import { hotNodeP95 } from "../hotness/hotNodeP95.ts";
import { DEFAULT_HOTNESS_SETTINGS, type PoolMeasures } from "../hotness/types.ts";
import { summarizeInt16 } from "../stats/index.ts";
import type { SimulationInput, SimulationPool } from "./types.ts";

export interface TestStampPool extends TestPool {
  readonly stamp: string;
  readonly kind?: string;
  readonly vcpusPerNode?: number | null;
  readonly limit?: number;
  readonly coverage?: number;
  readonly throttled?: boolean;
  readonly dominanceShare?: number;
  /** No load was reported. */
  readonly silent?: boolean;
}

/** A pool with its measures and its fitted model. */
export function simulationPoolForTests(pool: TestStampPool): SimulationPool {
  const { nodes, load } = poolForTests(pool);
  const vcpusPerNode = pool.vcpusPerNode === undefined ? 8 : pool.vcpusPerNode;
  const model = pool.silent === true ? null : fitLoadModel({ nodes, load, vcpusPerNode });
  const hot = Int16Array.from({ length: nodes.toMinute }, (_, bin) =>
    nodes.values.reduce((most, row) => Math.max(most, row[bin] ?? -1), -1),
  );
  const average = Int16Array.from({ length: nodes.toMinute }, (_, bin) => {
    const seen = nodes.values.map((row) => row[bin] ?? -1).filter((centi) => centi >= 0);
    return seen.length === 0 ? -1 : Math.round(seen.reduce((sum, centi) => sum + centi, 0) / seen.length);
  });
  const limit = pool.limit ?? DEFAULT_HOTNESS_SETTINGS.limitP95;
  const p95 = hotNodeP95(hot);
  const max = summarizeInt16(hot).max;
  const mean = summarizeInt16(average);
  const coverage = pool.coverage ?? 1;
  const measures: PoolMeasures = {
    pool: 1,
    window: { fromMinute: 0, toMinute: nodes.toMinute },
    hotNodeP95: p95,
    max: max === null ? null : max / 100,
    maxAt: null,
    average: mean.count === 0 ? null : mean.sum / mean.count / 100,
    hotSpotRatio: null,
    hottestNode: null,
    nodes: nodes.nodes.length,
    state: coverage < 0.5 ? "unknown" : "normal",
    stale: false,
    limit,
    excess: p95 === null ? null : Math.max(0, p95 - limit),
    now: { hot5m: null, hot15m: null, overSince: null },
    coverage: { bins: coverage, nodeMinutes: coverage, lesser: coverage },
    ownPeak: null,
  };
  const kind = pool.kind ?? "dataproxy";
  const fitted = model === null ? null : { nodes, model };
  return {
    stamp: pool.stamp,
    pool: kind,
    kind,
    measures,
    hot,
    present: Uint16Array.from(hot, (_, bin) => nodes.values.filter((row) => (row[bin] ?? -1) >= 0).length),
    vcpusPerNode,
    throttled: pool.throttled ?? false,
    fitted,
    missing: fitted === null ? "no_load_data" : null,
    rules: { warnBelow: 0.9, unknownBelow: 0.5 },
    dominanceShare: pool.dominanceShare ?? DEFAULT_HOTNESS_SETTINGS.dominanceShare,
    load: pool.silent === true ? null : load,
  };
}

/** A region of such pools; every registry is bound where it is given. */
export function regionForTests(pools: readonly TestStampPool[]): Omit<SimulationInput, "phases"> {
  const bins = pools[0]?.bins ?? 720;
  return {
    fromMinute: 0,
    toMinute: bins,
    pools: pools.map(simulationPoolForTests),
    planned: [],
    homes: new Map(
      pools.flatMap(({ stamp, registries }) => registries.map(({ name }) => [name, stamp] as const)),
    ),
  };
}

/** Relief of every tenant of a pool, points, greatest first: what "dominated" is asked of. */
export function reliefByTenant({
  fitted,
  load,
}: Pick<SimulationPool, "fitted" | "load">): { tenant: string; reliefPoints: number }[] {
  if (fitted === null || load === null) return [];
  const relief = createRelief(fitted, load);
  if (relief === null) return [];
  const places = new Map<string, number[]>();
  for (const [place, { tenant }] of load.registries.entries())
    places.set(tenant, [...(places.get(tenant) ?? []), place]);
  return [...places]
    .map(([tenant, own]) => ({ tenant, reliefPoints: relief(own) }))
    .sort((a, b) => b.reliefPoints - a.reliefPoints || (a.tenant < b.tenant ? -1 : 1));
}
