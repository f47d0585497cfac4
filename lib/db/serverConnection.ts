import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { writeReplacing } from "./serverOwner.ts";

/** Whether a server can be used right now. */
export async function tryConnect(url: string): Promise<"connected" | "password refused" | "not yet"> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return "connected";
  } catch (error) {
    return error instanceof pg.DatabaseError && error.code === "28P01" ? "password refused" : "not yet";
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** `create database` has no `if not exists`; only the owner of the folder calls this. */
export async function createDatabaseIfMissing(adminUrl: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

/** How other commands find the server of a data folder: its URL, while it runs. */
export function announceServer(directory: string, url: string): void {
  writeReplacing(serverFile(directory), JSON.stringify({ url }));
}

export function withdrawServer(directory: string): void {
  rmSync(serverFile(directory), { force: true });
}

export function announcedServer(directory: string): string | null {
  try {
    const { url }: { url?: unknown } = JSON.parse(readFileSync(serverFile(directory), "utf8"));
    return typeof url === "string" ? url : null;
  } catch {
    return null;
  }
}

function serverFile(directory: string): string {
  return join(directory, "server.json");
}
