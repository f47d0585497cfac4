import fc from "fast-check";
import { expect, test } from "vitest";
import { isVisible } from "../../core/index.ts";
import { BodyError } from "./bodyError.ts";
import { type CollectOptions, type CpuRow, collectCpu } from "./collectRows.ts";
import type { RowFormat } from "./createDecoder.ts";

const encoder = new TextEncoder();

/** Names as hostile as a name may be: quotes, commas, escapes, other scripts; nothing unseen. */
const name = fc
  .oneof(
    fc.stringMatching(/^[a-z]{1,3}-?\d{0,2}$/),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  )
  .filter(
    (text) => text.length > 0 && encoder.encode(text).length <= 30 && text.isWellFormed() && isVisible(text),
  );

const row = fc.record({
  tsMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  stamp: name,
  pool: name,
  node: name,
  cpu: fc.oneof(fc.double({ min: -10, max: 110, noNaN: true }), fc.integer({ min: 0, max: 100 })),
});

type Sent = Omit<CpuRow, "index">;

const rowsOf = fc.array(row, { maxLength: 40, size: "max" });
const chunkSizes = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 8 });

/** Windows so small that their edges fall everywhere; the longest row above stays under 400 bytes. */
const limits = fc.integer({ min: 401, max: 600 }).map((windowBytes) => ({ maxRowBytes: 400, windowBytes }));

/** The same rules in one window. */
const ROOMY = { maxRowBytes: 400, windowBytes: 1_000_000 };

function csvCell(text: string, quoted: boolean): string {
  return quoted || /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function sampleOf({ tsMs, ...rest }: Sent): object {
  return { ts: tsMs % 2 === 0 ? new Date(tsMs).toISOString() : tsMs, ...rest };
}

const WRITERS: Readonly<Record<RowFormat, (rows: readonly Sent[]) => string>> = {
  json: (rows) => JSON.stringify({ samples: rows.map(sampleOf) }, null, rows.length % 3),
  ndjson: (rows) => rows.map((sent) => JSON.stringify(sampleOf(sent))).join(rows.length % 2 ? "\r\n" : "\n"),
  csv: (rows) =>
    [
      "ts,stamp,pool,node,cpu",
      ...rows.map(({ tsMs, stamp, pool, node, cpu }, at) =>
        [
          csvCell(`${tsMs % 2 === 0 ? new Date(tsMs).toISOString() : tsMs}`, at % 3 === 0),
          ...[stamp, pool, node, `${cpu}`].map((cell) => csvCell(cell, at % 3 === 0)),
        ].join(","),
      ),
    ].join(rows.length % 2 ? "\r\n" : "\n"),
};

const FORMATS: readonly RowFormat[] = ["json", "ndjson", "csv"];

test.each(FORMATS)("%s: what was written is what is read, however the bytes are cut", (format) => {
  fc.assert(
    fc.property(rowsOf, chunkSizes, limits, (rows, sizes, small) => {
      const found = collectCpu(format, WRITERS[format](rows), { chunkSizes: sizes, limits: small });
      expect(found.problems).toEqual([]);
      // JSON and CSV know no negative zero: adding 0 makes one of it.
      expect(found.rows).toEqual(rows.map((sent, index) => ({ index, ...sent, cpu: sent.cpu + 0 })));
    }),
    { numRuns: 300 },
  );
});

test.each(FORMATS)(
  "%s: damaged bytes end in rows, refused rows or BodyError, and cutting does not matter",
  (format) => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        fc.tuple(rowsOf, damage, fc.boolean()),
        chunkSizes,
        limits,
        ([rows, hits, cut], sizes, small) => {
          const whole = encoder.encode(WRITERS[format](rows));
          for (const [at, byte] of hits) whole[at % whole.length] = byte;
          const bytes = cut ? whole.subarray(0, (hits[0]?.[0] ?? 0) % whole.length) : whole;
          const outcome = (options: CollectOptions) => {
            try {
              const found = collectCpu(format, bytes, options);
              // What is said of a row that runs on without an end depends on how much of it was in sight.
              return { rows: found.rows, problems: found.problems.map((problem) => problem.index) };
            } catch (error) {
              if (!(error instanceof BodyError)) throw error;
              return error.detail;
            }
          };
          expect(outcome({ chunkSizes: sizes, limits: small })).toEqual(outcome({ limits: ROOMY }));
        },
      ),
      { numRuns: 1_000 },
    );
  },
);

test("a JSON row is read as JSON.parse reads it", () => {
  const value = fc.oneof(
    fc.string(),
    fc.double(),
    fc.integer(),
    fc.constantFrom(null, true, "NaN", "2026-01-31T12:00:00Z"),
    fc.json(),
  );
  const key = fc.constantFrom("ts", "stamp", "pool", "node", "cpu", "cpuu", "__proto__", "constructor");
  fc.assert(
    fc.property(fc.array(fc.tuple(key, value), { maxLength: 6 }), (entries) => {
      const text = `{${entries.map(([name, sent]) => `${JSON.stringify(name)}: ${JSON.stringify(sent)}`).join(" ,")}}`;
      const found = collectCpu("ndjson", text);
      expect(found.rows.length + found.problems.length).toBe(1);
      const [read] = found.rows;
      if (read === undefined) return;
      const parsed: Record<string, unknown> = JSON.parse(text);
      expect(Object.keys(parsed).toSorted()).toEqual(["cpu", "node", "pool", "stamp", "ts"]);
      expect([read.stamp, read.pool, read.node]).toEqual([parsed["stamp"], parsed["pool"], parsed["node"]]);
    }),
    { numRuns: 2_000 },
  );
});

const GOOD = '{"ts":"2026-01-31T12:00:00Z","stamp":"a","pool":"p","node":"n","cpu":1}';

function problemOf(rowText: string): string | undefined {
  const found = collectCpu("json", `{"samples":[${rowText},${GOOD}]}`);
  // The bad row does not sink the good one after it.
  expect(found.rows.map((read) => read.index)).toEqual([1]);
  return found.problems[0]?.message;
}

test.each([
  [
    '{"ts":"2026-01-31T12:00:00Z","stamp":"a","pool":"p","node":"n","cpu":1,"cpuu":2}',
    'unknown field "cpuu"',
  ],
  [
    '{"ts":"2026-01-31T12:00:00Z","stamp":"a","pool":"p","node":"n","__proto__":{"cpu":1}}',
    'unknown field "__proto__"',
  ],
  ['{"ts":"2026-01-31T12:00:00Z","stamp":"a","pool":"p","node":"n"}', "cpu is missing"],
  ["{}", "ts is missing"],
  ['{"ts":"2026-02-31T12:00:00Z","stamp":"a","pool":"p","node":"n","cpu":1}', "ts is not a time"],
  ['{"ts":"2026-01-31T12:00:00","stamp":"a","pool":"p","node":"n","cpu":1}', "ts is not a time"],
  ['{"ts":1e300,"stamp":"a","pool":"p","node":"n","cpu":1}', "ts is not a time"],
  ['{"ts":null,"stamp":"a","pool":"p","node":"n","cpu":1}', "ts is not a time"],
  ['{"ts":1,"stamp":"a","pool":"p","node":"n","cpu":"43.2"}', "cpu is not a number"],
  ['{"ts":1,"stamp":"a","pool":"p","node":"n","cpu":true}', "cpu is not a number"],
  ['{"ts":1,"stamp":"a","pool":"p","node":"n","cpu":{"x":[1,"}"]}}', "cpu is not a number"],
  ['{"ts":1,"stamp":7,"pool":"p","node":"n","cpu":1}', "stamp is not a string"],
  ['{"ts":1,"stamp":"","pool":"p","node":"n","cpu":1}', "stamp is empty"],
  ['{"ts":1,"stamp":"a","pool":"p","node":"n\\u0000","cpu":1}', "node contains a control character"],
  ['{"ts":1,"stamp":"a","pool":"p","node":"\\ud800","cpu":1}', "node is not a valid JSON string"],
  ['{"ts":1,"stamp":"a","pool":"p","node":"\\x","cpu":1}', "node is not a valid JSON string"],
  [`{"ts":1,"stamp":"a","pool":"p","node":"${"n".repeat(257)}","cpu":1}`, "node is longer than 256 bytes"],
  ['{"ts":1,"stamp":"a","stamp":"b","pool":"p","node":"n","cpu":1}', "has stamp twice"],
  ['{"ts":1,"stamp":"a","pool":"p","node":"n","cpu":01}', "cpu is not a number"],
  ['{"ts":1 "stamp":"a"}', "is not valid JSON"],
  ["7", "is not an object"],
  ['"},{"', "is not an object"],
  ["[[[]]]", "is not an object"],
  ['{"x":"\\\\"}', 'unknown field "x"'],
  ['{"x":"\\"}],","y":{"z":["]"]}}', 'unknown field "x"'],
])("a row %s is malformed: %s", (text, message) => {
  expect(problemOf(text)).toContain(message);
});

test("what is no number is handed on as such: null, NaN, Infinity, as JSON text or bare", () => {
  const rows = ["null", "NaN", '"NaN"', "Infinity", '"-Infinity"', "-Infinity", '"+Inf"'].map(
    (cpu) => `{"ts":1,"stamp":"a","pool":"p","node":"n","cpu":${cpu}}`,
  );
  const found = collectCpu("json", `{"samples":[${rows.join(",")}]}`);
  expect(found.problems).toEqual([]);
  const { POSITIVE_INFINITY: more, NEGATIVE_INFINITY: less, NaN: none } = Number;
  expect(found.rows.map((read) => read.cpu)).toEqual([none, none, none, more, less, less, more]);
});

test("invalid UTF-8 makes its row malformed, not the body", () => {
  const bytes = encoder.encode(`{"samples":[${GOOD.replace('"n"', '"~"')},${GOOD}]}`);
  bytes[bytes.indexOf(0x7e)] = 0xff;
  const found = collectCpu("json", bytes);
  expect(found.problems).toEqual([{ index: 0, message: "node is not valid UTF-8" }]);
  expect(found.rows).toHaveLength(1);
});

test.each([70_000, 200_000])(
  "a row of %i bytes is malformed in every form, and the rows after it are read",
  (bytes) => {
    const long = "n".repeat(bytes);
    const number = `0.${"0".repeat(bytes)}`;
    const json = (row: string) => collectCpu("json", `{"samples":[${row},${GOOD}]}`);
    const ndjson = (row: string) => collectCpu("ndjson", `${row}\n${GOOD}`);
    const csv = (row: string) => collectCpu("csv", `ts,stamp,pool,node,cpu\n${row}\n1,a,p,n,1`);
    const found = [
      json(GOOD.replace(":1}", `:${number}}`)),
      ndjson(GOOD.replace('"n"', `"${long}"`)),
      ndjson(GOOD.replace(":1}", `:${number}}`)),
      csv(`1,a,p,${long},1`),
      csv(`1,a,p,n,${number}`),
      csv(`1,a,p,"${long}",1`),
    ];
    for (const { problems, rows } of found) {
      expect(problems).toEqual([{ index: 0, message: "is longer than 65536 bytes" }]);
      expect(rows.map((read) => read.index)).toEqual([1]);
    }
    expect(json(GOOD.replace('"n"', `"${long}"`))).toMatchObject({
      problems: [{ index: 0 }],
      rows: [{ index: 1 }],
    });
  },
);

test("names stay right when a body has more of them than are remembered", () => {
  const rows = Array.from({ length: 70_000 }, (_, at) => `1,a,p,node-${at % 50_000},${at % 100}`);
  const found = collectCpu("csv", `ts,stamp,pool,node,cpu\n${rows.join("\n")}`);
  expect(found.rows.every((read, at) => read.node === `node-${at % 50_000}` && read.stamp === "a")).toBe(
    true,
  );
  expect(found.rows).toHaveLength(70_000);
});
