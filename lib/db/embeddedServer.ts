import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { ensureCluster, postmasterOf, stopPostmaster } from "./cluster.ts";
import { type DataFolder, prepareDataFolder, readOrMakePassword } from "./dataFolder.ts";
import { findPostgresBinaries } from "./postgresBinaries.ts";
import { choosePostgresUser, type PostgresUser, spawnAs } from "./postgresUser.ts";
import { livingOwner, type ServerOwner, takeOwnership, writeReplacing } from "./serverOwner.ts";

/** A running PostgreSQL of our own. */
export interface EmbeddedServer {
  /** Of the database `ballast`, with its password: never print it. */
  readonly url: string;
  /** What the user should be told about where files stand, or null. */
  readonly note: string | null;
  /** Resolves when the server ends, by `stop` or by itself. */
  readonly ended: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

export interface EmbeddedServerOptions {
  /** What holds the server, for the message others get. */
  readonly command: string;
  /** False: no fsync, for tests whose data may die with the machine. */
  readonly durable?: boolean;
  /** Overrides how root runs PostgreSQL; for tests. */
  readonly user?: PostgresUser;
}

/** Another living process holds the folder. */
export class DataFolderInUseError extends Error {
  readonly owner: ServerOwner;
  constructor(directory: string, owner: ServerOwner) {
    const where = owner.address === undefined ? "" : ` and serves ${owner.address}`;
    super(`the data folder ${directory} is in use: ${owner.command} (process ${owner.pid}) holds it${where}`);
    this.owner = owner;
  }
}

const DATABASE = "ballast";
const LOG_BYTES_MAX = 10_000_000;

/**
 * Starts the server of a data folder, made on first use. A server left over from a killed owner is stopped first.
 * Throws an Error of one clear line: folder in use or not writable, files of another PostgreSQL version, start failed.
 */
export async function startEmbeddedServer(
  directory: string,
  options: EmbeddedServerOptions,
): Promise<EmbeddedServer> {
  const binaries = findPostgresBinaries();
  const user = options.user ?? choosePostgresUser(binaries.initdb);
  const folder = prepareDataFolder(resolve(directory), binaries, user);
  const ownership = takeOwnership(folder.directory, options.command);
  if ("owner" in ownership) throw new DataFolderInUseError(folder.directory, ownership.owner);
  try {
    const server = await startOwned(folder, user, options.durable ?? true);
    void server.ended.then(() => ownership.release());
    return server;
  } catch (error) {
    ownership.release();
    throw error;
  }
}

/**
 * The URL of the server that a living process runs on this folder, or null. While that process is still starting it,
 * waits, up to 60 s.
 */
export async function findRunningServer(directory: string): Promise<string | null> {
  const deadline = Date.now() + 60_000;
  while (livingOwner(resolve(directory)) !== null && Date.now() < deadline) {
    const url = readServerFile(resolve(directory));
    if (url !== null && (await tryConnect(url)) === "connected") return url;
    await delay(100);
  }
  return null;
}

async function startOwned(folder: DataFolder, user: PostgresUser, durable: boolean): Promise<EmbeddedServer> {
  rmSync(serverFile(folder.directory), { force: true });
  const orphan = postmasterOf(folder.cluster);
  if (orphan !== null) await stopPostmaster(orphan);
  const password = readOrMakePassword(folder.directory);
  await ensureCluster(folder, user, password);
  if (sizeOf(folder.log) > LOG_BYTES_MAX) truncateSync(folder.log);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const logStart = sizeOf(folder.log);
    const child = launch(folder, user, { port, durable });
    const adminUrl = `postgresql://ballast:${password}@127.0.0.1:${port}/postgres`;
    if (await becomesReady(child, adminUrl)) {
      await createDatabaseIfMissing(adminUrl);
      const url = adminUrl.replace(/\/postgres$/, `/${DATABASE}`);
      writeReplacing(serverFile(folder.directory), JSON.stringify({ url, pid: child.pid }));
      return handleOf(child, folder, url);
    }
    const log = readFileSync(folder.log, "utf8").slice(logStart);
    // The free port may have been taken meanwhile; after a kill, old backends take a moment to let go of the memory.
    const passing = /could not bind|in use|still in use/.test(log);
    if (!passing || attempt === 20)
      throw new Error(`PostgreSQL did not start: ${lastComplaint(log)} (see ${folder.log})`);
    await delay(250);
  }
}

function launch(
  folder: DataFolder,
  user: PostgresUser,
  { port, durable }: { port: number; durable: boolean },
): ChildProcess {
  const settings: Record<string, string | number> = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 60,
    shared_buffers: "256MB",
    // Recovery after a kill replays at most this much: a third of a second to a few seconds.
    max_wal_size: "1GB",
    min_wal_size: "256MB",
    maintenance_work_mem: "128MB",
    work_mem: "16MB",
    random_page_cost: 1.1,
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(durable ? {} : { fsync: "off", full_page_writes: "off", synchronous_commit: "off" }),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(folder.log, "a", 0o600);
  try {
    // Its own process group: a Ctrl-C at the terminal must reach the owner alone, who stops things in order.
    return spawnAs(user, folder.binaries.postgres, ["-D", folder.cluster, ...args], {
      stdio: ["ignore", log, log],
      detached: true,
      cwd: "/",
      env: { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" },
    });
  } finally {
    closeSync(log);
  }
}

function handleOf(child: ChildProcess, folder: DataFolder, url: string): EmbeddedServer {
  const stopWatching = stopWhenThisProcessDies(child.pid ?? 0);
  const ended = waitForEnd(child).then(() => {
    stopWatching();
    rmSync(serverFile(folder.directory), { force: true });
  });
  const stop = async (): Promise<void> => {
    child.kill("SIGINT");
    await ended;
  };
  return { url, note: folder.note, ended, stop };
}

/**
 * A killed owner cannot stop its server, so a shell waits on a pipe that only this process holds open: when it closes,
 * for whatever reason, the server gets its fast shutdown.
 */
function stopWhenThisProcessDies(pid: number): () => void {
  const watcher = spawn("/bin/sh", ["-c", 'read -r _; kill -INT "$1"', "ballast-watch", String(pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    cwd: "/",
  });
  watcher.unref();
  return () => watcher.kill("SIGKILL");
}

async function waitForEnd(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

/** True once it accepts connections, however long recovery takes; false when it has ended instead. */
async function becomesReady(child: ChildProcess, url: string): Promise<boolean> {
  let running = true;
  child.once("exit", () => {
    running = false;
  });
  child.once("error", () => {
    running = false;
  });
  while (running) {
    const answer = await tryConnect(url);
    if (answer === "connected") return running;
    if (answer === "password refused") {
      child.kill("SIGINT");
      throw new Error(
        "the database refuses the password in the data folder: put the right file `password` back",
      );
    }
    await delay(50);
  }
  return false;
}

async function tryConnect(url: string): Promise<"connected" | "password refused" | "not yet"> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return "connected";
  } catch (error) {
    return error instanceof pg.DatabaseError && error.code === "28P01" ? "password refused" : "not yet";
  } finally {
    await client.end().catch(() => undefined);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

async function createDatabaseIfMissing(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no free port on 127.0.0.1");
  return address.port;
}

function lastComplaint(log: string): string {
  const complaints = log.split("\n").filter((line) => /FATAL|PANIC|ERROR|error/.test(line));
  return complaints.at(-1)?.replace(/^.*?(FATAL|PANIC|ERROR): +/, "") ?? "it ended without saying why";
}

function readServerFile(directory: string): string | null {
  try {
    const { url }: { url?: unknown } = JSON.parse(readFileSync(serverFile(directory), "utf8"));
    return typeof url === "string" ? url : null;
  } catch {
    return null;
  }
}

function serverFile(directory: string): string {
  return join(directory, "server.json");
}
