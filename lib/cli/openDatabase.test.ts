import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { startEmbeddedServer } from "../db/embeddedServer.ts";
import { checkServer, openDatabase } from "./openDatabase.ts";

test("a server that cannot be reached is named with what to do, and its password is not repeated", async () => {
  const url = "postgresql://me:hunter2@127.0.0.1:1/fleet";
  await expect(checkServer(url)).rejects.toThrow(
    /^cannot reach the database at 127\.0\.0\.1:1\/fleet \(.*ECONNREFUSED.*\): check DATABASE_URL/,
  );
  await expect(checkServer(url)).rejects.not.toThrow(/hunter2/);
});

// A server that is given for tests may trust whoever comes.
const isOwnServer = process.env["BALLAST_TEST_DATABASE_URL"] === undefined;

test.runIf(isOwnServer)("a wrong password is said in PostgreSQL's words", async () => {
  const wrong = new URL(inject("testServer").adminUrl);
  wrong.password = `x${randomBytes(4).toString("hex")}`;
  await expect(checkServer(wrong.href)).rejects.toThrow(/password authentication failed/);
});

test("a missing database is said in PostgreSQL's words", async () => {
  await expect(checkServer(new URL("/no_such", inject("testServer").adminUrl).href)).rejects.toThrow(
    /"no_such" does not exist/,
  );
});

test("without a running application the command brings the server up, migrated, and takes it down; with one it joins", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ballast-open-"));
  try {
    const alone = await openDatabase(folder, "a test");
    expect(await countTokens(alone.url)).toBe("0");
    await alone.close();
    await expect(countTokens(alone.url)).rejects.toThrow();
    const application = await startEmbeddedServer(folder, { command: "the application" });
    const joined = await openDatabase(folder, "a test");
    expect(joined.url).toBe(application.url);
    await joined.close();
    expect(await countTokens(application.url)).toBe("0");
    await application.stop();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function countTokens(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query("select count(*) as count from api_token")).rows[0]?.count;
  } finally {
    await client.end();
  }
}
