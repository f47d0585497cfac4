import type { InventoryInput } from "../fleet/index.ts";
import { uniformAt } from "./hashNoise.ts";
import { boundLongAgoMs, pastMoves } from "./story.ts";
import type { DemoFleet, DemoHome } from "./types.ts";
import { CUSTOMER } from "./workedExample.ts";

type RegistryInput = NonNullable<InventoryInput["registries"]>[number];
type ReplicaInput = NonNullable<RegistryInput["replicas"]>[number];

/**
 * The demo fleet as PUT /api/v1/inventory takes it, in two steps: how it stood before the history begins, then what has
 * been moved since.
 */
export function demoInventory(
  fleet: DemoFleet,
  anchorMinute: number,
): readonly [InventoryInput, InventoryInput] {
  const moves = pastMoves(fleet, anchorMinute);
  const before = new Map(moves.map((move) => [move.home, move.from]));
  const registries = Map.groupBy(fleet.homes, (home) => home.replica.registry);
  const first: InventoryInput = {
    regions: fleet.regions.map(({ name, timeZone }) => ({ name, timeZone, stamps: stampsOf(fleet, name) })),
    registries: [...registries].map(
      ([name, homes]): RegistryInput => ({
        name,
        tenant: homes[0]?.replica.tenant,
        replicas: homes.map(
          (home): ReplicaInput => ({
            region: home.replica.region,
            homeStamp: before.get(home) ?? home.stamp,
            boundAt: boundLongAgoMs(home, anchorMinute),
            ...constraintsOf(home, anchorMinute),
          }),
        ),
      }),
    ),
  };
  const since: InventoryInput = {
    registries: moves.map(
      ({ home, atMs }): RegistryInput => ({
        name: home.replica.registry,
        replicas: [{ region: home.replica.region, homeStamp: home.stamp, boundAt: atMs }],
      }),
    ),
  };
  return [first, since];
}

function stampsOf(fleet: DemoFleet, region: string) {
  return fleet.stamps
    .filter((stamp) => stamp.region === region)
    .map((stamp) => ({
      name: stamp.name,
      kind: stamp.kind,
      updateDomains: stamp.updateDomains,
      cordoned: stamp.cordoned,
      inDeployment: stamp.inDeployment,
      storage: { egressGbps: stamp.egressGbps },
      pools: stamp.pools.map((pool) => ({
        name: pool.name,
        kind: pool.kind,
        vcpusPerNode: pool.vcpusPerNode,
        minInstances: pool.nodeCount,
        maxInstances: pool.maxInstances,
      })),
    }));
}

const DAY_MS = 86_400_000;

/** A few replicas carry a word about moving them; the worked example's customer carries none. */
function constraintsOf(home: DemoHome, anchorMinute: number): Pick<ReplicaInput, "constraints"> {
  if (home.replica.tenant === CUSTOMER) return {};
  const chance = uniformAt(home.replica.key, 77);
  if (chance < 0.012) return { constraints: { pinned: true } };
  if (chance < 0.02) return { constraints: { excluded: true } };
  if (chance < 0.035) {
    const from = anchorMinute * 60_000 + 2 * DAY_MS;
    const freeze = { from, to: from + 3 * DAY_MS, why: "The customer ships a release" };
    return { constraints: { freezes: [freeze] } };
  }
  return {};
}
