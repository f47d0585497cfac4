import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedServer } from "./embeddedServer.ts";
import { migrateDatabase } from "./migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** URL of the server's maintenance database and name of the migrated template. */
    testServer: { adminUrl: string; template: string };
  }
}

/** vitest's globalSetup: one server for the run, and in it one migrated database that test files are cloned from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["BALLAST_TEST_DATABASE_URL"];
  const server = given === undefined ? await startOwnServer() : { url: given, stop: async () => undefined };
  const template = `ballast_template_${process.pid}`;
  const adminUrl = server.url;
  await runOn(adminUrl, `create database ${template}`);
  const templateUrl = new URL(adminUrl);
  templateUrl.pathname = `/${template}`;
  await migrateDatabase(templateUrl.href, join(import.meta.dirname, "..", ".."));
  project.provide("testServer", { adminUrl, template });
  return async () => {
    if (given !== undefined) await runOn(adminUrl, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
}

/** Not durable: what a test writes may die with the machine. Tests of durability start a server of their own. */
async function startOwnServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), "ballast-test-"));
  const server = await startEmbeddedServer(directory, { command: "vitest", durable: false });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
