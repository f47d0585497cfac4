import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { appendAudit } from "../audit/index.ts";
import { forgetVerified } from "../auth/index.ts";
import { err, ok } from "../core/index.ts";
import { createDatabaseClient } from "../db/client.ts";
import { installAppContext } from "./appContext.ts";
import { createTestApp, type TestApp } from "./appForTests.ts";
import { defineRoute } from "./defineRoute.ts";
import type { RouteFunction } from "./routeDefinition.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(async () => {
  await app.close();
});
beforeEach(() => {
  installAppContext({ ...app.app, checkAnswers: true });
});

const thingSchema = z.strictObject({ name: z.string(), count: z.number() });

/** Writes a tenant and its audit event, and does what `then` says. */
function createTenant(then: "succeed" | "refuse" | "break" = "succeed"): RouteFunction {
  return defineRoute({
    method: "POST",
    path: "/test/tenants",
    role: "operator",
    summary: "Make a tenant",
    body: z.strictObject({ name: z.string() }),
    bodyLimitBytes: 2_000,
    response: thingSchema,
    status: 201,
    handler: async ({ db, author, body }) => {
      await db.tenant.create({ data: { name: body.name } });
      const event = { action: "demo.loaded", thing: "inventory", thingName: body.name, after: {} } as const;
      await appendAudit(db, author, [event]);
      if (then === "refuse") return err({ code: "conflict", detail: "Not today." });
      if (then === "break") throw new Error("secret detail in /srv/app: select * from tenant");
      return ok({ name: body.name, count: await db.tenant.count() });
    },
  });
}

const listThings = defineRoute({
  method: "GET",
  path: "/test/things",
  role: "viewer",
  summary: "Things",
  query: z.strictObject({ from: z.coerce.number().default(0) }),
  response: z.strictObject({ things: z.array(thingSchema) }),
  csv: ({ things }) => ({ columns: ["name", "count"], rows: things.map(({ name, count }) => [name, count]) }),
  handler: async ({ query }) => ok({ things: [{ name: '=cmd|" /c calc"!A0, x', count: query.from }] }),
});

interface Sent {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly query?: string;
}

async function send(route: RouteFunction, { body, headers = {}, query = "" }: Sent = {}) {
  const bytes = body instanceof Uint8Array || typeof body === "string";
  const request = new Request(`http://ballast.test${route.route.path}${query}`, {
    method: route.route.method,
    headers: {
      authorization: `Bearer ${app.tokens.operator}`,
      "content-type": "application/json",
      ...headers,
    },
    ...(body === undefined ? {} : { body: bytes ? (body as BodyInit) : JSON.stringify(body) }),
  });
  const response = await route(request, { params: Promise.resolve({}) });
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: type.includes("json") ? JSON.parse(text) : null,
  };
}

const countTenants = (name: string) => app.db.prisma.tenant.count({ where: { name } });
const countEvents = (thingName: string) => app.db.prisma.auditEvent.count({ where: { thingName } });

describe("a mutation", () => {
  test("commits the change with its audit event", async () => {
    expect(await send(createTenant(), { body: { name: "both" } })).toMatchObject({ status: 201 });
    expect([await countTenants("both"), await countEvents("both")]).toEqual([1, 1]);
    const event = await app.db.prisma.auditEvent.findFirstOrThrow({ where: { thingName: "both" } });
    expect(event).toMatchObject({ actor: "operator-token", actorRole: "operator" });
  });

  test("that is refused leaves neither the change nor the event", async () => {
    const answer = await send(createTenant("refuse"), { body: { name: "refused" } });
    expect(answer).toMatchObject({ status: 409, json: { status: 409, detail: "Not today.", errors: [] } });
    expect([await countTenants("refused"), await countEvents("refused")]).toEqual([0, 0]);
  });

  test("that breaks is rolled back, answered without its cause, and logged once with it", async () => {
    const before = app.errorLog.length;
    const answer = await send(createTenant("break"), {
      body: { name: "broken" },
      headers: { "x-request-id": "abc-1" },
    });
    expect(answer.status).toBe(500);
    expect(answer.json.instance).toBe("urn:request:abc-1");
    expect(answer.text).not.toMatch(/secret|srv|select|stack/);
    expect([await countTenants("broken"), await countEvents("broken")]).toEqual([0, 0]);
    const lines = app.errorLog.slice(before);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      requestId: "abc-1",
      err: { message: expect.stringContaining("secret detail") },
    });
  });

  test("does not happen when its audit event cannot be written", async () => {
    const { superuser } = app.db;
    await superuser.query("alter table audit_event add constraint no_more check (thing_name <> 'unaudited')");
    const answer = await send(createTenant(), { body: { name: "unaudited" } });
    await superuser.query("alter table audit_event drop constraint no_more");
    expect(answer.status).toBe(500);
    expect(await countTenants("unaudited")).toBe(0);
  });
});

describe("an Idempotency-Key", () => {
  const keyed = (key: string, name: string) => ({ body: { name }, headers: { "idempotency-key": key } });

  test("gets the same answer again, and nothing is done twice", async () => {
    const first = await send(createTenant(), keyed("k1", "once"));
    const second = await send(createTenant(), keyed("k1", "once"));
    expect(second.json).toEqual(first.json);
    expect(second.status).toBe(201);
    expect([first.headers.get("idempotency-replayed"), second.headers.get("idempotency-replayed")]).toEqual([
      null,
      "true",
    ]);
    expect([await countTenants("once"), await countEvents("once")]).toEqual([1, 1]);
  });

  test("sent at the same time is done once, and both get its answer", async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(createTenant(), keyed("k2", "race"))));
    for (const answer of answers) expect(answer).toMatchObject({ status: 201, json: answers[0]?.json });
    expect([await countTenants("race"), await countEvents("race")]).toEqual([1, 1]);
  });

  test("used for another request is refused", async () => {
    await send(createTenant(), keyed("k3", "this"));
    expect(await send(createTenant(), keyed("k3", "that"))).toMatchObject({ status: 422 });
    expect(await countTenants("that")).toBe(0);
  });

  test("of a request that failed may be used again", async () => {
    expect(await send(createTenant("refuse"), keyed("k4", "later"))).toMatchObject({ status: 409 });
    expect(await send(createTenant(), keyed("k4", "later"))).toMatchObject({ status: 201 });
  });

  test("is forgotten after a day", async () => {
    await send(createTenant(), keyed("k5", "old"));
    app.clock.nowMs += 25 * 3_600_000;
    expect(await send(createTenant(), keyed("k5", "new"))).toMatchObject({ status: 201 });
  });
});

describe("what cannot be read is refused with its place", () => {
  test("unknown fields by name, in body and query", async () => {
    const body = await send(createTenant(), { body: { name: "x", colour: "red", size: 1 } });
    expect(body.status).toBe(400);
    expect(body.json.errors.map((error: { path: string }) => error.path)).toEqual(["colour", "size"]);
    const query = await send(listThings, { query: "?form=3" });
    expect(query).toMatchObject({ status: 400, json: { errors: [{ path: "form" }] } });
    expect(await send(listThings, { query: "?from=1&from=2" })).toMatchObject({ status: 400 });
  });

  test("wrong types with the path; no JSON; nothing at all; not UTF-8", async () => {
    expect(await send(createTenant(), { body: { name: 7 } })).toMatchObject({
      status: 400,
      json: { errors: [{ path: "name" }] },
    });
    expect(await send(createTenant(), { body: "{" })).toMatchObject({ status: 400 });
    expect(await send(createTenant(), { body: "" })).toMatchObject({ status: 400 });
    expect(await send(createTenant(), { body: new Uint8Array([0x22, 0xff, 0x22]) })).toMatchObject({
      status: 400,
    });
    expect(await send(createTenant(), { body: "[".repeat(1_900) })).toMatchObject({ status: 400 });
  });

  test("another content type 415, too large 413, unknown encoding 415, broken gzip 400", async () => {
    const body = { name: "x" };
    const header = (name: string, value: string) => ({ body, headers: { [name]: value } });
    expect(await send(createTenant(), header("content-type", "text/plain"))).toMatchObject({ status: 415 });
    expect(await send(createTenant(), header("content-encoding", "br"))).toMatchObject({ status: 415 });
    expect(await send(createTenant(), { body: { name: "x".repeat(3_000) } })).toMatchObject({ status: 413 });
    const bomb = gzipSync(JSON.stringify({ name: "x".repeat(100_000) }));
    const gzip = { "content-encoding": "gzip" };
    expect(await send(createTenant(), { body: bomb, headers: gzip })).toMatchObject({ status: 413 });
    expect(await send(createTenant(), { body: bomb.subarray(0, 40), headers: gzip })).toMatchObject({
      status: 400,
    });
  });

  test("compressed bodies are read", async () => {
    const text = JSON.stringify({ name: "packed" });
    const zstd = { body: zstdCompressSync(text), headers: { "content-encoding": "zstd" } };
    expect(await send(createTenant(), zstd)).toMatchObject({ status: 201 });
  });
});

describe("an answer", () => {
  test("comes as CSV where that is asked for: RFC 4180, formulas neutralised", async () => {
    const answer = await send(listThings, { headers: { accept: "text/csv" } });
    expect(answer.headers.get("content-type")).toContain("text/csv");
    expect(answer.text).toBe('name,count\r\n"\'=cmd|"" /c calc""!A0, x",0\r\n');
    expect(await send(listThings, { headers: { accept: "text/csv;q=0.5, application/json" } })).toMatchObject(
      {
        json: { things: [{ count: 0 }] },
      },
    );
  });

  test("that it cannot come as is 406", async () => {
    expect(await send(listThings, { headers: { accept: "image/png" } })).toMatchObject({ status: 406 });
    const csv = { body: { name: "no-table" }, headers: { accept: "text/csv" } };
    expect(await send(createTenant(), csv)).toMatchObject({ status: 406 });
    expect(await countTenants("no-table")).toBe(0);
  });
});

test("a database that is away is 503 with Retry-After, never a refusal and never a bug", async () => {
  const away = createDatabaseClient("postgresql://nobody:x@127.0.0.1:9/none");
  installAppContext({ ...app.app, database: away });
  const known = await send(createTenant(), { body: { name: "away" } });
  forgetVerified();
  const unknown = await send(listThings);
  await away.close();
  for (const answer of [known, unknown]) {
    expect(answer).toMatchObject({ status: 503, json: { status: 503 } });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  }
});

describe("a route that prepares", () => {
  const prepared: string[] = [];
  const route = (refuse: "nothing" | "preparing" | "handling") =>
    defineRoute({
      method: "POST",
      path: "/test/prepared",
      role: "operator",
      summary: "Prepare, then write",
      body: z.union([z.strictObject({ name: z.string() }), z.strictObject({ csv: z.string() })]),
      bodyForm: "json_or_csv",
      response: z.strictObject({ name: z.string(), inTransaction: z.boolean() }),
      prepare: async ({ body }) => {
        const name = "csv" in body ? body.csv.trim() : body.name;
        prepared.push(name);
        const open = await app.db.superuser.query(
          "select from pg_stat_activity where datname = current_database() and state = 'idle in transaction'",
        );
        if (refuse === "preparing") return err({ code: "invalid", detail: "Not this." });
        return ok({ name, inTransaction: open.rowCount !== 0 });
      },
      handler: async ({ db }, found) => {
        await db.tenant.create({ data: { name: found.name } });
        return refuse === "handling" ? err({ code: "conflict", detail: "Too late." }) : ok(found);
      },
    });

  test("does so before its transaction begins, and hands on what it found", async () => {
    const answer = await send(route("nothing"), { body: { name: "found" } });
    expect(answer).toMatchObject({ status: 200, json: { name: "found", inTransaction: false } });
    expect(await countTenants("found")).toBe(1);
  });

  test("stores nothing where either part refuses", async () => {
    expect(await send(route("preparing"), { body: { name: "a" } })).toMatchObject({ status: 422 });
    expect(await send(route("handling"), { body: { name: "a" } })).toMatchObject({ status: 409 });
    expect(await countTenants("a")).toBe(0);
  });

  test("does not do it again for a key that has its answer", async () => {
    const headers = { "idempotency-key": "prepared" };
    const first = await send(route("nothing"), { body: { name: "keyed" }, headers });
    prepared.length = 0;
    const again = await send(route("preparing"), { body: { name: "keyed" }, headers });
    expect(again.json).toEqual(first.json);
    expect(prepared).toEqual([]);
    expect(await send(route("nothing"), { body: { name: "other" }, headers })).toMatchObject({ status: 422 });
  });

  test("takes a table as it takes JSON, and nothing else", async () => {
    const typed = (type: string) => ({ body: Buffer.from("table"), headers: { "content-type": type } });
    expect(await send(route("nothing"), typed("text/csv; charset=utf-8"))).toMatchObject({
      json: { name: "table" },
    });
    expect(await send(route("nothing"), typed("text/xml"))).toMatchObject({ status: 415 });
    expect(Object.keys(route("nothing").route.bodies)).toEqual(["application/json", "text/csv"]);
  });
});
