import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { problemOfThrown } from "../http/thrownProblem.ts";
import { createDatabaseClient, type DatabaseClient, type PoolLimits, withTransaction } from "./client.ts";
import { createTestDatabase, type TestDatabase } from "./testDatabase.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(async () => {
  for (const client of opened.splice(0)) await client.close();
});
afterAll(async () => {
  await db.close();
});

const opened: DatabaseClient[] = [];
/** Only the limit in question is short: each of the others would be over first on a machine that stalls. */
function withLimit(limits: Partial<PoolLimits>): DatabaseClient {
  const client = createDatabaseClient(db.url, { limits });
  opened.push(client);
  return client;
}

async function problemOf(work: () => Promise<unknown>) {
  try {
    await work();
  } catch (error) {
    return problemOfThrown(error);
  }
  throw new Error("it went well");
}

const ENDED = {
  status: 503,
  detail: expect.stringContaining("longer than anything may"),
  headers: { "retry-after": expect.any(String) },
};
const HELD = {
  status: 503,
  detail: expect.stringContaining("Somebody else holds"),
  headers: { "retry-after": expect.any(String) },
};

describe("a statement that takes too long is ended by the server, and answered 503 in words", () => {
  test("of samples, of pages", async () => {
    const { pools } = withLimit({ statementMs: 300 });
    for (const pool of [pools.ingest, pools.read])
      expect(await problemOf(() => pool.query("select pg_sleep(60)"))).toMatchObject(ENDED);
  });

  test("of the domain, inside a transaction, of which nothing stays", async () => {
    const problem = await problemOf(() =>
      withTransaction(withLimit({ statementMs: 300 }), async (tx) => {
        await tx.tenant.create({ data: { name: "half done" } });
        await tx.$queryRaw`select 1 from pg_sleep(60)`;
      }),
    );
    expect(problem).toMatchObject(ENDED);
    expect(await db.prisma.tenant.count({ where: { name: "half done" } })).toBe(0);
  });
});

describe("a wait for what another holds", () => {
  test("is ended, and answered 503 in words", async () => {
    await db.prisma.tenant.create({ data: { name: "held" } });
    const other = new pg.Client({ connectionString: db.url });
    await other.connect();
    await other.query("begin");
    await other.query("select 1 from tenant where name = 'held' for update");
    const limited = withLimit({ lockMs: 200 });
    const rename = () =>
      withTransaction(limited, (tx) =>
        tx.tenant.updateMany({ where: { name: "held" }, data: { name: "taken" } }),
      );
    expect(await problemOf(rename)).toMatchObject(HELD);
    await other.query("rollback");
    await other.end();
    expect((await rename()).count).toBe(1);
  });

  test("for a connection, while all are taken, is ended too", async () => {
    const crowded = withLimit({ connectMs: 5_000, max: 1 });
    const taken = await crowded.pools.read.connect();
    expect(await problemOf(() => crowded.pools.read.query("select 1"))).toMatchObject({ status: 503 });
    taken.release();
    expect((await crowded.pools.read.query("select 1")).rowCount).toBe(1);
  });
});

test("a transaction that is left open is ended, and its locks are free again", async () => {
  await db.prisma.tenant.create({ data: { name: "forgotten" } });
  const idle = await withLimit({ idleInTransactionMs: 300 }).pools.ingest.connect();
  const ended = new Promise((resolve) => idle.on("error", resolve));
  await idle.query("begin; select 1 from tenant where name = 'forgotten' for update");
  await ended;
  idle.release(true);
  expect(
    (await db.prisma.tenant.updateMany({ where: { name: "forgotten" }, data: { name: "free" } })).count,
  ).toBe(1);
});

test("a transaction of many short statements is ended all the same, where the server knows how", async () => {
  const limited = withLimit({ transactionMs: 700 });
  const { rows } = await limited.pools.read.query<{ known: boolean }>(
    "select exists (select from pg_settings where name = 'transaction_timeout') as known",
  );
  const client = await limited.pools.ingest.connect();
  const many = async () => {
    await client.query("begin");
    for (let statement = 0; statement < 30; statement++) await client.query("select pg_sleep(0.1)");
  };
  if (rows[0]?.known === true) expect(await problemOf(many)).toMatchObject({ status: 503 });
  else await many();
  client.release(true);
});

test("each pool has its limits, and whoever mends or measures as the owner has no end to a transaction", async () => {
  const show = async (pool: pg.Pool, name: string) =>
    (await pool.query<{ value: string }>("select current_setting($1, true) as value", [name])).rows[0]?.value;
  const app = createDatabaseClient(db.url);
  const owner = createDatabaseClient(db.url, { actsAs: "owner" });
  for (const pool of [app.pools.ingest, app.pools.read])
    for (const name of ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"])
      expect(await show(pool, name), name).toMatch(/^[1-9]/);
  // Unknown before PostgreSQL 17.
  expect((await show(owner.pools.ingest, "transaction_timeout")) ?? "0").toMatch(/^0$|^$/);
  await Promise.all([app.close(), owner.close()]);
});
