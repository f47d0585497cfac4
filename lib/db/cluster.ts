import { once } from "node:events";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { DataFolder } from "./dataFolder.ts";
import { type PostgresUser, spawnAs } from "./postgresUser.ts";
import { commandLineOf, identifyProcess, isAlive, type ProcessIdentity } from "./processIdentity.ts";

const POSTGRES_MAJOR = "18";

/** Makes the cluster unless it is there. Throws when it belongs to another PostgreSQL version. */
export async function ensureCluster(folder: DataFolder, user: PostgresUser, password: string): Promise<void> {
  const versionFile = join(folder.cluster, "PG_VERSION");
  if (existsSync(versionFile)) {
    const found = readFileSync(versionFile, "utf8").trim();
    if (found === POSTGRES_MAJOR) return;
    throw new Error(
      `the data folder ${folder.directory} holds files of PostgreSQL ${found}, this Ballast brings ${POSTGRES_MAJOR}: ` +
        "start the Ballast it was made with, or name another folder with --data DIR",
    );
  }
  // Beside its place until complete, so that an initdb that was killed leaves nothing that looks like a cluster.
  const draft = `${folder.cluster}.new`;
  const passwordFile = `${folder.cluster}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.way === "setuid") for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
  try {
    await runInitdb(folder, user, { draft, passwordFile });
    renameSync(draft, folder.cluster);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function runInitdb(
  folder: DataFolder,
  user: PostgresUser,
  { draft, passwordFile }: { draft: string; passwordFile: string },
): Promise<void> {
  const args = ["-D", draft, "-U", "ballast", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  args.push("--locale=C", "--encoding=UTF8", "--data-checksums");
  const child = spawnAs(user, folder.binaries.initdb, args, {
    stdio: ["ignore", "pipe", "pipe"],
    cwd: "/",
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
  });
  let said = "";
  child.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  if (code === 0) return;
  const reason = said
    .split("\n")
    .filter((line) => line.startsWith("initdb: error") || line.includes("FATAL"));
  throw new Error(`the database could not be made in ${folder.directory}: ${reason.at(0) ?? said.trim()}`);
}

/**
 * The living postmaster of a cluster. A lock file of a dead one whose number now belongs to some other program is
 * removed, because PostgreSQL itself would take that program for a postmaster and refuse to start.
 */
export function postmasterOf(cluster: string): ProcessIdentity | null {
  const lockFile = join(cluster, "postmaster.pid");
  if (!existsSync(lockFile)) return null;
  const pid = Number(readFileSync(lockFile, "utf8").split("\n")[0]);
  const identity = Number.isInteger(pid) && pid > 0 ? identifyProcess(pid) : null;
  const command = identity === null ? "" : commandLineOf(pid);
  if (identity !== null && command.includes("postgres") && command.includes(cluster)) return identity;
  rmSync(lockFile, { force: true });
  return null;
}

/** Fast shutdown, then, if it does not come to an end, immediate: what was committed is kept either way. */
export async function stopPostmaster(postmaster: ProcessIdentity): Promise<void> {
  for (const [signal, waitMs] of [
    ["SIGINT", 20_000],
    ["SIGQUIT", 10_000],
    ["SIGKILL", 5_000],
  ] as const) {
    const deadline = Date.now() + waitMs;
    if (isAlive(postmaster)) process.kill(postmaster.pid, signal);
    while (isAlive(postmaster) && Date.now() < deadline) await delay(50);
    if (!isAlive(postmaster)) return;
  }
  throw new Error(`an old database process (${postmaster.pid}) does not end: end it and start again`);
}
