import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { contentsOf, ImportFolder, type JobChanges, jobOf } from "./importForTests.ts";
import { type Imported, ImportStopped } from "./importJob.ts";
import type { ImportKind } from "./importOptions.ts";
import { importRows } from "./importRows.ts";

const folder = new ImportFolder();
const HEADER = "ts,stamp,pool,node,cpu";
/** Two days ago, at a full hour: within every retention, and old enough to be averaged within its commit. */
const START_MS = Math.floor(Date.now() / 3_600_000 - 48) * 3_600_000;
const CREATE = ["--create", "--region", "lab", "--data", folder.path];

let db: TestDatabase;

beforeEach(async () => {
  db = await createTestDatabase();
});
afterEach(() => db.close());
afterAll(() => folder.remove());

async function run(
  words: readonly string[],
  changes: JobChanges = {},
  kind: ImportKind = "cpu",
): Promise<Imported> {
  return await importRows(kind, await jobOf(db, [...words, "--data", folder.path], changes));
}

/** Four samples a minute for 3 pools of 5 nodes, sorted by time. */
function samples(minutes: number): string[] {
  const rows: string[] = [];
  for (let at = 0; at < minutes * 4; at += 1) {
    const ts = new Date(START_MS + at * 15_000).toISOString();
    for (let node = 0; node < 15; node += 1) {
      rows.push(
        `${ts},s${node % 3},registry,n${Math.floor(node / 3)},${((at * 7 + node * 13) % 1_000) / 10}`,
      );
    }
  }
  return rows;
}

describe("importing rows", () => {
  test("stopped at any commit and started again comes to the same as in one go", async () => {
    const path = folder.file("samples.csv", `${HEADER}\n${samples(400).join("\n")}\n`);
    const whole = await run([path, ...CREATE]);
    const expected = await contentsOf(db);
    expect(whole.tally).toMatchObject({ accepted: 24_000, duplicate: 0, rejected: 0 });
    expect(expected.minutes).toBe(1_200);
    await db.close();
    db = await createTestDatabase();
    const batch = { enough: 3_000, most: 1_000_000 };
    let runs = 0;
    let last: Imported | null = null;
    while (last === null && runs < 50) {
      runs += 1;
      let chunks = 0;
      const isStopped = () => {
        chunks += 1;
        return chunks > runs;
      };
      last = await run([path, ...CREATE], { batch, isStopped }).catch((error: unknown) => {
        if (error instanceof ImportStopped) return null;
        throw error;
      });
    }
    expect(runs).toBeGreaterThan(2);
    expect(last?.rowsBefore).toBeGreaterThan(0);
    expect(last?.tally).toMatchObject({ accepted: 24_000, duplicate: 0, rejected: 0 });
    expect(await contentsOf(db)).toEqual(expected);
  });

  test("the same file again changes nothing and is told as duplicate", async () => {
    const path = folder.file("twice.csv", `${HEADER}\n${samples(60).join("\n")}\n`);
    await run([path, ...CREATE, "--from-start"]);
    const before = await contentsOf(db);
    const again = await run([path, ...CREATE, "--from-start"], { batch: { enough: 500, most: 5_000 } });
    expect(again.tally).toMatchObject({ accepted: 0, duplicate: 3_600, rejected: 0 });
    expect(await contentsOf(db)).toEqual(before);
  });

  test("CSV, NDJSON and JSON, packed or not, come to the same", async () => {
    const rows = samples(30);
    const objects = rows.map((row) => {
      const [ts, stamp, pool, node, cpu] = row.split(",");
      return { ts, stamp, pool, node, cpu: Number(cpu) };
    });
    const csv = `${HEADER}\n${rows.join("\n")}`;
    const files = [
      folder.file("same.csv", csv),
      folder.file("same.csv.gz", gzipSync(csv)),
      folder.file("same.ndjson", objects.map((row) => JSON.stringify(row)).join("\n")),
      folder.file("same.json", JSON.stringify({ samples: objects })),
    ];
    const contents = new Set<string>();
    for (const path of files) {
      await db.close();
      db = await createTestDatabase();
      expect((await run([path, ...CREATE])).tally).toMatchObject({ accepted: 1_800, rejected: 0 });
      contents.add((await contentsOf(db)).digest);
    }
    expect(contents.size).toBe(1);
  });

  test("errors are told with the line they stand on, the first hundred listed and all counted", async () => {
    const ts = new Date(START_MS).toISOString();
    const bad = Array.from({ length: 150 }, (_, at) => `${ts},s0,registry,n${at},hot`);
    const rows = [
      `${ts},s0,registry,n0,1`,
      "",
      `${ts},nowhere,registry,n0,1`,
      `${ts},s0,registry,n1,101`,
      ...bad,
    ];
    await run([folder.file("good.csv", `${HEADER}\n${ts},s0,registry,n0,1\n`), ...CREATE]);
    const { tally } = await run([folder.file("bad.csv", `${HEADER}\n${rows.join("\r\n")}`)], {
      batch: { enough: 40, most: 60 },
    });
    expect(tally).toMatchObject({ accepted: 0, duplicate: 1, rejected: 152 });
    expect(tally.errors).toHaveLength(100);
    expect(tally.errors.slice(0, 3)).toEqual([
      expect.stringMatching(/^line 4: unknown_stamp: /),
      expect.stringMatching(/^line 5: out_of_range: /),
      "line 6: malformed: cpu is not a number",
    ]);
    expect(tally.errors.at(-1)).toBe("line 103: malformed: cpu is not a number");
  });

  test("a gzip that is cut off is not read to its end: an error, and what was committed before stays", async () => {
    const packed = gzipSync(`${HEADER}\n${samples(2_000).join("\n")}\n`);
    const path = folder.file("cut.csv.gz", packed.subarray(0, packed.length * 0.9));
    const importing = run([path, ...CREATE], { batch: { enough: 10_000, most: 100_000 } });
    await expect(importing).rejects.toThrow("breaks off before its end");
    expect((await contentsOf(db)).minutes).toBeGreaterThan(500);
  });

  test("--create makes stamps in the region named and pools in the stamp they belong to", async () => {
    const region = await db.prisma.region.create({ data: { name: "elsewhere" } });
    await db.prisma.stamp.create({ data: { name: "s1", regionId: region.id } });
    await run([folder.file("create.csv", `${HEADER}\n${samples(1).join("\n")}\n`), ...CREATE]);
    const pools = await db.prisma.pool.findMany({ include: { stamp: { include: { region: true } } } });
    expect(pools.map(({ name, stamp }) => [stamp.region.name, stamp.name, name]).sort()).toEqual([
      ["elsewhere", "s1", "registry"],
      ["lab", "s0", "registry"],
      ["lab", "s2", "registry"],
    ]);
    expect(await db.prisma.auditEvent.count({ where: { actor: "cli" } })).toBeGreaterThan(0);
  });

  test("load and outcome rows go in by their kind", async () => {
    await run([folder.file("seed.csv", `${HEADER}\n${samples(1).join("\n")}\n`), ...CREATE]);
    const tenant = await db.prisma.tenant.create({ data: { name: "t" } });
    await db.prisma.registry.create({ data: { name: "r", tenantId: tenant.id } });
    const at = [0, 1, 2].map((minute) => new Date(START_MS + minute * 60_000).toISOString());
    const load = at.map((ts) => `${ts},s0,registry,r,12,3e9`);
    const loadFile = folder.file("load.csv", `ts,stamp,pool,registry,requests,bytes\n${load.join("\n")}\n`);
    const batch = { enough: 2, most: 2 };
    expect((await run([loadFile], { batch }, "load")).tally).toMatchObject({ accepted: 3, rejected: 0 });
    const outcome = at.map((ts) => JSON.stringify({ ts, stamp: "s0", errorRate: 0.01 }));
    const outcomeFile = folder.file("outcome.ndjson", outcome.join("\n"));
    expect((await run([outcomeFile], { batch }, "outcome")).tally).toMatchObject({
      accepted: 3,
      rejected: 0,
    });
  });
});
