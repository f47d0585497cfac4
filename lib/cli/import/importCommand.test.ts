import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { contentsOf, ImportFolder } from "./importForTests.ts";

const PROGRAM = join(import.meta.dirname, "..", "import.ts");
const folder = new ImportFolder();
const HEADER = "ts,stamp,pool,node,cpu";
const START_MS = Math.floor(Date.now() / 3_600_000 - 72) * 3_600_000;

let db: TestDatabase;

beforeEach(async () => {
  db = await createTestDatabase();
});
afterEach(() => db.close());
afterAll(() => folder.remove());

interface Run {
  readonly child: ChildProcess;
  readonly said: { out: string; err: string };
  readonly ended: Promise<number | NodeJS.Signals>;
}

function start(...words: string[]): Run {
  const child = spawn(process.execPath, [PROGRAM, ...words, "--data", folder.path], {
    env: { ...process.env, DATABASE_URL: db.url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    said.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said.err += chunk;
  });
  const ended = once(child, "close").then(
    ([code, signal]: (number | NodeJS.Signals | null)[]) => signal ?? code ?? -1,
  );
  return { child, said, ended };
}

/** Resolves when the command has said so much on standard error that a tenth of the file is read. */
async function readsOn({ child, said, ended }: Run): Promise<void> {
  const tenth = new Promise<void>((resolve) => {
    child.stderr?.on("data", () => said.err.includes(" % after") && resolve());
  });
  await Promise.race([tenth, ended]);
}

/** A file that takes a while: 3,000 rows a minute. */
function longFile(name: string, minutes: number): string {
  const rows = [HEADER];
  for (let minute = 0; minute < minutes; minute += 1) {
    const ts = new Date(START_MS + minute * 60_000).toISOString();
    for (let node = 0; node < 3_000; node += 1) {
      rows.push(`${ts},s${node % 50},registry,n${Math.floor(node / 50)},${(minute * 7 + node * 13) % 100}`);
    }
  }
  return folder.file(name, `${rows.join("\n")}\n`);
}

const CREATE = ["--create", "--region", "lab"];

test("it says what became of each file, and ends with 0 when all were read", async () => {
  const ts = new Date(START_MS).toISOString();
  const good = folder.file("good.csv", `${HEADER}\n${ts},s0,registry,n0,1\n${ts},s0,registry,n1,hot\n`);
  const run = start(good, ...CREATE);
  expect(await run.ended).toBe(0);
  expect(run.said.out).toMatch(
    /^good\.csv: 2 rows read \(\d+ rows\/s\): accepted 1, duplicate 0, rejected 1, rounded 0\n/,
  );
  expect(run.said.out).toContain("\n  line 3: malformed: cpu is not a number\n");
});

test("a file that cannot be read to its end is an exit code of 1; the others are imported", async () => {
  const ts = new Date(START_MS).toISOString();
  const good = folder.file("other.csv", `${HEADER}\n${ts},s0,registry,n0,1\n`);
  const wrongHeader = folder.file("header.csv", "time,stamp,pool,node,cpu\n");
  const cut = folder.file("cut.csv.gz", gzipSync(HEADER).subarray(0, 20));
  const run = start(join(folder.path, "missing.csv"), wrongHeader, cut, good, ...CREATE);
  expect(await run.ended).toBe(1);
  expect(run.said.err).toMatch(/missing\.csv: not read to its end: cannot read .*ENOENT/);
  expect(run.said.err).toMatch(
    /header\.csv: not read to its end: .*must name the columns ts,stamp,pool,node,cpu/,
  );
  expect(run.said.err).toMatch(/cut\.csv\.gz: not read to its end: .*breaks off/);
  expect(run.said.out).toContain("other.csv: 1 rows read");
});

test("a command line that makes no sense is one line and an exit code of 1", async () => {
  const run = start();
  expect(await run.ended).toBe(1);
  expect(run.said.err).toBe("ballast: name the FILE to import; --help shows the options\n");
});

test.each(["SIGINT", "SIGKILL"] as const)(
  "ended by %s and started again, it comes to the same",
  async (signal) => {
    const path = longFile("long.csv", 300);
    const whole = start(path, ...CREATE);
    expect(await whole.ended).toBe(0);
    const expected = await contentsOf(db);
    await db.close();
    db = await createTestDatabase();

    const first = start(path, ...CREATE);
    await readsOn(first);
    first.child.kill(signal);
    expect(await first.ended).toBe(signal === "SIGINT" ? 130 : "SIGKILL");
    const midway = await contentsOf(db);
    expect(midway.minutes).toBeLessThan(expected.minutes);

    const second = start(path, ...CREATE);
    expect(await second.ended).toBe(0);
    if (signal === "SIGINT" && midway.minutes > 0) expect(second.said.out).toContain("going on after row");
    expect(await contentsOf(db)).toEqual(expected);
  },
);
