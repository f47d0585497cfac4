/** A fleet by numbers: everything of it is named by its place, so that senders and readers agree without a list. */
export interface ScaleFleet {
  readonly stamps: number;
  readonly stampsPerRegion: number;
  readonly nodesPerPool: number;
  /** So many registries lie on every hundred stamps, as evenly as whole numbers allow. */
  readonly registriesOfHundred: number;
}

/** 180,000 nodes: 60 regions × 50 stamps × 2 pools × 30 nodes, and the load of 100,000 registries. */
export const WHOLE_FLEET: ScaleFleet = {
  stamps: 3_000,
  stampsPerRegion: 50,
  nodesPerPool: 30,
  registriesOfHundred: 100_000 / 30,
};

export const SCALE_POOLS = ["registry", "dataproxy"] as const;

/** The first stamps of a fleet: what is there lies as in the whole. */
export function partOf(fleet: ScaleFleet, share: number): ScaleFleet {
  return { ...fleet, stamps: Math.ceil(fleet.stamps * share) };
}

export function countNodes({ stamps, nodesPerPool }: ScaleFleet): number {
  return stamps * SCALE_POOLS.length * nodesPerPool;
}

export function countRegistries(fleet: ScaleFleet): number {
  return firstRegistryOf(fleet, fleet.stamps);
}

/** CPU samples of the fleet in a minute, and points of registry load: every registry asks both pools of its stamp. */
export function countMinute(fleet: ScaleFleet): { readonly cpu: number; readonly load: number } {
  return { cpu: countNodes(fleet), load: countRegistries(fleet) * SCALE_POOLS.length };
}

/** Registries lie on the stamps in the order of their numbers: this is the first of a stamp. */
export function firstRegistryOf({ registriesOfHundred }: ScaleFleet, stamp: number): number {
  // The whole fleet's last one must not be lost to a division that does not come out even.
  return Math.floor((stamp * registriesOfHundred) / 100 + 1e-6);
}

export function nameRegion(region: number): string {
  return `region-${String(region).padStart(2, "0")}`;
}

export function nameStamp({ stampsPerRegion }: ScaleFleet, stamp: number): string {
  const region = Math.floor(stamp / stampsPerRegion);
  return `${nameRegion(region)}-stamp-${String(stamp % stampsPerRegion).padStart(2, "0")}`;
}

export function nameScaleNode(node: number): string {
  return `node-${String(node).padStart(2, "0")}`;
}

export function nameRegistry(registry: number): string {
  return `registry${String(registry).padStart(6, "0")}`;
}

/** Registries of one tenant. */
const OF_ONE_TENANT = 5;

/** Of one body: each is held against everything that is known. */
const STAMPS_OF_BODY = 500;

/** Bodies of `PUT /api/v1/inventory` for the stamps `from` … `to − 1`. */
export function* scaleInventory(fleet: ScaleFleet, from: number, to: number): Generator<unknown> {
  const regionOf = (stamp: number) => Math.floor(stamp / fleet.stampsPerRegion);
  for (let first = from; first < to; first += STAMPS_OF_BODY) {
    const stamps = Array.from({ length: Math.min(STAMPS_OF_BODY, to - first) }, (_, at) => first + at);
    const regions = [...Map.groupBy(stamps, regionOf)];
    yield {
      regions: regions.map(([region, ofRegion]) => ({
        name: nameRegion(region),
        timeZone: "UTC",
        stamps: ofRegion.map((stamp) => stampBody(fleet, stamp)),
      })),
      registries: stamps.flatMap((stamp) => registryBodies(fleet, { region: regionOf(stamp), stamp })),
    };
  }
}

function stampBody(fleet: ScaleFleet, stamp: number) {
  return {
    name: nameStamp(fleet, stamp),
    kind: "shared",
    pools: SCALE_POOLS.map((name) => ({ name, vcpusPerNode: 8, minInstances: 2, maxInstances: 100 })),
  };
}

function registryBodies(fleet: ScaleFleet, { region, stamp }: { region: number; stamp: number }) {
  const first = firstRegistryOf(fleet, stamp);
  return Array.from({ length: firstRegistryOf(fleet, stamp + 1) - first }, (_, at) => ({
    name: nameRegistry(first + at),
    tenant: `tenant${String(Math.floor((first + at) / OF_ONE_TENANT)).padStart(5, "0")}`,
    replicas: [
      { region: nameRegion(region), homeStamp: nameStamp(fleet, stamp), boundAt: "2026-01-01T00:00:00Z" },
    ],
  }));
}
