import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DataFolderInUseError, findRunningServer, startEmbeddedServer } from "./embeddedServer.ts";
import { identifyProcess, isAlive } from "./processIdentity.ts";

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

/** Closed to everybody else, as a fresh clone's parent often is. */
let parent: string;
let directory: string;
let children: ChildProcess[];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "ballast-server-"));
  directory = join(parent, "data");
  children = [];
});

afterEach(async () => {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  }
  const pointer = join(directory, "postgres.location");
  if (existsSync(pointer))
    rmSync(dirname(readFileSync(pointer, "utf8").trim()), { recursive: true, force: true });
  rmSync(parent, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Starts a server in a process that can be killed; resolves with its URL once it runs. */
async function startInProcess(options: { uid?: number } = {}): Promise<{ child: ChildProcess; url: string }> {
  const program = join(import.meta.dirname, "serverProcessForTests.ts");
  const identity = options.uid === undefined ? {} : { uid: options.uid, gid: options.uid };
  const child = spawn(process.execPath, [program, directory], {
    ...identity,
    stdio: ["ignore", "pipe", "pipe"],
    cwd: "/",
  });
  children.push(child);
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("exit", () => reject(new Error(complaint)));
  });
  return { child, url };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

const postmasterPid = (): number =>
  Number(readFileSync(join(directory, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);

async function startAgain(): Promise<unknown[]> {
  const server = await startEmbeddedServer(directory, { command: "vitest" });
  try {
    return await query(server.url, "select * from kept");
  } finally {
    await server.stop();
  }
}

test("what was committed is there after a stop and a second start, also under a folder that only its owner may enter", async () => {
  const server = await startEmbeddedServer(directory, { command: "vitest" });
  await query(server.url, "create table kept as select 1 as n");
  await server.stop();
  expect(statSync(parent).mode & 0o777).toBe(0o700);
  expect(await startAgain()).toEqual([{ n: 1 }]);
});

test("only the password lets anybody in, and nobody else may read it", async () => {
  const server = await startEmbeddedServer(directory, { command: "vitest" });
  try {
    const wrong = new URL(server.url);
    wrong.password = "guessed";
    await expect(query(wrong.href, "select 1")).rejects.toThrow(/password authentication failed/);
    for (const file of ["password", "server.json"])
      expect(statSync(join(directory, file)).mode & 0o077).toBe(0);
    expect(await query(server.url, "show data_checksums")).toEqual([{ data_checksums: "on" }]);
    expect(await query(server.url, "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  } finally {
    await server.stop();
  }
});

test("while one process holds a folder another is told who, and finds the server to use", async () => {
  const { url } = await startInProcess();
  await expect(startEmbeddedServer(directory, { command: "vitest" })).rejects.toThrow(DataFolderInUseError);
  await expect(startEmbeddedServer(directory, { command: "vitest" })).rejects.toThrow(
    /in use: a test's process/,
  );
  expect(await findRunningServer(directory)).toBe(url);
});

test("of several that start at once exactly one gets the folder", async () => {
  const attempts = await Promise.allSettled(Array.from({ length: 4 }, () => startInProcess()));
  expect(attempts.filter((attempt) => attempt.status === "fulfilled")).toHaveLength(1);
});

describe("after SIGKILL", () => {
  test("of the owner, its server stops by itself and the next start has everything committed", async () => {
    const { child, url } = await startInProcess();
    await query(url, "create table kept as select 1 as n");
    const postmaster = identifyProcess(postmasterPid());
    await kill(child);
    await expect.poll(() => postmaster !== null && isAlive(postmaster), { timeout: 60_000 }).toBe(false);
    expect(await findRunningServer(directory)).toBeNull();
    expect(await startAgain()).toEqual([{ n: 1 }]);
  });

  test.runIf(process.platform === "linux")(
    "of the owner and its watcher, the orphaned server is stopped first",
    async () => {
      const { child, url } = await startInProcess();
      await query(url, "create table kept as select 1 as n");
      const orphan = identifyProcess(postmasterPid());
      // Only children of the process started above: its postmaster, and the shell that watches over it.
      const watcher = spawnSync("ps", ["-o", "pid=,args=", "--ppid", String(child.pid)], { encoding: "utf8" })
        .stdout.split("\n")
        .find((line) => line.includes("ballast-watch"));
      process.kill(Number(watcher?.trim().split(" ")[0]), "SIGKILL");
      await kill(child);
      expect(orphan !== null && isAlive(orphan)).toBe(true);
      expect(await startAgain()).toEqual([{ n: 1 }]);
      expect(orphan !== null && isAlive(orphan)).toBe(false);
    },
  );

  test("of the server in the middle of writing, the next start has every acknowledged row and no torn one", async () => {
    const { url } = await startInProcess();
    await query(url, "create table kept (n int primary key)");
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    await client.connect();
    let acknowledged = 0;
    const writing = (async () => {
      for (let n = 1; ; n += 1) {
        await client.query("insert into kept values ($1)", [n]);
        acknowledged = n;
      }
    })().catch(() => undefined);
    await expect.poll(() => acknowledged, { timeout: 150_000 }).toBeGreaterThan(200);
    process.kill(postmasterPid(), "SIGKILL");
    await writing;
    const rows = await expect
      .poll(() => startAgain().catch(() => null), { timeout: 60_000 })
      .not.toBeNull()
      .then(() => startAgain());
    expect(rows.length).toBeGreaterThanOrEqual(acknowledged);
    expect(rows.length).toBeLessThanOrEqual(acknowledged + 1);
  });
});

test("a lock file whose number now belongs to another program does not keep the server from starting", async () => {
  const server = await startEmbeddedServer(directory, { command: "vitest" });
  await query(server.url, "create table kept as select 1 as n");
  const lock = readFileSync(join(directory, "postgres", "postmaster.pid"), "utf8");
  await server.stop();
  const other = spawn("sleep", ["600"], { stdio: "ignore" });
  children.push(other);
  writeFileSync(join(directory, "postgres", "postmaster.pid"), lock.replace(/^\d+/, String(other.pid)));
  expect(await startAgain()).toEqual([{ n: 1 }]);
  expect(other.exitCode).toBeNull();
});

test("files of another PostgreSQL version are refused with one clear line and not touched", async () => {
  mkdirSync(join(directory, "postgres"), { recursive: true });
  writeFileSync(join(directory, "postgres", "PG_VERSION"), "13\n");
  await expect(startEmbeddedServer(directory, { command: "vitest" })).rejects.toThrow(
    /holds files of PostgreSQL 13, this Ballast brings 18: .*--data DIR/,
  );
});

test.each(["/proc/ballast/data", "file/data"])(
  "a folder that cannot be made (%s) is refused with one clear line",
  async (path) => {
    writeFileSync(join(parent, "file"), "");
    await expect(startEmbeddedServer(resolve(parent, path), { command: "vitest" })).rejects.toThrow(
      /cannot write to the data folder .*--data DIR/,
    );
  },
);

describe.runIf(isRoot && process.platform === "linux")("as root", () => {
  test("where user namespaces are refused, it runs as nobody, says where its files are, and later the other way", async () => {
    const user = { way: "setuid", uid: NOBODY, gid: NOBODY } as const;
    const server = await startEmbeddedServer(directory, { command: "vitest", user });
    await query(server.url, "create table kept as select 1 as n");
    expect(server.note).toMatch(/its files are in \/var\/lib\/ballast\//);
    const cluster = readFileSync(join(directory, "postgres.location"), "utf8").trim();
    expect(statSync(cluster).uid).toBe(NOBODY);
    await server.stop();
    expect(await startAgain()).toEqual([{ n: 1 }]);
  });

  test("a cluster made the one way is moved where nobody may reach it when the other way has to be taken", async () => {
    const first = await startEmbeddedServer(directory, { command: "vitest" });
    await query(first.url, "create table kept as select 1 as n");
    await first.stop();
    const user = { way: "setuid", uid: NOBODY, gid: NOBODY } as const;
    const second = await startEmbeddedServer(directory, { command: "vitest", user });
    expect(await query(second.url, "select * from kept")).toEqual([{ n: 1 }]);
    await second.stop();
  });

  /** Nobody can run this project only where nobody can read it; as a plain user every test here covers this anyway. */
  const reachable =
    spawnSync("test", ["-r", import.meta.filename], { uid: NOBODY, gid: NOBODY }).status === 0;

  test.runIf(reachable)("a plain user needs nothing of root", async () => {
    chmodSync(parent, 0o755);
    mkdirSync(directory);
    chownSync(directory, NOBODY, NOBODY);
    const { child, url } = await startInProcess({ uid: NOBODY });
    expect(await query(url, "select 1 as n")).toEqual([{ n: 1 }]);
    expect(statSync(join(directory, "postgres")).uid).toBe(NOBODY);
    child.kill("SIGTERM");
    await once(child, "exit");
    expect(child.exitCode).toBe(0);
  });

  test.runIf(reachable)("a plain user is told that a folder of root's cannot be written", async () => {
    mkdirSync(directory);
    chmodSync(parent, 0o755);
    await expect(startInProcess({ uid: NOBODY })).rejects.toThrow(
      /cannot write to the data folder .*\(EACCES\)/,
    );
  });
});
