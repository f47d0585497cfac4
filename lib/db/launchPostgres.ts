import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { createServer } from "node:net";
import type { DataFolder } from "./dataFolder.ts";
import { type PostgresUser, spawnAs } from "./postgresUser.ts";

/** Starts the postmaster of a cluster; whether it becomes ready is for the caller to see. */
export function launchPostgres(
  folder: DataFolder,
  user: PostgresUser,
  { port, durable }: { port: number; durable: boolean },
): ChildProcess {
  const settings: Record<string, string | number> = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    // Of tests, each file has pools of its own.
    max_connections: durable ? 60 : 200,
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
    const child = spawnAs(user, folder.binaries.postgres, ["-D", folder.cluster, ...args], {
      stdio: ["ignore", log, log],
      detached: true,
      cwd: "/",
      env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
    });
    if (child.pid !== undefined) stopWhenThisProcessDies(child);
    return child;
  } finally {
    closeSync(log);
  }
}

/**
 * A killed owner cannot stop its server, so a shell waits on a pipe that only this process holds open: when it closes,
 * for whatever reason, the server gets its fast shutdown.
 */
function stopWhenThisProcessDies(child: ChildProcess): void {
  const watcher = spawn("/bin/sh", ["-c", 'read -r _; kill -INT "$1"', "ballast-watch", String(child.pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    cwd: "/",
  });
  watcher.unref();
  child.once("exit", () => watcher.kill("SIGKILL"));
}

/**
 * `preferred` where it is free, else another one that is free now. Whoever takes it does so a while later; so it is sought
 * below the range that systems hand out by themselves, to whatever connects or listens in between.
 */
export async function freePort(preferred = 0): Promise<number> {
  const sought = Array.from({ length: 5 }, () => randomInt(15_000, 32_000));
  for (const port of [...(preferred === 0 ? [] : [preferred]), ...sought, 0]) {
    const found = await listenFor(port);
    if (found !== null) return found;
  }
  throw new Error("no free port on 127.0.0.1");
}

/** The port, once it was listened on for a moment; 0: any. null = it is taken. */
async function listenFor(port: number): Promise<number | null> {
  const probe = createServer().listen(port, "127.0.0.1");
  try {
    await once(probe, "listening");
  } catch {
    return null;
  }
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return address === null || typeof address === "string" ? null : address.port;
}
