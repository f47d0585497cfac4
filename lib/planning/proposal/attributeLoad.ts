import { evenPoints, type FittedPool, measureSeries, partsOf } from "../../contribution/fittedPool.ts";
import type { PoolLoad } from "../../contribution/types.ts";
import type { SimulationPool } from "../../simulation/types.ts";
import type { Traffic } from "../types.ts";

/** What one registry does to one pool, per bin of the window. */
export interface AttributedLoad {
  /** Points of the pool's hottest node that are its. */
  readonly leave: Float64Array;
  /** vCPU points that it asks for in all: elsewhere they fall on that stamp's nodes. */
  readonly demand: Float64Array;
}

/** An arriving load falls on some nodes more than evenly: so much of it is looked for on the hottest. */
export const UNEVEN = 1.5;

/** The attributed load of the registries of a pool, by name; those without any are left out. */
export function attributeLoads(
  { fitted, load }: Pick<SimulationPool, "fitted" | "load">,
  vcpusPerNode: number,
): ReadonlyMap<string, AttributedLoad> {
  if (fitted === null || load === null) return new Map();
  const hottest = findHottest(fitted);
  const everyNode = new Uint16Array(hottest.length).fill(1);
  const alive = measureSeries(fitted.nodes).alive;
  return new Map(
    load.registries.flatMap((registry, place) => {
      const model = fitted.model.registries[place];
      if (model === undefined) return [];
      const whole = evenPoints(registry, model, { alive: everyNode, ratio: 1, reported: load.reported });
      if (!whole.some((points) => points > 0)) return [];
      const parts = partsOf(fitted.model, model);
      const leave = whole.map((points, bin) => {
        const node = hottest[bin] ?? -1;
        return node < 0 ? 0 : (points / Math.max(1, alive[bin] ?? 1)) * Math.max(0, parts[node] ?? 1);
      });
      return [[registry.name, { leave, demand: whole.map((points) => points * vcpusPerNode) }] as const];
    }),
  );
}

/** Place of the hottest node in every bin (ties: the first), −1 = no data. */
function findHottest({ nodes }: FittedPool): Int32Array {
  return Int32Array.from({ length: nodes.toMinute - nodes.fromMinute }, (_, bin) => {
    let most = -1;
    let hottest = -1;
    for (const [place, row] of nodes.values.entries()) {
      const centi = row[bin] ?? -1;
      if (centi <= most) continue;
      most = centi;
      hottest = place;
    }
    return hottest;
  });
}

/** Points on the hottest node of a pool for one vCPU point that arrives there. */
export function arrivalScale({ present }: Pick<SimulationPool, "present">, vcpusPerNode: number): number {
  const seen = present.filter((nodes) => nodes > 0).sort();
  const nodes = Math.max(1, seen[seen.length >> 1] ?? 1);
  return UNEVEN / (nodes * vcpusPerNode);
}

/** vCPUs of a node; where they are not declared, as many as is usual for pools of the kind: nodes are taken as alike. */
export function vcpusOf(
  pools: readonly SimulationPool[],
  { vcpusPerNode, kind }: Pick<SimulationPool, "vcpusPerNode" | "kind">,
): number {
  if (vcpusPerNode !== null) return vcpusPerNode;
  const known = pools
    .flatMap((pool) => (pool.kind === kind ? (pool.vcpusPerNode ?? []) : []))
    .sort((a, b) => a - b);
  return known[known.length >> 1] ?? 1;
}

/** Requests and bytes by registry and stamp over the window, all pools together; null where no pool reports. */
export function sumTraffic(pools: readonly SimulationPool[]): ReadonlyMap<string, Traffic> {
  const sums = new Map<string, { requests: number; bytes: number }>();
  for (const { load, stamp } of pools)
    for (const registry of load?.registries ?? []) {
      const key = trafficKey(stamp, registry.name);
      const sum = sums.get(key) ?? { requests: 0, bytes: 0 };
      addReported(sum, registry, load?.reported);
      sums.set(key, sum);
    }
  return sums;
}

export function trafficKey(stamp: string, registry: string): string {
  return JSON.stringify([stamp, registry]);
}

function addReported(
  sum: { requests: number; bytes: number },
  { requests, bytes }: PoolLoad["registries"][number],
  reported: Uint8Array | undefined,
): void {
  for (let bin = 0; bin < requests.length; bin++) {
    if (reported?.[bin] !== 1) continue;
    sum.requests += requests[bin] ?? 0;
    sum.bytes += bytes[bin] ?? 0;
  }
}
