import { expect, test } from "vitest";
import { BodyError } from "./bodyError.ts";
import { collectCpu } from "./collectRows.ts";
import { createLoadDecoder, createOutcomeDecoder, formatOf, type RowFormat } from "./createDecoder.ts";

const GOOD = '{"ts":"2026-01-31T12:00:00Z","stamp":"a","pool":"p","node":"n","cpu":1}';
const HEADER = "ts,stamp,pool,node,cpu";

function errorOf(format: RowFormat, body: string): BodyError {
  try {
    collectCpu(format, body);
  } catch (error) {
    if (error instanceof BodyError) return error;
    throw error;
  }
  throw new Error("the body was accepted");
}

test.each([
  ["", 400, "empty"],
  ["  \n ", 400, "empty"],
  ["hello", 400, "no JSON object"],
  ["[]", 422, "no JSON object"],
  ["{}", 422, "samples is missing"],
  ['{"sample":[]}', 422, 'Unknown field "sample"'],
  ['{"__proto__":[]}', 422, 'Unknown field "__proto__"'],
  [`{"samples":[${GOOD}],"extra":1}`, 422, 'Unknown field "extra"'],
  ['{"samples":[],"samples":[]}', 422, "twice"],
  ['{"samples":{}}', 422, "must be an array"],
  [`{"samples":[${GOOD},]}`, 400, "not valid JSON"],
  [`{"samples":[,${GOOD}]}`, 400, "not valid JSON"],
  [`{"samples":[${GOOD}`, 400, "breaks off"],
  [`{"samples":[${GOOD.slice(0, 30)}`, 400, "breaks off"],
  [`{"samples":[${GOOD}]`, 400, "breaks off"],
  [`{"samples":[${GOOD}]}}`, 400, "More follows"],
  [`{"samples":[${GOOD}}`, 400, "not valid JSON"],
  ['{"samples" []}', 400, "not valid JSON"],
  ["{samples:[]}", 400, "not valid JSON"],
])("JSON %s is answered %i: %s", (body, status, detail) => {
  expect(errorOf("json", body)).toMatchObject({ status, detail: expect.stringContaining(detail) });
});

test.each([
  ["", 400, "begins with its header line"],
  ["1,a,p,n,1\n", 422, '"1" is none of them'],
  ["ts;stamp;pool;node;cpu\n", 422, "must name the columns ts,stamp,pool,node,cpu"],
  ["ts,stamp,pool,node\n", 422, '"cpu" is missing'],
  ["ts,stamp,pool,node,cpu,cpu\n", 422, '"cpu" stands there twice'],
  ["ts,stamp,pool,node,cpu,region\n", 422, '"region" is none of them'],
  ["TS,stamp,pool,node,cpu\n", 422, '"TS" is none of them'],
  ['"ts,stamp', 400, "never closed"],
])("CSV %j is answered %i: %s", (body, status, detail) => {
  expect(errorOf("csv", body)).toMatchObject({ status, detail: expect.stringContaining(detail) });
});

test("an empty list of samples, a CSV of its header alone and an empty NDJSON are bodies of no rows", () => {
  for (const [format, body] of [
    ["json", '{"samples":[]}'],
    ["csv", HEADER],
    ["ndjson", ""],
  ] as const) {
    expect(collectCpu(format, body)).toMatchObject({ rows: [], problems: [] });
  }
});

test("a byte order mark is stepped over in every form", () => {
  const bodies = { json: `{"samples":[${GOOD}]}`, ndjson: GOOD, csv: `${HEADER}\n1,a,p,n,1` } as const;
  for (const format of ["json", "ndjson", "csv"] as const) {
    expect(collectCpu(format, `\ufeff${bodies[format]}`).rows).toHaveLength(1);
  }
});

test("NDJSON takes CRLF, blank lines and a last line without an end; a line is one object", () => {
  const found = collectCpu("ndjson", `\r\n${GOOD}\r\n\n  \n${GOOD} ${GOOD}\n{"ts":1\n${GOOD}`);
  expect(found.rows.map((row) => row.index)).toEqual([0, 3]);
  expect(found.problems).toEqual([
    { index: 1, message: "has more after the object: one object a line" },
    { index: 2, message: "breaks off before its end" },
  ]);
});

test("CSV by RFC 4180: columns in any order, quotes, doubled quotes, commas and line ends in cells", () => {
  const body = [
    'node,"cpu",ts,pool,stamp',
    '"n,1",43.5,2026-01-31T12:00:00Z,"p ""x""",a',
    '"n",1,1769860800000,p,"a"',
    "",
    'n,1,"2026-01-31T12:00:00+01:00",p,a',
  ].join("\r\n");
  const found = collectCpu("csv", body);
  expect(found.problems).toEqual([]);
  const noon = Date.parse("2026-01-31T12:00:00Z");
  expect(found.rows).toEqual([
    { index: 0, tsMs: noon, stamp: "a", pool: 'p "x"', node: "n,1", cpu: 43.5 },
    { index: 1, tsMs: noon, stamp: "a", pool: "p", node: "n", cpu: 1 },
    { index: 2, tsMs: noon - 3_600_000, stamp: "a", pool: "p", node: "n", cpu: 1 },
  ]);
});

test.each([
  ["1,a,p,n", "has 4 cells where the header has 5"],
  ["1,a,p,n,1,2", "has 6 cells where the header has 5"],
  ["1,a,p,,1", "node is empty"],
  [",a,p,n,1", "ts is not a time"],
  ["2026-01-31,a,p,n,1", "ts is not a time"],
  ["1,a,p,n,hot", "cpu is not a number"],
  ["1,a,p,n,43.2 %", "cpu is not a number"],
  ["1,a,p,n, 1", "cpu is not a number"],
  ['1,a,p,n"x,1', "has a quote inside an unquoted cell"],
  ['1,a,p,"n"x,1', "has text after the closing quote"],
  ['1,a,p,"n\nm",1', "node contains a control character"],
  ['1,a,p,"n,1', "has text after the closing quote"],
  ["1,a,p,n\rm,1", "node contains a control character"],
  ["1,a,p,n,1\r2", "cpu is not a number"],
  ["   ", "has 1 cells"],
])("a CSV row %j is malformed: %s; the rows after it are read", (row, message) => {
  const found = collectCpu("csv", `${HEADER}\n${row}\n1,a,p,n,1\n1,a,p,"n",1\n`);
  expect(found.problems[0]).toMatchObject({ index: 0, message: expect.stringContaining(message) });
  expect(found.rows.map((read) => read.index)).toEqual([1, 2]);
});

test("a quote that is never closed costs its own line only", () => {
  const found = collectCpu("csv", `${HEADER}\n1,a,p,"n,1\n1,a,p,n,1\n1,a,p,n,2\n`);
  expect(found.problems).toEqual([{ index: 0, message: "has a quoted cell that is never closed" }]);
  expect(found.rows.map((row) => row.cpu)).toEqual([1, 2]);
});

test("rows are told with their line, over blank lines, refused rows and cells of several lines", () => {
  const csv = collectCpu(
    "csv",
    `\n${HEADER}\n1,a,p,n,1\r\n\n1,a,p,n\n1,a,p,"n\nm",1\n1,a,"p",n,1\n1,a,p,n,1`,
  );
  expect(csv.lines).toEqual([3, 5, 6, 8, 9]);
  expect(collectCpu("ndjson", `${GOOD}\n\n{}\n${GOOD}`).lines).toEqual([1, 3, 4]);
  expect(collectCpu("json", `{"samples":[${GOOD}]}`).lines).toEqual([0]);
});

test("a blank or spelled-out CPU is no number, never zero", () => {
  const found = collectCpu("csv", `${HEADER}\n1,a,p,n,\n1,a,p,n,NaN\n1,a,p,n,+Inf\n1,a,p,n,""\n`);
  expect(found.rows.map((row) => row.cpu)).toEqual([
    Number.NaN,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NaN,
  ]);
});

function loadRows(format: RowFormat, body: string): unknown[] {
  const rows: unknown[] = [];
  const decoder = createLoadDecoder(format, {
    row: (...row) => rows.push(row),
    malformed: (index, message) => rows.push([index, message]),
  });
  decoder.write(new TextEncoder().encode(body));
  decoder.end();
  return rows;
}

test("load: a measure left out, null or blank was not sent; one of the two must be there", () => {
  const at = '"ts":60000,"stamp":"a","pool":"p","registry":"r"';
  const json = `{"samples":[{${at},"requests":12,"bytes":7.5},{${at},"requests":0},{${at},"bytes":1,"requests":null},{${at}}]}`;
  const expected = [
    [0, 60_000, "a", "p", "r", 12, 7.5],
    [1, 60_000, "a", "p", "r", 0, null],
    [2, 60_000, "a", "p", "r", null, 1],
    [3, "has neither requests nor bytes"],
  ];
  expect(loadRows("json", json)).toEqual(expected);
  const csv =
    "ts,stamp,pool,registry,requests,bytes\n60000,a,p,r,12,7.5\n60000,a,p,r,0,\n60000,a,p,r,,1\n60000,a,p,r,,\n";
  expect(loadRows("csv", csv)).toEqual(expected);
});

test("outcome: every measure is optional, as a field and as a column", () => {
  const rows: unknown[] = [];
  const sink = {
    row: (...row: unknown[]) => rows.push(row),
    malformed: (...row: unknown[]) => rows.push(row),
  };
  const bodies: [RowFormat, string][] = [
    ["json", '{"samples":[{"ts":60000,"stamp":"a","errorRate":0.01},{"ts":60000,"stamp":"a"}]}'],
    ["csv", "ts,stamp,error_rate\n60000,a,0.01\n60000,a,\n"],
    ["csv", "stamp,ts,pull_p95_ms,errorRate,throughput_bytes\na,60000,812,,1e9\n"],
  ];
  for (const [format, body] of bodies) {
    const decoder = createOutcomeDecoder(format, sink);
    decoder.write(new TextEncoder().encode(body));
    decoder.end();
  }
  expect(rows).toEqual([
    [0, 60_000, "a", null, 0.01, null],
    [1, 60_000, "a", null, null, null],
    [0, 60_000, "a", null, 0.01, null],
    [1, 60_000, "a", null, null, null],
    [0, 60_000, "a", 812, null, 1e9],
  ]);
});

test("the form follows from the Content-Type; what is not read is 415", () => {
  expect(formatOf(null)).toBe("json");
  expect(formatOf("application/json; charset=UTF-8")).toBe("json");
  expect(formatOf("Application/X-NDJSON")).toBe("ndjson");
  expect(formatOf("text/csv")).toBe("csv");
  for (const refused of [
    "application/xml",
    "text/csv; charset=utf-16",
    "application/x-www-form-urlencoded",
  ]) {
    expect(() => formatOf(refused)).toThrow(expect.objectContaining({ status: 415 }));
  }
});
