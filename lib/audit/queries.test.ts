import { afterAll, beforeAll, expect, test } from "vitest";
import { withTransaction } from "../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import type { AuditQuery } from "./auditRecord.ts";
import { appendAudit } from "./commands.ts";
import { findAuditEvent, listAudit, listLatestNames } from "./queries.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  const author = { actorRole: "admin", atMs: Date.UTC(2026, 10, 21), requestId: null };
  await withTransaction(db.client, async (tx) => {
    await appendAudit(tx, { ...author, actor: "ada" }, [
      { action: "setting.changed", thing: "setting", thingName: "limitP95", before: null, after: 40 },
      { action: "freeze.pressed", thing: "freeze", thingName: "fleet", reason: "trying" },
    ]);
    await appendAudit(tx, { ...author, actor: "bob" }, [
      { action: "freeze.lifted", thing: "freeze", thingName: "fleet", reason: "tried" },
    ]);
  });
});
afterAll(async () => {
  await db.close();
});

test("an event is found by its number, and only by its own", async () => {
  const { events } = await listAudit(db.prisma, { limit: 10 });
  for (const event of events) expect(await findAuditEvent(db.prisma, BigInt(event.id))).toEqual(event);
  const newest = BigInt(events[0]?.id ?? 0);
  expect(newest).toBeGreaterThan(0n);
  expect(await findAuditEvent(db.prisma, newest + 1n)).toBeNull();
  expect(await findAuditEvent(db.prisma, 0n)).toBeNull();
});

test("the names that a filter suggests are those that occur, each once and in order", async () => {
  expect(await listLatestNames(db.prisma)).toEqual({
    actors: ["ada", "bob"],
    actions: ["freeze.lifted", "freeze.pressed", "setting.changed"],
    things: ["freeze", "setting"],
  });
});

test("events are found by the plan and the stamps they rest on, which an event of a stamp or a home names by itself", async () => {
  const author = { actor: "cal", actorRole: "admin", atMs: Date.UTC(2026, 10, 22), requestId: null };
  const context = {
    plan: 12,
    version: 2,
    stamps: ["wus-c"],
    window: { from: "2026-11-20T08:00:00.000Z", to: "2026-11-20T20:00:00.000Z" },
    model: { r2: 0.93 },
  };
  const home = { thing: "replica", thingName: "contoso/westus" } as const;
  await withTransaction(db.client, (tx) =>
    appendAudit(tx, author, [
      {
        ...{ ...home, action: "replica.bound", reason: "too hot", context },
        ...{ before: { stamp: "wus-a" }, after: { stamp: "wus-b", at: "2026-11-22T00:00:00.000Z" } },
      },
      { action: "pool.retired", thing: "pool", thingName: "wus-b/registry", before: {} },
      { action: "stamp.retired", thing: "stamp", thingName: "wus-bb", before: {} },
    ]),
  );
  const found = async (query: Partial<AuditQuery>) =>
    (await listAudit(db.prisma, { limit: 10, ...query })).events.map(({ action }) => action);
  expect(await found({ plan: 12 })).toEqual(["replica.bound"]);
  expect(await found({ plan: 1 })).toEqual([]);
  expect(await found({ stamp: "wus-a" })).toEqual(["replica.bound"]);
  expect(await found({ stamp: "wus-b" })).toEqual(["pool.retired", "replica.bound"]);
  expect(await found({ stamp: "wus-c", q: "HOT 0.93" })).toEqual(["replica.bound"]);
  expect(await found({ stamp: "wus-c", q: "cold" })).toEqual([]);
  const { events } = await listAudit(db.prisma, { limit: 1, plan: 12 });
  expect(events[0]?.context).toEqual({ ...context, stamps: ["wus-a", "wus-b", "wus-c"] });
});
