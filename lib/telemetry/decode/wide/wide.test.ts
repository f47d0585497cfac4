import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BodyError } from "../bodyError.ts";
import { feed } from "../collectRows.ts";
import type { PackedCpu } from "../packedTypes.ts";
import { mapByRanges, mapByTable, mapToOnePool } from "./columnMapping.ts";
import { createWideDecoder } from "./wideReader.ts";
import type { WideBlocks, WideOptions, WideTime } from "./wideTypes.ts";

const START_MS = Date.parse("2026-01-31T12:00:00Z");
const FROM_START: WideTime = { kind: "minutesFrom", startMs: START_MS };

interface Read {
  readonly groups: WideBlocks[];
  readonly problems: [line: number, message: string][];
}

function read(
  text: string | Uint8Array,
  options: Partial<WideOptions> = {},
  chunkSizes: readonly number[] = [],
): Read {
  const groups: WideBlocks[] = [];
  const problems: [number, string][] = [];
  const sink = {
    blocks: (blocks: WideBlocks) => void groups.push(blocks),
    malformed: (line: number, message: string) => void problems.push([line, message]),
  };
  const mapping = mapToOnePool("a", "p");
  const decoder = createWideDecoder(
    { time: FROM_START, stepSeconds: 60, scale: 1, mapping, ...options },
    sink,
  );
  feed(decoder, typeof text === "string" ? new TextEncoder().encode(text) : text, chunkSizes);
  decoder.end();
  return { groups, problems };
}

function plain({ cpu }: PackedCpu): (number | null)[][] {
  return cpu.map((row) => Array.from(row, (value) => (Number.isNaN(value) ? null : value)));
}

function onlyPool({ groups }: Read): PackedCpu {
  const [group, ...others] = groups;
  const pool = group?.pools[0];
  if (pool === undefined || others.length > 0 || group?.pools.length !== 1)
    throw new Error("not one block of one pool");
  return pool;
}

test("rows that follow each other become one matrix; a blank is no data, not zero", () => {
  const found = read("minute,n0,n1\r\n0,0.16,\r\n1,,0.5\r\n2,0,1\r\n", { scale: 100 });
  expect(onlyPool(found)).toMatchObject({
    stamp: "a",
    pool: "p",
    nodes: ["n0", "n1"],
    fromMs: START_MS,
    stepSeconds: 60,
  });
  expect(plain(onlyPool(found))).toEqual([
    [16, null, 0],
    [null, 50, 100],
  ]);
  expect(found.groups[0]?.rowsRead).toBe(3);
});

test("what was written is what is read, however the bytes are cut", () => {
  const cell = fc.oneof(fc.constant(null), fc.double({ min: 0, max: 100, noNaN: true }));
  const table = fc
    .integer({ min: 1, max: 6 })
    .chain((columns) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 50 }),
    );
  fc.assert(
    fc.property(
      table,
      fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 4 }),
      fc.boolean(),
      (rows, sizes, quoted) => {
        const cells = (row: readonly (number | null)[]) =>
          row.map((value) =>
            quoted && value !== null ? `"${value + 0}"` : `${value === null ? "" : value + 0}`,
          );
        const header = ["minute", ...(rows[0] ?? []).map((_, column) => `n${column}`)];
        const text = [header, ...rows.map((row, at) => [at, ...cells(row)])]
          .map((line) => line.join(","))
          .join("\n");
        const found = read(text, {}, sizes);
        expect(found.problems).toEqual([]);
        const expected = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? null));
        expect(plain(onlyPool(found)).map((row) => row.map((value) => value && value + 0))).toEqual(
          expected.map((row) => row.map((value) => value && value + 0)),
        );
      },
    ),
  );
});

test.each<[string, WideTime, string, string]>([
  ["minutes from a start", FROM_START, "0", "5"],
  ["the row alone", { kind: "rowsFrom", startMs: START_MS }, "whatever", ""],
  ["RFC 3339", { kind: "instant" }, "2026-01-31T12:00:00Z", "2026-01-31T13:05:00+01:00"],
  ["RFC 3339, some seconds off", { kind: "instant" }, "2026-01-31T12:00:03Z", "2026-01-31T12:05:41Z"],
  ["epoch milliseconds", { kind: "instant" }, `${START_MS}`, `${START_MS + 300_000}`],
  ["epoch seconds", { kind: "epochSeconds" }, `${START_MS / 1_000}`, `${START_MS / 1_000 + 300.5}`],
])("time as %s", (_, time, first, second) => {
  const found = read(`when,n0\n${first},1\n${second},2\n`, { time, stepSeconds: 300 });
  expect(found.problems).toEqual([]);
  expect(onlyPool(found)).toMatchObject({ fromMs: START_MS, stepSeconds: 300 });
  expect(plain(onlyPool(found))).toEqual([[1, 2]]);
});

test("a gap in the rows begins a new block at its own time", () => {
  const found = read("minute,n0\n0,1\n1,2\n10,3\n11,4\n");
  expect(found.groups.map(({ pools, rowsRead }) => [pools[0]?.fromMs, rowsRead])).toEqual([
    [START_MS, 2],
    [START_MS + 600_000, 4],
  ]);
});

test("a long file is handed on in blocks that never cut a minute", () => {
  const rows = Array.from({ length: 30_000 }, (_, at) => `${at / 4 + 0.25},${at % 100}`);
  const { groups } = read(`minute,n0\n${rows.join("\n")}`, { stepSeconds: 15 });
  expect(groups.length).toBeGreaterThan(1);
  const pools = groups.map((group) => group.pools[0]);
  expect(pools.every((pool) => pool !== undefined)).toBe(true);
  expect(pools.slice(1).every((pool) => (pool?.fromMs ?? 1) % 60_000 === 0)).toBe(true);
  expect(pools.flatMap((pool) => Array.from(pool?.cpu[0] ?? []))).toEqual(rows.map((_, at) => at % 100));
});

test("a bad cell is left out and told, a bad row likewise; the others are read", () => {
  const found = read('minute,n0,n1\n0,1,x\n1,1\n\nnoon,1,1\n3,"2",NaN\n4,1,1,1\n');
  expect(found.problems).toEqual([
    [2, 'column "n1" is not a number'],
    [3, "the row has 2 cells where the header has 3"],
    [5, "the time is not a number of minutes since the start"],
    [7, "the row has 4 cells where the header has 3"],
  ]);
  expect(found.groups.map((group) => plain(group.pools[0] as PackedCpu))).toEqual([
    [[1], [null]],
    [[2], [Number.POSITIVE_INFINITY]],
  ]);
  expect(found.groups.map((group) => group.rowsRead)).toEqual([3, 5]);
});

test.each([
  ["", "is empty"],
  ["minute\n", "only one column"],
  ["minute,n0,n0\n", 'column "n0" stands there twice'],
  ["minute,n0,\n", "the name of column 1 is empty"],
  ['minute,"n0\n', "never closed"],
])("the header %j is refused: %s", (text, detail) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ detail: expect.stringContaining(detail) }));
});

test("a column range is a pool; a range that the file lacks is refused", () => {
  const text = "minute,n0,n1,n2\n0,1,2,3\n";
  const ranges = [
    { first: 0, last: 1, stamp: "a", pool: "p" },
    { first: 1, last: 2, stamp: "b", pool: "p" },
  ];
  const [group] = read(text, { mapping: mapByRanges(ranges) }).groups;
  expect(group?.pools.map(({ stamp, nodes }) => [stamp, ...nodes])).toEqual([
    ["a", "n0", "n1"],
    ["b", "n1", "n2"],
  ]);
  const beyond = mapByRanges([{ first: 2, last: 3, stamp: "a", pool: "p" }]);
  expect(() => read(text, { mapping: beyond })).toThrow(BodyError);
});

test("a mapping table names columns, pools and nodes; what it leaves out is left out", () => {
  const table = 'column,stamp,pool,node\nn2,b,p,first\n"n0",a,p,\n';
  const [group] = read("minute,n0,n1,n2\n0,1,2,3\n", { mapping: mapByTable(table) }).groups;
  expect(group?.pools.map((pool) => [pool.stamp, pool.nodes, plain(pool)])).toEqual([
    ["b", ["first"], [[3]]],
    ["a", ["n0"], [[1]]],
  ]);
});

test.each([
  ["column,stamp,pool\nn0,a,p\n", "must begin with the line"],
  ["column,stamp,pool,node\nn0,a\n", "Line 2 of the mapping is not"],
  ["column,stamp,pool,node\nn7,a,p,\n", 'the file has no column "n7"'],
  ["column,stamp,pool,node\nn0,a,p,x\nn1,a,p,x\n", 'Node "x" of pool a/p has two columns'],
])("the mapping %j is refused: %s", (table, detail) => {
  const reading = () => read("minute,n0,n1\n0,1,2\n", { mapping: mapByTable(table) });
  expect(reading).toThrow(expect.objectContaining({ detail: expect.stringContaining(detail) }));
});

const DATA = process.env["BALLAST_DATA"] ?? join(import.meta.dirname, "../../../../../shared/data");

test.skipIf(!existsSync(DATA)).each([
  ["smd/smd-train-cpu_r-1min.csv.gz", 60, 100, 19, 23_706],
  ["planetlab/planetlab-20110303-cpu5min.csv.gz", 300, 1, 1_052, 288],
])("the real trace %s is read as it is", (file, stepSeconds, scale, columns, rows) => {
  const found = read(gunzipSync(readFileSync(join(DATA, file))), { stepSeconds, scale });
  expect(found.problems).toEqual([]);
  const pools = found.groups.map((group) => group.pools[0]);
  expect(pools.reduce((sum, pool) => sum + (pool?.cpu[0]?.length ?? 0), 0)).toBe(rows);
  expect(pools.every((pool) => pool?.nodes.length === columns)).toBe(true);
  const values = pools.flatMap((pool) => pool?.cpu.flatMap((row) => Array.from(row)) ?? []);
  expect(values.every((value) => Number.isNaN(value) || (value >= 0 && value <= 100))).toBe(true);
});
