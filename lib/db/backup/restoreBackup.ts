import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { createDatabaseClient } from "../client.ts";
import { migrateDatabase } from "../migrate.ts";
import { listMigrations } from "../migrationState.ts";
import { ensurePartitionNamed } from "../partitions.ts";
import { BackupError, type BackupHead, type Manifest, type TableHead } from "./backupFormat.ts";
import { BackupReader } from "./readBackup.ts";
import { qualified } from "./writeBackup.ts";

/** Reads a backup whole, and tells what it holds. Throws BackupError where it is not whole. */
export async function checkBackup(
  file: string,
): Promise<{ readonly head: BackupHead; readonly manifest: Manifest }> {
  const reader = new BackupReader(file);
  try {
    await reader.checkDigest();
    const head = await reader.head();
    for await (const { chunks } of reader.tables()) for await (const _ of chunks);
    return { head, manifest: reader.manifest() };
  } finally {
    await reader.close();
  }
}

/**
 * Puts a backup into an empty database, whose user's tables they become; then brings it to this code's state. The file is
 * read to its end first. Rows, and the counts that they are checked against, are one transaction: where anything goes wrong
 * the database is empty as before. Throws BackupError: no whole backup, newer than this code, or a database that is not empty.
 */
export async function restoreBackup(url: string, file: string, projectRoot: string): Promise<Manifest> {
  const { head, manifest } = await checkBackup(file);
  refuseNewer(head, listMigrations(projectRoot));
  await refuseUnlessEmpty(url);
  try {
    // As it was when the backup was made, so that its rows fit; brought forward when they are there.
    await migrateDatabase(url, projectRoot, head.migrations);
    await makePartitions(url, file);
    await putRows(url, file);
  } catch (error) {
    await emptyAgain(url);
    throw error;
  }
  await migrateDatabase(url, projectRoot);
  return manifest;
}

function refuseNewer({ migrations }: BackupHead, known: readonly string[]): void {
  const newer = migrations.filter((name) => !known.includes(name));
  if (newer.length === 0) return;
  throw new BackupError(
    `the backup is newer than this code (it has ${newer.join(", ")}): restore with a Ballast that is at least as new`,
  );
}

async function refuseUnlessEmpty(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') order by 1 limit 1`,
    );
    const name = rows[0]?.name;
    if (name === undefined) return;
    throw new BackupError(
      `the database is not empty (it has ${name}): a backup is restored into an empty one only. Nothing was changed.`,
    );
  });
}

/** With the application's rights, so that they are its own, to drop when retention has passed. */
async function makePartitions(url: string, file: string): Promise<void> {
  const client = createDatabaseClient(url);
  try {
    await eachTable(file, async ({ partitionOf, name }) => {
      if (partitionOf !== null) await ensurePartitionNamed(client.pools.ingest, partitionOf, name);
    });
  } finally {
    await client.close();
  }
}

async function putRows(url: string, file: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("begin");
    const put = new Map<string, number>();
    const manifest = await eachTable(file, async (table, chunks) => {
      put.set(`${table.schema}.${table.name}`, await putTable(client, table, chunks));
    });
    for (const { name, rows } of manifest.tables)
      if (put.get(name) !== rows) throw new Error(`of ${rows} rows of ${name} ${put.get(name)} were put in`);
    for (const { name, value, isCalled } of manifest.sequences)
      await client.query("select setval($1::regclass, $2::int8, $3)", [name, value, isCalled]);
    await client.query("commit");
    await client.query("analyze");
  });
}

/**
 * Rows go in as they were: what a trigger would do or refuse was done when they were first written. The table is emptied
 * before, of what its migrations put there themselves.
 */
async function putTable(
  client: pg.Client,
  table: TableHead,
  chunks: AsyncGenerator<Buffer>,
): Promise<number> {
  const columns = table.columns.map((name) => pg.escapeIdentifier(name)).join(", ");
  await client.query(`alter table ${qualified(table)} disable trigger user`);
  await client.query(`delete from ${qualified(table)}`);
  const copy = client.query(copyFrom(`copy ${qualified(table)} (${columns}) from stdin (format binary)`));
  await pipeline(Readable.from(chunks), copy);
  await client.query(`alter table ${qualified(table)} enable trigger user`);
  return copy.rowCount;
}

async function eachTable(
  file: string,
  use: (table: TableHead, chunks: AsyncGenerator<Buffer>) => Promise<void>,
): Promise<Manifest> {
  const reader = new BackupReader(file);
  try {
    await reader.head();
    for await (const { head, chunks } of reader.tables()) {
      await use(head, chunks);
      // What was not used is read all the same, for the table after it.
      for await (const _ of chunks);
    }
    return reader.manifest();
  } finally {
    await reader.close();
  }
}

/** It was empty when it was begun with, so everything in it is ours. */
async function emptyAgain(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("drop schema if exists telemetry cascade");
    await client.query("drop schema public cascade");
    await client.query("create schema public");
  });
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: "ballast restore" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
