import { randomBytes } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createDatabaseClient } from "../db/client.ts";
import { migrateDatabase } from "../db/migrate.ts";
import { ensurePartitions } from "../db/partitions.ts";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { appendForTests } from "./auditForTests.ts";
import { chainEarlierEvents } from "./commands.ts";
import { readAuditProtection } from "./queries.ts";
import { verifyAudit } from "./verifyAudit.ts";

const PROJECT_ROOT = join(import.meta.dirname, "..", "..");

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await appendForTests(db.client, [1, 2, 3]);
});
afterAll(async () => {
  await db.close();
});

const TAMPERING = [
  "update audit_event set reason = 'x'",
  "update audit_event set hash = hash",
  "delete from audit_event",
  "truncate audit_event",
];
const OWNERS_DEEDS = [
  "alter table audit_event disable trigger all",
  "drop trigger audit_event_keep_rows on audit_event",
  "create or replace function refuse_audit_change() returns trigger language sql as 'select null'",
  "drop table audit_event",
  "set session_replication_role = replica",
  "delete from _prisma_migrations",
];

describe("the role that the application works as", () => {
  test.each([...TAMPERING, ...OWNERS_DEEDS])("cannot: %s", async (sql) => {
    const { ingest, read } = db.client.pools;
    for (const run of [
      () => ingest.query(sql),
      () => read.query(sql),
      () => db.prisma.$executeRawUnsafe(sql),
    ])
      await expect(run()).rejects.toThrow(/permission denied|must be owner|must be able to|42501/);
    expect((await verifyAudit(db.prisma, { anchorFile: null, nowMs: 0 })).events).toBe(3);
  });

  test("is that of every connection, and says so", async () => {
    const { ingest, read } = db.client.pools;
    const asked = "select current_user::text as name";
    for (const pool of [ingest, read])
      expect((await pool.query(asked)).rows).toEqual([{ name: "ballast_app" }]);
    expect(await db.prisma.$queryRawUnsafe(asked)).toEqual([{ name: "ballast_app" }]);
    expect(await readAuditProtection(read)).toBe("role");
  });
});

describe("the owner of the table, and a superuser", () => {
  test.each(TAMPERING)("are refused by the trigger: %s", async (sql) => {
    const owner = createDatabaseClient(db.url, { actsAs: "owner" });
    try {
      expect(await readAuditProtection(owner.pools.read)).toBe("trigger");
      await expect(owner.pools.read.query(sql)).rejects.toThrow("audit events are never changed or removed");
    } finally {
      await owner.close();
    }
  });
});

/** A database of a user who may do with it what its owner may, and nothing else in the server. */
async function ownDatabase(): Promise<{ url: string; admin: pg.Client; drop: () => Promise<void> }> {
  const { adminUrl } = inject("testServer");
  const name = `ballast_own_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create role ${name} login password 'own'`);
  await admin.query(`create database ${name} owner ${name}`);
  const url = new URL(adminUrl);
  [url.username, url.password, url.pathname] = [name, "own", `/${name}`];
  return {
    url: url.href,
    admin,
    drop: async () => {
      await admin.query(`drop database ${name} with (force)`);
      await admin.query(`drop role ${name}`);
      await admin.end();
    },
  };
}

test("where the user may make no roles the trigger alone protects, it is said, and the role can be granted later", async () => {
  const { url, admin, drop } = await ownDatabase();
  try {
    await migrateDatabase(url, PROJECT_ROOT);
    const before = createDatabaseClient(url);
    await appendForTests(before, [1]);
    await ensurePartitions(before.pools.ingest, "pool_minute", 0, 1);
    expect(await readAuditProtection(before.pools.read)).toBe("trigger");
    await expect(before.pools.read.query("delete from audit_event")).rejects.toThrow(
      "never changed or removed",
    );
    await before.close();

    await admin.query(`grant ballast_app to ${new URL(url).username}`);
    const owner = createDatabaseClient(url, { actsAs: "owner" });
    expect((await owner.pools.read.query("select protect_audit() as done")).rows).toEqual([{ done: true }]);
    // What a later migration makes is the application's to use, without a word of it there.
    await owner.pools.read.query("create table of_later (id serial primary key)");
    await owner.close();

    const after = createDatabaseClient(url);
    expect(await readAuditProtection(after.pools.read)).toBe("role");
    await appendForTests(after, [2]);
    await ensurePartitions(after.pools.ingest, "pool_minute", 1_440, 1_441);
    await after.pools.ingest.query("insert into of_later default values");
    await expect(after.pools.read.query("delete from audit_event")).rejects.toThrow("permission denied");
    await after.close();
  } finally {
    await drop();
  }
});

test("events of before there was a chain are chained once, by the first start, and can then not be changed", async () => {
  const { url, drop } = await ownDatabase();
  const owner = createDatabaseClient(url, { actsAs: "owner" });
  try {
    await migrateDatabase(url, PROJECT_ROOT);
    await owner.pools.read.query(
      "alter table audit_event alter prev_hash drop not null, alter hash drop not null",
    );
    // With gaps: numbers were once taken by transactions that came to nothing.
    await owner.pools.read.query(
      `insert into audit_event (id, at, actor, actor_role, action, thing, thing_name, after)
       select 2 * n, '2026-01-01T00:00:00.123Z'::timestamptz + n * interval '1 minute', 'ada', 'admin', 'tenant.created',
         'tenant', 'tenant ' || n, '{"n": 1.5, "long key": 1e-9, "k": [null]}' from generate_series(1, 4500) n`,
    );
    await expect(appendForTests(owner, [1])).rejects.toThrow("not chained yet");
    expect(await chainEarlierEvents(owner)).toBe(4_500);
    expect(await chainEarlierEvents(owner)).toBe(0);
    await appendForTests(owner, [1]);
    expect(await verifyAudit(owner.prisma, { anchorFile: null, nowMs: 0 })).toMatchObject({
      isIntact: true,
      events: 4_501,
      lastEventId: "9001",
    });
    await expect(owner.pools.read.query("update audit_event set hash = 'x'")).rejects.toThrow(
      "never changed",
    );
  } finally {
    await owner.close();
    await drop();
  }
});
