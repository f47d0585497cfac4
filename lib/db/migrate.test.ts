import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { migrateDatabase, scriptFromDatabaseToSchema } from "./migrate.ts";
import { listMigrations, MigrationError } from "./migrationState.ts";

const projectRoot = join(import.meta.dirname, "..", "..");
let url: string;
let client: pg.Client;

beforeEach(async () => {
  const name = `ballast_migrate_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ connectionString: inject("testServer").adminUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  url = new URL(`/${name}`, inject("testServer").adminUrl).href;
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  const admin = new pg.Client({ connectionString: inject("testServer").adminUrl });
  await admin.connect();
  await admin.query(`drop database ${new URL(url).pathname.slice(1)} with (force)`);
  await admin.end();
});

/** What the migrations add by hand because schema.prisma cannot say it, as the diff would take it away again. */
const MADE_BY_HAND = [
  /-- DropIndex\nDROP INDEX "signal_key";\n/,
  /-- DropIndex\nDROP INDEX "outgoing_delivery_once";\n/,
];

test("the migrations lead exactly to schema.prisma", async () => {
  await migrateDatabase(url, projectRoot);
  const difference = await scriptFromDatabaseToSchema(url, projectRoot);
  expect(MADE_BY_HAND.reduce((script, known) => script.replace(known, ""), difference).trim()).toBe("");
});

test("several processes that migrate at once apply every migration exactly once", async () => {
  const applied = await Promise.all(Array.from({ length: 4 }, () => migrateDatabase(url, projectRoot)));
  expect(applied.flat()).toEqual(listMigrations(projectRoot));
  const rows = await client.query("select migration_name from _prisma_migrations order by 1");
  expect(rows.rows.map((row) => row.migration_name)).toEqual(listMigrations(projectRoot));
});

test("a database that is newer than the code is refused and left as it is", async () => {
  await migrateDatabase(url, projectRoot);
  await client.query(
    `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     values ('x', 'x', '29990101000000_future', now(), now(), 1)`,
  );
  await expect(migrateDatabase(url, projectRoot)).rejects.toThrow(
    /newer than this code \(it has 29990101000000_future\)/,
  );
});

test("a database with somebody else's tables is refused and left as it is", async () => {
  await client.query("create table customers ()");
  await expect(migrateDatabase(url, projectRoot)).rejects.toThrow(/not Ballast's \(customers\)/);
  expect((await client.query("select to_regclass('region') as found")).rows[0]?.found).toBeNull();
});

test("a migration killed before it committed is applied by the next start", async () => {
  await migrateDatabase(url, projectRoot);
  await client.query("drop schema telemetry cascade");
  await client.query(
    "update _prisma_migrations set finished_at = null, applied_steps_count = 0 where migration_name like '%_telemetry'",
  );
  expect(await migrateDatabase(url, projectRoot)).toEqual(
    listMigrations(projectRoot).filter((name) => name.endsWith("_telemetry")),
  );
});

test("a migration that fails says what PostgreSQL said and leaves nothing of itself behind", async () => {
  const root = mkdtempSync(join(tmpdir(), "ballast-migrate-"));
  try {
    cpSync(join(projectRoot, "prisma"), join(root, "prisma"), { recursive: true });
    const folder = join(root, "prisma", "migrations", "29990101000000_broken");
    mkdirSync(folder);
    writeFileSync(join(folder, "migration.sql"), "create table half (); -- one; two\ncreate table half ();");
    await expect(migrateDatabase(url, root)).rejects.toThrow(
      new MigrationError('migrating the database failed: relation "half" already exists'),
    );
    expect((await client.query("select to_regclass('half') as found")).rows[0]?.found).toBeNull();
    writeFileSync(join(folder, "migration.sql"), "create table whole (); -- one; two");
    expect(await migrateDatabase(url, root)).toEqual(["29990101000000_broken"]);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test("one replica has one home at a time, and homes may follow each other without a gap", async () => {
  await migrateDatabase(url, projectRoot);
  await client.query(`insert into region (name) values ('r');
    insert into stamp (name, region_id) values ('a', 1), ('b', 1);
    insert into tenant (name) values ('t');
    insert into registry (name, tenant_id) values ('g', 1);
    insert into replica (registry_id, region_id) values (1, 1);
    insert into binding (replica_id, stamp_id, bound_at, unbound_at) values (1, 1, '2026-01-01', '2026-01-02');
    insert into binding (replica_id, stamp_id, bound_at) values (1, 2, '2026-01-02')`);
  const bind = "insert into binding (replica_id, stamp_id, bound_at, unbound_at) values (1, 1, $1, $2)";
  await expect(client.query(bind, ["2026-01-01T12:00Z", "2026-01-01T13:00Z"])).rejects.toThrow(
    /one_home_at_a_time/,
  );
  await expect(client.query(bind, ["2027-01-01", null])).rejects.toThrow(
    /one_home_at_a_time|one_open_per_replica/,
  );
});

test("a signal without a pool is told apart from its repetition like any other", async () => {
  await migrateDatabase(url, projectRoot);
  await client.query(
    `insert into region (name) values ('r'); insert into stamp (name, region_id) values ('a', 1)`,
  );
  const report = `insert into signal (stamp_id, kind, severity, "from") values (1, 'outage', 'high', '2026-01-01')`;
  await client.query(report);
  await expect(client.query(report)).rejects.toThrow(/signal_key/);
});
