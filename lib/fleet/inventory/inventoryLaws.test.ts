import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { appendAudit } from "../../audit/index.ts";
import { withTransaction } from "../../db/client.ts";
import { listBindings } from "../queries.ts";
import { putInventory } from "./commands.ts";
import { type InventoryInput, inventoryBodySchema } from "./inventoryBody.ts";
import { authorAt, counts, HOUR, inventoryDatabase, START, WEST } from "./inventoryForTests.ts";

const { db, put, mustPut } = inventoryDatabase();

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
        await db().prisma
          .$executeRaw`truncate region, stamp, pool, tenant, registry, replica, binding cascade`;
        await mustPut({ regions: [{ name: "r", stamps: stamps.map((name) => ({ name })) }] });
        for (const { name, stamp, minute } of puts) {
          const boundAt = START + minute * 60_000;
          const answer = await put(
            { registries: [{ name, tenant: "t", replicas: [{ region: "r", homeStamp: stamp, boundAt }] }] },
            { atMs: START + 2 * HOUR },
          );
          const homes = (await listBindings(db().prisma, name)) ?? [];
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
    expect(await db().prisma.auditEvent.count({ where: { action: "inventory.put" } })).toBe(1);
  });

  test("audit events are never committed below one that could already be read", async () => {
    let readUpTo = 0;
    const seen = new Set<number>();
    const state = { writing: true };
    const reader = async () => {
      while (state.writing) {
        const { rows } = await db().pool.query<{ id: number }>("select id from audit_event order by id");
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
        withTransaction(db().client, async (tx) => {
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
  test("1,000 stamps and 10,000 registries take as many statements as ten and a hundred", async () => {
    const few = await countStatements(fleetOf("few", { regions: 1, stampsInEach: 10, registries: 100 }));
    const many = await countStatements(
      fleetOf("many", { regions: 10, stampsInEach: 100, registries: 10_000 }),
    );
    expect(many.first.counts.replicas).toEqual(counts(10_000));
    expect(many.again.counts.replicas).toEqual(counts(0, 0, 10_000));
    expect(many.first.statements).toBe(few.first.statements);
    expect(many.again.statements).toBe(few.again.statements);
  });

  async function countStatements(body: InventoryInput) {
    const put = async () => {
      const counter = { statements: 0 };
      const answer = await withTransaction(db().client, (tx) =>
        putInventory(counting(tx, counter), authorAt(START), {
          body: inventoryBodySchema.parse(body),
          prune: false,
        }),
      );
      if (!answer.ok) throw new Error(answer.error.detail);
      return { counts: answer.value, statements: counter.statements };
    };
    return { first: await put(), again: await put() };
  }

  function fleetOf(
    name: string,
    size: { regions: number; stampsInEach: number; registries: number },
  ): InventoryInput {
    const place = (index: number) => [index % size.regions, index % size.stampsInEach] as const;
    return {
      regions: Array.from({ length: size.regions }, (_, region) => ({
        name: `${name}-region-${region}`,
        stamps: Array.from({ length: size.stampsInEach }, (__, stamp) => ({
          name: `${name}-stamp-${region}-${stamp}`,
          pools: [
            { name: "registry", vcpusPerNode: 8 },
            { name: "dataproxy", vcpusPerNode: 16 },
          ],
        })),
      })),
      registries: Array.from({ length: size.registries }, (_, index) => {
        const [region, stamp] = place(index);
        return {
          name: `${name}-registry-${index}`,
          tenant: `tenant-${index % 900}`,
          replicas: [{ region: `${name}-region-${region}`, homeStamp: `${name}-stamp-${region}-${stamp}` }],
        };
      }),
    };
  }
});

/** A transaction that counts what is called on it: raw statements and those of models alike. */
function counting<T extends object>(target: T, counter: { statements: number }): T {
  return new Proxy(target, {
    get(from, name) {
      const value: unknown = Reflect.get(from, name);
      if (typeof value === "function")
        return (...sent: unknown[]) => {
          counter.statements += 1;
          return Reflect.apply(value, from, sent) as unknown;
        };
      return value !== null && typeof value === "object" && typeof name === "string" && !name.startsWith("$")
        ? counting(value, counter)
        : value;
    },
  });
}
