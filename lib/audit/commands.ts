import type { Transaction } from "../db/client.ts";
import type { AuditEvent, Author } from "./types.ts";

/** Names the lock under which audit events are numbered. Any fixed number will do; this one spells "audi". */
const AUDIT_ORDER_LOCK = 0x61756469;

/**
 * Writes events into the transaction of the change itself: they commit with it, or neither does. The one way to write
 * the audit; nothing updates or deletes it. Any number of events is one statement.
 *
 * Numbers are given one transaction after the other, so that no event is ever committed below one that could already be
 * read: "everything after id n" misses nothing, and the greatest id is a version of the whole domain. Call it last, since
 * other writers of the audit wait from here until the commit.
 */
export async function appendAudit(
  tx: Transaction,
  author: Author,
  events: readonly AuditEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const at = new Date(author.atMs);
  await tx.$executeRaw`select pg_advisory_xact_lock(${AUDIT_ORDER_LOCK})`;
  await tx.$executeRaw`
    insert into audit_event (at, actor, actor_role, request_id, action, thing, thing_name, before, after, reason)
    select ${at}, ${author.actor}, ${author.actorRole}, ${author.requestId},
      event.action, event.thing, event."thingName", event.before, event.after, event.reason
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      as event(action text, thing text, "thingName" text, before jsonb, after jsonb, reason text)`;
}
