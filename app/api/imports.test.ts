import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller, type CallAnswer } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
});
afterAll(async () => {
  await app.close();
});

/** Each test has a stamp of its own. */
let stamp = "";
let tests = 0;
beforeEach(async () => {
  tests += 1;
  stamp = `s${tests}`;
  const stamps = [{ name: stamp, pools: [{ name: "p" }] }];
  const registries = [{ name: "contoso", tenant: "t", replicas: [{ region: "r", homeStamp: stamp }] }];
  const body = { regions: [{ name: "r", stamps }], registries: tests === 1 ? registries : [] };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
});

const HOUR_AGO = TEST_START_MS - 3_600_000;
const iso = (minute: number) => new Date(HOUR_AGO + minute * 60_000).toISOString();

interface FileOptions {
  readonly recipe?: object;
  readonly dryRun?: boolean;
  readonly createIn?: string | null;
}

const bytesOf = (text: string | Uint8Array) =>
  typeof text === "string" ? new TextEncoder().encode(text) : text;

async function preview(text: string | Uint8Array, more: object = {}): Promise<CallAnswer> {
  const bytes = bytesOf(text);
  const head = Buffer.from(bytes.subarray(0, 262_144)).toString("base64");
  const body = { head, isWhole: bytes.length <= 262_144, ...more };
  return await call("/api/v1/imports/preview", { method: "POST", body });
}

/** Recognises a file and begins its import, with what `change` says of its recipe. */
async function start(text: string | Uint8Array, options: FileOptions = {}): Promise<CallAnswer> {
  const bytes = bytesOf(text);
  const { recipe = {}, dryRun = false, createIn = null } = options;
  const seen = (await preview(bytes)).json.recipe;
  const body = {
    file: {
      name: "samples.csv",
      bytes: bytes.length,
      fingerprint: createHash("sha256").update(bytes).digest("hex"),
    },
    head: Buffer.from(bytes.subarray(0, 262_144)).toString("base64"),
    isWhole: bytes.length <= 262_144,
    recipe: { ...seen, ...recipe },
    dryRun,
    createIn,
  };
  return await call("/api/v1/imports", { method: "POST", body });
}

async function sendPart(
  id: string,
  text: string | Uint8Array,
  { offset, size }: { offset: number; size: number },
) {
  const bytes = bytesOf(text);
  const to = Math.min(bytes.length, offset + size);
  return await call(
    `/api/v1/imports/${id}/parts?offset=${offset}&filePosition=${to}&last=${to === bytes.length}`,
    {
      method: "POST",
      body: bytes.slice(offset, to),
      headers: { "content-type": "application/octet-stream" },
    },
  );
}

/** Sends a whole file in parts of some bytes, as the page does; the session as it ends. */
async function sendAll(id: string, text: string | Uint8Array, partBytes = 4_194_304) {
  let { json: session } = await call(`/api/v1/imports/${id}`);
  let size = partBytes;
  while (session.state === "open") {
    const answer = await sendPart(id, text, { offset: session.position, size });
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
    const moved = answer.json.position > session.position;
    // What was not taken at all comes again with more behind it.
    size = answer.json.wantsBytes ?? (moved ? partBytes : size * 2);
    session = answer.json;
  }
  return session;
}

async function bring(text: string | Uint8Array, options: FileOptions = {}, partBytes = 4_194_304) {
  const begun = await start(text, options);
  expect([begun.status, begun.text]).toEqual([201, begun.text]);
  return await sendAll(begun.json.id, text, partBytes);
}

/** Node values of the hour that the tests write in, minute by minute. */
async function stored(minutes: number, pool = "p") {
  const answer = await call(`/api/v1/stamps/${stamp}/pools/${pool}/nodes?from=${iso(0)}&to=${iso(minutes)}`);
  const { nodes, values } = answer.json;
  return Object.fromEntries(nodes.map((node: string, at: number) => [node, values[at]]));
}

describe("recognition", () => {
  const recipeOf = async (text: string) => (await preview(text)).json;

  test("our own columns, in any order", async () => {
    const seen = await recipeOf(`node,cpu,ts,pool,stamp\nn0,43.2,${iso(0)},p,${stamp}\n`);
    expect(seen.missing).toEqual([]);
    expect(seen.recipe).toMatchObject({
      kind: "cpu",
      wide: null,
      delimiter: ",",
      time: { column: 2, form: "iso" },
    });
    expect(seen.rows).toEqual([
      { line: 2, at: iso(0), samples: [{ names: [stamp, "p", "n0"], values: [43.2] }], problems: [] },
    ]);
  });

  test("a cell that is no time does not make the others name no offset", async () => {
    const rows = (ts: string) =>
      `ts,stamp,pool,node,cpu\nyesterday,${stamp},p,n0,50\n${ts},${stamp},p,n0,50\n`;
    const said = async (ts: string) => (await recipeOf(rows(ts))).notes.join();
    expect(await said(iso(0))).not.toContain("no offset");
    expect(await said(iso(0).replace("Z", ""))).toContain("no offset");
  });

  test.each([
    ["tab", "\t", "0.5"],
    ["semicolon and decimal comma", ";", "0,5"],
    ["bar, quoted", "|", '"0.5"'],
  ])(
    "the columns of others: %s, epoch seconds, shares of one, a byte order mark",
    async (_, delimiter, half) => {
      const lines = [
        ["Timestamp", "Instance", "Value"],
        [String(HOUR_AGO / 1_000), "n0", half],
        [String(HOUR_AGO / 1_000 + 60), "n1", "1"],
      ];
      const seen = await recipeOf(`\ufeff${lines.map((line) => line.join(delimiter)).join("\r\n")}\r\n`);
      expect(seen.recipe).toMatchObject({
        delimiter,
        time: { column: 0, form: "epochSeconds" },
        names: { node: { column: 1 } },
        measures: { cpu: { column: 2, scale: 100 } },
      });
      expect(seen.missing.map(({ path }: { path: string }) => path)).toEqual(["names.stamp", "names.pool"]);
      expect(seen.notes.join()).toContain("between 0 and 1");
      const recipe = {
        ...seen.recipe,
        names: { ...seen.recipe.names, stamp: { value: stamp }, pool: { value: "p" } },
      };
      const text = `\ufeff${lines.map((line) => line.join(delimiter)).join("\r\n")}\r\n`;
      const { rows } = (await preview(text, { recipe })).json;
      expect(rows.map(({ samples }: { samples: { values: number[] }[] }) => samples[0]?.values)).toEqual([
        [50],
        [100],
      ]);
    },
  );

  test.each([
    ["2026-03-02 11:00:00", "iso"],
    ["2026/03/02 11:00", "iso"],
    ["2026-03-02T11:00:00.000+00:00", "iso"],
    [String(HOUR_AGO), "epochMilliseconds"],
    [String(HOUR_AGO * 1_000), "epochMicroseconds"],
    [String(HOUR_AGO * 1_000_000), "epochNanoseconds"],
    ["02.03.2026 11:00", "dayFirst"],
    ["02/03/2026 11:00:00 AM", "dayFirst"],
  ])("the time %s is read as %s", async (time, form) => {
    const { recipe, rows } = await recipeOf(`time,stamp,pool,host,cpu\n"${time}",${stamp},p,n0,5\n`);
    expect(recipe.time.form).toBe(form);
    expect(rows[0]).toMatchObject({ at: iso(0), problems: [] });
  });

  test("a month that stands first is told by a day past the twelfth", async () => {
    const { recipe } = await recipeOf("time,stamp,pool,host,cpu\n02/28/2026 11:00,a,p,n0,5\n");
    expect(recipe.time.form).toBe("monthFirst");
  });

  test("the wide form with its step; names as paths and as a dashboard's labels", async () => {
    const wide = (names: string[]) =>
      `Time,${names.join(",")}\n${iso(0)},0.1,0.2\n${iso(5)},0.3,\n${iso(10)},0.5,0.6\n`;
    const plain = await recipeOf(wide(["n0", "n1"]));
    expect(plain.recipe.wide).toEqual({ stepSeconds: 300, scale: 100, naming: "node" });
    expect(plain.missing.map(({ path }: { path: string }) => path)).toEqual(["names.stamp", "names.pool"]);
    for (const names of [
      [`${stamp}/p/n0`, `${stamp}/p/n1`],
      [
        `"{instance=""n0"", pool=""p"", stamp=""${stamp}""}"`,
        `"{instance=""n1"", pool=""p"", stamp=""${stamp}""}"`,
      ],
    ]) {
      const seen = await recipeOf(wide(names));
      expect(seen.missing).toEqual([]);
      expect(seen.rows[0]).toEqual({
        line: 2,
        at: iso(0),
        samples: [
          { names: [stamp, "p", "n0"], values: [10] },
          { names: [stamp, "p", "n1"], values: [20] },
        ],
        problems: [],
      });
    }
  });

  test("decimal commas, also beside a cell that is no number", async () => {
    const { recipe } = await recipeOf(
      `ts;stamp;pool;node;cpu\n${iso(0)};a;p;n0;0,5\n${iso(1)};a;p;n0;hot\n${iso(2)};a;p;n0;0,7\n`,
    );
    expect(recipe).toMatchObject({
      delimiter: ";",
      decimalComma: true,
      measures: { cpu: { column: 4, scale: 100 } },
    });
  });

  test("load and outcomes, by their columns", async () => {
    const load = await recipeOf(
      `ts,stamp,pool,registry,requests,bytes\n${iso(0)},${stamp},p,contoso,5,700\n`,
    );
    expect(load).toMatchObject({ recipe: { kind: "load" }, missing: [], rows: [{ problems: [] }] });
    const outcome = await recipeOf(`ts,stamp,pull_p95_ms,error_rate\n${iso(0)},${stamp},120,0.01\n`);
    expect(outcome).toMatchObject({ recipe: { kind: "outcome" }, missing: [], rows: [{ problems: [] }] });
  });

  test("bad rows are marked in the preview with their column, and nothing is stored", async () => {
    const { rows } = await recipeOf(
      `ts,stamp,pool,node,cpu\n${iso(0)},nowhere,p,n0,5\nnoon,${stamp},p,n0,5\n${iso(2)},${stamp},p,n0,hot\n${iso(3)},${stamp},p,n0,101\n${iso(4)},${stamp},p\n`,
    );
    expect(
      rows.map(({ line, problems: [problem] }: { line: number; problems: object[] }) => ({
        line,
        ...problem,
      })),
    ).toEqual([
      { line: 2, column: "stamp", value: "nowhere", code: "unknown_stamp", message: expect.any(String) },
      {
        line: 3,
        column: "ts",
        value: "noon",
        code: "malformed",
        message: expect.stringContaining("the time is not"),
      },
      { line: 4, column: "cpu", value: "hot", code: "malformed", message: "cpu is not a number" },
      { line: 5, column: "cpu", value: "101", code: "out_of_range", message: expect.any(String) },
      {
        line: 6,
        column: "",
        value: `${iso(4)},${stamp},p`,
        code: "malformed",
        message: "has 3 cells where the header has 5",
      },
    ]);
    expect(await stored(5)).toEqual({});
  });

  test.each([
    ["nothing", new Uint8Array(), "empty"],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x61, 0), "UTF-16"],
    ["a picture", Uint8Array.of(0x89, 0x50, 0, 1), "no text"],
  ])("%s is refused in words", async (_, bytes, words) => {
    const answer = await preview(bytes);
    expect(answer.status).toBe(422);
    expect(answer.json.detail).toContain(words);
  });
});

/** Rows of some nodes and minutes, by time. */
function table(minutes: number, nodes = 3): string {
  const rows = Array.from({ length: minutes }, (_, minute) =>
    Array.from(
      { length: nodes },
      (__, node) => `${iso(minute)},${stamp},p,n${node},${minute}.${node}5\n`,
    ).join(""),
  );
  return `ts,stamp,pool,node,cpu\n${rows.join("")}`;
}

describe("an import", () => {
  test("is the same in one part and in parts of any size, and a second time changes nothing", async () => {
    const text = table(20);
    const whole = await bring(text);
    expect(whole).toMatchObject({ state: "complete", rows: 60, position: text.length });
    expect(whole.counts).toMatchObject({ accepted: 60, duplicate: 0, rejected: 0 });
    const before = await stored(20);
    expect(before["n2"][7]).toBe(7.25);
    for (const size of [200, 777]) {
      const again = await bring(text, {}, size);
      expect(again.counts).toMatchObject({ accepted: 0, duplicate: 60, rejected: 0 });
    }
    expect(await stored(20)).toEqual(before);
  });

  test("never cuts a minute of the past: its samples are averaged, however small the parts are", async () => {
    const day = 36 * 60;
    const rows = [0, 1, 2].flatMap((minute) =>
      [0, 15, 30, 45].map((second) => {
        const at = new Date(HOUR_AGO + (minute - day) * 60_000 + second * 1_000).toISOString();
        return `${at},${stamp},p,n0,${minute * 10 + second / 15}\n`;
      }),
    );
    const text = `ts,stamp,pool,node,cpu\n${rows.join("")}`;
    const session = await bring(text, {}, 60);
    expect(session.counts).toMatchObject({ accepted: 12, duplicate: 0 });
    const answer = await call(`/api/v1/stamps/${stamp}/pools/p/series?from=${iso(-day)}&to=${iso(3 - day)}`);
    expect(answer.json.minutes.map(({ hot }: { hot: number }) => hot)).toEqual([1.5, 11.5, 21.5]);
  });

  test("says line, column and value of what was not stored, as CSV too; the rest is stored", async () => {
    const bad = [
      `${iso(0)},${stamp},p,n0,5`,
      `"${iso(1)}",${stamp},"p","n,0",6`,
      `${iso(2)},${stamp},p,n0,NaN`,
      `${iso(3)},${stamp},elsewhere,n0,7`,
      "",
      `${iso(4)},${stamp},p,n0,"=1+1"`,
      `${iso(5)},${stamp},p,"n0`,
      `${iso(6)},${stamp},p,n0,8`,
    ];
    const text = `ts,stamp,pool,node,cpu\n${bad.join("\n")}\n`;
    for (const size of [4_000_000, 90]) {
      const session = await bring(text, {}, size);
      expect(session.counts).toMatchObject({
        rejected: 4,
        reasons: { malformed: 2, not_a_number: 1, unknown_pool: 1 },
      });
      expect(session.counts.accepted + session.counts.duplicate).toBe(3);
      expect(session.counts.unknown).toEqual([{ stamp, pool: "elsewhere", rows: 1 }]);
      const found = await call(`/api/v1/imports/${session.id}/problems`, { headers: { accept: "text/csv" } });
      const lines = found.text.split("\r\n");
      expect(lines[0]).toBe("line,column,value,code,message");
      expect(lines.slice(1, -1).map((line) => line.split(",").slice(0, 4).join())).toEqual(
        expect.arrayContaining([
          "4,cpu,NaN,not_a_number",
          "5,pool,elsewhere,unknown_pool",
          "7,cpu,'=1+1,malformed",
          expect.stringMatching(/^8,,/),
        ]),
      );
    }
    expect((await stored(7))["n,0"]?.[1]).toBe(6);
    expect((await stored(7))["n0"]?.[6]).toBe(8);
  });

  test("goes on where it is, wherever it was cut off: another place is refused and says where to go on", async () => {
    const text = table(10);
    const { json: begun } = await start(text);
    const first = await sendPart(begun.id, text, { offset: begun.position, size: 300 });
    expect(first.json.position).toBeGreaterThan(begun.position);
    const again = await sendPart(begun.id, text, { offset: begun.position, size: 300 });
    expect([again.status, again.json.detail]).toEqual([
      409,
      expect.stringContaining(`byte ${first.json.position}`),
    ]);
    const found = await call(`/api/v1/imports?fingerprint=${begun.file.fingerprint}`);
    expect(found.json.imports[0]).toMatchObject({
      id: begun.id,
      state: "open",
      position: first.json.position,
    });
    expect((await sendAll(begun.id, text, 300)).counts).toMatchObject({ accepted: 30, duplicate: 0 });
  });

  test("cancelled keeps what was stored; it takes nothing more until it is resumed", async () => {
    const text = table(10);
    const { json: begun } = await start(text);
    const { json: part } = await sendPart(begun.id, text, { offset: begun.position, size: 500 });
    const cancelled = await call(`/api/v1/imports/${begun.id}/cancel`, { method: "POST" });
    expect(cancelled.json).toMatchObject({ state: "cancelled", counts: { accepted: part.counts.accepted } });
    const refused = await sendPart(begun.id, text, { offset: part.position, size: 500 });
    expect(refused.status).toBe(409);
    expect(Object.keys(await stored(10))).toEqual(["n0", "n1", "n2"]);
    await call(`/api/v1/imports/${begun.id}/resume`, { method: "POST" });
    expect((await sendAll(begun.id, text)).counts).toMatchObject({ accepted: 30 });
    const late = await call(`/api/v1/imports/${begun.id}/cancel`, { method: "POST" });
    expect([late.status, late.json.detail]).toEqual([409, expect.stringContaining("complete")]);
  });

  test("sent from two windows at once is taken once", async () => {
    const text = table(30);
    const { json: begun } = await start(text);
    const answers = await Promise.all(
      [0, 1].map(() => sendPart(begun.id, text, { offset: begun.position, size: text.length })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await call(`/api/v1/imports/${begun.id}`)).json.counts).toMatchObject({
      accepted: 90,
      duplicate: 0,
    });
  });

  test("of unknown stamps refuses their rows and lists them; or makes them, where it is told a region", async () => {
    const text = table(4).replaceAll(stamp, `new-${stamp}`);
    const refused = await bring(text);
    expect(refused.counts).toMatchObject({
      accepted: 0,
      reasons: { unknown_stamp: 12 },
      unknown: [{ stamp: `new-${stamp}`, pool: "p", rows: 12 }],
    });
    const nowhere = await start(text, { createIn: "atlantis" });
    expect([nowhere.status, nowhere.json.detail]).toEqual([422, expect.stringContaining("atlantis")]);
    const made = await bring(text, { createIn: "r" });
    expect(made.counts).toMatchObject({ accepted: 12, rejected: 0, unknown: [] });
  });

  test("of registry load and of outcomes", async () => {
    const load = `ts,stamp,pool,registry,requests,bytes\n${iso(0)},${stamp},p,contoso,5,700\n${iso(0)},${stamp},p,nobody,5,700\n`;
    expect((await bring(load)).counts).toMatchObject({ accepted: 1, reasons: { unknown_registry: 1 } });
    expect((await bring(load)).counts).toMatchObject({ duplicate: 1, rejected: 1 });
    const outcome = `ts,stamp,pull_p95_ms,error_rate\n${iso(0)},${stamp},120,0.01\n${iso(1)},${stamp},,2\n`;
    expect((await bring(outcome)).counts).toMatchObject({ accepted: 1, reasons: { out_of_range: 1 } });
  });
});

describe("a dry run", () => {
  test("counts what the import then comes to, and stores nothing", async () => {
    const stray = `${iso(3)},${stamp},elsewhere,n0,7\n${iso(3)},${stamp},p,n0,101\n${iso(3)},${stamp},p,n0,100.2\n`;
    const text = table(6) + stray;
    expect((await bring(table(3))).counts.accepted).toBe(9);
    const before = await stored(6);
    const dry = await bring(text, { dryRun: true });
    expect(await stored(6)).toEqual(before);
    const real = await bring(text);
    expect(dry.counts).toEqual(real.counts);
    expect(real.counts).toMatchObject({ duplicate: 9, rejected: 2, rounded: 1 });
    const nodes = await app.db.superuser.query(
      "select name from telemetry.node where name = 'only-rehearsed'",
    );
    const rehearsed = text.replaceAll(",n0,", ",only-rehearsed,");
    expect((await bring(rehearsed, { dryRun: true })).counts.accepted).toBeGreaterThan(0);
    expect(nodes.rows).toEqual([]);
    const after = await app.db.superuser.query(
      "select name from telemetry.node where name = 'only-rehearsed'",
    );
    expect(after.rows).toEqual([]);
  });

  test("of unknown stamps that would be made counts their rows, and makes none", async () => {
    const text = table(2).replaceAll(stamp, `never-${stamp}`);
    const dry = await bring(text, { dryRun: true, createIn: "r" });
    expect(dry.counts).toMatchObject({
      accepted: 6,
      rejected: 0,
      unknown: [{ stamp: `never-${stamp}`, rows: 6 }],
    });
    const found = await app.db.superuser.query("select name from stamp where name = $1", [`never-${stamp}`]);
    expect(found.rows).toEqual([]);
  });

  test("of load, of outcomes and of a wide file as well", async () => {
    const load = `ts,stamp,pool,registry,requests,bytes\n${iso(9)},${stamp},p,contoso,5,700\n`;
    const outcome = `ts,stamp,pull_p95_ms,error_rate\n${iso(9)},${stamp},120,0.01\n`;
    const wide = `Time,${stamp}/p/w0,${stamp}/p/w1\n${iso(0)},5,6\n${iso(1)},,7\n`;
    for (const [text, rows] of [
      [load, 1],
      [outcome, 1],
      [wide, 3],
    ] as const) {
      for (let time = 0; time < 2; time += 1) {
        const dry = await bring(text, { dryRun: true });
        const real = await bring(text);
        expect(dry.counts).toEqual(real.counts);
        expect(real.counts[time === 0 ? "accepted" : "duplicate"]).toBe(rows);
      }
    }
  });
});

describe("a wide file", () => {
  const naming = () => ({ names: { stamp: { value: stamp }, pool: { value: "p" } } });

  test("is the same in parts of any size; a step over a minute fills its bins", async () => {
    const lines = Array.from({ length: 12 }, (_, at) => `${iso(at * 5)};${at},5;${at === 3 ? "" : at + 20}`);
    const text = `Time;n0;n1\r\n${lines.join("\r\n")}\r\n`;
    for (const size of [4_000_000, 61]) {
      const session = await bring(text, { recipe: naming() }, size);
      expect(session).toMatchObject({ state: "complete", rows: 12 });
      expect(session.counts.accepted + session.counts.duplicate).toBe(23);
    }
    const values = await stored(60);
    expect(values["n0"]?.slice(5, 11)).toEqual([1.5, 1.5, 1.5, 1.5, 1.5, 2.5]);
    expect(values["n1"]?.slice(14, 21)).toEqual([22, null, null, null, null, null, 24]);
  });

  test("of steps under a minute is never cut inside one", async () => {
    const day = 36 * 60;
    const lines = Array.from(
      { length: 12 },
      (_, at) => `${(HOUR_AGO - day * 60_000 + at * 15_000) / 1_000},${at}`,
    );
    const session = await bring(`t,n0\n${lines.join("\n")}\n`, { recipe: naming() }, 40);
    expect(session.recipe.wide.stepSeconds).toBe(15);
    expect(session.counts).toMatchObject({ accepted: 12, duplicate: 0 });
    const answer = await call(`/api/v1/stamps/${stamp}/pools/p/series?from=${iso(-day)}&to=${iso(3 - day)}`);
    expect(answer.json.minutes.map(({ hot }: { hot: number }) => hot)).toEqual([1.5, 5.5, 9.5]);
  });

  test("says line, column and value of a bad cell", async () => {
    const text = `Time,n0,n1\n${iso(0)},5,6\n${iso(1)},101,7\nnoon,1,1\n${iso(3)},8,NaN\n`;
    const session = await bring(text, { recipe: naming() }, 40);
    const { problems } = (await call(`/api/v1/imports/${session.id}/problems`)).json;
    const seen = problems.map(({ line, column, value, code }: Record<string, unknown>) => [
      line,
      column,
      value,
      code,
    ]);
    expect(seen.toSorted()).toEqual([
      [3, "n0", "101", "out_of_range"],
      [4, "", "", "malformed"],
      [5, "n1", "Infinity", "not_a_number"],
    ]);
    expect(session.counts).toMatchObject({ accepted: 4, rejected: 3 });
  });
});

const DATA = process.env["BALLAST_DATA"] ?? join(import.meta.dirname, "../../../shared/data");

test.skipIf(!existsSync(DATA))("the real traces, wide, in small parts, are stored cell by cell", async () => {
  for (const [file, time, step] of [
    ["smd/smd-train-cpu_r-1min.csv.gz", "minutes", 60],
    ["planetlab/planetlab-20110303-cpu5min.csv.gz", "minutes", 300],
  ] as const) {
    const text = gunzipSync(readFileSync(join(DATA, file)));
    const seen = (await preview(text)).json;
    expect(seen.recipe).toMatchObject({ kind: "cpu", time: { form: time }, wide: { stepSeconds: step } });
    const start0 = "2026-02-10T00:00:00Z";
    const pool = `of-${step}`;
    const recipe = {
      time: { ...seen.recipe.time, start: start0 },
      names: { stamp: { value: stamp }, pool: { value: pool } },
    };
    const session = await bring(text, { recipe, createIn: "r" }, 500_000);
    const cells = text.toString("utf8").trim().split("\n").slice(1);
    const values = cells.reduce(
      (sum, line) =>
        sum +
        line
          .split(",")
          .slice(1)
          .filter((cell) => cell.trim() !== "").length,
      0,
    );
    const { accepted, duplicate, rejected } = session.counts;
    expect([accepted + duplicate + rejected, session.rows]).toEqual([values, cells.length]);
    expect(rejected).toBe(0);
  }
});

test("whatever bytes are sent, wherever they are cut: the session ends, and every row is counted once", async () => {
  const line = fc.oneof(
    fc.constant(`${iso(1)},${"S"},p,n0,5`),
    fc.string({ maxLength: 30 }),
    fc.constantFrom('"', '"a', 'a"b,c', ",,,,", `${iso(2)},S,p,"n\n1",6`, "\r", "\u0000"),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 12 }),
      fc.integer({ min: 20, max: 200 }),
      async (lines, size) => {
        const text = `ts,stamp,pool,node,cpu\n${iso(0)},S,p,n0,4\n${lines.join("\n")}`.replaceAll("S", stamp);
        const recipe = { names: { stamp: { column: 1 }, pool: { column: 2 }, node: { column: 3 } } };
        const begun = await call("/api/v1/imports", {
          method: "POST",
          body: {
            file: { name: "x", bytes: text.length, fingerprint: "1".repeat(64) },
            head: Buffer.from("ts,stamp,pool,node,cpu\n").toString("base64"),
            isWhole: false,
            dryRun: true,
            recipe: {
              kind: "cpu",
              delimiter: ",",
              decimalComma: false,
              skipLines: 0,
              hasHeader: true,
              time: { column: 0, form: "iso", start: null, offsetMinutes: 0 },
              ...recipe,
              measures: { cpu: { column: 4, scale: 1 } },
              wide: null,
            },
          },
        });
        const whole = await sendAll(begun.json.id, text);
        const { accepted, duplicate, rejected } = whole.counts;
        expect(accepted + duplicate + rejected).toBe(whole.rows);
        expect(whole.position).toBe(bytesOf(text).length);
        expect(size).toBeGreaterThan(0);
      },
    ),
    { numRuns: 25 },
  );
});
