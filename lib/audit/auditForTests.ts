import type { DatabaseClient } from "../db/client.ts";
import { withTransaction } from "../db/client.ts";
import type { TestDatabase } from "../db/testDatabase.ts";
import { appendAudit } from "./commands.ts";
import type { AuditEvent } from "./types.ts";

/** 2026-11-21T00:00:00Z. */
export const TEST_AUDIT_MS = Date.UTC(2026, 10, 21);

/** Something that happens, told apart by its number. */
export function eventForTests(number: number): AuditEvent {
  return {
    action: "setting.changed",
    thing: "setting",
    thingName: `limitP95 ${number}`,
    before: { value: number, note: `it was “${number}”`, list: [0.1, 1e-7, 1e21, null, true] },
    after: number + 0.25,
    ...(number % 2 === 0 && { reason: "even" }),
    ...(number % 3 === 0 && { context: { plan: number, stamps: ["wus-a"] } }),
  };
}

/** Appends events in one transaction, as the application does. */
export async function appendForTests(
  client: Pick<DatabaseClient, "prisma">,
  numbers: readonly number[],
  actor = "ada",
): Promise<void> {
  const author = { actor, actorRole: "admin", atMs: TEST_AUDIT_MS + 1, requestId: "r-1" };
  await withTransaction(client, (tx) => appendAudit(tx, author, numbers.map(eventForTests)));
}

/** Empties the audit, as only a superuser can. */
export async function emptyAudit({ superuser }: Pick<TestDatabase, "superuser">): Promise<void> {
  await superuser.query("truncate audit_event");
}
