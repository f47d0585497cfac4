import pg from "pg";
import { type EpochMinute, MINUTE_MS, MINUTES_PER_DAY, MINUTES_PER_HOUR } from "../core/index.ts";
import { inTransaction } from "./poolTransaction.ts";

/** How each partitioned table is cut. `keyMinutes` = minutes in one unit of its partition key. */
const LAYOUT = {
  pool_minute: { days: 1, keyMinutes: 1, fillfactor: 100 },
  load_minute: { days: 1, keyMinutes: 1, fillfactor: 100 },
  outcome_minute: { days: 1, keyMinutes: 1, fillfactor: 100 },
  // Rewritten by every scrape of its minute, kept for two days.
  counter_minute: { days: 1, keyMinutes: 1, fillfactor: 70 },
  // Sixty bins in a row: a month of them is still a small table, and 400 days are 14 partitions instead of 400.
  // The running hour's row is rewritten every minute: with half of each page left free the new version stands beside the
  // old one and no index is touched (heap-only update), which measured 1.8 times as fast.
  pool_hour: { days: 30, keyMinutes: MINUTES_PER_HOUR, fillfactor: 50 },
} as const;

export type PartitionedTable = keyof typeof LAYOUT;
export const PARTITIONED_TABLES: readonly PartitionedTable[] = [
  "pool_minute",
  "pool_hour",
  "load_minute",
  "outcome_minute",
  "counter_minute",
];

/** Any number will do, as long as nothing else in the database takes the same advisory lock. */
const PARTITION_LOCK = 7_218_002;
/** How long this process trusts that a partition it has seen is still there. Retention drops only what no write may reach. */
const TRUST_MS = 60_000;

interface Partition {
  readonly name: string;
  readonly fromMinute: EpochMinute;
  readonly toMinute: EpochMinute;
}

const seen = new WeakMap<pg.Pool, Map<string, number>>();

/**
 * Makes sure that every bin of [fromMinute, toMinute) has its partition of `telemetry.<table>`. Asks the database only
 * about those not seen within the last minute. Call it before the write's transaction begins: it commits on a
 * connection of its own, and does not wait for, or hold up, writers and readers of the table.
 */
export async function ensurePartitions(
  pool: pg.Pool,
  table: PartitionedTable,
  fromMinute: EpochMinute,
  toMinute: EpochMinute,
): Promise<void> {
  const known = seen.get(pool) ?? new Map<string, number>();
  seen.set(pool, known);
  const now = Date.now();
  const unsure = partitionsOver(table, fromMinute, toMinute).filter(
    ({ name }) => (known.get(name) ?? 0) < now,
  );
  if (unsure.length === 0) return;
  const present = new Set((await listPartitions(pool, table)).map(({ name }) => name));
  const missing = unsure.filter(({ name }) => !present.has(name));
  if (missing.length > 0) await createPartitions(pool, table, missing);
  for (const { name } of unsure) known.set(name, now + TRUST_MS);
}

/**
 * Drops the partitions that hold nothing at or after `minute`, and answers their names. Nobody waits for it: a partition is
 * detached beside readers and writers of the table, which may go on meanwhile, and dropped once it is no part of the table
 * any more. Where one of them does not end within 2 s, the rest is done by the next call. On Citus they wait, for 2 s at most.
 */
export async function dropPartitionsBefore(
  pool: pg.Pool,
  table: PartitionedTable,
  minute: EpochMinute,
): Promise<string[]> {
  const old = (await listRemains(pool, table)).filter(({ toMinute }) => toMinute <= minute);
  if (old.length === 0) return [];
  const dropped: string[] = [];
  await withPartitionLock(pool, async (client) => {
    for (const { name } of old) {
      // Before, since a drop that stands half done is out of sight already.
      seen.get(pool)?.delete(name);
      const outcome = await detachAndDrop(client, table, name).catch((error: unknown) => {
        if (isDatabaseError(error, LOCK_NOT_AVAILABLE)) return "in use" as const;
        throw error;
      });
      if (outcome === "in use") break;
      // Another replica may have been first.
      if (outcome === "dropped") dropped.push(name);
    }
  });
  return dropped;
}

/**
 * `detach … concurrently` commits twice and waits in between, so that it may stand half done (pending): then it is finished.
 * What is detached belongs to nobody. Citus has no such form: there it is detached at once, or found in use.
 */
async function detachAndDrop(
  client: pg.PoolClient,
  table: PartitionedTable,
  name: string,
): Promise<"dropped" | "gone"> {
  const how = await attachmentOf(client, name);
  if (how === "absent") return "gone";
  if (how === "attached") {
    const { rows } = await client.query("select where is_telemetry_distributed()");
    const beside = rows.length > 0 ? "" : "concurrently";
    await client.query(`alter table ${qualified(table)} detach partition ${qualified(name)} ${beside}`);
  }
  if (how === "pending")
    await client.query(`alter table ${qualified(table)} detach partition ${qualified(name)} finalize`);
  await client.query(`drop table ${qualified(name)}`);
  return "dropped";
}

type Attachment = "attached" | "pending" | "detached" | "absent";

async function attachmentOf(client: pg.PoolClient, name: string): Promise<Attachment> {
  const { rows } = await client.query<{ pending: boolean | null }>(
    `select inhdetachpending as pending from pg_class own left join pg_inherits on inhrelid = own.oid
      where own.oid = to_regclass($1)`,
    [qualified(name)],
  );
  if (rows[0] === undefined) return "absent";
  if (rows[0].pending === null) return "detached";
  return rows[0].pending ? "pending" : "attached";
}

/** Partitions, and those that were once and have not been dropped yet. */
async function listRemains(pool: pg.Pool, table: PartitionedTable): Promise<Partition[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'telemetry'::regnamespace and relkind = 'r' and relname ~ ('^' || $1 || '_\\d{4}_\\d\\d_\\d\\d$')
      order by relname`,
    [table],
  );
  return rows.map(({ name }) => partitionNamed(table, name));
}

/** The partitions that a table has, oldest first. */
export async function listPartitions(pool: pg.Pool, table: PartitionedTable): Promise<Partition[]> {
  const answer = await pool.query<{ name: string }>(
    `select child.relname as name
       from pg_inherits
       join pg_class child on child.oid = inhrelid
      where inhparent = ('telemetry.' || $1)::regclass and not inhdetachpending
      order by child.relname`,
    [table],
  );
  return answer.rows.map(({ name }) => partitionNamed(table, name));
}

/** Makes the partition of that name, as `ensurePartitions` would have. Throws where it is none of ours. */
export async function ensurePartitionNamed(pool: pg.Pool, table: string, name: string): Promise<void> {
  const parent = PARTITIONED_TABLES.find((known) => known === table);
  if (parent === undefined) throw new Error(`telemetry.${table} is not a table that Ballast parts`);
  const { fromMinute, toMinute } = partitionNamed(parent, name);
  await ensurePartitions(pool, parent, fromMinute, toMinute);
}

/** The partitions that [fromMinute, toMinute) touches, aligned to whole days (or thirty) since 1970. */
function partitionsOver(
  table: PartitionedTable,
  fromMinute: EpochMinute,
  toMinute: EpochMinute,
): Partition[] {
  const spanMinutes = LAYOUT[table].days * MINUTES_PER_DAY;
  const partitions: Partition[] = [];
  for (let from = Math.floor(fromMinute / spanMinutes) * spanMinutes; from < toMinute; from += spanMinutes) {
    const day = new Date(from * MINUTE_MS).toISOString().slice(0, 10).replaceAll("-", "_");
    partitions.push({ name: `${table}_${day}`, fromMinute: from, toMinute: from + spanMinutes });
  }
  return partitions;
}

function partitionNamed(table: PartitionedTable, name: string): Partition {
  const day = name.slice(table.length + 1).replaceAll("_", "-");
  const fromMinute = Date.parse(`${day}T00:00:00Z`) / MINUTE_MS;
  if (!Number.isInteger(fromMinute))
    throw new Error(`telemetry.${name} is a partition that Ballast did not make`);
  return { name, fromMinute, toMinute: fromMinute + LAYOUT[table].days * MINUTES_PER_DAY };
}

/**
 * Each is made beside the table and then attached: that takes a lock which lets writers and readers pass, while
 * `create table … partition of` would have to wait for all of them.
 */
async function createPartitions(
  pool: pg.Pool,
  table: PartitionedTable,
  missing: readonly Partition[],
): Promise<void> {
  const { keyMinutes, fillfactor } = LAYOUT[table];
  await underPartitionLock(pool, async (client) => {
    for (const { name, fromMinute, toMinute } of missing) {
      const how = await attachmentOf(client, name);
      if (how === "attached") continue;
      // Past the retention of another day, and on its way out: its rows are gone already.
      if (how === "pending")
        await client.query(`alter table ${qualified(table)} detach partition ${qualified(name)} finalize`);
      if (how !== "absent") await client.query(`drop table ${qualified(name)}`);
      await client.query(`create table ${qualified(name)} (like ${qualified(table)} including all)
        with (fillfactor = ${fillfactor})`);
      await client.query(
        `alter table ${qualified(table)} attach partition ${qualified(name)}
           for values from (${fromMinute / keyMinutes}) to (${toMinute / keyMinutes})`,
      );
    }
  });
}

async function underPartitionLock<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return await inTransaction(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [PARTITION_LOCK]);
    return await work(client);
  });
}

/** The same lock, for what cannot stand in a transaction; waits 2 s at most for anything. */
async function withPartitionLock(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const client = await pool.connect();
  let isDone = false;
  try {
    await client.query("select pg_advisory_lock($1)", [PARTITION_LOCK]);
    await client.query("set lock_timeout = '2s'");
    await work(client);
    await client.query("reset lock_timeout");
    await client.query("select pg_advisory_unlock($1)", [PARTITION_LOCK]);
    isDone = true;
  } finally {
    // A connection that may hold the lock still, or another time limit, is not used again.
    client.release(!isDone);
  }
}

/** DDL takes no bound parameters; the names are of the layout above and digits. */
function qualified(name: string): string {
  return `telemetry.${pg.escapeIdentifier(name)}`;
}

const LOCK_NOT_AVAILABLE = "55P03";

function isDatabaseError(error: unknown, code: string): boolean {
  return error instanceof pg.DatabaseError && error.code === code;
}
