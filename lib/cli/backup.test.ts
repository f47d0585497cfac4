import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { putFleetAndTokens } from "./faults/webProcessForTests.ts";

let db: TestDatabase;
let folder: string;
let file: string;
beforeAll(async () => {
  db = await createTestDatabase();
  await putFleetAndTokens(db.url, ["viewer", "ingest"]);
  folder = mkdtempSync(join(tmpdir(), "ballast-backup-"));
  file = join(folder, "a.backup");
});
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command as `npm run` does, on the database of this URL; "" = the embedded one of the data folder. */
async function run(
  command: string,
  databaseUrl: string,
  ...args: string[]
): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, `${command}.ts`), ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said += chunk;
    });
  const [code] = await once(child, "close");
  return { code, said };
}

test("what one command wrote the other restores into a new data folder, once, and says how the audit stands", async () => {
  const backup = await run("backup", db.url, "--out", file);
  expect(backup).toMatchObject({ code: 0, said: expect.stringMatching(/^Wrote \d+ rows of \d+ tables to /) });
  expect(backup.said).toContain(
    "BALLAST_SEAL_KEY: without it addresses and secrets of channels cannot be opened",
  );
  expect(statSync(file).mode & 0o077).toBe(0);

  const directory = join(folder, "data");
  const restored = await run("restore", "", "--in", file, "--data", directory);
  expect(restored).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^Restored \d+ rows of \d+ tables\.$/m),
  });
  expect(restored.said).toMatch(/All \d+ events up to \d+ are as they were written/);
  const verified = await run("auditVerify", "", "--data", directory);
  expect(verified.code).toBe(0);

  const again = await run("restore", "", "--in", file, "--data", directory);
  expect(again.code).toBe(1);
  expect(again.said).toMatch(/^ballast: the database is not empty .* Nothing was changed\.\n$/);
  const token = await run("token", "", "--data", directory, "--role", "viewer", "--name", "after");
  expect(token).toMatchObject({ code: 0, said: expect.stringMatching(/^blst_/) });
});

test("a backup is not written over another, and what is missing is named", async () => {
  expect(await run("backup", db.url, "--out", file)).toMatchObject({
    code: 1,
    said: expect.stringContaining("is there already"),
  });
  expect(await run("backup", db.url)).toEqual({ code: 1, said: "ballast: --out FILE is needed\n" });
  expect(await run("restore", db.url)).toEqual({ code: 1, said: "ballast: --in FILE is needed\n" });
  expect(await run("restore", db.url, "--in", join(folder, "nowhere"))).toMatchObject({
    code: 1,
    said: expect.stringContaining("there is no file"),
  });
});
