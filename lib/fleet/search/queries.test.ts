import { afterAll, beforeAll, expect, test } from "vitest";
import { withTransaction } from "../../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { putInventory } from "../inventory/commands.ts";
import { inventoryBodySchema } from "../inventory/inventoryBody.ts";
import { authorAt, START } from "../inventory/inventoryForTests.ts";
import { loadFleetShape } from "../queries.ts";
import { searchFleet } from "./queries.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  const home = (region: string, homeStamp: string) => [{ region, homeStamp }];
  const body = inventoryBodySchema.parse({
    regions: [
      { name: "westus", stamps: [{ name: "wus-a", pools: [{ name: "dataproxy" }, { name: "registry" }] }] },
      { name: "eastus", stamps: [{ name: "eus-wus" }] },
    ],
    registries: [
      { name: "contosoci", tenant: "contoso", replicas: home("westus", "wus-a") },
      { name: "contosoprod", tenant: "contoso", replicas: home("westus", "wus-a") },
      { name: "half_price", tenant: "100% cotton", replicas: home("eastus", "eus-wus") },
    ],
  });
  const put = await withTransaction(db.client, (tx) =>
    putInventory(tx, authorAt(START), { body, prune: false }),
  );
  if (!put.ok) throw new Error(put.error.detail);
});
afterAll(() => db.close());

async function find(q: string, limit = 30) {
  const shape = { ...(await loadFleetShape(db.prisma)), overrides: [] };
  const { found, total } = await searchFleet(db.prisma, shape, { q, limit });
  return { names: found.map(({ kind, name, of }) => `${kind} ${name} ${of}`.trim()), total };
}

test("every word must be there, in any order and case; what begins with the first comes first", async () => {
  expect((await find("WUS")).names).toEqual([
    "stamp wus-a westus",
    "pool dataproxy wus-a",
    "pool registry wus-a",
    "stamp eus-wus eastus",
  ]);
  expect((await find("proxy wus")).names).toEqual(["pool dataproxy wus-a"]);
  expect((await find("wus-a/registry")).names).toEqual(["pool registry wus-a"]);
});

test("registries are found by their own name and their tenant's, and each tenant once", async () => {
  expect((await find("contoso")).names).toEqual([
    "registry contosoci contoso",
    "registry contosoprod contoso",
    "tenant contoso",
  ]);
});

test("what has a meaning in patterns stands for itself", async () => {
  expect((await find("%")).names).toEqual(["registry half_price 100% cotton", "tenant 100% cotton"]);
  expect((await find("f_p")).names).toEqual(["registry half_price 100% cotton"]);
  expect((await find("t_s")).names).toEqual([]);
  expect((await find("\\")).names).toEqual([]);
});

test("no more than the limit is answered, and how many there are is said", async () => {
  expect(await find("", 3)).toEqual({
    names: ["stamp eus-wus eastus", "stamp wus-a westus", "pool dataproxy wus-a"],
    total: 9,
  });
  expect((await find("nothing is called so")).total).toBe(0);
});
