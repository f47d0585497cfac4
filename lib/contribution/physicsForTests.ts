import { createRng } from "../core/index.ts";
import type { NodeMatrix } from "../telemetry/types.ts";
import type { LoadModel, PoolLoad, RegistryModel } from "./types.ts";

/** A registry whose true cost and true nodes are known, as no product ever knows them. */
export interface TrueRegistry {
  readonly name: string;
  readonly tenant: string;
  /** Requests of one minute of the window. */
  readonly requests: (bin: number) => number;
  readonly bytesPerRequest: number;
  /** Points of one node for a request a minute that falls on it wholly. */
  readonly pointsPerRequest: number;
  /** 0–1: this part of it falls on one node, the rest evenly on all. */
  readonly onNode?: { readonly node: number; readonly part: number };
}

export interface TruePool {
  readonly nodes: number;
  readonly bins: number;
  readonly idlePoints: number;
  readonly noisePoints: number;
  readonly seed: number;
  readonly registries: readonly TrueRegistry[];
}

export interface RenderedPhysics {
  /** Percent, per node and bin. */
  readonly cpu: readonly (readonly number[])[];
  readonly requests: readonly (readonly number[])[];
  readonly bytes: readonly (readonly number[])[];
}

/** CPU and load as a fleet would report them; linear, no saturation. The same noise whoever is left out. */
export function renderPhysics(
  pool: TruePool,
  without: (registry: TrueRegistry) => boolean = () => false,
): RenderedPhysics {
  const rng = createRng(pool.seed);
  const bins = Array.from({ length: pool.bins }, (_, bin) => bin);
  const requests = pool.registries.map((registry) => bins.map((bin) => Math.round(registry.requests(bin))));
  const here = pool.registries.flatMap((registry, place) =>
    without(registry) ? [] : [{ registry, asked: requests[place] ?? [] }],
  );
  const cpu = Array.from({ length: pool.nodes }, (_, node) =>
    bins.map((bin) => {
      let points = pool.idlePoints + (rng() + rng() + rng() - 1.5) * 2 * pool.noisePoints;
      for (const { registry, asked } of here)
        points += (asked[bin] ?? 0) * registry.pointsPerRequest * partOn(registry, node, pool.nodes);
      return Math.min(100, Math.max(0, Math.round(points * 100) / 100));
    }),
  );
  const bytes = requests.map((row, place) =>
    row.map((value) => Math.round(value * (pool.registries[place]?.bytesPerRequest ?? 0))),
  );
  return { cpu, requests, bytes };
}

function partOn({ onNode }: TrueRegistry, node: number, nodes: number): number {
  const part = onNode?.part ?? 0;
  return (1 - part) / nodes + (onNode?.node === node ? part : 0);
}

/** Requests that wander around a level in waves of their own, so that registries can be told apart. */
export function wandering(level: number, seed: number): (bin: number) => number {
  const rng = createRng(seed);
  const phase = Array.from({ length: 4 }, () => rng() * 2 * Math.PI);
  const period = Array.from({ length: 4 }, () => 15 + rng() * 160);
  const jitter = Array.from({ length: 1_440 }, () => rng() - 0.5);
  return (bin) => {
    const wave = period.reduce(
      (sum, length, at) => sum + Math.sin((2 * Math.PI * bin) / length + (phase[at] ?? 0)),
      0,
    );
    return level * Math.max(0.05, 1 + 0.18 * wave + 0.2 * (jitter[bin % jitter.length] ?? 0));
  };
}

/** Hot-node P95 of rendered CPU, R-7, written out: what the product's own is held against. */
export function trueP95(cpu: readonly (readonly number[])[]): number {
  const hot = (cpu[0] ?? [])
    .map((_, bin) => Math.max(...cpu.map((row) => row[bin] ?? 0)))
    .sort((a, b) => a - b);
  const place = 0.95 * (hot.length - 1);
  const below = hot[Math.floor(place)] ?? 0;
  return below + (place - Math.floor(place)) * ((hot[Math.ceil(place)] ?? below) - below);
}

const FROM = 1_000_000;

/** As the store would give it back. */
export function matrixOf(cpu: readonly (readonly number[])[]): NodeMatrix {
  return {
    pool: 1,
    fromMinute: FROM,
    toMinute: FROM + (cpu[0]?.length ?? 0),
    nodes: cpu.map((_, slot) => ({ slot, name: `n${slot}` })),
    values: cpu.map((row) =>
      Int16Array.from(row, (percent) => (percent < 0 ? -1 : Math.round(percent * 100))),
    ),
  };
}

export function loadOf(
  registries: readonly TrueRegistry[],
  { requests, bytes }: Pick<RenderedPhysics, "requests" | "bytes">,
): PoolLoad {
  const length = requests[0]?.length ?? 0;
  return {
    pool: 1,
    fromMinute: FROM,
    toMinute: FROM + length,
    reported: new Uint8Array(length).fill(1),
    registries: registries.map(({ name, tenant }, registry) => ({
      registry,
      name,
      tenant,
      requests: Float32Array.from(requests[registry] ?? []),
      bytes: Float32Array.from(bytes[registry] ?? []),
    })),
  };
}

/** A model that knows the truth, so that what is made of a model can be tested apart from how it is fitted. */
export function trueModel(pool: TruePool, { cpu, requests }: RenderedPhysics): LoadModel {
  const load = loadOf(pool.registries, { requests, bytes: requests });
  const even = new Float64Array(pool.nodes).fill(1);
  return {
    pool: 1,
    fromMinute: load.fromMinute,
    toMinute: load.toMinute,
    vcpusPerNode: 4,
    nodes: matrixOf(cpu).nodes,
    idlePoints: new Float64Array(pool.nodes).fill(pool.idlePoints),
    ownWorkPoints: new Float64Array(pool.nodes),
    idleDeviation: 0,
    pointsPerRequest: 0,
    pointsPerByte: 0,
    nodeFactors: even,
    costSpread: 0,
    shareSpread: 0,
    saturation: { kneePercent: 100 },
    saturationSeen: false,
    noise: { basePoints: pool.noisePoints, relative: 0 },
    r2: 1,
    residualPoints: pool.noisePoints,
    bins: pool.bins,
    demand: cpu.map((row) => Float32Array.from(row)),
    fitted: cpu.map((row) => Float32Array.from(row)),
    registries: pool.registries.map(
      (registry, place): RegistryModel => ({
        registry: place,
        name: registry.name,
        tenant: registry.tenant,
        pointsPerRequest: registry.pointsPerRequest,
        pointsPerByte: 0,
        costDeviation: 0,
        costDraws: new Float32Array(0),
        privateDeviation: 0,
        ownCost: 1,
        nodeShares: Float32Array.from(even, (_, node) => partOn(registry, node, pool.nodes) * pool.nodes),
        shareDeviation: 0,
        ownSplit: 1,
      }),
    ),
  };
}
