import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { startApp } from "./appUnderTest.ts";
import { findOrInstallBrowser } from "./browser.ts";
import { buildApp } from "./buildApp.ts";
import { runCommand } from "./commandError.ts";
import { fetchDebianProgram } from "./debianPrograms.ts";
import { PROJECT_ROOT } from "./projectRoot.ts";

/** A check counts its tests, or, where it has none to count, itself as one. */
interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const PASSED: Tally = { passed: 1, failed: 0, skipped: 0 };
const FAILED: Tally = { passed: 0, failed: 1, skipped: 0 };

/** What the runners report of themselves, as far as it is counted. */
const vitestSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
});

const playwrightSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** One after the other: each wants the whole machine. Each that fails is counted, and the next is run all the same. */
const STATIC_CHECKS: readonly (readonly [title: string, program: string, args: readonly string[]])[] = [
  ["format and lint", "biome", ["check", ".", ...(process.stdout.isTTY ? [] : ["--colors=off"])]],
  ["types of routes", "next", ["typegen"]],
  ["types", "tsc", ["--noEmit"]],
  [
    "import boundaries",
    "depcruise",
    ["--config", ".dependency-cruiser.cjs", "lib", "app", "instrumentation.ts"],
  ],
  ["unused code", "knip", []],
];

/** Real senders; tests with them are skipped where these are not to be had. */
const SENDERS = ["prometheus", "prometheus-node-exporter"];

await runCommand(async () => {
  const folder = mkdtempSync(join(tmpdir(), "ballast-results-"));
  const tallies: Tally[] = [];
  try {
    for (const [title, program, args] of STATIC_CHECKS) {
      say(title);
      tallies.push((await run(program, args)) === 0 ? PASSED : FAILED);
    }
    say("programs of others that tests talk to");
    for (const name of SENDERS) process.stdout.write(`${name}: ${fetchDebianProgram(name) ?? "not here"}\n`);
    say("production build");
    tallies.push(await buildForTests());
    // Side by side, since browser tests mostly wait; what they print comes when they are through, in one piece.
    say("unit, property and database tests, and browser tests beside them");
    const inBrowser = runBrowserTests(join(folder, "playwright.json"));
    tallies.push(await runVitest(join(folder, "vitest.json")));
    say("browser tests");
    tallies.push(await inBrowser);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const sum = (pick: (tally: Tally) => number): number =>
    tallies.reduce((total, tally) => total + pick(tally), 0);
  const failed = sum((tally) => tally.failed);
  const skipped = sum((tally) => tally.skipped);
  if (skipped > 0)
    process.stdout.write(`\n${skipped} skipped: what they need (data, rights, a platform) is not here.\n`);
  process.stdout.write(`\n${sum((tally) => tally.passed)} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});

async function buildForTests(): Promise<Tally> {
  try {
    await buildApp();
    return PASSED;
  } catch (error) {
    process.stderr.write(`ballast: ${error instanceof Error ? error.message : String(error)}\n`);
    return FAILED;
  }
}

async function runVitest(output: string): Promise<Tally> {
  const code = await run("vitest", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${output}`,
  ]);
  const answer = readJson(output, vitestSchema);
  if (answer === null) return FAILED;
  return tallyOf(code, {
    passed: answer.numPassedTests,
    failed: answer.numFailedTests,
    skipped: answer.numPendingTests,
  });
}

async function runBrowserTests(output: string): Promise<Tally> {
  try {
    const browser = findOrInstallBrowser();
    const app = await startApp();
    try {
      const variables = {
        BALLAST_E2E_URL: app.address,
        BALLAST_E2E_TOKEN: app.adminToken,
        BALLAST_E2E_DATABASE: app.databaseUrl,
        BALLAST_E2E_OIDC: app.oidcIssuer,
        BALLAST_CHROMIUM: browser,
        PLAYWRIGHT_JSON_OUTPUT_NAME: output,
      };
      const code = await run("playwright", ["test", "--reporter=list,json"], { variables, isHeld: true });
      const stats = readJson(output, playwrightSchema)?.stats;
      if (stats === undefined) return FAILED;
      // One that passed only when tried again did not pass.
      return tallyOf(code, {
        passed: stats.expected,
        failed: stats.unexpected + stats.flaky,
        skipped: stats.skipped,
      });
    } finally {
      await app.stop();
    }
  } catch (error) {
    process.stderr.write(`ballast: ${error instanceof Error ? error.message : String(error)}\n`);
    return FAILED;
  }
}

/** A runner that failed although no test did (a file that does not load, no tests at all) is a failure of its own. */
function tallyOf(code: number, tally: Tally): Tally {
  const isSilent = (code !== 0 && tally.failed === 0) || tally.passed + tally.failed === 0;
  return isSilent ? { ...tally, failed: 1 } : tally;
}

function readJson<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}

interface RunOptions {
  readonly variables?: Record<string, string>;
  /** What it prints is kept until it ends. */
  readonly isHeld?: boolean;
}

function run(
  program: string,
  args: readonly string[],
  { variables = {}, isHeld = false }: RunOptions = {},
): Promise<number> {
  const output = isHeld ? "pipe" : "inherit";
  const child = spawn(join(PROJECT_ROOT, "node_modules", ".bin", program), args, {
    cwd: PROJECT_ROOT,
    // A log is read as text: colours only where there is a terminal.
    env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }), ...variables },
    stdio: ["ignore", output, output],
  });
  const held: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      held.push(chunk);
    });
  return new Promise((resolve) => {
    const end = (code: number) => {
      process.stdout.write(Buffer.concat(held));
      resolve(code);
    };
    child.once("error", () => end(1));
    // Not `exit`: by then not all that it printed may have come.
    child.once("close", (code) => end(code ?? 1));
  });
}

function say(title: string): void {
  process.stdout.write(`\n── ${title}\n`);
}
