import type { Pool } from "pg";
import type { Transaction } from "../db/client.ts";
import { Prisma } from "../db/generated/client.ts";
import type { AuditPage, AuditQuery, AuditRecord } from "./auditRecord.ts";

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
}

/** The newest events first. The cursor is the last id of the page before: nothing is shown twice or left out. */
export async function listAudit(db: Transaction, query: AuditQuery): Promise<AuditPage> {
  const conditions = [Prisma.sql`true`];
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
    select id, at, actor, actor_role, action, thing, thing_name, before, after, reason, request_id
    from audit_event where ${Prisma.join(conditions, " and ")}
    order by id desc limit ${query.limit + 1}`;
  const page = rows.slice(0, query.limit).map(toRecord);
  const last = page.at(-1);
  return { events: page, nextCursor: rows.length > query.limit && last ? last.id : null };
}

/** The event of a number, or null. */
export async function findAuditEvent(db: Transaction, id: bigint): Promise<AuditRecord | null> {
  const { events } = await listAudit(db, { limit: 1, cursor: id + 1n });
  return events.find((event) => event.id === String(id)) ?? null;
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
  };
}

/**
 * A text that changes with every audited change of the domain, and so with the inventory and the settings. Numbers of
 * events are committed in their order (`appendAudit`); another server's may be the same, after a backup was put back.
 */
export async function readDomainVersion(database: Pool): Promise<string> {
  const { rows } = await database.query<{ version: string }>(
    `select (select coalesce(max(id), 0) from audit_event)::text || '/' || pg_postmaster_start_time()::text as version`,
  );
  return rows[0]?.version ?? "";
}
