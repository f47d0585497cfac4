import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { createApiToken, type Role } from "../../auth/index.ts";
import { createDatabaseClient, withTransaction } from "../../db/client.ts";
import { freePort } from "../../db/launchPostgres.ts";
import { putSmallFleet } from "../../execution/planRowsForTests.ts";
import { PROJECT_ROOT } from "../projectRoot.ts";

export const PATIENCE = { timeout: 150_000, interval: 50 };

/** A web process as the supervisor starts it, but without one: what ends it is seen. */
export interface WebProcess {
  readonly child: ChildProcess;
  readonly origin: string;
  /** All that it wrote so far, on both streams. */
  said(): string;
  /** Its exit code, once it has ended; the signal where one ended it. */
  ended(): Promise<number | string | null>;
}

/** Resolves when it answers. */
export async function startWeb(
  databaseUrl: string,
  { port, variables = {} }: { readonly port?: number; readonly variables?: Record<string, string> } = {},
): Promise<WebProcess> {
  const chosen = port ?? (await freePort());
  const child = spawn(
    process.execPath,
    [
      ...["--import", join(PROJECT_ROOT, "lib/cli/exitWithParent.ts")],
      ...[join(PROJECT_ROOT, "lib/cli/serveApp.ts"), "--port", String(chosen)],
    ],
    {
      cwd: PROJECT_ROOT,
      env: {
        ...process.env,
        NODE_ENV: "production",
        BALLAST_LOG_LEVEL: "info",
        ...variables,
        DATABASE_URL: databaseUrl,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const exited = once(child, "exit");
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said += chunk;
    });
  const origin = `http://127.0.0.1:${chosen}`;
  while ((await statusOf(`${origin}/healthz`)) !== 200) {
    if (child.exitCode !== null) throw new Error(`the web process ended: ${said}`);
    await delay(50);
  }
  return {
    child,
    origin,
    said: () => said,
    ended: async () => {
      const [code, signal] = await exited;
      return code ?? signal;
    },
  };
}

/** 0 while nothing answers. */
async function statusOf(address: string): Promise<number> {
  const answer = await fetch(address).catch(() => null);
  await answer?.arrayBuffer();
  return answer?.status ?? 0;
}

export async function endWeb(web: WebProcess | undefined): Promise<void> {
  if (web === undefined) return;
  if (web.child.exitCode === null && web.child.signalCode === null) web.child.kill("SIGKILL");
  await web.ended();
}

/** A fleet of the stamps s1 and s2 in westus, and a token of each of these roles. */
export async function putFleetAndTokens<Asked extends Role>(
  databaseUrl: string,
  roles: readonly Asked[],
): Promise<Readonly<Record<Asked, string>>> {
  const client = createDatabaseClient(databaseUrl);
  try {
    await putSmallFleet(client, { r1: "s1" }, ["s1", "s2"]);
    const tokens: Partial<Record<Asked, string>> = {};
    for (const role of roles) {
      const author = { actor: "test", actorRole: "admin", atMs: Date.now(), requestId: null };
      const made = await withTransaction(client, (tx) => createApiToken(tx, author, { role, name: role }));
      if (!made.ok || made.value.secret === null) throw new Error("no token was made");
      tokens[role] = made.value.secret;
    }
    // Filled for every role just above.
    return tokens as Record<Asked, string>;
  } finally {
    await client.close();
  }
}

/** The cookie of a browser that has signed in with a token. */
export async function signIn({ origin }: WebProcess, token: string): Promise<string> {
  const answer = await fetch(`${origin}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
  expect(answer.status).toBeLessThan(300);
  return (answer.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
}
