import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { appendAudit } from "./commands.ts";
import { findAuditEvent, listAudit, listLatestNames } from "./queries.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  const author = { actorRole: "admin", atMs: Date.UTC(2026, 10, 21), requestId: null };
  await db.prisma.$transaction(async (tx) => {
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
