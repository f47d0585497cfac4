/** The fleet that is measured: two pools a stamp, the same number of nodes in each. */
export interface BenchFleet {
  readonly regions: number;
  readonly stampsPerRegion: number;
  readonly nodesPerPool: number;
}

/** 2,000 pools of 30 nodes: the size that the bars are stated for. */
export const BENCH_FLEET: BenchFleet = { regions: 10, stampsPerRegion: 100, nodesPerPool: 30 };

export const POOL_NAMES = ["registry", "dataproxy"] as const;

export function countPools(fleet: BenchFleet): number {
  return fleet.regions * fleet.stampsPerRegion * POOL_NAMES.length;
}

/** The names of a pool by its number, 0 .. countPools − 1. */
export function namePool(fleet: BenchFleet, pool: number): { region: string; stamp: string; pool: string } {
  const stamp = Math.floor(pool / POOL_NAMES.length);
  const region = Math.floor(stamp / fleet.stampsPerRegion);
  return {
    region: `region${region}`,
    stamp: `region${region}-stamp${String(stamp % fleet.stampsPerRegion).padStart(3, "0")}`,
    pool: POOL_NAMES[pool % POOL_NAMES.length] ?? "registry",
  };
}

export function nameNode(node: number): string {
  return `node-${String(node).padStart(2, "0")}`;
}

/** The bodies of `PUT /api/v1/inventory` that make the fleet, one a region. */
export function* inventoryBodies(fleet: BenchFleet): Generator<unknown> {
  const perRegion = fleet.stampsPerRegion * POOL_NAMES.length;
  for (let region = 0; region < fleet.regions; region++) {
    const stamps = Array.from({ length: fleet.stampsPerRegion }, (_, stamp) => ({
      name: namePool(fleet, region * perRegion + stamp * POOL_NAMES.length).stamp,
      kind: "shared",
      updateDomains: 5,
      pools: POOL_NAMES.map((name) => ({ name, vcpusPerNode: 8, minInstances: 2, maxInstances: 100 })),
    }));
    yield { regions: [{ name: `region${region}`, timeZone: "UTC", stamps }], registries: [] };
  }
}
