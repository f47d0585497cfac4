import { compressSync } from "snappy";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { DEFAULT_MAPPING } from "../../fleet/index.ts";
import { encodeWriteV1 } from "../../telemetry/decode/wire/wireForTests.ts";
import { isBuilt } from "../buildApp.ts";
import { type RoundRobin, startRoundRobin } from "./roundRobinForTests.ts";
import { endWeb, PATIENCE, putFleetAndTokens, startWeb, type WebProcess } from "./webProcessForTests.ts";

const NAMES = ["left", "right"] as const;
const PASSWORD = "nine loud harbour cranes";
const JOBS = 60;

let db: TestDatabase;
let tokens: Readonly<Record<"admin" | "operator" | "ingest", string>>;
let webs: readonly WebProcess[] = [];
let proxy: RoundRobin;

interface Answer {
  readonly status: number;
  readonly replica: string | null;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many routes, whose shapes their own tests hold.
  readonly json: any;
  readonly cookies: readonly string[];
}

interface Asked {
  readonly method?: string;
  readonly token?: string;
  readonly cookie?: string;
  readonly body?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
}

/** Through the proxy. */
async function ask(path: string, asked: Asked = {}): Promise<Answer> {
  const { method = "GET", token, cookie, body, bytes, headers = {} } = asked;
  const answer = await fetch(proxy.origin + path, {
    method,
    redirect: "manual",
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(cookie === undefined ? {} : { cookie, origin: proxy.origin, "sec-fetch-site": "same-origin" }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(bytes === undefined ? {} : { body: bytes }),
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get("content-type") ?? "");
  return {
    status: answer.status,
    replica: answer.headers.get("x-ballast-replica"),
    text,
    json: isJson && text !== "" ? JSON.parse(text) : null,
    cookies: answer.headers.getSetCookie().map((one) => one.split(";")[0] ?? ""),
  };
}

const admin = (path: string, asked: Asked = {}) => ask(path, { token: tokens.admin, ...asked });

/** The same of both, one after the other, whoever was asked last. */
async function ofBoth<T>(path: string, asked: Asked, read: (answer: Answer) => T): Promise<T> {
  const answers = [await ask(path, asked), await ask(path, asked)];
  expect(answers.map(({ replica }) => replica).toSorted()).toEqual(NAMES);
  const [first, second] = answers.map(read);
  expect(second).toEqual(first);
  // There are two.
  return first as T;
}

const minuteAgo = (minutes: number) => Math.floor(Date.now() / 60_000) * 60_000 - minutes * 60_000;

// The pages must have been built: `npm test` does it before.
describe.runIf(isBuilt())("two replicas behind a proxy that takes them in turn", () => {
  beforeAll(async () => {
    db = await createTestDatabase();
    tokens = await putFleetAndTokens(db.url, ["admin", "operator", "ingest"]);
    webs = await Promise.all(
      NAMES.map((name) => startWeb(db.url, { variables: { BALLAST_REPLICA_NAME: name } })),
    );
    proxy = await startRoundRobin(webs.map(({ origin }) => origin));
  });
  afterAll(async () => {
    await proxy?.close();
    await Promise.all(webs.map(endWeb));
    await db?.close();
  });

  test("every answer names the one that gave it: data, pages, files, and what is refused", async () => {
    for (const path of ["/healthz", "/readyz", "/sign-in", "/icon.svg", "/fleet", "/no-such-page"])
      expect(await ofBoth(path, {}, ({ status }) => status)).toBeLessThan(500);
    expect(await ofBoth("/api/v1/fleet", {}, ({ status }) => status)).toBe(401);
    expect(await ofBoth("/api/v1/nothing", {}, ({ status }) => status)).toBe(404);
    const sent = { method: "POST", body: { samples: [] } };
    expect(await ofBoth("/api/v1/samples/cpu", sent, ({ status }) => status)).toBe(401);
  });

  test("who signed in at one is signed in at both, and signed out at both at once", async () => {
    const person = { email: "ada@example.com", name: "Ada", role: "admin" };
    const made = await admin("/api/v1/people", { method: "POST", body: person });
    expect(made.status, made.text).toBeLessThan(300);
    const credentials = { email: person.email, password: made.json.password };
    const first = await ask("/api/v1/sign-in", { method: "POST", body: credentials });
    expect(first.json.next).toBe("new_password");
    const chosen = await ask("/api/v1/sign-in/new-password", {
      method: "POST",
      body: { ...credentials, newPassword: PASSWORD },
    });
    expect(chosen.status, chosen.text).toBe(200);
    const signedIn = await ask("/api/v1/sign-in", {
      method: "POST",
      body: { email: person.email, password: PASSWORD },
    });
    const cookie = signedIn.cookies.join("; ");
    expect(await ofBoth("/api/v1/session", { cookie }, ({ json }) => json)).toMatchObject({
      actor: person.email,
    });
    expect(await ofBoth("/fleet", { cookie }, ({ status, text }) => [status, /westus/.test(text)])).toEqual([
      200,
      true,
    ]);
    const out = await ask("/api/v1/session", { method: "DELETE", cookie });
    expect(out.status).toBeLessThan(300);
    expect(await ofBoth("/api/v1/fleet", { cookie }, ({ status }) => status)).toBe(401);
  });

  test("what is set at one is what the other goes by", async () => {
    for (const value of [41, 52, 63]) {
      const body = { key: "limitP95", value };
      expect((await admin("/api/v1/settings", { method: "PUT", body })).status).toBe(200);
      const limits = await ofBoth("/api/v1/fleet", { token: tokens.operator }, ({ json }) =>
        json.pools.map(({ limit }: { limit: number }) => limit),
      );
      expect(new Set(limits)).toEqual(new Set([value]));
    }
  });

  test("what is put into the inventory at one, and retired, is so for the samples that the other takes in", async () => {
    const send = async (stamp: string) => {
      const samples = [{ ts: minuteAgo(3), stamp, pool: "registry", node: "n0", cpu: 50 }];
      const asked = { method: "POST", token: tokens.ingest, body: { samples } };
      return await ofBoth("/api/v1/samples/cpu", asked, ({ json }) => json.accepted + json.duplicate);
    };
    for (const round of [1, 2, 3]) {
      const name = `new-${round}`;
      expect(await send(name)).toBe(0);
      const regions = [{ name: "westus", stamps: [{ name, pools: [{ name: "registry" }] }] }];
      expect((await admin("/api/v1/inventory", { method: "PUT", body: { regions } })).status).toBe(200);
      expect(await send(name)).toBe(1);
      const names = await ofBoth("/api/v1/fleet", { token: tokens.operator }, ({ json }) =>
        json.pools.map(({ stamp }: { stamp: string }) => stamp),
      );
      expect(names).toContain(name);
      const retired = await admin(`/api/v1/stamps/${name}/retire`, { method: "PUT", body: {} });
      expect(retired.status, retired.text).toBe(200);
      expect(await send(name)).toBe(0);
    }
  });

  test("samples that came in at one are in what the other answers, page and data", async () => {
    for (const cpu of [17, 34, 51]) {
      const ts = minuteAgo(10 + cpu);
      const samples = [{ ts, stamp: "s1", pool: "registry", node: "n0", cpu }];
      const sent = await ask("/api/v1/samples/cpu", {
        method: "POST",
        token: tokens.ingest,
        body: { samples },
      });
      expect(sent.json).toMatchObject({ accepted: 1 });
      const window = `from=${new Date(ts).toISOString()}&to=${new Date(ts + 60_000).toISOString()}`;
      const path = `/api/v1/stamps/s1/pools/registry/series?${window}`;
      expect(await ofBoth(path, { token: tokens.operator }, ({ json }) => json.minutes[0].hot)).toBe(cpu);
    }
  });

  test("which metrics mean what, changed at one, is what the other reads the next body by", async () => {
    for (const round of [1, 2, 3]) {
      const names = { ...DEFAULT_MAPPING.names, node: [{ labels: [`machine_${round}`] }] };
      const mapping = { ...DEFAULT_MAPPING, names };
      const put = await admin("/api/v1/sources", { method: "PUT", body: { mapping } });
      expect(put.status, put.text).toBe(200);
      const ts = minuteAgo(200 + round);
      const labels = {
        __name__: "ballast_node_cpu_ratio",
        ...{ stamp: "s2", pool: "registry", [`machine_${round}`]: "m" },
      };
      const bytes = new Uint8Array(compressSync(encodeWriteV1([{ labels, samples: [[ts, 0.25]] }])));
      const headers = { "content-type": "application/x-protobuf", "content-encoding": "snappy" };
      const asked = { method: "POST", token: tokens.ingest, bytes, headers };
      expect(await ofBoth("/api/v1/prometheus/write", asked, ({ status }) => status)).toBe(204);
      const window = `from=${new Date(ts).toISOString()}&to=${new Date(ts + 60_000).toISOString()}`;
      const path = `/api/v1/stamps/s2/pools/registry/series?${window}`;
      expect(await ofBoth(path, { token: tokens.operator }, ({ json }) => json.minutes[0].hot)).toBe(25);
    }
  });

  test("a plan that one made is read, changed and frozen by the other", async () => {
    const operator = { token: tokens.operator };
    const body = {
      region: "westus",
      name: "to and fro",
      phases: [{ moves: [{ registry: "r1", to: "s2" }] }],
    };
    const made = await ask("/api/v1/plans", { ...operator, method: "POST", body });
    expect(made.status, made.text).toBe(201);
    const path = `/api/v1/plans/${made.json.id}`;
    let revision: number = made.json.revision;
    for (const name of ["once", "twice", "thrice"]) {
      const patched = await ask(path, { ...operator, method: "PATCH", body: { revision, name } });
      expect(patched.status, patched.text).toBe(200);
      revision = await ofBoth(path, operator, ({ json }) => json.revision);
      expect(await ofBoth(path, operator, ({ json }) => json.name)).toBe(name);
    }
    const cookie = (
      await ask("/api/v1/session", { method: "POST", body: { token: tokens.operator } })
    ).cookies.join("; ");
    expect(await ofBoth("/plans", { cookie }, ({ text }) => text.includes("thrice"))).toBe(true);
    expect(
      (await ask("/api/v1/freeze", { ...operator, method: "POST", body: { reason: "storm" } })).status,
    ).toBeLessThan(300);
    expect(await ofBoth("/api/v1/freeze", operator, ({ json }) => json.current?.reason)).toBe("storm");
  });

  test("a token that is revoked at one is refused by both from then on", async () => {
    const body = { name: "short", role: "viewer" };
    const made = await admin("/api/v1/tokens", { method: "POST", body });
    const token = made.json.secret;
    expect(await ofBoth("/api/v1/fleet", { token }, ({ status }) => status)).toBe(200);
    expect((await admin(`/api/v1/tokens/${made.json.id}`, { method: "DELETE" })).status).toBeLessThan(300);
    expect(await ofBoth("/api/v1/fleet", { token }, ({ status }) => status)).toBe(401);
  });

  test("and a job is run by one of them, once", async () => {
    // The database notes of each job that it is done with, and who had it.
    await db.superuser.query(`
      create table job_done (id bigint, locked_by text);
      create function note_job() returns trigger language plpgsql as $$
        begin insert into job_done values (old.id, old.locked_by); return old; end $$;
      create trigger note_job after delete on graphile_worker._private_jobs for each row
        when (old.task_id = ${await taskNumber("prune")}) execute function note_job()`);
    const done = async () =>
      (
        await db.superuser.query<{ jobs: number; times: number; workers: number }>(`
          select count(distinct id)::int as jobs, count(*)::int as times, count(distinct locked_by)::int as workers
          from job_done`)
      ).rows[0];
    // Those of the schedule come in between: told apart by what stands still, and counted until nothing is under way.
    const unnoted = async () => (await runs("prune")) - ((await done())?.times ?? 0);
    let before = await unnoted();
    await expect
      .poll(async () => {
        const last = before;
        before = await unnoted();
        return before - last;
      }, PATIENCE)
      .toBe(0);
    await db.superuser.query(
      `select graphile_worker.add_job('prune', '{}'::json) from generate_series(1, ${JOBS})`,
    );
    await expect.poll(async () => (await done())?.jobs, PATIENCE).toBeGreaterThanOrEqual(JOBS);
    await expect.poll(unnoted, PATIENCE).toBe(before);
    const { jobs, times, workers } = (await done()) ?? { jobs: 0, times: -1, workers: 0 };
    expect(times).toBe(jobs);
    expect(workers).toBeGreaterThan(1);
  });

  async function taskNumber(identifier: string): Promise<number> {
    const { rows } = await db.superuser.query<{ id: number }>(
      "select id from graphile_worker._private_tasks where identifier = $1",
      [identifier],
    );
    return rows[0]?.id ?? -1;
  }

  /** How often both of them together have run it, as they count themselves. */
  async function runs(job: string): Promise<number> {
    const texts = await Promise.all(
      webs.map(async ({ origin }) => {
        const headers = { authorization: `Bearer ${tokens.operator}` };
        return await (await fetch(`${origin}/metrics`, { headers })).text();
      }),
    );
    const line = new RegExp(`^ballast_job_runs_total\\{job="${job}",outcome="done"\\} (\\d+)$`, "m");
    return texts.reduce((sum, text) => sum + Number(line.exec(text)?.[1] ?? 0), 0);
  }
});
