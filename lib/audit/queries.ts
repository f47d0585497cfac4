import type { Pool } from "pg";
import type { Transaction } from "../db/client.ts";
import { Prisma } from "../db/generated/client.ts";
import type { AuditPage, AuditQuery, AuditRecord } from "./auditRecord.ts";
import type { StoredEvent } from "./storedEvent.ts";

interface AuditRow {
  id: bigint | number;
  at: Date;
  actor: string;
  actor_role: string;
  action: string;
  thing: string;
  thing_name: string;
  before: unknown;
  after: unknown;
  reason: string | null;
  request_id: string | null;
  context: unknown;
  prev_hash: string | null;
  hash: string | null;
}

/** The newest events first. The cursor is the last id of the page before: nothing is shown twice or left out. */
export async function listAudit(db: Transaction, query: AuditQuery): Promise<AuditPage> {
  const conditions = [Prisma.sql`true`, ...contextConditions(query)];
  const { from, to } = query;
  if (query.cursor !== undefined) conditions.push(Prisma.sql`id < ${query.cursor}`);
  if (query.actor !== undefined) conditions.push(Prisma.sql`actor = ${query.actor}`);
  if (query.action !== undefined) conditions.push(Prisma.sql`action = ${query.action}`);
  if (query.thing !== undefined) conditions.push(Prisma.sql`thing = ${query.thing}`);
  if (query.thingName !== undefined) conditions.push(Prisma.sql`thing_name = ${query.thingName}`);
  if (query.requestId !== undefined) conditions.push(Prisma.sql`request_id = ${query.requestId}`);
  if (from !== undefined) conditions.push(Prisma.sql`at >= ${new Date(from)}`);
  if (to !== undefined) conditions.push(Prisma.sql`at < ${new Date(to)}`);
  const rows = await db.$queryRaw<AuditRow[]>`
    select id, at, actor, actor_role, action, thing, thing_name, before, after, reason, request_id, context,
      prev_hash, hash
    from audit_event where ${Prisma.join(conditions, " and ")}
    order by id desc limit ${query.limit + 1}`;
  const page = rows.slice(0, query.limit).map(toRecord);
  const last = page.at(-1);
  return { events: page, nextCursor: rows.length > query.limit && last ? last.id : null };
}

/** What an event rests on, and words in it. Events of before they had a context are found by the stamp they are of. */
function contextConditions({ plan, stamp, q }: AuditQuery): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (plan !== undefined) conditions.push(Prisma.sql`context @> ${JSON.stringify({ plan })}::jsonb`);
  if (stamp !== undefined)
    conditions.push(Prisma.sql`(context @> ${JSON.stringify({ stamps: [stamp] })}::jsonb
      or (thing = 'stamp' and thing_name = ${stamp}))`);
  for (const word of (q ?? "").toLowerCase().split(/\s+/).filter(Boolean))
    conditions.push(Prisma.sql`strpos(lower(concat_ws(' ', actor, action, thing_name, reason, request_id, before, after,
      context)), ${word}) > 0`);
  return conditions;
}

/** The event of a number, or null. */
export async function findAuditEvent(db: Transaction, id: bigint): Promise<AuditRecord | null> {
  const { events } = await listAudit(db, { limit: 1, cursor: id + 1n });
  return events.find((event) => event.id === String(id)) ?? null;
}

/** When an evidence pack of a digest was handed out first; null = never. */
export async function findHandOut(db: Transaction, digest: string): Promise<AuditRecord | null> {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    select id from audit_event where action = 'evidence.handed_out' and after ->> 'digest' = ${digest}
    order by id limit 1`;
  const [first] = rows;
  return first === undefined ? null : await findAuditEvent(db, first.id);
}

export interface AuditNames {
  readonly actors: readonly string[];
  readonly actions: readonly string[];
  readonly things: readonly string[];
}

/** Enough to hold what happened lately, few enough to read at every opening of a page. */
const LATEST_EVENTS = 20_000;

/** Who acted, how and on what kinds of things in the newest events, each by name: what a filter may suggest. */
export async function listLatestNames(db: Transaction): Promise<AuditNames> {
  const rows = await db.$queryRaw<AuditNames[]>`
    with latest as materialized (
      select actor, action, thing from audit_event order by id desc limit ${LATEST_EVENTS}
    )
    select array(select distinct actor from latest order by 1) as actors,
      array(select distinct action from latest order by 1) as actions,
      array(select distinct thing from latest order by 1) as things`;
  return rows[0] ?? { actors: [], actions: [], things: [] };
}

function toRecord(row: AuditRow): AuditRecord {
  return {
    id: String(row.id),
    at: row.at.toISOString(),
    actor: row.actor,
    actorRole: row.actor_role,
    action: row.action,
    thing: row.thing,
    thingName: row.thing_name,
    before: row.before,
    after: row.after,
    reason: row.reason,
    requestId: row.request_id,
    context: row.context,
    previousHash: row.prev_hash,
    hash: row.hash,
  };
}

/** Events by number from `afterId` on, every column as the text that the database holds: what verification reads. */
export async function readStoredEvents(
  db: Transaction,
  { afterId, limit }: { readonly afterId: string; readonly limit: number },
): Promise<StoredEvent[]> {
  return await db.$queryRaw<StoredEvent[]>`
    select id::text as id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
      actor, actor_role, action, thing, thing_name, before::text as before, after::text as after, reason, request_id,
      context::text as context, prev_hash, hash
    from audit_event where id > ${afterId}::bigint order by audit_event.id limit ${limit}`;
}

export interface ChainHead {
  readonly eventId: string;
  readonly hash: string;
}

/** The newest event, or null while there is none. */
export async function readChainHead(database: Pool): Promise<ChainHead | null> {
  const { rows } = await database.query<ChainHead>(
    `select id::text as "eventId", hash from audit_event order by id desc limit 1`,
  );
  return rows[0] ?? null;
}

/** How many events there are in (afterId, toId]. */
export async function countEventsBetween(database: Pool, afterId: string, toId: string): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    "select count(*) as count from audit_event where id > $1::bigint and id <= $2::bigint",
    [afterId, toId],
  );
  return rows[0]?.count ?? 0;
}

/**
 * What keeps the connections of a pool from changing audit events: `role` = they work as a role that has no right to, and
 * a trigger refuses it besides; `trigger` = the trigger alone, since the database's user may not make roles, and whoever
 * owns the table can take it off; `none` = nothing does.
 */
export type AuditProtection = "role" | "trigger" | "none";

export async function readAuditProtection(database: Pool): Promise<AuditProtection> {
  const { rows } = await database.query<{ may_change: boolean; triggers: number }>(
    `select has_table_privilege('audit_event', 'update, delete, truncate') as may_change,
       (select count(*) from pg_trigger where tgrelid = 'audit_event'::regclass and tgenabled in ('O', 'A')
          and tgfoid = 'refuse_audit_change'::regproc) as triggers`,
  );
  const [row] = rows;
  if (row === undefined || row.triggers < 2) return "none";
  return row.may_change ? "trigger" : "role";
}
