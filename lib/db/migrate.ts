import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import {
  findMissingMigrations,
  hasMigrationsTable,
  listMigrations,
  MigrationError,
  migrationsFolder,
} from "./migrationState.ts";
import { type MigrationList, SchemaEngineError, withSchemaEngine } from "./schemaEngine.ts";

/** Any number will do, as long as nothing else in the database takes the same advisory lock. */
const MIGRATION_LOCK = 7_218_001;
const NOTHING_FILTERED = { externalTables: [], externalEnums: [] };
const DIFF_DEFAULTS = { script: true, exitCode: null, filters: NOTHING_FILTERED } as const;

/**
 * Applies what is missing of prisma/migrations, as `prisma migrate deploy` does, and answers the names applied. Safe
 * when several processes start at once: one migrates, the others wait and find nothing left to do. `only`: of these alone.
 * Throws MigrationError when the database is newer than this code, not Ballast's, or a migration fails.
 */
export async function migrateDatabase(
  url: string,
  projectRoot: string = process.cwd(),
  only: readonly string[] = listMigrations(projectRoot),
): Promise<string[]> {
  const known = listMigrations(projectRoot).filter((name) => only.includes(name));
  const migrations = readMigrations(projectRoot, known);
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

function readMigrations(projectRoot: string, names: readonly string[]): MigrationList {
  const baseDir = migrationsFolder(projectRoot);
  return {
    baseDir,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: names.map((path) => ({
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
