import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabaseClient, type DatabaseClient, withTransaction } from "../../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { putInventory } from "../inventory/commands.ts";
import { inventoryBodySchema } from "../inventory/inventoryBody.ts";
import { authorAt, START } from "../inventory/inventoryForTests.ts";
import { setSetting } from "../settings/commands.ts";
import { ShapeKeeper } from "./queries.ts";

let db: TestDatabase;
/** Connections of its own, as another process has. */
let other: DatabaseClient;
beforeAll(async () => {
  db = await createTestDatabase();
  other = createDatabaseClient(db.url);
});
afterAll(async () => {
  await other.close();
  await db.close();
});

async function putStamp(name: string): Promise<void> {
  const stamps = [{ name, pools: [{ name: "registry" }] }];
  const body = inventoryBodySchema.parse({ regions: [{ name: "westus", stamps }] });
  await withTransaction(other, (tx) => putInventory(tx, authorAt(START), { body, prune: false }));
}

const poolsOf = async (keeper: ShapeKeeper) => (await keeper.current()).pools.map(({ stamp }) => stamp);

describe("the shape kept in memory", () => {
  test("holds what another process committed, from the first look after it on", async () => {
    const keeper = new ShapeKeeper(db.client);
    expect(await poolsOf(keeper)).toEqual([]);
    await putStamp("wus-a");
    expect(await poolsOf(keeper)).toEqual(["wus-a"]);
    await withTransaction(other, (tx) =>
      setSetting(tx, authorAt(START), { key: "limitP95", region: "westus", poolKind: "", value: 40 }),
    );
    expect((await keeper.current()).overrides).toEqual([
      { key: "limitP95", region: "westus", poolKind: "", value: 40 },
    ]);
  });

  test("is not read again while nothing changes", async () => {
    const keeper = new ShapeKeeper(db.client);
    const [first, second] = await Promise.all([keeper.current(), keeper.current()]);
    const third = await keeper.current();
    expect([first, second]).toContain(third);
    expect(await keeper.current()).toBe(third);
  });

  test("is never older than the commits before a look, with other looks under way", async () => {
    const keeper = new ShapeKeeper(db.client);
    const others: Promise<unknown>[] = [];
    for (let round = 0; round < 15; round++) {
      others.push(keeper.current(), keeper.current());
      await putStamp(`wus-round-${round}`);
      others.push(keeper.current());
      expect(await poolsOf(keeper)).toContain(`wus-round-${round}`);
    }
    await Promise.all(others);
    expect(await poolsOf(keeper)).toContain("wus-round-14");
  });

  test("is asked for anew after a look that failed", async () => {
    const client = createDatabaseClient(db.url);
    const keeper = new ShapeKeeper(client);
    await db.superuser.query("alter table setting rename to setting_away");
    await expect(keeper.current()).rejects.toThrow();
    await db.superuser.query("alter table setting_away rename to setting");
    expect(await poolsOf(keeper)).toContain("wus-a");
    await client.close();
  });
});
