import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { env } from "../env.ts";
import { CommandError } from "./commandError.ts";
import { PROJECT_ROOT } from "./projectRoot.ts";

const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** One that has run for so long was well: the pause after its end begins at the shortest again. */
const HEALTHY_MS = 60_000;
/** When it is asked to stop it ends by itself within less, its own patience (endInOrder.ts) and BALLAST_DRAIN_SECONDS. */
const GRACE_MS = 30_000;
const READY_WITHIN_MS = 180_000;

export interface WebServer {
  /** Lets answers under way finish, then ends the process. Nothing is restarted any more. */
  stop(): Promise<void>;
}

export interface WebServerOptions {
  readonly port: number;
  readonly databaseUrl: string;
  /** Where the head of the audit's chain is written to; null = no file. */
  readonly anchorFile: string | null;
  /** Under which channels are stored; null = none. */
  readonly sealKey: string | null;
}

/**
 * Serves the built pages in a process of their own, started anew whenever it ends. Resolves when it first answers;
 * throws when it ends before that.
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  let stopping = false;
  const abort = new AbortController();
  let child = launch(options);
  await becomesReady(child, options.port);
  const keeping = (async () => {
    let pauseMs = SHORTEST_PAUSE_MS;
    while (!stopping) {
      const startedAt = performance.now();
      await exitOf(child);
      if (stopping) return;
      if (performance.now() - startedAt > HEALTHY_MS) pauseMs = SHORTEST_PAUSE_MS;
      process.stderr.write(
        `The web server ended (${endOf(child)}); starting it again in ${pauseMs / 1_000} s.\n`,
      );
      await delay(pauseMs, undefined, { signal: abort.signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      if (!stopping) child = launch(options);
    }
  })();
  return {
    stop: async () => {
      stopping = true;
      abort.abort();
      await endChild(child);
      await keeping;
    },
  };
}

function launch({ port, databaseUrl, anchorFile, sealKey }: WebServerOptions): ChildProcess {
  const server = join(import.meta.dirname, "serveApp.ts");
  const lifeline = join(import.meta.dirname, "exitWithParent.ts");
  return spawn(process.execPath, ["--import", lifeline, server, "--port", String(port)], {
    cwd: PROJECT_ROOT,
    env: {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL: databaseUrl,
      ...(anchorFile !== null && { BALLAST_AUDIT_ANCHOR_FILE: anchorFile }),
      ...(sealKey !== null && { BALLAST_SEAL_KEY: sealKey }),
    },
    // In a group of its own: a Ctrl-C at the terminal reaches the supervisor alone, which stops things in order.
    detached: true,
    stdio: ["ignore", "inherit", "inherit"],
  });
}

async function becomesReady(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, {
      signal: AbortSignal.timeout(2_000),
    }).catch(() => null);
    if (answer !== null) return;
    if (performance.now() > deadline) {
      await endChild(child);
      throw new CommandError(
        `the web server did not answer on port ${port} within ${READY_WITHIN_MS / 1_000} s`,
      );
    }
    await delay(100);
  }
  throw new CommandError(`the web server ended at once (${endOf(child)}): see above`);
}

async function endChild(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), GRACE_MS + env().BALLAST_DRAIN_SECONDS * 1_000);
  await exitOf(child);
  clearTimeout(late);
}

async function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

function endOf(child: ChildProcess): string {
  return child.signalCode ?? `exit code ${child.exitCode}`;
}
