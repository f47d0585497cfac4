import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type pg from "pg";

// Apart from migrate.ts, because the web server asks whether it is ready without carrying the schema engine.

/** A reason why a database cannot be brought to this code's state that the user can act on; one clear line. */
export class MigrationError extends Error {}

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
  const folder = migrationsFolder(projectRoot);
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "migration.sql")))
    .sort();
}

export function migrationsFolder(projectRoot: string): string {
  return resolve(projectRoot, "prisma", "migrations");
}

/** Whether this database has ever been migrated. */
export async function hasMigrationsTable(client: pg.ClientBase | pg.Pool): Promise<boolean> {
  const answer = await client.query("select to_regclass('public._prisma_migrations') as found");
  return answer.rows[0]?.found !== null;
}

async function refuseForeignTables(client: pg.ClientBase | pg.Pool): Promise<void> {
  const answer = await client.query<{ name: string }>(
    // An extension's own are nobody's: Citus, for one, keeps views there.
    `select relname as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
         and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')
       order by 1 limit 1`,
  );
  const name = answer.rows[0]?.name;
  if (name === undefined) return;
  throw new MigrationError(
    `the database has tables that are not Ballast's (${name}): give it an empty database of its own in DATABASE_URL`,
  );
}
