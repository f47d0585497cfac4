import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../db/launchPostgres.ts";
import { identifyProcess, isAlive, type ProcessIdentity } from "../db/processIdentity.ts";
import { createTestDatabase } from "../db/testDatabase.ts";
import { isBuilt } from "./buildApp.ts";

const PATIENCE = { timeout: 150_000, interval: 100 };

let folder: string;
let directory: string;
let port: number;
let started: ChildProcess[];

/** A data folder and a port of a group of tests alone; what they started is ended with them. */
function inPlaceOfItsOwn(): void {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "ballast-up-"));
    directory = join(folder, "data");
    started = [];
    port = await freePort();
  });
  afterAll(async () => {
    for (const child of started) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  });
}

interface Up {
  readonly process: ChildProcess;
  /** All it has said so far, on both streams. */
  said(): string;
}

const startUp = (...args: string[]): Up => startUpOn(undefined, ...args);

/** On the server of this URL; undefined: the embedded one, whatever the tests' own variables say. */
function startUpOn(databaseUrl: string | undefined, ...args: string[]): Up {
  const { DATABASE_URL: _theirs, ...environment } = process.env;
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "up.ts"), "--empty", "--port", String(port), "--data", directory, ...args],
    {
      env: { ...environment, ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  started.push(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said += chunk;
    });
  }
  return { process: child, said: () => said };
}

async function startedUp(databaseUrl?: string): Promise<Up> {
  const up = startUpOn(databaseUrl);
  await expect.poll(() => up.said() + (up.process.exitCode ?? ""), PATIENCE).toContain("Ctrl-C stops it.");
  return up;
}

/** The status of /readyz, which asks the database; 0 while nothing answers. */
async function readiness(): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, {
    signal: AbortSignal.timeout(60_000),
  }).catch(() => null);
  await answer?.arrayBuffer();
  return answer?.status ?? 0;
}

const postmasterPid = (): number =>
  Number(readFileSync(join(directory, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);

/** The processes that a supervisor of this test started itself: found by descent, never by name. */
function childrenOf(up: Up): ProcessIdentity[] {
  const listed = spawnSync("ps", ["-o", "pid=", "--ppid", String(up.process.pid)], {
    encoding: "utf8",
  }).stdout;
  return listed.split("\n").flatMap((line) => identifyProcess(Number(line)) ?? []);
}

/** Whether it is the shell that ends the server when its owner is killed: it is sent off, and not waited for. */
const isWatch = ({ pid }: ProcessIdentity): boolean =>
  readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("sh");

function webOf(up: Up): ProcessIdentity {
  const web = childrenOf(up).find((child) => child.pid !== postmasterPid() && !isWatch(child));
  if (web === undefined) throw new Error("the supervisor has no web server");
  return web;
}

// Linux, for /proc; and `npm test` builds before it comes here, a lone `vitest run` may not have.
const canStart = process.platform === "linux" && isBuilt();

describe.runIf(canStart)("npm run up", { timeout: 600_000 }, () => {
  inPlaceOfItsOwn();
  let first: Up | undefined;
  let last: Up | undefined;

  /** One after the other, on one data folder: a start of it costs seconds, and each finds what the one before left. */
  async function running(): Promise<Up> {
    if (last === undefined || last.process.exitCode !== null || last.process.signalCode !== null)
      last = await startedUp();
    first ??= last;
    return last;
  }

  test("prints the admin token on the first start only, and stops cleanly with nothing left", async () => {
    const up = await running();
    expect(up.said()).toMatch(/Sign in with this admin token, which is shown only now: \S+/);
    expect(up.said()).toMatch(
      /Or sign in as admin@ballast\.local with this password, which is shown only now: [a-z2-9-]{23}\n/,
    );
    expect(await readiness()).toBe(200);
    const children = childrenOf(up);
    const watches = children.filter(isWatch);
    expect(children.length).toBeGreaterThanOrEqual(2 + watches.length);
    up.process.kill("SIGINT");
    await once(up.process, "exit");
    expect(up.process.exitCode).toBe(0);
    expect(children.filter((child) => isAlive(child) && !watches.includes(child))).toEqual([]);
    await expect.poll(() => watches.filter(isAlive), PATIENCE).toEqual([]);
    expect((await running()).said()).not.toMatch(/admin token|password/);
  });

  test("a second one on the same folder is told where the first is", async () => {
    const up = await running();
    const second = startUp();
    await once(second.process, "exit");
    expect(second.process.exitCode).toBe(1);
    expect(second.said()).toBe(
      `ballast: Ballast already runs on http://localhost:${port} (process ${up.process.pid}): use that, or stop it first\n`,
    );
  });

  test("a web server killed with SIGKILL is started again", async () => {
    const up = await running();
    const web = webOf(up);
    process.kill(web.pid, "SIGKILL");
    await expect.poll(() => up.said(), PATIENCE).toContain("The web server ended (SIGKILL)");
    await expect.poll(readiness, PATIENCE).toBe(200);
    expect(isAlive(web)).toBe(false);
  });

  test("a database killed with SIGKILL is started again under the running pages", async () => {
    const up = await running();
    const web = webOf(up);
    process.kill(postmasterPid(), "SIGKILL");
    await expect.poll(() => up.said(), PATIENCE).toContain("The database ended unasked");
    await expect.poll(readiness, PATIENCE).toBe(200);
    expect(isAlive(web)).toBe(true);
  });

  test("a supervisor killed with SIGKILL takes everything with it, and the next start goes on", async () => {
    const up = await running();
    const children = childrenOf(up);
    up.process.kill("SIGKILL");
    await once(up.process, "exit");
    await expect.poll(() => children.filter(isAlive), PATIENCE).toEqual([]);
    await running();
    expect(await readiness()).toBe(200);
  });

  test("the audit is anchored beside the database up to the last that was done, whatever way it ended", async () => {
    const up = await running();
    const anchored = () =>
      readFileSync(join(directory, "audit-anchors.ndjson"), "utf8")
        .trimEnd()
        .split("\n")
        .map((line): { eventId: string } => JSON.parse(line));
    await expect.poll(() => anchored().at(-1)?.eventId, PATIENCE).toBe("2");
    const token = /shown only now: (\S+)/.exec(first?.said() ?? "")?.[1];
    const signedIn = await fetch(`http://127.0.0.1:${port}/api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token }),
    });
    expect(signedIn.status).toBeLessThan(300);
    up.process.kill("SIGTERM");
    await once(up.process, "exit");
    expect(anchored().map(({ eventId }) => eventId)).toEqual(["2", "3"]);
    const verified = spawnSync(
      process.execPath,
      [join(import.meta.dirname, "auditVerify.ts"), "--data", directory],
      { encoding: "utf8", env: { ...process.env, DATABASE_URL: "" } },
    );
    expect([verified.status, verified.stdout.split("\n")[0]]).toEqual([
      0,
      "All 3 events up to 3 are as they were written; the newest anchor is of event 3.",
    ]);
  });
});

describe.runIf(canStart)("npm run up with DATABASE_URL", { timeout: 600_000 }, () => {
  inPlaceOfItsOwn();

  test("uses the server that it names, and starts no other", async () => {
    const database = await createTestDatabase();
    try {
      const up = await startedUp(database.url);
      expect(up.said()).toContain("Sign in with this admin token");
      expect(await readiness()).toBe(200);
      expect(childrenOf(up)).toHaveLength(1);
      expect(existsSync(join(directory, "postgres"))).toBe(false);
      const { rows } = await database.pool.query("select count(*)::int as tokens from api_token");
      expect(rows).toEqual([{ tokens: 1 }]);
      up.process.kill("SIGTERM");
      await once(up.process, "exit");
      expect(up.process.exitCode).toBe(0);
    } finally {
      await database.close();
    }
  });
});

describe("npm run up refuses with one line and exit code 1", () => {
  inPlaceOfItsOwn();

  test("a port that is taken", async () => {
    const other = createServer().listen(port);
    await once(other, "listening");
    const up = startUp();
    await once(up.process, "exit");
    other.close();
    expect(up.process.exitCode).toBe(1);
    expect(up.said()).toBe(
      `ballast: port ${port} is taken by another program: stop that, or choose another port with --port PORT\n`,
    );
  });

  test("a database that it cannot reach", async () => {
    const up = startUpOn("postgresql://somebody:secret@127.0.0.1:1/fleet");
    await once(up.process, "exit");
    expect(up.process.exitCode).toBe(1);
    expect(up.said()).toMatch(
      /^ballast: cannot reach the database at 127\.0\.0\.1:1\/fleet .*check DATABASE_URL.*\n$/,
    );
    expect(up.said()).not.toContain("secret");
  });

  test("a database that is newer than the code", async () => {
    const database = await createTestDatabase();
    try {
      await database.superuser.query(
        `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
           values ('x', 'x', '29991231000000_of_a_later_release', now(), 1)`,
      );
      const up = startUpOn(database.url);
      await once(up.process, "exit");
      expect(up.process.exitCode).toBe(1);
      expect(up.said()).toMatch(/^ballast: .*newer.*29991231000000_of_a_later_release.*\n$/);
    } finally {
      await database.close();
    }
  });

  test.each([
    ["an unknown option", ["--prot", "1"], /^ballast: Unknown option '--prot'.*\n$/],
    ["a port that is none", ["--port", "0"], /^ballast: --port must be 1 to 65535\n$/],
    [
      "a folder that cannot be written",
      ["--data", "/proc/ballast"],
      /^ballast: cannot write to the data folder .*\n$/,
    ],
  ])("%s", async (_what, args, line) => {
    const up = startUp(...args);
    await once(up.process, "exit");
    expect(up.process.exitCode).toBe(1);
    expect(up.said()).toMatch(line);
  });
});
