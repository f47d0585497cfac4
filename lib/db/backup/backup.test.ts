import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { verifyAudit } from "../../audit/index.ts";
import { createApiToken } from "../../auth/index.ts";
import { minuteOf } from "../../core/index.ts";
import { HourReader, Telemetry } from "../../telemetry/index.ts";
import { createDatabaseClient, withTransaction } from "../client.ts";
import { migrateDatabase } from "../migrate.ts";
import { listMigrations } from "../migrationState.ts";
import { createTestDatabase, isDistributed, type TestDatabase } from "../testDatabase.ts";
import { listTables, readSequences } from "./listTables.ts";
import { checkBackup, restoreBackup } from "./restoreBackup.ts";
import { qualified, writeBackup } from "./writeBackup.ts";

const PROJECT_ROOT = join(import.meta.dirname, "..", "..", "..");
const OPTIONS = { source: "test", endpoint: "test", retentionDays: 400 };

let db: TestDatabase;
let folder: string;
let empty: { url: string; name: string };
let nowMs: number;
let poolId: number;

beforeAll(async () => {
  db = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "ballast-backup-"));
  nowMs = Date.now();
  const region = await db.prisma.region.create({ data: { name: "westus" } });
  const stamp = await db.prisma.stamp.create({ data: { name: "s1", regionId: region.id } });
  poolId = (await db.prisma.pool.create({ data: { name: "registry", kind: "registry", stampId: stamp.id } }))
    .id;
  for (const name of ["one", "two", "three"]) await makeToken(db, name);
  const telemetry = new Telemetry(db.pool, () => nowMs);
  await send(telemetry, { from: 0, minutes: 300 });
  // The counts of Data health are written a moment later.
  await telemetry.ledger.flush();
});
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  const name = `ballast_restore_${randomBytes(6).toString("hex")}`;
  await asAdmin(`create database ${name}`);
  empty = { name, url: new URL(`/${name}`, inject("testServer").adminUrl).href };
});
afterEach(() => asAdmin(`drop database ${empty.name} with (force)`));

async function asAdmin(sql: string): Promise<void> {
  await on(inject("testServer").adminUrl, (client) => client.query(sql));
}

async function on<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function makeToken({ client }: Pick<TestDatabase, "client">, name: string): Promise<void> {
  const author = { actor: "ann", actorRole: "admin", atMs: nowMs, requestId: null };
  const made = await withTransaction(client, (tx) => createApiToken(tx, author, { name, role: "viewer" }));
  if (!made.ok) throw new Error(made.error.detail);
}

/** Four nodes, one sample a minute, going back from now. */
async function send(
  telemetry: Telemetry,
  { from, minutes }: { from: number; minutes: number },
): Promise<void> {
  const intake = await telemetry.openCpu(OPTIONS);
  let index = 0;
  for (let minute = from; minute < from + minutes; minute += 1)
    for (let node = 0; node < 4; node += 1) {
      const cpu = (minute * 7 + node * 13) % 100;
      intake.sink.row(index++, nowMs - minute * 60_000, "s1", "registry", `n${node}`, cpu);
    }
  await intake.finish();
}

const newFile = () => join(folder, `${randomBytes(6).toString("hex")}.backup`);

/** Every row of every table, as text, and where the sequences stand. */
async function contentOf(url: string): Promise<Record<string, readonly string[]>> {
  return await on(url, async (client) => {
    const content: Record<string, readonly string[]> = {};
    for (const table of await listTables(client)) {
      const { rows } = await client.query<{ row: string }>(
        `select t::text as row from ${qualified(table)} t order by 1`,
      );
      content[`${table.schema}.${table.name}`] = rows.map(({ row }) => row);
    }
    content["sequences"] = (await readSequences(client)).map((one) => JSON.stringify(one));
    return content;
  });
}

/** What a database is made of, but for its rows: columns, constraints, indexes, triggers and whether they fire, owners, rights. */
async function shapeOf(url: string): Promise<unknown> {
  // What is distributed limits nobody to regions; what is restored of it stands on one machine, and may.
  const rights = isDistributed()
    ? "regexp_replace(c.relacl::text, ',ballast_limited=[^,}]*', '')"
    : "c.relacl::text";
  return await on(url, async (client) => {
    const { rows } = await client.query(`
      select c.relname, c.relkind, c.reloptions, ${rights} as rights, c.relowner::regrole::text as owner,
        (select jsonb_agg(jsonb_build_object('n', a.attname, 't', a.atttypid::regtype::text) order by a.attnum)
          from pg_attribute a where a.attrelid = c.oid and a.attnum > 0) as columns,
        (select jsonb_agg(pg_get_constraintdef(k.oid) order by pg_get_constraintdef(k.oid))
          from pg_constraint k where k.conrelid = c.oid) as constraints,
        (select jsonb_agg(jsonb_build_object('n', t.tgname, 'e', t.tgenabled) order by t.tgname)
          from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as triggers
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'telemetry')
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      order by n.nspname, c.relname`);
    return rows;
  });
}

describe("a backup", () => {
  test("restored into an empty database is the same in every table, and works as before", async () => {
    const file = newFile();
    await writeBackup(db.url, file, new Date(nowMs));
    await restoreBackup(empty.url, file, PROJECT_ROOT);
    expect(await contentOf(empty.url)).toEqual(await contentOf(db.url));
    expect(await shapeOf(empty.url)).toEqual(await shapeOf(db.url));

    const restored = createDatabaseClient(empty.url);
    try {
      expect(await verifyAudit(restored.prisma, { anchorFile: null, nowMs })).toMatchObject({
        isIntact: true,
        events: 3,
      });
      const window = { fromMinute: minuteOf(nowMs) - 300, toMinute: minuteOf(nowMs) + 1 };
      const hot = async (pool: pg.Pool) =>
        (await new HourReader(pool, () => nowMs).readWindows([poolId], window)).get(poolId)?.hot;
      expect(await hot(restored.pools.read)).toEqual(await hot(db.pool));
      // New rows get numbers that are free, and samples go on where they were.
      await makeToken({ client: restored }, "four");
      await send(new Telemetry(restored.pools.ingest, () => nowMs), { from: 300, minutes: 10 });
      expect(await restored.prisma.apiToken.count()).toBe(4);
    } finally {
      await restored.close();
    }
  });

  test("made while samples come in is of one moment: it holds every body whole or not at all", async () => {
    const telemetry = new Telemetry(db.pool, () => nowMs);
    let isDone = false;
    let bodies = 0;
    const sending = (async () => {
      for (let from = 1_000; !isDone; from += 3) {
        await send(telemetry, { from, minutes: 3 });
        bodies += 1;
      }
    })();
    const file = newFile();
    await expect.poll(() => bodies).toBeGreaterThan(3);
    await writeBackup(db.url, file, new Date(nowMs));
    await expect.poll(() => bodies).toBeGreaterThan(6);
    isDone = true;
    await sending;
    await restoreBackup(empty.url, file, PROJECT_ROOT);
    await on(empty.url, async (client) => {
      const { rows } = await client.query<{ minutes: number }>(
        "select count(*)::int as minutes from telemetry.pool_minute",
      );
      const minutes = rows[0]?.minutes ?? 0;
      expect(minutes).toBeGreaterThanOrEqual(300 + 3 * 3);
      expect(minutes % 3).toBe(0);
    });
  });

  test("of a database at an older migration is brought to this code's state after it is restored", async () => {
    const known = listMigrations(PROJECT_ROOT);
    const older = await createEmpty();
    try {
      await migrateDatabase(older.url, PROJECT_ROOT, known.slice(0, -2));
      await on(older.url, (client) => client.query("insert into region (name) values ('northeurope')"));
      const file = newFile();
      await writeBackup(older.url, file, new Date(nowMs));
      expect((await checkBackup(file)).head.migrations).toEqual(known.slice(0, -2));
      await restoreBackup(empty.url, file, PROJECT_ROOT);
      await on(empty.url, async (client) => {
        const regions = await client.query("select name from region");
        expect(regions.rows).toEqual([{ name: "northeurope" }]);
        const applied = await client.query(
          "select migration_name as name from _prisma_migrations order by 1",
        );
        expect(applied.rows.map(({ name }) => name)).toEqual(known);
      });
    } finally {
      await asAdmin(`drop database ${older.name} with (force)`);
    }
  });

  test("is not written over another, and leaves nothing where it was broken off", async () => {
    const file = newFile();
    writeFileSync(file, "mine");
    await expect(writeBackup(db.url, file, new Date(nowMs))).rejects.toThrow(/is there already/);
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect(readdirSync(folder).filter((name) => name.includes(".part"))).toEqual([]);
  });
});

async function createEmpty(): Promise<{ url: string; name: string }> {
  const name = `ballast_restore_${randomBytes(6).toString("hex")}`;
  await asAdmin(`create database ${name}`);
  return { name, url: new URL(`/${name}`, inject("testServer").adminUrl).href };
}

describe("a restore refuses with one line, and changes nothing:", () => {
  let file: string;
  beforeAll(async () => {
    file = newFile();
    await writeBackup(db.url, file, new Date(nowMs));
  });
  const isStillEmpty = async () =>
    await on(empty.url, async (client) => {
      const { rows } = await client.query(
        "select nspname from pg_namespace where nspname = 'telemetry' union all select relname from pg_class where relnamespace = 'public'::regnamespace",
      );
      return rows.length === 0;
    });

  test("a file that breaks off, wherever", async () => {
    const whole = readFileSync(file);
    for (const share of [0, 0.01, 0.5, 0.9, 0.999]) {
      const broken = newFile();
      writeFileSync(broken, whole.subarray(0, Math.floor(whole.length * share)));
      await expect(restoreBackup(empty.url, broken, PROJECT_ROOT)).rejects.toThrow(
        /cannot be restored: it (breaks off|is not as it was written.*)\. Nothing was changed\./,
      );
    }
    expect(await isStillEmpty()).toBe(true);
  });

  test("a file of which one byte was altered, wherever", async () => {
    const whole = readFileSync(file);
    for (let at = 5; at < whole.length; at += Math.ceil(whole.length / 40)) {
      const altered = newFile();
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      writeFileSync(altered, bytes);
      await expect(restoreBackup(empty.url, altered, PROJECT_ROOT), `byte ${at}`).rejects.toThrow(
        /cannot be restored/,
      );
    }
    expect(await isStillEmpty()).toBe(true);
  });

  test("a file that is none, and one that is not there", async () => {
    const other = newFile();
    writeFileSync(other, "once upon a time");
    await expect(restoreBackup(empty.url, other, PROJECT_ROOT)).rejects.toThrow(/breaks off|is no backup/);
    await expect(restoreBackup(empty.url, newFile(), PROJECT_ROOT)).rejects.toThrow(/there is no file/);
    expect(await isStillEmpty()).toBe(true);
  });

  test("a database that is not empty", async () => {
    await on(empty.url, (client) => client.query("create table customers as select 1 as id"));
    await expect(restoreBackup(empty.url, file, PROJECT_ROOT)).rejects.toThrow(
      /not empty \(it has public\.customers\).*Nothing was changed/,
    );
    await on(empty.url, async (client) => {
      expect((await client.query("select id from customers")).rows).toEqual([{ id: 1 }]);
    });
  });

  test("a backup that is newer than this code", async () => {
    const root = mkdtempSync(join(tmpdir(), "ballast-older-"));
    try {
      cpSync(join(PROJECT_ROOT, "prisma"), join(root, "prisma"), { recursive: true });
      const last = listMigrations(root).at(-1) ?? "";
      rmSync(join(root, "prisma", "migrations", last), { recursive: true });
      expect(existsSync(join(root, "prisma", "migrations", last))).toBe(false);
      await expect(restoreBackup(empty.url, file, root)).rejects.toThrow(
        `newer than this code (it has ${last})`,
      );
      expect(await isStillEmpty()).toBe(true);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
