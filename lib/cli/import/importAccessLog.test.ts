import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { withTransaction } from "../../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { DEFAULT_MAPPING, inventoryBodySchema, putInventory } from "../../fleet/index.ts";
import { decodeLoad } from "../../telemetry/load/loadRow.ts";
import { importAccessLog } from "./importAccessLog.ts";
import { ImportFolder, type JobChanges, jobOf } from "./importForTests.ts";
import { ImportStopped } from "./importJob.ts";
import { readImportOptions } from "./importOptions.ts";

const PROGRAM = join(import.meta.dirname, "..", "import.ts");
const folder = new ImportFolder();
const HOUR_MS = 3_600_000;
const START_MS = Math.floor(Date.now() / HOUR_MS - 30) * HOUR_MS;
const PLACE = ["--access-log", "--stamp", "wus-a", "--pool", "registry"];
/** Of the sample's records. */
const NAMESPACES = ["4715bf52", "9d0c842a", "9bb2c3c1", "08f6a309", "503550a5", "47cbd874", "987f5d81"];

let db: TestDatabase;
beforeEach(async () => {
  db = await createTestDatabase();
  const body = inventoryBodySchema.parse({
    regions: [{ name: "westus", stamps: [{ name: "wus-a", pools: [{ name: "registry" }] }] }],
    registries: ["contoso", ...NAMESPACES].map((name) => ({
      name,
      tenant: "t",
      replicas: [{ region: "westus", homeStamp: "wus-a" }],
    })),
  });
  const author = { actor: "setup", actorRole: "admin", atMs: START_MS, requestId: null };
  const put = await withTransaction(db.client, (tx) => putInventory(tx, author, { body, prune: false }));
  expect(put.ok).toBe(true);
});
afterEach(() => db.close());
afterAll(() => folder.remove());

/** Runs the command; what it says. */
async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [PROGRAM, ...words, "--data", folder.path], {
    env: { ...process.env, DATABASE_URL: db.url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, out, err };
}

/** Of one import in this process: accepted, duplicate, rejected. */
async function counts(path: string, more: readonly string[] = [], changes: JobChanges = {}) {
  const words = [path, ...(more.includes("--stamp") ? ["--access-log"] : PLACE), ...more];
  const { accessLog } = readImportOptions([...words, "--data", folder.path]) ?? {};
  if (accessLog === undefined || accessLog === null) throw new Error("it is no access log");
  const job = await jobOf(db, [...words, "--data", folder.path], changes);
  const { tally } = await importAccessLog({ ...accessLog, mapping: DEFAULT_MAPPING }, job);
  job.checkpoint.remove();
  return [tally.accepted, tally.duplicate, tally.rejected];
}

const record = (second: number, uri: string, id = second) =>
  JSON.stringify({
    time: new Date(START_MS + second * 1_000).toISOString(),
    "http.request.uri": uri,
    "http.response.status": 200,
    "http.response.written": 1_000,
    id,
  });
const lines = (...records: string[]) => `${records.join("\n")}\n`;
const pulls = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => record(from + at, "/v2/contoso/app/manifests/latest"));

/** Requests and bytes of each registry. */
async function totals(): Promise<Record<string, readonly [number, number]>> {
  const { rows } = await db.pool.query("select entries from telemetry.load_minute");
  const names = new Map((await db.prisma.registry.findMany()).map(({ id, name }) => [id, name]));
  const sums: Record<string, [number, number]> = {};
  for (const { entries } of rows)
    for (const [id, { requests, bytes }] of decodeLoad(entries)) {
      sums[names.get(id) ?? ""] ??= [0, 0];
      const sum = sums[names.get(id) ?? ""] ?? [0, 0];
      sum[0] += requests ?? 0;
      sum[1] += bytes ?? 0;
    }
  return sums;
}

describe("npm run import -- --access-log", () => {
  test("counts requests by registry and minute, says at the end what became of them, and names bad records", async () => {
    const log = folder.file(
      "access.log",
      lines(...pulls(0, 90), record(91, "/v2/"), "{nonsense}", record(92, "/v2/nobody/a/tags/list")),
    );
    const { code, out } = await run(log, ...PLACE);
    expect(code).toBe(0);
    expect(out).toMatch(/^access\.log: 93 rows read \(\d+ rows\/s\): accepted 90, duplicate 0, rejected 2/);
    expect(out).toContain("\n  record 92: malformed: a record is no JSON\n");
    expect(out).toMatch(/\n {2}record 93: unknown_registry: /);
    expect(out).toContain("\n  1 of no repository, not counted\n");
    expect(await totals()).toEqual({ contoso: [90, 90_000] });
  });

  test("imported again, packed or under another name, counts nothing; of one that has grown, only what it has grown by", async () => {
    expect(await counts(folder.file("a.log", lines(...pulls(0, 50))))).toEqual([50, 0, 0]);
    expect(await counts(folder.file("a.log.1.gz", gzipSync(lines(...pulls(0, 50)))))).toEqual([0, 50, 0]);
    expect(await counts(folder.file("a.log", lines(...pulls(0, 80))))).toEqual([30, 50, 0]);
    expect(await totals()).toEqual({ contoso: [80, 80_000] });
    expect(await counts(folder.file("b.log", lines(...pulls(10, 20))))).toEqual([10, 0, 0]);
    expect(await counts(folder.file("b.log", lines(...pulls(10, 20))), ["--log", "the b"])).toEqual([
      10, 0, 0,
    ]);
  });

  test("of a log in many pieces every record counts once, wherever it was ended before", async () => {
    const log = folder.file("long.log", lines(...pulls(0, 100)));
    let asked = 0;
    const isStopped = () => {
      asked += 1;
      return asked > 5;
    };
    const ends = { batch: { enough: 7, most: 7 }, isStopped };
    await expect(counts(log, [], ends)).rejects.toThrow(ImportStopped);
    const before = await totals();
    expect(before).toEqual({ contoso: [28, 28_000] });
    expect(await counts(log, [], { batch: { enough: 9, most: 9 } })).toEqual([100, 0, 0]);
    expect(await totals()).toEqual({ contoso: [100, 100_000] });
  });

  test("makes what is missing where it is told to", async () => {
    const log = folder.file("c.log", lines(...pulls(0, 5)));
    const place = (stamp: string) => ["--stamp", stamp, "--pool", "registry"];
    expect(await counts(log, place("new-a"))).toEqual([0, 0, 5]);
    expect(await counts(log, [...place("new-b"), "--create", "--region", "eastus"])).toEqual([5, 0, 0]);
  });

  const data = process.env["BALLAST_DATA"] ?? join(import.meta.dirname, "../../../../shared/data");
  const sample = join(data, "docker-registry", "sample_stage-dal09.json");
  test.skipIf(!existsSync(sample))(
    "the records of a production registry (skipped where they are not here)",
    async () => {
      // They are of 2017, by now past all retention: only their day is changed.
      const day = new Date(START_MS).toISOString().slice(0, 10);
      const records = readFileSync(sample, "utf8").replaceAll("2017-07-01", day);
      const { code, out } = await run(folder.file("sample.json.gz", gzipSync(records)), ...PLACE);
      expect(code).toBe(0);
      expect(out).toContain("7 rows read");
      expect(out).toContain("accepted 7, duplicate 0, rejected 0");
      const counted = await totals();
      expect(Object.keys(counted).sort()).toEqual(NAMESPACES.toSorted());
      expect(Object.values(counted).reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(
        917 + 502 + 599 + 1_681 + 524 + 9_710 + 2_193,
      );
    },
  );
});
