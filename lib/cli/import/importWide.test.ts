import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { quantileR7 } from "../../stats/index.ts";
import { HourReader } from "../../telemetry/cpu/hours/queries.ts";
import { contentsOf, ImportFolder, jobOf } from "./importForTests.ts";
import { type Imported, ImportStopped } from "./importJob.ts";
import { readImportOptions } from "./importOptions.ts";
import { importWide } from "./importWide.ts";

const folder = new ImportFolder();
const DATA = process.env["BALLAST_DATA"] ?? join(import.meta.dirname, "../../../../shared/data");
/** So long ago that only rollups are kept of the first days, and every bin is old. */
const START_MS = Math.floor(Date.now() / 3_600_000 - 24 * 18) * 3_600_000;
const START_MINUTE = START_MS / 60_000;
const ALWAYS = [
  "--create",
  "--region",
  "lab",
  "--data",
  folder.path,
  "--wide",
  "--start",
  new Date(START_MS).toISOString(),
];

let db: TestDatabase;

beforeEach(async () => {
  db = await createTestDatabase();
});
afterEach(() => db.close());
afterAll(() => folder.remove());

async function run(words: readonly string[], isStopped = () => false): Promise<Imported> {
  const all = [...words, ...ALWAYS];
  const options = readImportOptions(all);
  if (options?.wide == null) throw new Error("not a wide import");
  return await importWide(options.wide, await jobOf(db, all, { isStopped }));
}

test("a wide file goes in as it is: step, scale and blanks", async () => {
  const path = folder.file("wide.csv", "minute,n0,n1\n0,0.5,\n5,,1.2\n10,0.1,0.2\n");
  const { tally } = await run([path, "--step", "5m", "--scale", "100", "--stamp", "a", "--pool", "p"]);
  expect(tally).toMatchObject({ accepted: 3, duplicate: 0, rejected: 1, rounded: 0 });
  expect(tally.errors).toEqual([expect.stringContaining('column "n1" at')]);
  expect(tally.errors).toEqual([expect.stringContaining("out_of_range")]);
  const hot = (await hotOf("a", 15)).map((value) => value / 100);
  expect(hot).toEqual([50, 50, 50, 50, 50, -0.01, -0.01, -0.01, -0.01, -0.01, 20, 20, 20, 20, 20]);
});

test("stopped and started again, and once more from the start, comes to the same as in one go", async () => {
  const rows = Array.from({ length: 60_000 }, (_, at) => `${at / 4},${at % 90},${(at * 7) % 100}`);
  const path = folder.file("long.csv", `minute,n0,n1\n${rows.join("\n")}\n`);
  const words = [path, "--step", "15s", "--stamp", "a", "--pool", "p"];
  const whole = await run(words);
  const expected = await contentsOf(db);
  await db.close();
  db = await createTestDatabase();
  let asked = 0;
  const stopping = run(words, () => ++asked > 6);
  await expect(stopping).rejects.toThrow(ImportStopped);
  const rest = await run(words);
  expect(rest.rowsBefore).toBeGreaterThan(0);
  expect(rest.rowsBefore + rest.rowsRead).toBe(60_000);
  expect(rest.tally).toEqual(whole.tally);
  expect(await contentsOf(db)).toEqual(expected);
  const again = await run([...words, "--from-start"]);
  expect(again.tally).toMatchObject({ accepted: 0, duplicate: 120_000 });
  expect(await contentsOf(db)).toEqual(expected);
});

/** Greatest node-minute of a stamp's only pool, in hundredths of a point, from the start on. */
async function hotOf(stamp: string, minutes: number): Promise<number[]> {
  const pool = await db.prisma.pool.findFirstOrThrow({ where: { stamp: { name: stamp } } });
  const window = { fromMinute: START_MINUTE, toMinute: START_MINUTE + minutes };
  const windows = await new HourReader(db.pool, Date.now).readWindows([pool.id], window);
  return [...(windows.get(pool.id)?.hot ?? [])];
}

interface Reference {
  readonly group: string;
  readonly columns: string;
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly p95: number;
}

function referencesOf(file: string): Reference[] {
  const [header = "", ...lines] = readFileSync(join(DATA, "reference-hot-node-p95.csv"), "utf8")
    .trim()
    .split("\n");
  const names = header.split(",");
  return lines
    .map((line) => Object.fromEntries(line.split(",").map((cell, at) => [names[at], cell])))
    .filter((row) => row["file"] === file)
    .map((row) => {
      const binMinutes = Number(row["bin_minutes"]);
      const first = Number(row["first_row"]) * binMinutes;
      return {
        group: row["group"] ?? "",
        columns: `${row["first_col"]}-${row["last_col"]}=${row["group"]}/registry`,
        fromMinute: first,
        toMinute: first + Number(row["rows"]) * binMinutes,
        p95: Number(row[binMinutes === 1 ? "hot_p95_cont" : "hot_p95_cont_held_1min"]),
      };
    });
}

test.skipIf(!existsSync(DATA)).each([
  ["smd/smd-train-cpu_r-1min.csv.gz", ["--step", "60s", "--scale", "100"], 42],
  ["planetlab/planetlab-20110303-cpu5min.csv.gz", ["--step", "5m"], 44],
])(
  "the trace %s, imported as it is, has the hot-node P95 of the reference on every row",
  async (file, words, rows) => {
    const references = referencesOf(file);
    expect(references.length).toBe(rows);
    const columns = [...new Set(references.map((reference) => reference.columns))];
    const { tally } = await run([
      join(DATA, file),
      ...words,
      ...columns.flatMap((range) => ["--columns", range]),
    ]);
    expect(tally).toMatchObject({ duplicate: 0, rejected: 0, errors: [] });
    const minutes = Math.max(...references.map((reference) => reference.toMinute));
    const hot = new Map<string, number[]>();
    for (const { group, fromMinute, toMinute, p95 } of references) {
      const series = hot.get(group) ?? (await hotOf(group, minutes));
      hot.set(group, series);
      const present = series.slice(fromMinute, toMinute).filter((value) => value >= 0);
      const found = quantileR7(Float64Array.from(present), 0.95);
      expect(Math.abs((found ?? Number.NaN) / 100 - p95)).toBeLessThanOrEqual(0.01);
    }
  },
);
