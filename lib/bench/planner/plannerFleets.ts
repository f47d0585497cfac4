import { createRng, type Rng } from "../../core/index.ts";
import { NO_SOFT_WEIGHTS, type SearchInstance, type SearchItem } from "../../planning/search/index.ts";
import { drawNormal, quantileR7 } from "../../stats/index.ts";

export interface FleetSize {
  readonly stamps: number;
  readonly items: number;
  readonly bins: number;
  readonly kinds: number;
}

/** Load of one registry: demand per kind and bin, and its traffic. */
interface Registry {
  readonly demand: readonly Float64Array[];
  readonly traffic: number;
  readonly tenant: number;
}

/** A fleet of which every curve is known, with a placement of its registries. */
export interface BenchFleet {
  readonly size: FleetSize;
  readonly registries: readonly Registry[];
  /** At stamp × kinds + kind: points per unit of demand, and idle floor with noise. */
  readonly scales: Float64Array;
  readonly floors: readonly Float64Array[];
}

/** Points of P95 that a balanced pool comes to, about. */
const BALANCED_POINTS = 42;
const FLOOR_POINTS = 5;
/** Of a registry's traffic, the median one having 1: larger ones have been given a stamp of their own long since. */
const LARGEST_LEVEL = 25;

/** Registries with heavy-tailed loads, peaks at hours of their own, bursts and noise; stamps of unlike sizes. */
export function makeFleet(seed: number, size: FleetSize): BenchFleet {
  const rng = createRng(seed);
  const scales = Float64Array.from({ length: size.stamps * size.kinds }, () => 0.6 + 0.9 * rng());
  const drawn = Array.from({ length: size.items }, () => drawRegistry(rng, size));
  const total = drawn.reduce((sum, { traffic }) => sum + traffic, 0);
  const capacity = scales.reduce((sum, scale) => sum + 1 / scale, 0) / size.kinds;
  const unit = ((BALANCED_POINTS - FLOOR_POINTS) * capacity) / (total * 1.35);
  const registries = drawn.map(({ demand, traffic, tenant }) => ({
    demand: demand.map((curve) => curve.map((value) => value * unit)),
    traffic,
    tenant,
  }));
  const floors = Array.from({ length: size.stamps * size.kinds }, () =>
    Float64Array.from({ length: size.bins }, () => FLOOR_POINTS + Math.abs(drawNormal(rng)) * 1.5),
  );
  return { size, registries, scales, floors };
}

function drawRegistry(rng: Rng, { bins, kinds, items }: FleetSize): Registry {
  const level = Math.min(LARGEST_LEVEL, Math.exp(1.3 * drawNormal(rng)));
  const peak = rng() * bins;
  const swing = 0.5 * rng();
  const noise = 0.05 + 0.25 * rng();
  const burst = rng() < 0.2 ? Math.floor(rng() * bins) : -1;
  const demand = Array.from({ length: kinds }, () => {
    const cost = Math.exp(0.35 * drawNormal(rng));
    return Float64Array.from({ length: bins }, (_, bin) => {
      const daily = 1 + swing * Math.cos((2 * Math.PI * (bin - peak)) / (2 * bins));
      const bursting = burst >= 0 && bin >= burst && bin < burst + bins / 20 ? 2 : 1;
      return level * cost * daily * bursting * Math.max(0, 1 + noise * drawNormal(rng));
    });
  });
  return { demand, traffic: level, tenant: Math.floor(rng() * rng() * (items / 4)) };
}

/** Largest first onto the least loaded for its size: how a fleet looks after somebody has taken care of it. */
export function balance({ size, registries, scales }: BenchFleet): Int32Array {
  const load = new Float64Array(size.stamps);
  const placement = new Int32Array(registries.length);
  const order = registries.map((_, index) => index);
  order.sort((one, other) => (registries[other]?.traffic ?? 0) - (registries[one]?.traffic ?? 0));
  for (const index of order) {
    const traffic = registries[index]?.traffic ?? 0;
    let least = 0;
    let lightest = Number.POSITIVE_INFINITY;
    for (let stamp = 0; stamp < size.stamps; stamp++) {
      let scale = 0;
      for (let kind = 0; kind < size.kinds; kind++)
        scale = Math.max(scale, scales[stamp * size.kinds + kind] ?? 0);
      const after = ((load[stamp] ?? 0) + traffic) * scale;
      if (after >= lightest) continue;
      lightest = after;
      least = stamp;
    }
    load[least] = (load[least] ?? 0) + traffic;
    placement[index] = least;
  }
  return placement;
}

/** Hot(bin) of every pool under a placement, points. */
export function renderFleet(fleet: BenchFleet, placement: Int32Array): Float64Array[] {
  const { size, registries, scales, floors } = fleet;
  const curves = floors.map((floor) => floor.slice());
  for (const [index, { demand }] of registries.entries()) {
    for (const [kind, curve] of demand.entries()) {
      const pool = (placement[index] ?? 0) * size.kinds + kind;
      const target = curves[pool];
      const scale = scales[pool] ?? 1;
      if (target === undefined) continue;
      for (let bin = 0; bin < curve.length; bin++)
        target[bin] = (target[bin] ?? 0) + (curve[bin] ?? 0) * scale;
    }
  }
  return curves;
}

export interface InstanceShape {
  readonly placement: Int32Array;
  /** Per pool, points. */
  readonly limits: Float64Array;
  readonly movable: (item: number) => boolean;
  readonly mostMoves: number;
  readonly minimumGainPoints: number;
}

/** The instance that the search gets: the fleet as it stands under the placement. */
export function toInstance(fleet: BenchFleet, shape: InstanceShape): SearchInstance {
  const { size, registries, scales } = fleet;
  const everywhere = Array.from({ length: size.stamps }, (_, stamp) => stamp);
  const measured = renderFleet(fleet, shape.placement);
  const items = registries.map(({ demand, traffic, tenant }, index): SearchItem => {
    const home = shape.placement[index] ?? 0;
    const loads = demand.map((curve, kind) => {
      const scale = scales[home * size.kinds + kind] ?? 1;
      return { kind, leave: curve.map((value) => value * scale), demand: curve };
    });
    return { home, traffic, tenant, loads, allowed: shape.movable(index) ? everywhere : [] };
  });
  return {
    bins: size.bins,
    stamps: size.stamps,
    kinds: size.kinds,
    pools: measured.map((curve, pool) => ({
      stamp: Math.floor(pool / size.kinds),
      kind: pool % size.kinds,
      limit: shape.limits[pool] ?? 0,
      scale: scales[pool] ?? 1,
      measured: curve,
      domainLossFactor: 1,
    })),
    items,
    mostMoves: shape.mostMoves,
    minimumGainPoints: shape.minimumGainPoints,
    apart: [],
    soft: NO_SOFT_WEIGHTS,
  };
}

/** Hot-node P95 of every curve, points. */
export function p95Of(curves: readonly Float64Array[]): Float64Array {
  return Float64Array.from(curves, (curve) => quantileR7(curve, 0.95) ?? 0);
}
