import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { minuteOf } from "../../core/index.ts";
import { type EmbeddedServer, startEmbeddedServer } from "../../db/embeddedServer.ts";
import { readNodeMatrix } from "../../telemetry/index.ts";
import { isBuilt } from "../buildApp.ts";
import { prepareDatabase } from "../prepareDatabase.ts";
import { meansOf, SteadySenders, storedMeans } from "./steadySendersForTests.ts";
import {
  endWeb,
  PATIENCE,
  putFleetAndTokens,
  signIn,
  startWeb,
  type WebProcess,
} from "./webProcessForTests.ts";

const SENDERS = 4;
/** Acknowledgements that show that it goes on. */
const SOME = 20;

const SECRETS = {
  BALLAST_SEAL_KEY: "the-key-that-seals-channels-0123456789",
  BALLAST_CONTROL_SECRET: "the-secret-of-the-control-plane",
  BALLAST_CONTROL_URL: "http://127.0.0.1:9/control",
};
const VARIABLES = { ...SECRETS, BALLAST_REPLICA_NAME: "lonely" };

let directory: string;
let server: EmbeddedServer;
let web: WebProcess;
let cookie: string;
let tokens: Readonly<Record<"admin" | "ingest", string>>;
let senders: SteadySenders;
let newestMinute: number;

// Linux, for /proc; the pages must have been built: `npm test` does it before.
describe.runIf(process.platform === "linux" && isBuilt())("a database that goes away", () => {
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "ballast-gone-"));
    server = await startEmbeddedServer(directory, { command: "vitest" });
    await prepareDatabase(server.url);
    tokens = await putFleetAndTokens(server.url, ["admin", "ingest"]);
    web = await startWeb(server.url, { variables: VARIABLES });
    cookie = await signIn(web, tokens.admin);
    newestMinute = minuteOf(Date.now()) - 2;
    senders = new SteadySenders(web, { token: tokens.ingest, stamp: "s1" });
    senders.start(SENDERS, newestMinute);
  });
  afterAll(async () => {
    await endWeb(web);
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const page = async (path = "/fleet") => {
    const answer = await fetch(`${web.origin}${path}`, { headers: { cookie, accept: "text/html" } });
    return { status: answer.status, text: await answer.text(), again: answer.headers.get("retry-after") };
  };
  const readiness = async () => {
    const answer = await fetch(`${web.origin}/readyz`);
    // Also of what is refused at the door.
    expect(answer.headers.get("x-ballast-replica")).toBe("lonely");
    return { status: answer.status, text: await answer.text() };
  };
  const goesOn = async () => {
    const before = senders.acknowledged.length;
    await expect.poll(() => senders.acknowledged.length - before, PATIENCE).toBeGreaterThan(SOME);
  };

  /** Until every page says it in words, and senders are told when to come again. */
  async function isToldAway(): Promise<void> {
    const told = senders.count(503);
    await expect.poll(async () => (await page()).status, PATIENCE).toBe(503);
    for (const path of ["/fleet", "/stamps", "/plans", "/alerts", "/settings"]) {
      const { status, text, again } = await page(path);
      expect([path, status, Number(again) > 0]).toEqual([path, 503, true]);
      expect(text).toContain("The database does not answer");
      expect(text).toContain("comes back by itself");
    }
    expect(await readiness()).toMatchObject({ status: 503, text: expect.stringContaining("database") });
    await expect.poll(() => senders.count(503) - told, PATIENCE).toBeGreaterThan(SENDERS);
  }

  async function isBack(): Promise<void> {
    await expect.poll(async () => (await page()).status, PATIENCE).toBe(200);
    expect((await page()).text).toContain("westus");
    expect((await readiness()).status).toBe(200);
    await goesOn();
  }

  const startAgain = async () => {
    server = await startEmbeddedServer(directory, {
      command: "vitest",
      port: Number(new URL(server.url).port),
    });
  };

  /** The postmaster first, then everything it has begun. */
  const postgresProcesses = (): number[] => {
    const postmaster = Number(
      readFileSync(join(directory, "postgres", "postmaster.pid"), "utf8").split("\n")[0],
    );
    const children = readdirSync("/proc").filter(
      (name) => /^\d+$/.test(name) && parentOf(name) === postmaster,
    );
    return [postmaster, ...children.map(Number)];
  };

  async function onServer<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: server.url });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return await use(client);
    } finally {
      await client.end();
    }
  }

  /** A job that is put there runs, and is gone from the list. */
  async function jobsRun(): Promise<void> {
    await onServer(async (client) => {
      await client.query("select graphile_worker.add_job('prune', '{}'::json, job_key := 'asked')");
      const left = async () =>
        (await client.query("select from graphile_worker.jobs where key = 'asked'")).rowCount;
      await expect.poll(left, PATIENCE).toBe(0);
    });
  }

  test("is said by every page and told to senders while it is stopped; all comes back by itself", async () => {
    await goesOn();
    await server.stop();
    await isToldAway();
    await startAgain();
    await isBack();
    await jobsRun();
  });

  test("the same when it is killed in the middle of everything", async () => {
    for (const pid of postgresProcesses().slice(0, 1)) process.kill(pid, "SIGQUIT");
    await server.ended;
    await isToldAway();
    await startAgain();
    await isBack();
    await jobsRun();
  });

  test("the same when it freezes: nobody waits for it without an end, and what waited is answered", async () => {
    const frozen = postgresProcesses();
    for (const pid of frozen) signal(pid, "SIGSTOP");
    try {
      await isToldAway();
    } finally {
      for (const pid of frozen) signal(pid, "SIGCONT");
    }
    await isBack();
    await jobsRun();
  });

  test("connections that it drops, again and again, cost nobody more than sending once more", async () => {
    for (let round = 0; round < 5; round += 1) {
      await onServer((client) =>
        client.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`),
      );
      await goesOn();
    }
    await isBack();
    await jobsRun();
  });

  test("and in the end every sample that was sent is stored, once", async () => {
    await senders.stop();
    expect(senders.count(500)).toBe(0);
    expect(senders.silent503).toBe(0);
    expect(senders.count(503)).toBeGreaterThan(3 * SENDERS);
    const sent = meansOf(senders.acknowledged);
    const stored = await readAll();
    expect(stored.size).toBe(sent.size);
    expect(stored).toEqual(sent);
    process.stdout.write(
      `   ${sent.size * 2} samples sent by ${SENDERS} senders, ${stored.size * 2} stored; answers: ${JSON.stringify(Object.fromEntries(senders.statuses))}\n`,
    );
  });

  test("and nothing of all that was logged holds a secret", async () => {
    for (const path of ["/api/v1/tokens", "/api/v1/session", "/api/v1/nothing"])
      await fetch(`${web.origin}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${tokens.admin}x`, "content-type": "application/json", cookie },
        body: JSON.stringify({ token: tokens.ingest, password: "a-password-that-was-sent" }),
      });
    const said = web.said();
    const lines = said.trim().split("\n");
    expect(lines.length).toBeGreaterThan(50);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ msg: expect.any(String) });
    const secrets = {
      ...SECRETS,
      ...tokens,
      cookie: cookie.split("=")[1] ?? cookie,
      password: new URL(server.url).password,
      sent: "a-password-that-was-sent",
    };
    const { BALLAST_CONTROL_URL: _address, ...hidden } = secrets;
    for (const [name, secret] of Object.entries(hidden)) {
      expect(secret.length, name).toBeGreaterThan(10);
      expect(said.includes(secret), name).toBe(false);
    }
  });

  async function readAll(): Promise<Map<string, number>> {
    const pool = new pg.Pool({ connectionString: server.url, max: 1 });
    try {
      const { rows } = await pool.query<{ id: number }>(
        "select pool.id from pool join stamp on stamp.id = pool.stamp_id where stamp.name = 's1'",
      );
      const oldest = Math.min(...senders.acknowledged.map(({ minute }) => minute));
      const window = { fromMinute: oldest, toMinute: newestMinute + 1 };
      return storedMeans(await readNodeMatrix(pool, rows[0]?.id ?? 0, window));
    } finally {
      await pool.end();
    }
  }
});

/** A server's own processes come and go. */
function signal(pid: number, name: "SIGSTOP" | "SIGCONT"): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function parentOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0;
  }
}
