import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRunningServer } from "../db/embeddedServer.ts";
import { freePort } from "../db/launchPostgres.ts";

/** The application as `npm run up` serves it, with a database of its own that is thrown away at the end. */
export interface ServedApp {
  readonly origin: string;
  readonly adminToken: string;
  readonly databaseUrl: string;
  /** Of the process that everything else of it descends from. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts it, built for production, without the demo fleet. Throws with what it said when it does not come up. */
export async function startServedApp(): Promise<ServedApp> {
  const directory = mkdtempSync(join(tmpdir(), "ballast-bench-"));
  const port = await freePort();
  const { DATABASE_URL: _given, ...environment } = process.env;
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "../cli/up.ts"), "--port", String(port), "--data", directory, "--empty"],
    // In a group of its own: a Ctrl-C at the terminal is for the measurement, which stops it in order.
    { env: environment, stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  const ended = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const adminToken = await readAdminToken(child);
    const databaseUrl = await findRunningServer(directory);
    if (databaseUrl === null) throw new Error("the database of the application was not found");
    if (child.pid === undefined) throw new Error("the application has no process");
    return { pid: child.pid, origin: `http://127.0.0.1:${port}`, adminToken, databaseUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The token is printed after the address is served. */
async function readAdminToken(child: ReturnType<typeof spawn>): Promise<string> {
  let said = "";
  return await new Promise((found, failed) => {
    const listen = (chunk: Buffer): void => {
      said += chunk;
      const token = /admin token, which is shown only now: (\S+)/.exec(said)?.[1];
      if (token !== undefined) found(token);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("exit", (code) =>
      failed(new Error(`the application did not start (${code}): ${said.trim()}`)),
    );
  });
}

/** Asks the application's API; throws when the answer is not 2xx. */
export async function callApp(
  app: ServedApp,
  path: string,
  request: { method?: string; body?: unknown; token?: string } = {},
): Promise<unknown> {
  const response = await fetch(app.origin + path, {
    method: request.method ?? "GET",
    headers: {
      authorization: `Bearer ${request.token ?? app.adminToken}`,
      ...(request.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${request.method ?? "GET"} ${path} was answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
