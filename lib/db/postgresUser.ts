import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * As whom PostgreSQL runs. It refuses to run as root, so for root there are two ways:
 * - `namespace`: a user namespace in which root's own files belong to nobody. Nothing has to move, and it works under
 *   folders that only root can enter, because outside the namespace the process is still root's.
 * - `setuid`: a real change to nobody. Binaries and data must then stand where nobody can reach them.
 */
export type PostgresUser =
  | { readonly way: "self" }
  | { readonly way: "namespace"; readonly uid: number; readonly gid: number }
  | { readonly way: "setuid"; readonly uid: number; readonly gid: number };

/** Any command that the binaries answer without touching data, to see whether the way works at all. */
export function choosePostgresUser(probeCommand: string): PostgresUser {
  if (process.getuid?.() !== 0) return { way: "self" };
  const { uid, gid } = nobody();
  const namespace: PostgresUser = { way: "namespace", uid, gid };
  const [command, args] = wrapCommand(namespace, probeCommand, ["--version"]);
  const probe = spawnSync(command, args, { stdio: "ignore" });
  return probe.status === 0 ? namespace : { way: "setuid", uid, gid };
}

/** Runs a command as that user; options as in `child_process.spawn`. */
export function spawnAs(
  user: PostgresUser,
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const [wrapped, wrappedArgs] = wrapCommand(user, command, args);
  const identity = user.way === "setuid" ? { uid: user.uid, gid: user.gid } : {};
  return spawn(wrapped, wrappedArgs, { ...options, ...identity });
}

function wrapCommand(user: PostgresUser, command: string, args: readonly string[]): [string, string[]] {
  if (user.way !== "namespace") return [command, [...args]];
  // unshare executes the command in its own place, so the process id is that of the command.
  return ["unshare", ["--user", `--map-user=${user.uid}`, `--map-group=${user.gid}`, command, ...args]];
}

/** initdb asks for the name of its user, so the user must have an entry; `nobody` has one everywhere. */
function nobody(): { uid: number; gid: number } {
  const entry = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .find(([name]) => name === "nobody");
  return { uid: Number(entry?.[2] ?? 65_534), gid: Number(entry?.[3] ?? 65_534) };
}
