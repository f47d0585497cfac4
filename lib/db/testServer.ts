import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { distributeTelemetry } from "./distribute.ts";
import { startEmbeddedServer } from "./embeddedServer.ts";
import { migrateDatabase } from "./migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** URL of the server's maintenance database, name of the migrated template, how it is cloned (the end of that SQL), on Citus? */
    testServer: { adminUrl: string; template: string; strategy: string; isDistributed: boolean };
  }
}

/** Without fsync, copying files takes a third of the work of writing each page into the log as well. */
const FILE_COPY = "strategy file_copy";

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
  const isDistributed = await distributeWherePossible(adminUrl, template);
  const strategy = given === undefined ? FILE_COPY : "";
  project.provide("testServer", { adminUrl, template, strategy, isDistributed });
  return async () => {
    if (given !== undefined) await runOn(adminUrl, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
}

/**
 * On a server that has Citus loaded every test runs distributed, the one server being its own only worker. Citus keeps a
 * connection to each of its databases, which must go before the template can be cloned. Answers whether it has Citus.
 */
async function distributeWherePossible(adminUrl: string, template: string): Promise<boolean> {
  const { hostname, port } = new URL(adminUrl);
  const url = new URL(adminUrl);
  url.pathname = `/${template}`;
  const { rows } = await runOn(adminUrl, "show shared_preload_libraries");
  if (!String(rows[0]?.["shared_preload_libraries"]).includes("citus")) return false;
  await runOn(url.href, "create extension citus");
  await runOn(url.href, `select citus_set_coordinator_host('${hostname}', ${port === "" ? 5432 : port})`);
  await runOn(
    url.href,
    `select citus_set_node_property('${hostname}', ${port === "" ? 5432 : port}, 'shouldhaveshards', true)`,
  );
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await distributeTelemetry(client, () => undefined);
  } finally {
    await client.end();
  }
  await runOn(adminUrl, `alter database ${template} allow_connections false`);
  await runOn(
    adminUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${template}'`,
  );
  return true;
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

async function runOn(url: string, sql: string): Promise<pg.QueryResult<Record<string, unknown>>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query<Record<string, unknown>>(sql);
  } finally {
    await client.end();
  }
}
