import { createRng } from "../core/index.ts";
import { drawNormal } from "../stats/index.ts";
import type { NodeMatrix } from "../telemetry/types.ts";
import type { PoolLoad } from "./types.ts";

/** A registry as a test wants it: what it asks, what that truly costs, and where it falls. */
export interface TestRegistry {
  readonly name: string;
  readonly tenant?: string;
  readonly requests: (bin: number) => number;
  /** Bytes of a request; 0 where not given. */
  readonly bytesPerRequest?: number;
  /** Points of one node for a request a minute, and for a million bytes. */
  readonly pointsPerRequest: number;
  readonly pointsPerMegabyte?: number;
  /** Its part on every node, relative to an even split; even where not given. */
  readonly parts?: readonly number[];
}

export interface TestPool {
  readonly nodes: number;
  readonly bins?: number;
  readonly idle?: number;
  /** Standard deviation of every node-minute, points. */
  readonly noise?: number;
  readonly registries: readonly TestRegistry[];
  readonly seed?: number;
  /** Percent asked of a node to percent shown. */
  readonly show?: (demand: number) => number;
  /** Points that something else takes, by node and bin. */
  readonly other?: (node: number, bin: number) => number;
  /** Whether a node exists. */
  readonly exists?: (node: number, bin: number) => boolean;
}

/** Renders a pool straight from its definition: idle + Σ points × part, shared by the nodes that exist, and noise. */
export function poolForTests(pool: TestPool): { readonly nodes: NodeMatrix; readonly load: PoolLoad } {
  const { nodes, bins = 720, idle = 3, noise = 0.2, registries, exists = () => true } = pool;
  const rng = createRng(pool.seed ?? 1);
  const values = Array.from({ length: nodes }, (_, node) =>
    Int16Array.from({ length: bins }, (_, bin) => {
      const luck = noise * drawNormal(rng);
      if (!exists(node, bin)) return -1;
      const alive = Array.from({ length: nodes }, (_, other) => other).filter((other) =>
        exists(other, bin),
      ).length;
      let demand = idle + (pool.other?.(node, bin) ?? 0);
      for (const registry of registries) {
        const requests = registry.requests(bin);
        const megabytes = (requests * (registry.bytesPerRequest ?? 0)) / 1e6;
        const points = registry.pointsPerRequest * requests + (registry.pointsPerMegabyte ?? 0) * megabytes;
        demand += (points * (registry.parts?.[node] ?? 1)) / alive;
      }
      const shown = (pool.show ?? ((asked: number) => Math.min(100, asked)))(Math.max(0, demand + luck));
      return Math.round(100 * shown);
    }),
  );
  const names = values.map((_, slot) => ({ slot, name: `n${String(slot).padStart(2, "0")}` }));
  return {
    nodes: { pool: 1, fromMinute: 0, toMinute: bins, nodes: names, values },
    load: {
      pool: 1,
      fromMinute: 0,
      toMinute: bins,
      reported: new Uint8Array(bins).fill(1),
      registries: registries.map(({ name, tenant, requests, bytesPerRequest = 0 }, registry) => ({
        registry,
        name,
        tenant: tenant ?? `tenant-of-${name}`,
        requests: Float32Array.from({ length: bins }, (_, bin) => requests(bin)),
        bytes: Float32Array.from({ length: bins }, (_, bin) => requests(bin) * bytesPerRequest),
      })),
    },
  };
}

/** A load that wanders and bursts, the same for the same seed: what makes a cost identifiable. */
export function burstyLoad(mean: number, seed: number, bins = 720): (bin: number) => number {
  const rng = createRng(seed * 7_919 + 13);
  let level = 0;
  const values = Array.from({ length: bins }, () => {
    level = 0.9 * level + 0.3 * drawNormal(rng);
    const burst = rng() < 0.03 ? 1 + 2 * rng() : 0;
    return Math.max(0, Math.round(mean * Math.max(0.1, 1 + 0.3 * level + burst)));
  });
  return (bin) => values[bin] ?? 0;
}
