import type { FittedPool } from "../contribution/fittedPool.ts";
import { chanceOfHiddenDemand } from "./hiddenDemand.ts";
import type { Placement } from "./placeMoves.ts";
import type { LoadChange, PlannedStamp, PoolFigures, SimulationInput, SimulationPool } from "./types.ts";

/** A pool as the simulation handles it, measured or planned. */
export interface RegionPool {
  readonly stamp: string;
  readonly pool: string;
  readonly kind: string;
  readonly limit: number;
  readonly before: PoolFigures;
  readonly measured: SimulationPool | null;
  readonly planned: PlannedStamp["pools"][number] | null;
  readonly hidden: number;
}

export interface PoolChanges {
  readonly leaving: readonly LoadChange[];
  readonly arriving: readonly LoadChange[];
  /** Registries that arrive from a pool that tells nothing of them. */
  readonly unknown: number;
  /** Where most of what arrives was measured. */
  readonly donor: FittedPool | null;
}

export interface Region {
  readonly pools: readonly RegionPool[];
  /** Null where nothing leaves or reaches the pool. */
  changesOf(pool: RegionPool, placement: Placement): PoolChanges | null;
}

const NO_FIGURES: PoolFigures = { hotNodeP95: null, max: null, average: null };

/** Lays out a region once, so that every placement can be asked what it changes in every pool. */
export function layOutRegion(input: SimulationInput): Region {
  const measured = input.pools.map((pool): RegionPool => {
    const { hotNodeP95, max, average, limit } = pool.measures;
    const hidden =
      pool.fitted === null ? Number(pool.throttled) : chanceOfHiddenDemand(pool.fitted, pool.throttled);
    const figures = { hotNodeP95, max, average };
    return {
      stamp: pool.stamp,
      pool: pool.pool,
      kind: pool.kind,
      limit,
      before: figures,
      measured: pool,
      planned: null,
      hidden,
    };
  });
  const planned = input.planned.flatMap(({ name, pools }) =>
    pools.map((pool): RegionPool => {
      const { kind, limit } = pool;
      return {
        stamp: name,
        pool: pool.name,
        kind,
        limit,
        before: NO_FIGURES,
        measured: null,
        planned: pool,
        hidden: 0,
      };
    }),
  );
  const byPlace = new Map(measured.map((pool) => [placeKey(pool.stamp, pool.kind), pool]));
  const ownChange = rememberPairs(createChangeOf());
  const arrivalOf = rememberPairs((pool: RegionPool, registry): KnownChange => {
    const home = byPlace.get(placeKey(input.homes.get(registry) ?? "", pool.kind));
    return home === undefined ? "none" : ownChange(home, registry);
  });
  return {
    pools: [...measured, ...planned],
    changesOf(pool, placement) {
      const left = placement.left.get(pool.stamp) ?? [];
      const reached = placement.reached.get(pool.stamp) ?? [];
      const leaving = left.map((registry) => ownChange(pool, registry));
      const arriving = reached.map((registry) => arrivalOf(pool, registry));
      const known = arriving.filter((change) => typeof change === "object");
      const unknown = arriving.filter((change) => change === "unknown").length;
      const gone = leaving.filter((change) => typeof change === "object");
      const lost = leaving.filter((change) => change === "unknown").length;
      if (known.length + gone.length + unknown + lost === 0) return null;
      const donor = pool.planned === null ? null : findDonor(measured, known);
      return { leaving: gone, arriving: known, unknown, donor };
    },
  };
}

function findDonor(measured: readonly RegionPool[], arriving: readonly LoadChange[]): FittedPool | null {
  let heaviest = arriving[0];
  for (const change of arriving)
    if (heaviest !== undefined && weightOf(change) > weightOf(heaviest)) heaviest = change;
  return measured.find((pool) => pool.measured?.fitted?.model === heaviest?.home)?.measured?.fitted ?? null;
}

const weights = new WeakMap<LoadChange, number>();

/** All that a load costs over the window, in points of its home: to find where most of it comes from. Remembered. */
function weightOf(change: LoadChange): number {
  const before = weights.get(change);
  if (before !== undefined) return before;
  const { load, model } = change;
  let requests = 0;
  let bytes = 0;
  for (const value of load.requests) requests += value;
  for (const value of load.bytes) bytes += value;
  const weight = model.pointsPerRequest * requests + model.pointsPerByte * bytes;
  weights.set(change, weight);
  return weight;
}

function placeKey(stamp: string, kind: string): string {
  return JSON.stringify([stamp, kind]);
}

type KnownChange = LoadChange | "none" | "unknown";

/** What a registry takes along from the pool where it was measured. */
function createChangeOf(): (home: RegionPool, registry: string) => KnownChange {
  const placesOf = new Map<RegionPool, ReadonlyMap<string, number>>();
  return (home, registry) => {
    const { fitted, load } = home.measured ?? {};
    if (!fitted || !load) return "unknown";
    const places =
      placesOf.get(home) ?? new Map(load.registries.map(({ name }, place) => [name, place] as const));
    placesOf.set(home, places);
    const place = places.get(registry) ?? -1;
    const own = load.registries[place];
    const model = fitted.model.registries[place];
    return own === undefined || model === undefined
      ? "none"
      : { load: own, reported: load.reported, model, home: fitted.model, hidden: home.hidden };
  };
}

/** The same answer, and the same object, whenever the same pair is asked about. */
function rememberPairs<Answer>(
  answer: (pool: RegionPool, registry: string) => Answer,
): (pool: RegionPool, registry: string) => Answer {
  const known = new Map<RegionPool, Map<string, Answer>>();
  return (pool, registry) => {
    const own = known.get(pool) ?? new Map<string, Answer>();
    known.set(pool, own);
    const before = own.get(registry);
    if (before !== undefined) return before;
    const told = answer(pool, registry);
    own.set(registry, told);
    return told;
  };
}
