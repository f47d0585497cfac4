import { describe, expect, test } from "vitest";
import { listBindings, loadFleet } from "../queries.ts";
import type { InventoryInput } from "./inventoryBody.ts";
import { counts, failureOf, HOUR, inventoryDatabase, START, WEST } from "./inventoryForTests.ts";

const { db, put, mustPut } = inventoryDatabase();

describe("pruning", () => {
  test("retires within the parents that are named, and nowhere else", async () => {
    await mustPut(WEST);
    const answer = await mustPut(
      {
        regions: [
          { name: "westus", stamps: [{ name: "wus-a", pools: [{ name: "registry" }] }, { name: "wus-b" }] },
        ],
        registries: [{ name: "contoso", replicas: [{ region: "westus", homeStamp: "wus-a" }] }],
      },
      { prune: true, atMs: START + HOUR },
    );
    expect(answer.pools).toEqual(counts(0, 0, 1, 1));
    expect(answer.stamps.retired).toBe(0);
    expect(answer.replicas).toEqual(counts(0, 0, 1, 1));
    const fleet = await loadFleet(db().prisma);
    expect(fleet.pools.map((pool) => `${pool.stamp}/${pool.name}`)).toEqual([
      "eus-a/registry",
      "wus-a/registry",
      "wus-b/registry",
    ]);
    expect(fleet.replicas.map((replica) => `${replica.registry}@${replica.homeStamp}`)).toEqual([
      "contoso@wus-a",
      "litware@wus-b",
    ]);
    expect((await listBindings(db().prisma, "contoso"))?.[0]).toMatchObject({
      stamp: "eus-a",
      unboundAt: new Date(START + HOUR).toISOString(),
    });
  });

  test("does not retire a stamp under the replicas that live on it", async () => {
    await mustPut(WEST);
    const refused = failureOf(
      await put({ regions: [{ name: "westus", stamps: [{ name: "wus-a" }] }] }, { prune: true }),
    );
    expect(refused).toMatchObject({ code: "conflict" });
    expect(refused.detail).toContain("litware/westus");
    const both: InventoryInput = {
      regions: [{ name: "westus", stamps: [{ name: "wus-a" }] }],
      registries: [{ name: "litware", replicas: [{ region: "westus", homeStamp: "wus-a" }] }],
    };
    expect((await mustPut(both, { prune: true, atMs: START + HOUR })).stamps).toEqual(counts(0, 0, 1, 1));
  });

  test("is undone by naming the thing again: it revives with its history", async () => {
    await mustPut({ regions: [{ name: "westus", stamps: [{ name: "wus-a" }, { name: "wus-b" }] }] });
    const before = await loadFleet(db().prisma);
    await mustPut({ regions: [{ name: "westus", stamps: [{ name: "wus-a" }] }] }, { prune: true });
    expect((await loadFleet(db().prisma)).stamps.map((stamp) => stamp.name)).toEqual(["wus-a"]);
    expect((await mustPut({ regions: [{ name: "westus", stamps: [{ name: "wus-b" }] }] })).stamps).toEqual(
      counts(0, 1),
    );
    expect(await loadFleet(db().prisma)).toEqual(before);
  });
});
