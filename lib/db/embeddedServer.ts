import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync, truncateSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ensureCluster, postmasterOf, stopPostmaster } from "./cluster.ts";
import { type DataFolder, prepareDataFolder, readOrMakePassword } from "./dataFolder.ts";
import { freePort, launchPostgres } from "./launchPostgres.ts";
import { findPostgresBinaries } from "./postgresBinaries.ts";
import { choosePostgresUser, type PostgresUser } from "./postgresUser.ts";
import {
  announcedServer,
  announceServer,
  createDatabaseIfMissing,
  tryConnect,
  withdrawServer,
} from "./serverConnection.ts";
import { livingOwner, type ServerOwner, takeOwnership } from "./serverOwner.ts";

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
  /** Tried first; another free one when it is taken. */
  readonly port?: number;
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
    const server = await startOwned(folder, user, options);
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
    const url = announcedServer(resolve(directory));
    if (url !== null && (await tryConnect(url)) === "connected") return url;
    await delay(100);
  }
  return null;
}

async function startOwned(
  folder: DataFolder,
  user: PostgresUser,
  options: EmbeddedServerOptions,
): Promise<EmbeddedServer> {
  withdrawServer(folder.directory);
  const orphan = postmasterOf(folder.cluster);
  if (orphan !== null) await stopPostmaster(orphan);
  const password = readOrMakePassword(folder.directory);
  await ensureCluster(folder, user, password);
  if (sizeOf(folder.log) > LOG_BYTES_MAX) truncateSync(folder.log);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(attempt === 1 ? options.port : undefined);
    const logStart = sizeOf(folder.log);
    const child = launchPostgres(folder, user, { port, durable: options.durable ?? true });
    const adminUrl = `postgresql://ballast:${password}@127.0.0.1:${port}/postgres`;
    if (await becomesReady(child, adminUrl)) {
      await createDatabaseIfMissing(adminUrl, DATABASE);
      const url = adminUrl.replace(/\/postgres$/, `/${DATABASE}`);
      announceServer(folder.directory, url);
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

function handleOf(child: ChildProcess, folder: DataFolder, url: string): EmbeddedServer {
  const ended = waitForEnd(child).then(() => withdrawServer(folder.directory));
  const stop = async (): Promise<void> => {
    child.kill("SIGINT");
    await ended;
  };
  return { url, note: folder.note, ended, stop };
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

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function lastComplaint(log: string): string {
  const complaints = log.split("\n").filter((line) => /FATAL|PANIC|ERROR|error/.test(line));
  return complaints.at(-1)?.replace(/^.*?(FATAL|PANIC|ERROR): +/, "") ?? "it ended without saying why";
}
