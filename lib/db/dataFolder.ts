import { createHash, randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { binariesUnder, type PostgresBinaries } from "./postgresBinaries.ts";
import type { PostgresUser } from "./postgresUser.ts";

/** Where nobody may enter, the server's own folder and binaries stand here instead: reachable and kept over restarts. */
const REACHABLE_ROOT = process.platform === "linux" ? "/var/lib/ballast" : "/usr/local/var/ballast";

/** Where the files of one embedded server are. `directory` is what the user named. */
export interface DataFolder {
  readonly directory: string;
  /** PGDATA. */
  readonly cluster: string;
  readonly log: string;
  readonly binaries: PostgresBinaries;
  /** A sentence when files had to stand elsewhere than the user might look. */
  readonly note: string | null;
}

/** Makes the folder and says where the cluster goes. Throws one clear line when the folder cannot be written. */
export function prepareDataFolder(
  directory: string,
  binaries: PostgresBinaries,
  user: PostgresUser,
): DataFolder {
  try {
    makeFolder(directory);
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    const probe = join(directory, `.probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new Error(
      `cannot write to the data folder ${directory} (${why}): make it writable or name another with --data DIR`,
    );
  }
  const log = join(directory, "postgres.log");
  const inside = join(directory, "postgres");
  if (user.way !== "setuid") {
    const cluster = readPointer(directory) ?? inside;
    giveTo(cluster, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
    return { directory, cluster, log, binaries, note: null };
  }
  const reachable = readPointer(directory) ?? (isReachable(directory) ? inside : reachableCluster(directory));
  giveTo(reachable, user.uid, user.gid);
  const notes = reachable === inside ? [] : [`its files are in ${reachable}`];
  const usable = isReachable(binaries.root) ? binaries : copyBinaries(binaries);
  if (usable !== binaries) notes.push(`its binaries in ${usable.root}`);
  const note =
    notes.length === 0
      ? null
      : `The database runs as nobody, who cannot enter this folder: ${notes.join(", ")}.`;
  return { directory, cluster: reachable, log, binaries: usable, note };
}

/** Not mkdir's own `recursive`: under a folder that takes no entries and calls it ENOENT (/proc) that never returns. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const above = dirname(path);
  if (!existsSync(above)) makeFolder(above);
  mkdirSync(path, { mode: 0o700 });
}

/** The password of the server, made once; beside the cluster, readable by its owner only. */
export function readOrMakePassword(directory: string): string {
  const path = join(directory, "password");
  if (existsSync(path)) return readFileSync(path, "utf8").trim();
  const password = randomBytes(24).toString("base64url");
  writeFileSync(path, `${password}\n`, { mode: 0o600, flag: "wx" });
  return password;
}

/** A cluster outside of the folder is written down in it, so that it is found again whatever way is taken next. */
function readPointer(directory: string): string | null {
  const pointer = join(directory, "postgres.location");
  return existsSync(pointer) ? readFileSync(pointer, "utf8").trim() : null;
}

function reachableCluster(directory: string): string {
  const inside = join(directory, "postgres");
  const key = createHash("sha256").update(directory).digest("hex").slice(0, 12);
  const cluster = join(REACHABLE_ROOT, key, "postgres");
  mkdirSync(dirname(cluster), { recursive: true, mode: 0o711 });
  chmodSync(dirname(cluster), 0o711);
  chmodSync(REACHABLE_ROOT, 0o711);
  if (existsSync(inside)) moveTree(inside, cluster);
  writeFileSync(join(directory, "postgres.location"), `${cluster}\n`, { mode: 0o600 });
  return cluster;
}

function moveTree(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    rmSync(from, { recursive: true });
  }
}

/** Copies once per build: the folder is named after the version, and put in its place only when complete. */
function copyBinaries(binaries: PostgresBinaries): PostgresBinaries {
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(dirname(binaries.root), "package.json"), "utf8"),
  );
  const target = join(REACHABLE_ROOT, `postgres-${version}`);
  if (!existsSync(target)) {
    mkdirSync(REACHABLE_ROOT, { recursive: true, mode: 0o711 });
    chmodSync(REACHABLE_ROOT, 0o711);
    const draft = `${target}.${process.pid}`;
    cpSync(binaries.root, draft, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(draft, target);
    } catch {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return binariesUnder(target);
}

/** True when anybody may enter the folder and all above it. */
function isReachable(path: string): boolean {
  for (let current = path; ; current = dirname(current)) {
    if ((statSync(current).mode & 0o001) === 0) return false;
    if (dirname(current) === current) return true;
  }
}

/** PostgreSQL insists on owning its files; which user that is may differ from one start to the next. */
function giveTo(path: string, uid: number, gid: number): void {
  if (process.getuid?.() !== 0 || !existsSync(path) || statSync(path).uid === uid) return;
  const entries = readdirSync(path, { recursive: true, encoding: "utf8" });
  for (const entry of entries) {
    const file = join(path, entry);
    if (lstatSync(file).isSymbolicLink()) lchownSync(file, uid, gid);
    else chownSync(file, uid, gid);
  }
  // Last, so that a change that broke off is begun again.
  chownSync(path, uid, gid);
}
