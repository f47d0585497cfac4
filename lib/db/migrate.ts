import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { type MigrationList, SchemaEngineError, withSchemaEngine } from "./schemaEngine.ts";

/** A reason why a database cannot be brought to this code's state that the user can act on; one clear line. */
export class MigrationError extends Error {}

/** Any number will do, as long as nothing else in the database takes the same advisory lock. */
const MIGRATION_LOCK = 7_218_001;
const NOTHING_FILTERED = { externalTables: [], externalEnums: [] };
const DIFF_DEFAULTS = { script: true, exitCode: null, filters: NOTHING_FILTERED } as const;

/**
 * Applies what is missing of prisma/migrations, as `prisma migrate deploy` does, and answers the names applied. Safe
 * when several processes start at once: one migrates, the others wait and find nothing left to do.
 * Throws MigrationError when the database is newer than this code, not Ballast's, or a migration fails.
 */
export async function migrateDatabase(url: string, projectRoot: string = process.cwd()): Promise<string[]> {
  const migrations = readMigrations(projectRoot);
  const known = migrations.migrationDirectories.map((directory) => directory.path);
  const client = new pg.Client({ connectionString: url });
  // Without a listener, a server that goes away would end this process instead of failing the query.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await forgetBrokenOffMigrations(client);
    if ((await findMissingMigrations(client, known)).length === 0) return [];
    return await withSchemaEngine(url, readSchema(projectRoot), async (engine) => {
      const answer = await engine.applyMigrations({ migrationsList: migrations, filters: NOTHING_FILTERED });
      return answer.appliedMigrationNames;
    });
  } catch (error) {
    if (!(error instanceof SchemaEngineError)) throw error;
    throw new MigrationError(`migrating the database failed: ${error.message}`, { cause: error });
  } finally {
    await client.end();
  }
}

/**
 * Names of the migrations that the database lacks, of those this code knows. For the readiness probe too.
 * Throws MigrationError when the database is newer than this code, or holds other tables.
 */
export async function findMissingMigrations(
  client: pg.ClientBase | pg.Pool,
  known: readonly string[],
): Promise<string[]> {
  if (!(await hasMigrationsTable(client))) {
    await refuseForeignTables(client);
    return [...known];
  }
  const answer = await client.query<{ name: string }>(
    "select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null",
  );
  const applied = new Set(answer.rows.map((row) => row.name));
  const newer = [...applied].filter((name) => !known.includes(name));
  if (newer.length > 0) {
    throw new MigrationError(
      `the database is newer than this code (it has ${newer.join(", ")}): start a Ballast that is at least as new`,
    );
  }
  return known.filter((name) => !applied.has(name));
}

/** Names of the migrations in prisma/migrations, in order. */
export function listMigrations(projectRoot: string = process.cwd()): string[] {
  return readMigrations(projectRoot).migrationDirectories.map((directory) => directory.path);
}

/** The SQL that a database's schema `public` lacks of prisma/schema.prisma, or has too much. */
export async function scriptFromDatabaseToSchema(
  url: string,
  projectRoot: string = process.cwd(),
): Promise<string> {
  return await withSchemaEngine(url, readSchema(projectRoot), async (engine) => {
    const files = [readSchema(projectRoot)];
    const from = { tag: "schemaDatasource" as const, files, configDir: projectRoot };
    const to = { tag: "schemaDatamodel" as const, files };
    return (await engine.diff({ ...DIFF_DEFAULTS, from, to })).stdout ?? "";
  });
}

/** A script and its mark commit together, so a migration without the mark has left nothing and can be tried again. */
async function forgetBrokenOffMigrations(client: pg.Client): Promise<void> {
  if (!(await hasMigrationsTable(client))) return;
  await client.query("delete from _prisma_migrations where finished_at is null and rolled_back_at is null");
}

async function hasMigrationsTable(client: pg.ClientBase | pg.Pool): Promise<boolean> {
  const answer = await client.query("select to_regclass('public._prisma_migrations') as found");
  return answer.rows[0]?.found !== null;
}

async function refuseForeignTables(client: pg.ClientBase | pg.Pool): Promise<void> {
  const answer = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1 limit 1",
  );
  const name = answer.rows[0]?.name;
  if (name === undefined) return;
  throw new MigrationError(
    `the database has tables that are not Ballast's (${name}): give it an empty database of its own in DATABASE_URL`,
  );
}

function readMigrations(projectRoot: string): MigrationList {
  const baseDir = resolve(projectRoot, "prisma", "migrations");
  const names = readdirSync(baseDir).filter((name) => existsSync(join(baseDir, name, "migration.sql")));
  return {
    baseDir,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: names.sort().map((path) => ({
      path,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(join(baseDir, path, "migration.sql"), "utf8") },
      },
    })),
  };
}

function readSchema(projectRoot: string): { path: string; content: string } {
  const path = resolve(projectRoot, "prisma", "schema.prisma");
  return { path, content: readFileSync(path, "utf8") };
}
