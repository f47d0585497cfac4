import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Author } from "../../audit/index.ts";
import type { Failure, Result } from "../../core/index.ts";
import { type Transaction, withTransaction } from "../../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { loadFleet } from "../queries.ts";
import { putInventory } from "./commands.ts";
import type { InventoryAnswer } from "./inventoryAnswer.ts";
import { type InventoryInput, inventoryBodySchema } from "./inventoryBody.ts";
import type { InventoryCounts } from "./inventoryChange.ts";

export const START = Date.UTC(2026, 2, 1, 12);
export const HOUR = 3_600_000;

export function authorAt(atMs: number): Author {
  return { actor: "tester", actorRole: "operator", atMs, requestId: "r1" };
}

export function failureOf(answer: Result<unknown, Failure>): Failure {
  if (answer.ok) throw new Error("was accepted");
  return answer.error;
}

export const counts = (created: number, updated = 0, unchanged = 0, retired = 0) => ({
  created,
  updated,
  unchanged,
  retired,
});

interface PutOptions {
  readonly atMs?: number;
  readonly prune?: boolean;
}

/** A database for the tests of one file, empty before each of them, and puts into it. Call at the top of the file. */
export function inventoryDatabase() {
  let database: TestDatabase | undefined;
  const db = (): TestDatabase => {
    if (!database) throw new Error("the database is there from the first test on");
    return database;
  };
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database?.close();
  });
  beforeEach(async () => {
    await db().superuser.query(
      `truncate region, stamp, pool, tenant, registry, replica, binding, former_name, signal, audit_event, "freeze"
       restart identity cascade`,
    );
  });
  const put = async (
    input: InventoryInput,
    { atMs = START, prune = false }: PutOptions = {},
  ): Promise<Result<InventoryCounts, Failure>> => {
    const body = inventoryBodySchema.parse(input);
    return await withTransaction(db().client, (tx) => putInventory(tx, authorAt(atMs), { body, prune }));
  };
  const mustPut = async (...sent: Parameters<typeof put>): Promise<InventoryCounts> => {
    const answer = await put(...sent);
    if (!answer.ok) throw new Error(answer.error.detail);
    return answer.value;
  };
  return { db, put, mustPut };
}

export const WEST: InventoryInput = {
  regions: [
    {
      name: "westus",
      timeZone: "America/Los_Angeles",
      stamps: [
        {
          name: "wus-a",
          kind: "shared",
          updateDomains: 5,
          cordoned: false,
          inDeployment: false,
          storage: { egressGbps: 120 },
          pools: [
            { name: "registry" },
            { name: "dataproxy", vcpusPerNode: 8, minInstances: 6, maxInstances: 20 },
          ],
        },
        { name: "wus-b", pools: [{ name: "registry" }] },
      ],
    },
    { name: "eastus", stamps: [{ name: "eus-a", pools: [{ name: "registry" }] }] },
  ],
  registries: [
    {
      name: "contoso",
      tenant: "contoso-ltd",
      replicas: [
        { region: "westus", homeStamp: "wus-a", constraints: { mustNotShareWith: ["fabrikam"] } },
        { region: "eastus", homeStamp: "eus-a" },
      ],
    },
    { name: "litware", tenant: "litware-inc", replicas: [{ region: "westus", homeStamp: "wus-b" }] },
  ],
};

/** What GET answers, thing by thing: for small fleets, to hold the answer against. */
export async function inventoryOf(db: Transaction): Promise<InventoryAnswer> {
  const fleet = await loadFleet(db);
  const poolsOf = Map.groupBy(fleet.pools, (pool) => pool.stampId);
  const stampsOf = Map.groupBy(fleet.stamps, (stamp) => stamp.regionId);
  const replicasOf = Map.groupBy(fleet.replicas, (replica) => replica.registryId);
  return {
    regions: fleet.regions.map((region) => ({
      name: region.name,
      timeZone: region.timeZone,
      stamps: (stampsOf.get(region.id) ?? []).map((stamp) => ({
        name: stamp.name,
        kind: stamp.kind,
        updateDomains: stamp.updateDomains,
        cordoned: stamp.cordoned,
        inDeployment: stamp.inDeployment,
        planned: stamp.planned,
        storage: {
          egressGbps: stamp.storageEgressGbps,
          requestsPerSecond: stamp.storageRequestsPerSecond,
        },
        pools: (poolsOf.get(stamp.id) ?? []).map((pool) => ({
          name: pool.name,
          kind: pool.kind,
          ...(pool.vcpusPerNode === null ? {} : { vcpusPerNode: pool.vcpusPerNode }),
          ...(pool.minInstances === null ? {} : { minInstances: pool.minInstances }),
          ...(pool.maxInstances === null ? {} : { maxInstances: pool.maxInstances }),
        })),
      })),
    })),
    registries: fleet.registries.map((registry) => ({
      name: registry.name,
      tenant: registry.tenant,
      replicas: (replicasOf.get(registry.id) ?? []).map((replica) => ({
        region: replica.region,
        homeStamp: replica.homeStamp,
        boundAt: new Date(replica.boundAtMs).toISOString(),
        constraints: replica.constraints,
      })),
    })),
  };
}
