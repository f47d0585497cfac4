import { createDraws, type Draws } from "./draws.ts";
import { drawResidents, type FleetTraits } from "./fleets.ts";
import {
  type Affinity,
  cpuPerPoint,
  type Noise,
  renderPool,
  saturate,
  type TruePool,
  type TrueRegistry,
  trueCpu,
} from "./physics.ts";

export const CASE_MINUTES = 720;

/** One move, with what was seen before it and what came after. */
export interface PredictionCase {
  readonly kind: string;
  readonly seed: number;
  readonly source: CasePool;
  readonly destination: CasePool;
  readonly moved: readonly TrueRegistry[];
}

export interface CasePool {
  readonly pool: TruePool;
  readonly residents: readonly TrueRegistry[];
  /** What the fleet reports of the residents' load: under throttling less than what was asked for. */
  readonly seen: readonly { readonly requests: Float32Array; readonly bytes: Float32Array }[];
  readonly before: readonly Int16Array[];
  readonly after: readonly Int16Array[];
}

export interface CaseKind {
  readonly name: string;
  /** Never looked at while the model was made. */
  readonly heldOut: boolean;
  readonly traits: (draws: Draws) => FleetTraits;
  readonly shape: (draws: Draws) => CaseShape;
}

export interface CaseShape {
  readonly sourceNodes: number;
  readonly destinationNodes: number;
  readonly sourceVcpus: number;
  readonly destinationVcpus: number;
  readonly sourceRegistries: number;
  readonly destinationRegistries: number;
  readonly sourcePoints: number;
  readonly destinationPoints: number;
  /** Which of the source's registries, given largest first. */
  readonly choose: (count: number, draws: Draws) => readonly number[];
  readonly throttled: boolean;
  readonly nodesChange: boolean;
}

export function drawCase(kind: CaseKind, seed: number): PredictionCase {
  const draws = createDraws(seed);
  const traits = kind.traits(draws);
  const shape = kind.shape(draws);
  const idle = draws.between(1.5, 5);
  const make = (name: string, nodes: number, vcpusPerNode: number): TruePool => ({
    name,
    key: Math.floor(draws.uniform() * 2 ** 31),
    nodes,
    vcpusPerNode,
    idle,
    nodeSkew: traits.nodeSkew,
    shareDrift: traits.shareDrift,
    saturation: traits.saturation,
    noise: traits.noise,
    ...(shape.nodesChange && nodes > 4
      ? {
          lateNode: {
            first: nodes - draws.whole(1, 2),
            from: draws.whole(0, 300),
            to: draws.whole(500, 720),
          },
        }
      : {}),
  });
  const source = make("source", shape.sourceNodes, shape.sourceVcpus);
  const atSource = drawResidents(draws, traits, {
    prefix: "s",
    count: shape.sourceRegistries,
    points: shape.sourcePoints,
    cpuPerNodePoint: cpuPerPoint(source),
    nodes: source.nodes,
  });
  const sizes = new Map(atSource.map((registry) => [registry, total(registry)]));
  const bySize = atSource.toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  const moved = shape.choose(bySize.length, draws).flatMap((place) => bySize[place] ?? []);
  const destination = make("destination", shape.destinationNodes, roomFor(moved, shape));
  const atDestination = drawResidents(draws, traits, {
    prefix: "d",
    count: shape.destinationRegistries,
    points: shape.destinationPoints,
    cpuPerNodePoint: cpuPerPoint(destination),
    nodes: destination.nodes,
  });
  const stay = atSource.filter((registry) => !moved.includes(registry));
  return {
    kind: kind.name,
    seed,
    moved,
    source: observe(source, atSource, stay, shape.throttled),
    destination: observe(destination, atDestination, [...atDestination, ...moved], shape.throttled),
  };
}

/** Nobody moves a load to where it plainly has no room: the destination's nodes are as large as it takes. */
function roomFor(moved: readonly TrueRegistry[], shape: CaseShape): number {
  const cpu = moved.reduce((sum, registry) => sum + total(registry), 0) / CASE_MINUTES;
  let vcpus = shape.destinationVcpus;
  while (
    cpu / cpuPerPoint({ vcpusPerNode: vcpus }) / shape.destinationNodes + shape.destinationPoints >
    MOST_POINTS
  )
    vcpus *= 2;
  return vcpus;
}

/** On average over nodes and minutes. */
const MOST_POINTS = 40;

function total(registry: TrueRegistry): number {
  return trueCpu(registry).reduce((sum, value) => sum + value, 0);
}

function observe(
  pool: TruePool,
  residents: readonly TrueRegistry[],
  after: readonly TrueRegistry[],
  throttled: boolean,
): CasePool {
  const served = throttled ? servedShare(pool, residents) : null;
  return {
    pool,
    residents,
    seen: residents.map(({ requests, bytes }) => ({
      requests: requests.map((value, bin) => Math.round(value * (served?.[bin] ?? 1))),
      bytes: bytes.map((value, bin) => Math.round(value * (served?.[bin] ?? 1))),
    })),
    before: renderPool(pool, residents, { length: CASE_MINUTES, take: 0 }),
    after: renderPool(pool, after, { length: CASE_MINUTES, take: 1 }),
  };
}

/** Under throttling the requests that a full pool cannot serve are turned away and never counted. */
function servedShare(pool: TruePool, residents: readonly TrueRegistry[]): Float64Array {
  const demand = new Float64Array(CASE_MINUTES);
  for (const registry of residents)
    for (const [bin, cpu] of trueCpu(registry).entries())
      demand[bin] = (demand[bin] ?? 0) + (cpu / cpuPerPoint(pool) / pool.nodes) * 1.25;
  return demand.map((points) =>
    points <= 0 ? 1 : saturate(pool.saturation, points + pool.idle) / (points + pool.idle),
  );
}

/** The largest few, one in between, or many of the small ones. */
export const CHOICES = {
  largest: () => [0],
  secondOrThird: (_: number, draws: Draws) => [draws.whole(1, 2)],
  few: (count: number, draws: Draws) => {
    const wanted = draws.whole(2, 5);
    const places = new Set<number>();
    while (places.size < wanted) places.add(draws.whole(0, Math.min(count - 1, 9)));
    return [...places];
  },
  many: (count: number, draws: Draws) => {
    const places = Array.from({ length: count }, (_, place) => place).filter((place) => place > 1);
    return places.filter(() => draws.chance(0.4));
  },
} as const;

export function drawNoise(draws: Draws, scale: number): Noise {
  return {
    white: scale * draws.between(0.2, 1.0),
    wander: scale * draws.between(0.1, 0.8),
    wanderMinutes: draws.between(5, 60),
    flicker: scale * draws.between(0.01, 0.07),
    spikeChance: draws.between(0, 0.004),
    spikePoints: scale * draws.between(2, 10),
    gaps: draws.chance(0.3) ? draws.between(0, 0.04) : 0,
  };
}

export function drawAffinity(draws: Draws): (draws: Draws) => Affinity {
  const nature = draws.uniform();
  if (nature < 0.4) {
    const alpha = Math.exp(draws.between(Math.log(1.2), Math.log(15)));
    return () => ({ shape: "dirichlet", alpha });
  }
  if (nature < 0.75) {
    const top = draws.between(0.1, 0.45);
    return (each) => ({ shape: "home", concentration: top * each.uniform() ** 1.3 });
  }
  const most = draws.between(20, 150);
  return (each) => ({ shape: "connections", count: each.whole(8, Math.round(most)) });
}
