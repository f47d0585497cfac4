import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Author, appendAudit } from "../../audit/index.ts";
import type { Failure, Result } from "../../core/index.ts";
import { withTransaction } from "../../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { pressFreeze } from "../freeze/commands.ts";
import { listBindings, loadFleet } from "../queries.ts";
import { putInventory } from "./commands.ts";
import { type InventoryInput, inventoryBodySchema } from "./inventoryBody.ts";
import type { InventoryCounts } from "./inventoryChange.ts";
import { getInventory } from "./queries.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  await db.close();
});
beforeEach(async () => {
  await db.prisma
    .$executeRaw`truncate region, stamp, pool, tenant, registry, replica, binding, former_name, signal,
    audit_event, "freeze" restart identity cascade`;
});

const START = Date.UTC(2026, 2, 1, 12);
const HOUR = 3_600_000;

function authorAt(atMs: number): Author {
  return { actor: "tester", actorRole: "operator", atMs, requestId: "r1" };
}

async function put(
  input: InventoryInput,
  { atMs = START, prune = false }: { atMs?: number; prune?: boolean } = {},
): Promise<Result<InventoryCounts, Failure>> {
  const body = inventoryBodySchema.parse(input);
  return await withTransaction(db.client, (tx) => putInventory(tx, authorAt(atMs), { body, prune }));
}

async function mustPut(...sent: Parameters<typeof put>): Promise<InventoryCounts> {
  const answer = await put(...sent);
  if (!answer.ok) throw new Error(answer.error.detail);
  return answer.value;
}

function failureOf(answer: Result<unknown, Failure>): Failure {
  if (answer.ok) throw new Error("was accepted");
  return answer.error;
}

const counts = (created: number, updated = 0, unchanged = 0, retired = 0) => ({
  created,
  updated,
  unchanged,
  retired,
});

const WEST: InventoryInput = {
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

describe("an inventory that is put", () => {
  test("is created as it was sent, with the defaults of what was not named", async () => {
    expect(await mustPut(WEST)).toEqual({
      regions: counts(2),
      stamps: counts(3),
      pools: counts(4),
      registries: counts(2),
      replicas: counts(3),
    });
    const fleet = await loadFleet(db.prisma);
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
    const events = await db.prisma.auditEvent.count();
    const again = await mustPut(WEST, { atMs: START + HOUR });
    expect(again.stamps).toEqual(counts(0, 0, 3));
    expect(again.replicas).toEqual(counts(0, 0, 3));
    expect(await db.prisma.auditEvent.count()).toBe(events);
  });

  test("reads back as a body that changes nothing when it is sent", async () => {
    await mustPut(WEST);
    const read = await getInventory(db.prisma);
    const again = await mustPut(JSON.parse(JSON.stringify(read)) as InventoryInput);
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
    const fleet = await loadFleet(db.prisma);
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
    expect((await loadFleet(db.prisma)).stamps).toHaveLength(3);
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
    (await listBindings(db.prisma, "contoso"))
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
    const events = await db.prisma.auditEvent.findMany({
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
    await withTransaction(db.client, (tx) => pressFreeze(tx, authorAt(START), "incident 7"));
    expect(failureOf(await put(move("wus-b", START + HOUR), { atMs: START + HOUR })).code).toBe("frozen");
    expect(await homes()).toHaveLength(1);
    expect((await mustPut({ regions: [{ name: "westus", timeZone: "UTC" }] })).regions).toEqual(counts(0, 1));
    const fresh: InventoryInput = {
      registries: [{ name: "fresh", tenant: "t", replicas: [{ region: "westus", homeStamp: "wus-a" }] }],
    };
    expect((await mustPut(fresh)).replicas).toEqual(counts(1));
  });
});

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
    const fleet = await loadFleet(db.prisma);
    expect(fleet.pools.map((pool) => `${pool.stamp}/${pool.name}`)).toEqual([
      "eus-a/registry",
      "wus-a/registry",
      "wus-b/registry",
    ]);
    expect(fleet.replicas.map((replica) => `${replica.registry}@${replica.homeStamp}`)).toEqual([
      "contoso@wus-a",
      "litware@wus-b",
    ]);
    expect((await listBindings(db.prisma, "contoso"))?.[0]).toMatchObject({
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
    const before = await loadFleet(db.prisma);
    await mustPut({ regions: [{ name: "westus", stamps: [{ name: "wus-a" }] }] }, { prune: true });
    expect((await loadFleet(db.prisma)).stamps.map((stamp) => stamp.name)).toEqual(["wus-a"]);
    expect((await mustPut({ regions: [{ name: "westus", stamps: [{ name: "wus-b" }] }] })).stamps).toEqual(
      counts(0, 1),
    );
    expect(await loadFleet(db.prisma)).toEqual(before);
  });
});

describe("laws", () => {
  const stamps = ["s0", "s1", "s2"];
  const replica = fc.record({
    name: fc.constantFrom("r0", "r1", "r2"),
    stamp: fc.constantFrom(...stamps),
    minute: fc.integer({ min: 0, max: 30 }),
  });

  test("whatever is put, in whatever order of times, homes of a replica never overlap and the last put stands", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(replica, { minLength: 1, maxLength: 12 }), async (puts) => {
        await db.prisma.$executeRaw`truncate region, stamp, pool, tenant, registry, replica, binding cascade`;
        await mustPut({ regions: [{ name: "r", stamps: stamps.map((name) => ({ name })) }] });
        for (const { name, stamp, minute } of puts) {
          const boundAt = START + minute * 60_000;
          const answer = await put(
            { registries: [{ name, tenant: "t", replicas: [{ region: "r", homeStamp: stamp, boundAt }] }] },
            { atMs: START + 2 * HOUR },
          );
          const homes = (await listBindings(db.prisma, name)) ?? [];
          for (const [index, home] of homes.entries()) {
            const next = homes[index + 1];
            expect(home.unboundAt).toBe(next ? next.boundAt : null);
            expect(next === undefined || home.boundAt < next.boundAt).toBe(true);
          }
          if (answer.ok) expect(homes.at(-1)?.stamp).toBe(stamp);
          else expect(answer.error.code).toBe("invalid");
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe("several at once", () => {
  test("puts of the same inventory are done once and found unchanged by the others", async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => mustPut(WEST)));
    expect(answers.map((answer) => answer.replicas.created).toSorted()).toEqual([0, 0, 0, 3]);
    expect(await db.prisma.auditEvent.count({ where: { action: "inventory.put" } })).toBe(1);
  });

  test("audit events are never committed below one that could already be read", async () => {
    let readUpTo = 0;
    const seen = new Set<number>();
    const state = { writing: true };
    const reader = async () => {
      while (state.writing) {
        const { rows } = await db.pool.query<{ id: number }>("select id from audit_event order by id");
        for (const { id } of rows) {
          expect(seen.has(id) || id > readUpTo).toBe(true);
          seen.add(id);
        }
        readUpTo = Math.max(readUpTo, rows.at(-1)?.id ?? 0);
      }
    };
    const reading = reader();
    const zones = ["UTC", "Asia/Tokyo", "Europe/Berlin", "America/Lima"];
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        withTransaction(db.client, async (tx) => {
          const after = { timeZone: zones[index % zones.length] };
          const event = { action: "region.created", thing: "region", thingName: `r${index}`, after } as const;
          await appendAudit(tx, authorAt(START), [event, event]);
          await tx.$queryRaw`select pg_sleep(${(index % 4) / 200})::text`;
        }),
      ),
    );
    state.writing = false;
    await reading;
    expect(seen.size).toBeGreaterThan(0);
  });
});

describe("the size of a real fleet", () => {
  test("1,000 stamps and 10,000 registries are put in seconds, and again without a change", async () => {
    const big: InventoryInput = {
      regions: Array.from({ length: 10 }, (_, region) => ({
        name: `region-${region}`,
        stamps: Array.from({ length: 100 }, (__, stamp) => ({
          name: `stamp-${region}-${stamp}`,
          pools: [
            { name: "registry", vcpusPerNode: 8 },
            { name: "dataproxy", vcpusPerNode: 16 },
          ],
        })),
      })),
      registries: Array.from({ length: 10_000 }, (_, index) => ({
        name: `registry-${index}`,
        tenant: `tenant-${index % 900}`,
        replicas: [{ region: `region-${index % 10}`, homeStamp: `stamp-${index % 10}-${index % 100}` }],
      })),
    };
    const started = performance.now();
    expect((await mustPut(big)).replicas).toEqual(counts(10_000));
    expect((await mustPut(big)).replicas).toEqual(counts(0, 0, 10_000));
    // The bound is loose: it tells row by row (minutes) from statement by statement, on a machine that may be busy.
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
