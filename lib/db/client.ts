import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "../env.ts";
import { type Prisma, PrismaClient } from "./generated/client.ts";
import { PoolActivity } from "./poolActivity.ts";
import { limitPool, limitsKey } from "./regionLimits.ts";

/** What a write inside one transaction is handed; see `withTransaction`. */
export type Transaction = Prisma.TransactionClient;

/**
 * Connections to one database. The pools are small and apart, so that a slow page cannot keep samples from being
 * acknowledged: `ingest` for telemetry writes and COPY, `read` for pages and reports, Prisma's own for the domain.
 */
export interface DatabaseClient {
  readonly url: string;
  readonly pools: { readonly ingest: pg.Pool; readonly read: pg.Pool };
  readonly prisma: PrismaClient;
  /** What goes on in all pools, Prisma's among them. */
  readonly activity: PoolActivity;
  /**
   * The same database as somebody meets it who is limited to these regions (numbers): what it answers and changes is theirs,
   * and of the others there is nothing, whatever is asked of it. PostgreSQL itself sees to it: lib/auth/README.md.
   */
  limitedTo(regions: readonly number[]): DatabaseClient;
  close(): Promise<void>;
}

/** What one statement, one transaction and one wait may take, in milliseconds, before PostgreSQL itself ends it. */
export interface PoolLimits {
  readonly max: number;
  readonly statementMs: number;
  readonly lockMs: number;
  readonly idleInTransactionMs: number;
  /** Of a whole transaction, where the server knows such a limit (PostgreSQL ≥ 17). */
  readonly transactionMs: number;
  /** For a connection to be had: while all are taken, and while the server does not answer. */
  readonly connectMs: number;
}

/**
 * With which rights a connection works: the application's, which can read and append audit events but not change or
 * remove them; or those of the URL's own user, which migrations and measurements need.
 */
type ActsAs = "application" | "owner" | "limited";

/**
 * Jobs work within these, too, in steps that are short. Not held by them are migrations, which have a connection of their
 * own, and whoever measures or mends as the owner.
 */
const LIMITS = {
  ingest: {
    ...{ max: 8, statementMs: 60_000, lockMs: 30_000 },
    ...{ idleInTransactionMs: 60_000, transactionMs: 120_000, connectMs: 30_000 },
  },
  read: {
    ...{ max: 6, statementMs: 30_000, lockMs: 5_000 },
    ...{ idleInTransactionMs: 30_000, transactionMs: 60_000, connectMs: 30_000 },
  },
  // As long as `withTransaction` lets one go on, and a little more: it is to hear of it first.
  domain: {
    ...{ max: 6, statementMs: 60_000, lockMs: 30_000 },
    ...{ idleInTransactionMs: 60_000, transactionMs: 130_000, connectMs: 30_000 },
  },
} as const satisfies Record<string, PoolLimits>;

interface ClientOptions {
  readonly actsAs?: ActsAs;
  /** In place of what holds for each pool. */
  readonly limits?: Partial<PoolLimits>;
}
/** Clients of distinct limits to regions that are kept; one more, and that which was asked for longest ago is made anew. */
const MOST_LIMITED = 32;

/** Connects lazily: making a client touches nothing. */
export function createDatabaseClient(
  url: string,
  { actsAs = "application", limits = {} }: ClientOptions = {},
): DatabaseClient {
  const activity = new PoolActivity();
  const { openSocket } = activity;
  const ingest = createPool(url, "ballast ingest", { ...LIMITS.ingest, ...limits, actsAs, openSocket });
  const read = createPool(url, "ballast read", { ...LIMITS.read, ...limits, actsAs, openSocket });
  const domain = createPool(url, "ballast domain", { ...LIMITS.domain, ...limits, actsAs, openSocket });
  // As many callers as are limited, to whatever regions, share these: as many as the domain has alone.
  const limited = createPool(url, "ballast limited", {
    ...{ ...LIMITS.domain, ...limits },
    ...{ actsAs: "limited", openSocket },
  });
  const prisma = new PrismaClient({ adapter: new PrismaPg(domain) });
  for (const [name, pool] of Object.entries({ ingest, read, domain, limited })) activity.follow(name, pool);
  const close = async () => {
    await prisma.$disconnect();
    await Promise.all([ingest.end(), read.end(), domain.end(), limited.end()]);
  };
  const limitedTo = keepLimited((regions) => limitedClient(url, limitPool(limited, regions), activity));
  return { url, pools: { ingest, read }, prisma, activity, limitedTo, close };
}

/** Another client over the connections of those who are limited; it owns none of them, and closing it closes nothing. */
function limitedClient(url: string, pool: pg.Pool, activity: PoolActivity): DatabaseClient {
  return {
    url,
    pools: { ingest: pool, read: pool },
    prisma: new PrismaClient({ adapter: new PrismaPg(pool) }),
    activity,
    limitedTo: () => {
      throw new Error("what is limited already is not limited once more");
    },
    close: () => Promise.resolve(),
  };
}

/** One client for each set of regions, since making one takes longer than asking it. */
function keepLimited(make: DatabaseClient["limitedTo"]): DatabaseClient["limitedTo"] {
  const kept = new Map<string, DatabaseClient>();
  return (regions) => {
    const key = limitsKey(regions);
    const client = kept.get(key) ?? make(regions);
    kept.delete(key);
    kept.set(key, client);
    const [oldest] = kept.keys();
    if (kept.size > MOST_LIMITED && oldest !== undefined) kept.delete(oldest);
    return client;
  };
}

/**
 * The one client of this process, for DATABASE_URL. Kept on globalThis, because Next bundles this module more than once
 * and each copy would open pools of its own.
 */
export function databaseClient(): DatabaseClient {
  const url = env().DATABASE_URL;
  if (url === undefined) throw new Error("DATABASE_URL is not set: start with `npm run up`");
  const shared: { ballastDatabase?: DatabaseClient } = globalThis as typeof globalThis & {
    ballastDatabase?: DatabaseClient;
  };
  shared.ballastDatabase ??= createDatabaseClient(url);
  return shared.ballastDatabase;
}

/**
 * Runs domain writes as one transaction: all of it or, when `work` throws, nothing. Read committed; a conflict shows as
 * a conditional update that touched no row. `work` must use `tx` alone. Its two minutes are for an inventory of thousands
 * on a machine whose disk stalls; a single statement, or a wait for a lock, is ended sooner by PostgreSQL itself.
 */
export async function withTransaction<T>(
  client: Pick<DatabaseClient, "prisma">,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return await client.prisma.$transaction(work, { maxWait: 30_000, timeout: 120_000 });
}

/**
 * Takes on the role that the migrations made for the application. A database that has none, or has not granted it, is
 * served with the user's own rights: `readAuditProtection` says so.
 */
const ENTER_APPLICATION_ROLE = `do $$
begin
  if exists (select from pg_roles where rolname = 'ballast_app') and to_regclass('public.audit_event') is not null then
    if has_table_privilege('ballast_app', 'public.audit_event', 'insert') then
      perform set_config('role', 'ballast_app', false);
    end if;
  end if;
exception when insufficient_privilege then null;
end $$`;

/** Without the role, or without its limits, nobody who is limited is let in: no limit is ever taken for none. */
const ENTER_LIMITED_ROLE = `do $$
begin
  if is_telemetry_distributed() then
    raise exception 'nobody can be limited to regions where Citus distributes the telemetry' using errcode = 'BL002';
  end if;
  if not are_regions_limited() then
    raise exception 'this database cannot limit anybody to regions: the role ballast_limited is missing, or not granted'
      using errcode = 'BL001';
  end if;
  perform set_config('role', 'ballast_limited', false);
end $$`;

/** Older servers do not know it, and would refuse the connection that asks for it. */
const LIMIT_TRANSACTION = `select set_config('transaction_timeout', $1, false)
  where exists (select from pg_settings where name = 'transaction_timeout')`;

function createPool(
  url: string,
  name: string,
  {
    actsAs,
    openSocket,
    ...limits
  }: PoolLimits & Pick<PoolActivity, "openSocket"> & { readonly actsAs: ActsAs },
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    stream: openSocket,
    application_name: name,
    max: limits.max,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: limits.connectMs,
    statement_timeout: limits.statementMs,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
    types: { getTypeParser },
    // Awaited before the connection's first query; the driver's types know only of a callback.
    ...(actsAs !== "owner" && {
      onConnect: async (client: pg.ClientBase) => {
        await client.query(actsAs === "limited" ? ENTER_LIMITED_ROLE : ENTER_APPLICATION_ROLE);
        await client.query(LIMIT_TRANSACTION, [String(limits.transactionMs)]);
      },
    }),
  });
  // An idle connection that the server closes is replaced at the next use; without a listener it ends the process.
  pool.on("error", () => undefined);
  // The same for a connection in use: whoever waits on it is told by the query that fails.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

const INT8_OID = 20;

/** As pg parses, but int8 is a number: every id, count and xid here is far below 2^53. One that is not throws. */
const getTypeParser: pg.CustomTypesConfig["getTypeParser"] = (oid: number, format?: "text" | "binary") => {
  if (oid === INT8_OID && format !== "binary") return parseSafeInteger;
  // The overloads of pg's own declaration ask for a literal format; both are handed on as they came.
  return pg.types.getTypeParser(oid, format as "text");
};

function parseSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`int8 ${text} is beyond what a number holds exactly`);
  return value;
}
