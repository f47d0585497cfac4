import { describe, expect, test } from "vitest";
import { withTransaction } from "../../db/client.ts";
import { pressFreeze } from "../freeze/commands.ts";
import { listBindings, loadFleet } from "../queries.ts";
import type { InventoryInput } from "./inventoryBody.ts";
import { authorAt, counts, failureOf, HOUR, inventoryDatabase, START, WEST } from "./inventoryForTests.ts";
import { readInventoryText } from "./text/queries.ts";

const { db, put, mustPut } = inventoryDatabase();

describe("an inventory that is put", () => {
  test("is created as it was sent, with the defaults of what was not named", async () => {
    expect(await mustPut(WEST)).toEqual({
      regions: counts(2),
      stamps: counts(3),
      pools: counts(4),
      registries: counts(2),
      replicas: counts(3),
    });
    const fleet = await loadFleet(db().prisma);
    expect(fleet.regions.map((region) => [region.name, region.timeZone])).toEqual([
      ["eastus", "UTC"],
      ["westus", "America/Los_Angeles"],
    ]);
    expect(fleet.stamps.find((stamp) => stamp.name === "wus-b")).toMatchObject({
      kind: "shared",
      updateDomains: 5,
      cordoned: false,
      storageEgressGbps: null,
    });
    expect(fleet.pools.map((pool) => `${pool.stamp}/${pool.name}/${pool.kind}`)).toEqual([
      "eus-a/registry/registry",
      "wus-a/dataproxy/dataproxy",
      "wus-a/registry/registry",
      "wus-b/registry/registry",
    ]);
    expect(fleet.replicas.map((replica) => [replica.registry, replica.homeStamp, replica.boundAtMs])).toEqual(
      [
        ["contoso", "eus-a", START],
        ["contoso", "wus-a", START],
        ["litware", "wus-b", START],
      ],
    );
  });

  test("changes nothing and is not in the audit when it is put again", async () => {
    await mustPut(WEST);
    const events = await db().prisma.auditEvent.count();
    const again = await mustPut(WEST, { atMs: START + HOUR });
    expect(again.stamps).toEqual(counts(0, 0, 3));
    expect(again.replicas).toEqual(counts(0, 0, 3));
    expect(await db().prisma.auditEvent.count()).toBe(events);
  });

  test("reads back as a body that changes nothing when it is sent", async () => {
    await mustPut(WEST);
    const { parts } = await readInventoryText(db().client.pools.read);
    const read = Buffer.concat(parts).toString();
    const again = await mustPut(JSON.parse(read) as InventoryInput);
    for (const kind of Object.values(again))
      expect(kind).toMatchObject({ created: 0, updated: 0, retired: 0 });
  });

  test("leaves alone what it does not name: fields, siblings, other registries", async () => {
    await mustPut(WEST);
    const answer = await mustPut({
      regions: [{ name: "westus", stamps: [{ name: "wus-a", cordoned: true }] }],
      registries: [{ name: "contoso", replicas: [{ region: "westus", constraints: { pinned: true } }] }],
    });
    expect(answer).toEqual({
      regions: counts(0, 0, 1),
      stamps: counts(0, 1),
      pools: counts(0),
      registries: counts(0, 0, 1),
      replicas: counts(0, 1),
    });
    const fleet = await loadFleet(db().prisma);
    expect(fleet.stamps.find((stamp) => stamp.name === "wus-a")).toMatchObject({
      cordoned: true,
      storageEgressGbps: 120,
    });
    expect(fleet.pools).toHaveLength(4);
    expect(fleet.replicas.find((replica) => replica.homeStamp === "wus-a")?.constraints).toEqual({
      pinned: true,
      excluded: false,
      freezes: [],
      mustNotShareWith: ["fabrikam"],
    });
  });

  test("is refused whole, with every place that is wrong", async () => {
    await mustPut(WEST);
    const refused = failureOf(
      await put({
        regions: [{ name: "eastus", stamps: [{ name: "wus-a" }, { name: "eus-new" }, { name: "eus-new" }] }],
        registries: [
          { name: "nobody" },
          {
            name: "contoso",
            replicas: [
              { region: "westus", homeStamp: "eus-a" },
              { region: "eastus", homeStamp: "gone" },
              { region: "mars", homeStamp: "wus-a" },
            ],
          },
          { name: "litware", replicas: [{ region: "eastus" }] },
        ],
      }),
    );
    expect(refused.code).toBe("invalid");
    expect(refused.errors?.map((error) => error.path)).toEqual([
      "regions[0].stamps[0].name",
      "regions[0].stamps[2].name",
      "registries[0].tenant",
      "registries[1].replicas[0].homeStamp",
      "registries[1].replicas[1].homeStamp",
      "registries[1].replicas[2].region",
      "registries[2].replicas[0].homeStamp",
    ]);
    expect((await loadFleet(db().prisma)).stamps).toHaveLength(3);
  });
});

describe("a home", () => {
  const move = (homeStamp: string, boundAt?: number): InventoryInput => ({
    registries: [
      {
        name: "contoso",
        replicas: [{ region: "westus", homeStamp, ...(boundAt === undefined ? {} : { boundAt }) }],
      },
    ],
  });
  const homes = async () =>
    (await listBindings(db().prisma, "contoso"))
      ?.filter((one) => one.region === "westus")
      .map((one) => [one.stamp, one.boundAt, one.unboundAt]);

  test("that changes closes the old one at the instant that the new one begins", async () => {
    await mustPut(WEST);
    expect((await mustPut(move("wus-b", START + HOUR), { atMs: START + 2 * HOUR })).replicas).toEqual(
      counts(0, 1),
    );
    const moved = new Date(START + HOUR).toISOString();
    expect(await homes()).toEqual([
      ["wus-a", new Date(START).toISOString(), moved],
      ["wus-b", moved, null],
    ]);
    const events = await db().prisma.auditEvent.findMany({
      where: { action: "replica.bound" },
      orderBy: { id: "desc" },
    });
    expect(events[0]).toMatchObject({
      thingName: "contoso/westus",
      before: { stamp: "wus-a" },
      after: { stamp: "wus-b", at: moved },
    });
  });

  test("cannot begin before the one before it did", async () => {
    await mustPut(WEST);
    const refused = failureOf(await put(move("wus-b", START - 1)));
    expect(refused.errors?.[0]).toMatchObject({ path: "registries[0].replicas[0].boundAt" });
    expect(await homes()).toHaveLength(1);
  });

  test("that is corrected at the very instant it began leaves no empty interval", async () => {
    await mustPut(WEST);
    await mustPut(move("wus-b"));
    expect(await homes()).toEqual([["wus-b", new Date(START).toISOString(), null]]);
  });

  test("does not begin in the future", async () => {
    await mustPut(WEST);
    expect(failureOf(await put(move("wus-b", START + HOUR))).code).toBe("invalid");
  });

  test("does not change while everything is frozen; what is no move goes through", async () => {
    await mustPut(WEST);
    await withTransaction(db().client, (tx) => pressFreeze(tx, authorAt(START), "incident 7"));
    expect(failureOf(await put(move("wus-b", START + HOUR), { atMs: START + HOUR })).code).toBe("frozen");
    expect(await homes()).toHaveLength(1);
    expect((await mustPut({ regions: [{ name: "westus", timeZone: "UTC" }] })).regions).toEqual(counts(0, 1));
    const fresh: InventoryInput = {
      registries: [{ name: "fresh", tenant: "t", replicas: [{ region: "westus", homeStamp: "wus-a" }] }],
    };
    expect((await mustPut(fresh)).replicas).toEqual(counts(1));
  });
});
