import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "../env.ts";
import { type Prisma, PrismaClient } from "./generated/client.ts";

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
  close(): Promise<void>;
}

/** What one statement may take, in milliseconds, before PostgreSQL itself ends it. */
interface Limits {
  readonly max: number;
  readonly statementMs: number;
  readonly lockMs: number;
  readonly idleInTransactionMs: number;
}

/**
 * With which rights a connection works: the application's, which can read and append audit events but not change or
 * remove them; or those of the URL's own user, which migrations and measurements need.
 */
type ActsAs = "application" | "owner";

const INGEST: Limits = { max: 8, statementMs: 60_000, lockMs: 30_000, idleInTransactionMs: 60_000 };
const READ: Limits = { max: 6, statementMs: 30_000, lockMs: 5_000, idleInTransactionMs: 30_000 };
const DOMAIN: Limits = { max: 6, statementMs: 60_000, lockMs: 30_000, idleInTransactionMs: 60_000 };

/** Connects lazily: making a client touches nothing. */
export function createDatabaseClient(
  url: string,
  { actsAs = "application" }: { readonly actsAs?: ActsAs } = {},
): DatabaseClient {
  const ingest = createPool(url, "ballast ingest", { ...INGEST, actsAs });
  const read = createPool(url, "ballast read", { ...READ, actsAs });
  const domain = createPool(url, "ballast domain", { ...DOMAIN, actsAs });
  const prisma = new PrismaClient({ adapter: new PrismaPg(domain) });
  return {
    url,
    pools: { ingest, read },
    prisma,
    close: async () => {
      await prisma.$disconnect();
      await Promise.all([ingest.end(), read.end(), domain.end()]);
    },
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

function createPool(
  url: string,
  name: string,
  { actsAs, ...limits }: Limits & { readonly actsAs: ActsAs },
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max: limits.max,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 30_000,
    statement_timeout: limits.statementMs,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
    types: { getTypeParser },
    // Awaited before the connection's first query; the driver's types know only of a callback.
    ...(actsAs === "application" && {
      onConnect: async (client: pg.ClientBase) => void (await client.query(ENTER_APPLICATION_ROLE)),
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
