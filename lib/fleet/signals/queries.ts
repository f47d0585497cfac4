import type { Transaction } from "../../db/client.ts";
import { Prisma } from "../../db/generated/client.ts";
import type { Signal, SignalPage, SignalQuery } from "./signalBody.ts";

interface SignalRow {
  id: string;
  region: string;
  stamp: string;
  pool: string | null;
  kind: Signal["kind"];
  severity: Signal["severity"];
  from: Date;
  to: Date | null;
  source: string;
  note: string;
  updated_at: Date;
}

/** The newest signals first, by when they were first reported. */
export async function listSignals(db: Transaction, query: SignalQuery): Promise<SignalPage> {
  const conditions = [Prisma.sql`true`];
  if (query.cursor !== undefined) conditions.push(Prisma.sql`signal.id < ${query.cursor}`);
  if (query.stamp !== undefined) conditions.push(Prisma.sql`stamp.name = ${query.stamp}`);
  if (query.region !== undefined) conditions.push(Prisma.sql`region.name = ${query.region}`);
  if (query.kind !== undefined) conditions.push(Prisma.sql`signal.kind::text = ${query.kind}`);
  if (query.open === true) conditions.push(Prisma.sql`signal."to" is null`);
  if (query.open === false) conditions.push(Prisma.sql`signal."to" is not null`);
  if (query.from !== undefined) {
    conditions.push(Prisma.sql`(signal."to" is null or signal."to" > ${new Date(query.from)})`);
  }
  if (query.to !== undefined) conditions.push(Prisma.sql`signal."from" < ${new Date(query.to)}`);
  const rows = await db.$queryRaw<SignalRow[]>`
    select signal.id::text as id, region.name as region, stamp.name as stamp, pool.name as pool,
      signal.kind::text as kind, signal.severity::text as severity, signal."from", signal."to", signal.source,
      signal.note, signal.updated_at
    from signal
      join stamp on stamp.id = signal.stamp_id
      join region on region.id = stamp.region_id
      left join pool on pool.id = signal.pool_id
    where ${Prisma.join(conditions, " and ")}
    order by signal.id desc limit ${query.limit + 1}`;
  const signals = rows.slice(0, query.limit).map(toSignal);
  return { signals, nextCursor: rows.length > query.limit ? (signals.at(-1)?.id ?? null) : null };
}

function toSignal({ updated_at, from, to, ...row }: SignalRow): Signal {
  return {
    ...row,
    from: from.toISOString(),
    to: to?.toISOString() ?? null,
    updatedAt: updated_at.toISOString(),
  };
}
