import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readImportOptions } from "./importOptions.ts";

const folder = mkdtempSync(join(tmpdir(), "ballast-import-"));
const MAP = join(folder, "map.csv");
writeFileSync(MAP, "column,stamp,pool,node\nn0,a,p,first\n");

afterAll(() => rmSync(folder, { recursive: true }));

test("files of rows need no more than their names", () => {
  expect(readImportOptions(["a.csv", "b.ndjson.gz"])).toMatchObject({
    kind: "cpu",
    format: null,
    wide: null,
    createIn: null,
  });
});

test("the wide form says step, start, scale and what the columns are", () => {
  const start = "2026-01-31T12:00:00+01:00";
  const words = [
    "--wide",
    "--step",
    "5m",
    "--start",
    start,
    "--scale",
    "100",
    "--columns",
    "0-1=a/p",
    "--columns",
    "2=b/q",
  ];
  const wide = readImportOptions(["x.csv", ...words])?.wide;
  expect(wide).toMatchObject({
    time: { kind: "minutesFrom", startMs: Date.parse(start) },
    stepSeconds: 300,
    scale: 100,
  });
  expect(wide?.mapping(["n0", "n1", "n2"])).toEqual([
    { column: 0, stamp: "a", pool: "p", node: "n0" },
    { column: 1, stamp: "a", pool: "p", node: "n1" },
    { column: 2, stamp: "b", pool: "q", node: "n2" },
  ]);
  const mapped = readImportOptions(["x.csv", "--wide", "--map", MAP])?.wide;
  expect(mapped).toMatchObject({ time: { kind: "instant" }, stepSeconds: 60, scale: 1 });
  expect(mapped?.mapping(["n0"])).toEqual([{ column: 0, stamp: "a", pool: "p", node: "first" }]);
});

test("a checkpoint is for the same meaning of the file, not for the same place of the database", () => {
  const meaning = (...words: string[]) => readImportOptions(["a.csv", ...words])?.meaning;
  expect(meaning("--data", "/x", "--from-start")).toBe(meaning());
  expect(meaning("--kind", "load")).not.toBe(meaning());
  const wide = ["--wide", "--stamp", "a", "--pool", "p"];
  expect(meaning(...wide, "--scale", "100")).not.toBe(meaning(...wide));
});

test.each([
  [[], "name the FILE"],
  [["a.csv", "--kind", "memory"], "--kind must be one of"],
  [["a.csv", "--format", "xml"], "--format must be one of"],
  [["a.csv", "--step", "60s"], "add --wide"],
  [["a.csv", "--create"], "--create and --region R go together"],
  [["a.csv", "--wide"], "say what the columns are"],
  [["a.csv", "--wide", "--stamp", "a"], "--stamp S and --pool P go together"],
  [["a.csv", "--wide", "--stamp", "a", "--pool", "p", "--map", MAP], "in one way"],
  [["a.csv", "--wide", "--stamp", "a", "--pool", "p", "--step", "7s"], "--step must divide a minute"],
  [["a.csv", "--wide", "--stamp", "a", "--pool", "p", "--step", "90s"], "--step must divide a minute"],
  [["a.csv", "--wide", "--stamp", "a", "--pool", "p", "--scale", "0"], "--scale must be"],
  [["a.csv", "--wide", "--stamp", "a", "--pool", "p", "--start", "noon"], "--start must be an RFC 3339 time"],
  [["a.csv", "--wide", "--stamp", "a", "--pool", "p", "--time", "rows"], "--start must be"],
  [
    [
      "a.csv",
      "--wide",
      "--stamp",
      "a",
      "--pool",
      "p",
      "--time",
      "seconds",
      "--start",
      "2026-01-31T12:00:00Z",
    ],
    "of no use",
  ],
  [["a.csv", "--wide", "--kind", "load", "--stamp", "a", "--pool", "p"], "CPU samples only"],
  [["a.csv", "--wide", "--columns", "0-49"], "not of the form"],
  [["a.csv", "--wide", "--map", "/nowhere.csv"], "cannot read --map"],
])("%j is refused: %s", (words, message) => {
  expect(() => readImportOptions(words)).toThrow(message);
});

test("an access log says what its records have in common, and nothing of how rows look", () => {
  const place = ["--stamp", "a", "--pool", "p", "--region", "west"];
  expect(readImportOptions(["x.log", "--access-log", ...place, "--log", "x"])).toMatchObject({
    accessLog: { place: { stamp: "a", pool: "p", region: "west" }, name: "x" },
    wide: null,
    createIn: null,
  });
  expect(readImportOptions(["x.log", "--access-log", ...place, "--create"])?.createIn).toBe("west");
  for (const stray of [["--kind", "load"], ["--format", "csv"], ["--wide"]])
    expect(() => readImportOptions(["x.log", "--access-log", ...stray])).toThrow(
      /of no use with --access-log/,
    );
  expect(() => readImportOptions(["x.csv", "--log", "x"])).toThrow(/add --access-log/);
  expect(() => readImportOptions(["x.log", "--access-log", "--create"])).toThrow(/go together/);
  expect(() => readImportOptions(["x.csv", "--region", "west"])).toThrow(/go together/);
});
