import { describe, expect, test } from "vitest";
import { HOUR, inventoryDatabase, inventoryOf, START, WEST } from "../inventoryForTests.ts";
import { InventoryKeeper, type InventoryText, readInventoryText } from "./queries.ts";

const { db, mustPut } = inventoryDatabase();

async function written(): Promise<string> {
  return textOf(await readInventoryText(db().client.pools.read));
}

function textOf({ parts }: InventoryText): string {
  return Buffer.concat(parts).toString();
}

async function expectedText(): Promise<string> {
  return JSON.stringify(await inventoryOf(db().prisma));
}

describe("the inventory's text", () => {
  test("of a fleet without anything is that of empty lists", async () => {
    expect(await written()).toBe('{"regions":[],"registries":[]}');
  });

  test("is byte for byte what the things, read one kind at a time, are as JSON", async () => {
    await mustPut(WEST);
    await mustPut({
      registries: [
        {
          name: "contoso",
          replicas: [
            {
              region: "westus",
              constraints: {
                pinned: true,
                freezes: [{ from: "2026-03-01T00:00:00Z", to: "2026-03-02T00:00:00Z", why: 'a "freeze"\\ü' }],
              },
            },
          ],
        },
        { name: "nowhere", tenant: "contoso-ltd", replicas: [] },
      ],
    });
    const expected = await expectedText();
    expect(expected).toContain("nowhere");
    expect(expected).toContain("freeze");
    expect(await written()).toBe(expected);
  });

  test("keeps a registry whole whose replicas are not all read at once, and leaves out what is retired", async () => {
    const regions = Array.from({ length: 3 }, (_, at) => ({
      name: `region-${at}`,
      stamps: [{ name: `stamp-${at}`, pools: [{ name: "registry" }] }],
    }));
    // Three rows each: no number of rows that are read at once, but by chance, ends with a registry.
    const registries = Array.from({ length: 1_100 }, (_, at) => ({
      name: `registry${at}`,
      tenant: `tenant${at % 7}`,
      replicas: regions.map(({ name, stamps }) => ({ region: name, homeStamp: stamps[0]?.name ?? "" })),
    }));
    await mustPut({ regions, registries });
    await mustPut({ regions: [{ name: "region-0", stamps: [] }] });
    expect(await written()).toBe(await expectedText());
  });

  test("is written once while nothing changes, and anew with the next change", async () => {
    await mustPut(WEST);
    const keeper = new InventoryKeeper(db().client);
    const first = await keeper.current();
    expect(await keeper.current()).toBe(first);
    await mustPut({ registries: [{ name: "added", tenant: "t", replicas: [] }] }, { atMs: START + HOUR });
    const next = await keeper.current();
    expect(textOf(next)).toContain('"added"');
    expect(textOf(next)).toBe(await expectedText());
  });
});
