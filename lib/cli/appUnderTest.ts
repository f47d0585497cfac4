import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRunningServer } from "../db/embeddedServer.ts";
import { freePort } from "../db/launchPostgres.ts";
import { CommandError } from "./commandError.ts";
import { PROJECT_ROOT } from "./projectRoot.ts";

export interface RunningApp {
  readonly address: string;
  readonly adminToken: string;
  /** Of the database's owner, who may do what the application may not. */
  readonly databaseUrl: string;
  /** Where single sign-on is looked for: nobody is there until a test starts a provider. */
  readonly oidcIssuer: string;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 15 * 60_000;

/** Runs `up` as a user does, on a fresh data folder with the demo fleet, and reads address and token off its output. */
export async function startApp(): Promise<RunningApp> {
  const folder = mkdtempSync(join(tmpdir(), "ballast-e2e-"));
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const oidcIssuer = `http://localhost:${await freePort()}`;
  const args = [join(PROJECT_ROOT, "lib/cli/up.ts"), "--port", String(port), "--data", join(folder, "data")];
  // A database of one's own: the tests write, and must never do so in a database that somebody uses.
  const { DATABASE_URL: _theirs, ...environment } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: PROJECT_ROOT,
    env: {
      BALLAST_LOG_LEVEL: "warn",
      ...environment,
      ...singleSignOn(address, oidcIssuer),
      // Where e2e/pull.spec.ts stands for a Prometheus; everything else of this machine is refused as ever.
      BALLAST_OUTGOING_ALLOW: "127.0.0.2/32",
      NODE_ENV: "production",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  let said = "";
  const token = await new Promise<string | null>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
      // A log is kept and shown around: a token does not belong in it, however short its life.
      process.stdout.write(chunk.toString("utf8").replaceAll(/(shown only now: )\S+/g, "$1…"));
      // Printed last: by then address and token are complete.
      if (said.includes("Ctrl-C stops it."))
        resolve(/admin token, which is shown only now: (\S+)/.exec(said)?.[1] ?? null);
    });
    void ended.then(() => resolve(null));
    setTimeout(() => resolve(null), READY_WITHIN_MS).unref();
  });
  if (token === null) {
    await stop();
    throw new CommandError("the application did not start for the browser tests: see above");
  }
  const databaseUrl = await findRunningServer(join(folder, "data"));
  if (databaseUrl === null) {
    await stop();
    throw new CommandError("the database of the browser tests is not to be found");
  }
  return { address, adminToken: token, databaseUrl, oidcIssuer, stop };
}

/** As e2e/single-sign-on.spec.ts has it from the provider that it starts. */
function singleSignOn(address: string, issuer: string) {
  return {
    BALLAST_PUBLIC_URL: address,
    BALLAST_OIDC_ISSUER: issuer,
    BALLAST_OIDC_CLIENT_ID: "ballast",
    BALLAST_OIDC_CLIENT_SECRET: "the secret of the client",
    BALLAST_OIDC_NAME: "Test ID",
    BALLAST_OIDC_ROLE_MAP: "fleet-operators=operator",
  };
}
