import type { Pool } from "pg";
import { type DatabaseClient, type Transaction, withTransaction } from "../db/client.ts";
import { contextOfEvent } from "./contextOfEvent.ts";
import { GENESIS_HASH, type HashedEvent, hashOfEvent } from "./eventHash.ts";
import { readStoredEvents } from "./queries.ts";
import { toHashedEvent } from "./storedEvent.ts";
import type { AuditEvent, Author } from "./types.ts";

/** Names the lock under which audit events are numbered. Any fixed number will do; this one spells "audi". */
const AUDIT_ORDER_LOCK = 0x61756469;

/**
 * Writes events into the transaction of the change itself: they commit with it, or neither does. The one way to write
 * the audit; nothing updates or deletes it. Any number of events is one statement. Each is chained to the one before by
 * its hash.
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
  await tx.$executeRaw`select pg_advisory_xact_lock(${AUDIT_ORDER_LOCK})`;
  // A statement of its own: it must see what the transaction committed that the lock was waited for.
  const [head] = await tx.$queryRaw<{ id: bigint; hash: string | null }[]>`
    select id, hash from audit_head()`;
  if (head?.hash === null)
    throw new Error("the audit's events of before are not chained yet: stop, and start with `npm run up`");
  const chained = chainEvents(author, events, { id: head?.id ?? 0n, hash: head?.hash ?? GENESIS_HASH });
  await tx.$executeRaw`
    insert into audit_event (id, at, actor, actor_role, request_id, action, thing, thing_name, before, after, reason,
      context, prev_hash, hash)
    select id, ${new Date(author.atMs)}, ${author.actor}, ${author.actorRole}, ${author.requestId}, action, thing,
      "thingName", before, after, reason, context, "prevHash", hash
    from jsonb_to_recordset(${JSON.stringify(chained)}::jsonb)
      as event(id bigint, action text, thing text, "thingName" text, before jsonb, after jsonb, reason text,
        context jsonb, "prevHash" text, hash text)`;
}

interface Head {
  readonly id: bigint;
  readonly hash: string;
}

/** The events as they will be stored after `head`, each with its number and hash. What is null is left out. */
function chainEvents(author: Author, events: readonly AuditEvent[], head: Head) {
  const at = new Date(author.atMs).toISOString();
  let { id, hash: prevHash } = head;
  return events.map((event) => {
    id += 1n;
    // Through JSON and back, so that what is hashed is what will be read: a Date becomes its text, undefined nothing.
    const facts: Pick<HashedEvent, "before" | "after"> = JSON.parse(
      JSON.stringify({
        ...("before" in event && { before: event.before }),
        ...("after" in event && { after: event.after }),
      }),
    );
    const { action, thing, thingName } = event;
    const reason = ("reason" in event ? event.reason : undefined) ?? null;
    const stored = {
      ...{ id: String(id), action, thing, thingName, reason, prevHash },
      before: facts.before ?? null,
      after: facts.after ?? null,
      context: contextOfEvent(event),
    };
    const { actor, actorRole, requestId } = author;
    prevHash = hashOfEvent({ ...stored, at, actor, actorRole, requestId });
    return { ...stored, hash: prevHash };
  });
}

const EARLIER_BATCH = 2_000;

/**
 * Chains the events that were written before events were chained, oldest first, in one transaction: all of them, or none.
 * Answers how many. Called at every start by whoever owns the table; where there is nothing left to do it asks one row.
 */
export async function chainEarlierEvents(owner: Pick<DatabaseClient, "prisma" | "pools">): Promise<number> {
  if (!(await hasUnchainedEvents(owner.pools.read))) return 0;
  return await withTransaction(owner, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${AUDIT_ORDER_LOCK})`;
    let [afterId, prevHash, count] = ["0", GENESIS_HASH, 0];
    for (;;) {
      const rows = await readStoredEvents(tx, { afterId, limit: EARLIER_BATCH });
      const places = rows.flatMap((row) => {
        if (row.hash !== null) throw new Error(`event ${row.id} is chained, but not those before it`);
        const place = { id: row.id, prevHash, hash: hashOfEvent({ ...toHashedEvent(row), prevHash }) };
        prevHash = place.hash;
        return [place];
      });
      afterId = places.at(-1)?.id ?? afterId;
      count += places.length;
      await tx.$executeRaw`
        update audit_event set prev_hash = place."prevHash", hash = place.hash
        from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as place(id bigint, "prevHash" text, hash text)
        where audit_event.id = place.id`;
      if (rows.length < EARLIER_BATCH) break;
    }
    await tx.$executeRaw`alter table audit_event alter column prev_hash set not null, alter column hash set not null`;
    return count;
  });
}

/** The oldest event tells: all of them are chained in one transaction. */
async function hasUnchainedEvents(database: Pool): Promise<boolean> {
  const { rows } = await database.query(
    "select hash is null as missing from audit_event order by id limit 1",
  );
  return rows[0]?.missing === true;
}
