import { once } from "node:events";
import { type ClientRequest, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { isBuilt } from "../buildApp.ts";
import { endWeb, PATIENCE, putFleetAndTokens, startWeb, type WebProcess } from "./webProcessForTests.ts";

let db: TestDatabase;
let tokens: Readonly<Record<"admin" | "ingest", string>>;
let web: WebProcess;

// The pages must have been built: `npm test` does it before.
describe.runIf(isBuilt())("a web process that is asked to stop", () => {
  beforeAll(async () => {
    db = await createTestDatabase();
    tokens = await putFleetAndTokens(db.url, ["admin", "ingest"]);
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    web = await startWeb(db.url);
  });
  afterEach(() => endWeb(web));

  /** A mutation that waits in the database for as long as the audit is locked. */
  async function slowRequest(
    name: string,
  ): Promise<{ answer: Promise<Response>; release: () => Promise<void> }> {
    const holder = await db.superuser.connect();
    await holder.query("begin");
    await holder.query("lock table audit_event in exclusive mode");
    const answer = fetch(`${web.origin}/api/v1/tokens`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokens.admin}`, "content-type": "application/json" },
      body: JSON.stringify({ name, role: "viewer" }),
    });
    const waits = async () => {
      const { rowCount } = await db.superuser.query(
        `select from pg_locks where not granted and relation = 'audit_event'::regclass
          and database = (select oid from pg_database where datname = current_database())`,
      );
      return rowCount;
    };
    await expect.poll(waits, PATIENCE).toBeGreaterThan(0);
    const release = async () => {
      await holder.query("rollback");
      holder.release();
    };
    return { answer, release };
  }

  /** A body of samples of which the first half is on its way. */
  function halfSent(): { sending: ClientRequest; finish: () => Promise<{ status: number; body: string }> } {
    const ts = Math.floor(Date.now() / 60_000) * 60_000 - 600_000;
    const row = (node: string) => JSON.stringify({ ts, stamp: "s1", pool: "registry", node, cpu: 50 });
    const sending = request(`${web.origin}/api/v1/samples/cpu`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokens.ingest}`, "content-type": "application/x-ndjson" },
    });
    sending.write(`${row("first")}\n`);
    const answered = once(sending, "response");
    answered.catch(() => undefined);
    const finish = async () => {
      sending.end(`${row("second")}\n`);
      const [response] = await answered;
      return { status: response.statusCode, body: await text(response) };
    };
    return { sending, finish };
  }

  const isAsked = () =>
    expect.poll(() => web.said(), PATIENCE).toContain("stopping: what was begun is finished");

  test("finishes what it has begun, takes nothing new, and ends with 0: all that was answered well is stored", async () => {
    const slow = await slowRequest("asked before");
    const body = halfSent();
    await once(body.sending, "socket");
    // Taken in: the process counts it.
    await expect.poll(() => inside(), PATIENCE).toBeGreaterThan(0);
    web.child.kill("SIGTERM");
    await isAsked();

    const ready = await fetch(`${web.origin}/readyz`);
    expect([ready.status, ready.headers.get("connection")]).toEqual([503, "close"]);
    const late = await fetch(`${web.origin}/api/v1/tokens`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokens.admin}`, "content-type": "application/json" },
      body: JSON.stringify({ name: "asked after", role: "viewer" }),
    });
    expect([late.status, late.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await late.json()).toMatchObject({ detail: expect.stringContaining("being stopped") });
    const page = await fetch(`${web.origin}/fleet`, { headers: { accept: "text/html" } });
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining("being stopped")]);

    await slow.release();
    expect((await slow.answer).status).toBe(201);
    expect(await body.finish()).toMatchObject({ status: 200, body: expect.stringContaining('"accepted":2') });
    expect(await web.ended()).toBe(0);
    const { rows } = await db.pool.query(
      "select name from api_token where name like 'asked %' order by name",
    );
    expect(rows).toEqual([{ name: "asked before" }]);
    const nodes = await db.pool.query("select name from telemetry.node order by name");
    expect(nodes.rows).toEqual([{ name: "first" }, { name: "second" }]);
  });

  test("ends at once with 1 when it is asked a second time", async () => {
    const slow = await slowRequest("cut off");
    slow.answer.catch(() => undefined);
    web.child.kill("SIGTERM");
    await isAsked();
    web.child.kill("SIGTERM");
    expect(await web.ended()).toBe(1);
    await slow.release();
    await expect(slow.answer).rejects.toThrow();
    const { rowCount } = await db.pool.query("select from api_token where name = 'cut off'");
    expect(rowCount).toBe(0);
  });

  test("cuts off what does not end, a stream of events and a change alike, says how many they were, and ends with 1", async () => {
    await endWeb(web);
    web = await startWeb(db.url, { variables: { BALLAST_STOP_SECONDS: "1" } });
    const holder = await db.pool.connect();
    await holder.query("begin");
    // What a proposal reads first: it has begun by then, and says so.
    await holder.query("lock table telemetry.pool_hour in access exclusive mode");
    const stream = await fetch(`${web.origin}/api/v1/proposals`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${tokens.admin}`,
        "content-type": "application/json",
        accept: "text/event-stream",
      },
      body: JSON.stringify({ region: "westus", window: "6h" }),
    });
    const reader = stream.body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toMatch(/^event: begun\n/);
    const slow = await slowRequest("never done");
    slow.answer.catch(() => undefined);
    web.child.kill("SIGTERM");
    expect(await web.ended()).toBe(1);
    const lines = web
      .said()
      .split("\n")
      .filter((line) => line.includes("what took too long is cut off"));
    expect(lines.map((line) => JSON.parse(line).inside)).toEqual([2]);
    await expect(slow.answer).rejects.toThrow();
    // Whatever had been sent of it, it has an end.
    const rest = async () => {
      while ((await reader?.read())?.done === false);
    };
    await rest().catch(() => undefined);
    await slow.release();
    await holder.query("rollback");
    holder.release();
    const { rowCount } = await db.pool.query("select from api_token where name = 'never done'");
    expect(rowCount).toBe(0);
  });

  /** Bodies that are being taken in, by its own metrics. */
  async function inside(): Promise<number> {
    const answer = await fetch(`${web.origin}/metrics`, {
      headers: { authorization: `Bearer ${tokens.admin}` },
    });
    return Number(/^ballast_intake_bodies (\d+)$/m.exec(await answer.text())?.[1] ?? 0);
  }
});

describe.runIf(isBuilt())("with time for a balancer to notice", () => {
  test("it says that it is not ready while it still answers", async () => {
    const database = await createTestDatabase();
    const started = await startWeb(database.url, { variables: { BALLAST_DRAIN_SECONDS: "15" } });
    try {
      started.child.kill("SIGTERM");
      await expect.poll(() => started.said(), PATIENCE).toContain("stopping");
      const [ready, alive] = await Promise.all(
        ["/readyz", "/healthz"].map(async (path) => {
          const answer = await fetch(`${started.origin}${path}`);
          return [answer.status, answer.headers.get("connection")];
        }),
      );
      expect([ready, alive]).toEqual([
        [503, "close"],
        [200, "close"],
      ]);
      expect(await started.ended()).toBe(0);
    } finally {
      await endWeb(started);
      await database.close();
    }
  });
});
