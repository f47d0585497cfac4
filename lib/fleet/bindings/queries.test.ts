import { afterAll, beforeAll, expect, test } from "vitest";
import { withTransaction } from "../../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { putInventory } from "../inventory/commands.ts";
import { inventoryBodySchema } from "../inventory/inventoryBody.ts";
import { countReplicas, countReplicasByStamp, listBindingChanges, listHomeChanges } from "./queries.ts";

const START = Date.UTC(2026, 2, 1, 12);
const HOUR = 3_600_000;

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await put("wus-a", START);
  await put("wus-b", START + HOUR);
});
afterAll(() => db.close());

/** contoso lives on the stamp named from this instant on, fabrikam always on wus-b. */
async function put(contosoHome: string, atMs: number) {
  const stamp = (name: string) => ({ name, pools: [{ name: "registry" }] });
  const replica = (homeStamp: string) => [
    { region: "westus", homeStamp, boundAt: new Date(atMs).toISOString() },
  ];
  const body = inventoryBodySchema.parse({
    regions: [{ name: "westus", stamps: [stamp("wus-a"), stamp("wus-b")] }],
    registries: [
      { name: "contoso", tenant: "contoso-ltd", replicas: replica(contosoHome) },
      ...(atMs === START ? [{ name: "fabrikam", tenant: "fabrikam-inc", replicas: replica("wus-b") }] : []),
    ],
  });
  const author = { actor: "tester", actorRole: "operator", atMs, requestId: null };
  const answer = await withTransaction(db.client, (tx) => putInventory(tx, author, { body, prune: false }));
  if (!answer.ok) throw new Error(answer.error.detail);
}

const during = (fromMs: number, toMs: number) => ({ fromMs, toMs, limit: 100 });

test("a move is a departure at one end and an arrival at the other, each naming the other end", async () => {
  const move = { atMs: START + HOUR, registry: "contoso", tenant: "contoso-ltd", source: "inventory" };
  const window = during(START + 1, START + 2 * HOUR);
  expect(await listBindingChanges(db.prisma, "wus-a", window)).toEqual([
    { ...move, direction: "left", otherStamp: "wus-b" },
  ]);
  expect(await listBindingChanges(db.prisma, "wus-b", window)).toEqual([
    { ...move, direction: "arrived", otherStamp: "wus-a" },
  ]);
});

test("a first home comes from nowhere; the window is half-open", async () => {
  const first = await listBindingChanges(db.prisma, "wus-a", during(START, START + HOUR));
  expect(first).toMatchObject([{ direction: "arrived", otherStamp: null, atMs: START }]);
  expect(await listBindingChanges(db.prisma, "wus-a", during(START - HOUR, START))).toEqual([]);
});

test("of more changes than are asked for the latest are given, the oldest of them first", async () => {
  const window = { ...during(START, START + 2 * HOUR), limit: 2 };
  const changes = await listBindingChanges(db.prisma, "wus-b", { ...window, limit: 1 });
  expect(changes.map(({ registry }) => registry)).toEqual(["contoso"]);
  const both = await listBindingChanges(db.prisma, "wus-b", window);
  expect(both.map(({ registry }) => registry)).toEqual(["fabrikam", "contoso"]);
});

test("replicas are counted where they live now", async () => {
  expect(await countReplicasByStamp(db.prisma)).toEqual(new Map([["wus-b", 2]]));
  const stamps = await db.prisma.stamp.findMany({ where: { name: { in: ["wus-a", "wus-b"] } } });
  const counts = stamps.map(async ({ id, name }) => [name, await countReplicas(db.prisma, id)]);
  expect(Object.fromEntries(await Promise.all(counts))).toEqual({ "wus-a": 0, "wus-b": 2 });
});

test("a change of home is told once, with both ends; a first home is none, and the window is half-open", async () => {
  const moved = { region: "westus", registry: "contoso", from: "wus-a", to: "wus-b", atMs: START + HOUR };
  expect(await listHomeChanges(db.prisma, { fromMs: START - HOUR, toMs: START + 2 * HOUR })).toEqual([moved]);
  expect(await listHomeChanges(db.prisma, { fromMs: START + HOUR, toMs: START + HOUR + 1 })).toEqual([moved]);
  expect(await listHomeChanges(db.prisma, { fromMs: START, toMs: START + HOUR })).toEqual([]);
});
