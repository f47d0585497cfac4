import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { createDatabaseClient, type DatabaseClient } from "./client.ts";

/** A migrated database of this test file alone, on the run's one real PostgreSQL. */
export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly prisma: DatabaseClient["prisma"];
  /** All pools and Prisma, as the application holds them. */
  readonly client: DatabaseClient;
  /** The superuser, on whom no trigger fires: what empties tables between tests, or tampers with them. */
  readonly superuser: pg.Pool;
  /** Ends the connections and drops the database. */
  close(): Promise<void>;
}

/** Call in `beforeAll`, and `close()` in `afterAll`. About 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { adminUrl, template, strategy } = inject("testServer");
  const name = `ballast_test_${randomBytes(6).toString("hex")}`;
  await runOn(adminUrl, `create database ${name} template ${template} ${strategy}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const client = createDatabaseClient(url.href);
  const superuser = new pg.Pool({
    connectionString: url.href,
    max: 2,
    options: "-c session_replication_role=replica",
  });
  superuser.on("error", () => undefined);
  return {
    url: url.href,
    pool: client.pools.ingest,
    prisma: client.prisma,
    client,
    superuser,
    close: async () => {
      await Promise.all([client.close(), superuser.end()]);
      await runOn(adminUrl, `drop database ${name} with (force)`);
    },
  };
}

/** Whether every test database is distributed, on a server with Citus: nobody can be limited to regions there. */
export function isDistributed(): boolean {
  return inject("testServer").isDistributed;
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const giveUpAt = performance.now() + 60_000;
  try {
    for (;;) {
      try {
        await client.query(sql);
        return;
      } catch (error) {
        // Somebody is still at it, an autovacuum too: PostgreSQL itself waits five seconds for them to go.
        const isInUse = error instanceof pg.DatabaseError && error.code === "55006";
        if (!isInUse || performance.now() > giveUpAt) throw error;
      }
    }
  } finally {
    await client.end();
  }
}
