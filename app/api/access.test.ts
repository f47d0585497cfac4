import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { authenticate, forgetVerified } from "#lib/auth/index.ts";
import { createDatabaseClient } from "#lib/db/client.ts";
import { installAppContext } from "#lib/http/appContext.ts";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { RequestLimits } from "#lib/http/requestLimits.ts";
import { WorkLane } from "#lib/http/workLane.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
});
afterAll(async () => {
  await app.close();
});
beforeEach(() => {
  app.clock.nowMs = TEST_START_MS;
  forgetVerified();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  call(path, { method: "POST", body, headers });

/** The cookie of a browser that was signed in with a token. */
async function browserWith(token: string): Promise<string> {
  const answer = await call("/api/v1/session", { method: "POST", token: "", body: { token } });
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

const statusWith = async (cookie: string) => {
  forgetVerified();
  return (await call("/api/v1/freeze", { token: "", headers: { cookie } })).status;
};

describe("whoever is wrong too often", () => {
  const from = (address: string, token: string) =>
    call("/api/v1/fleet", { token, headers: { "x-forwarded-for": address } });
  const signIn = (address: string, token: string) =>
    call("/api/v1/session", {
      method: "POST",
      token: "",
      body: { token },
      headers: { "x-forwarded-for": address },
    });

  test("from one address is told to wait, where it asks and where it signs in, and who is right there is let in", async () => {
    installAppContext({
      ...app.app,
      limits: new RequestLimits({ requestsPerMinute: 1_000, failuresPerMinute: 60 }),
    });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 61; attempt++)
      statuses.push((await from("203.0.113.9", "blst_wrong")).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(60);
    expect(statuses.at(-1)).toBe(429);
    const refused = await signIn("203.0.113.9", "blst_wrong");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await signIn("203.0.113.9", app.tokens.viewer)).status).toBe(201);
    expect((await from("203.0.113.9", app.tokens.viewer)).status).toBe(200);
    expect((await signIn("203.0.113.10", "blst_wrong")).status).toBe(403);
    installAppContext(app.app);
  });

  test("a sender of telemetry is never answered 429, since it would drop what it has", async () => {
    const send = (token: string) =>
      call("/api/v1/samples/cpu", {
        method: "POST",
        token,
        body: { samples: [] },
        headers: { "x-forwarded-for": "203.0.113.9" },
      });
    expect((await send("blst_wrong")).status).toBe(401);
    expect((await send(app.tokens.ingest)).status).toBe(200);
  });
});

test("a heavy request that finds too many waiting is told when to come again, and a light one is answered", async () => {
  installAppContext({ ...app.app, heavyWork: new WorkLane({ atOnce: 0, waiting: 0 }) });
  try {
    const refused = await call("/api/v1/fleet/heatmap");
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.json.detail).toContain("heavy");
    expect((await call("/api/v1/tokens")).status).toBe(200);
  } finally {
    installAppContext(app.app);
  }
  expect((await call("/api/v1/fleet/heatmap")).status).toBe(200);
});

describe("a token", () => {
  test("is shown once, stored as its hash, and seen by its prefix afterwards", async () => {
    const made = await post("/api/v1/tokens", { name: "ci", role: "viewer" });
    expect(made.status).toBe(201);
    expect(made.json.secret).toMatch(/^blst_[\w-]{43}$/);
    const listed = await call("/api/v1/tokens");
    expect(listed.text).not.toContain(made.json.secret);
    expect(listed.json.tokens.at(-1)).toMatchObject({
      name: "ci",
      role: "viewer",
      prefix: made.json.secret.slice(0, 11),
    });
    const everything = await app.db.pool.query(
      "select (select json_agg(t) from api_token t)::text || (select json_agg(a) from audit_event a)::text as text",
    );
    expect(everything.rows[0].text).not.toContain(made.json.secret.slice(12));
    expect((await call("/api/v1/fleet", { token: made.json.secret })).status).toBe(200);
  });

  test("made with an Idempotency-Key keeps its secret out of what is remembered", async () => {
    const key = { "idempotency-key": "token-1" };
    const first = await post("/api/v1/tokens", { name: "retry", role: "viewer" }, key);
    const again = await post("/api/v1/tokens", { name: "retry", role: "viewer" }, key);
    expect(again.json).toEqual({ ...first.json, secret: null });
    const kept = await app.db.pool.query("select body::text as text from idempotency_key");
    for (const { text } of kept.rows) expect(text).not.toContain(first.json.secret);
  });

  test("that is revoked is refused at once, with every session begun with it, and revoking is in the audit", async () => {
    const made = await post("/api/v1/tokens", { name: "leaked", role: "viewer" });
    const token: string = made.json.secret;
    expect((await call("/api/v1/fleet", { token })).status).toBe(200);
    const session = await call("/api/v1/session", { method: "POST", token: "", body: { token } });
    const cookie = session.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect((await call("/api/v1/fleet", { token: "", headers: { cookie } })).status).toBe(200);
    expect((await call(`/api/v1/tokens/${made.json.id}`, { method: "DELETE" })).status).toBe(200);
    expect((await call("/api/v1/fleet", { token })).status).toBe(401);
    expect((await call("/api/v1/fleet", { token: "", headers: { cookie } })).status).toBe(401);
    const audit = await call("/api/v1/audit?thing=token&thingName=leaked");
    expect(audit.json.events.map((event: { action: string }) => event.action)).toEqual([
      "token.revoked",
      "token.created",
    ]);
  });

  test("whose browsers are signed out stays good itself, and that is in the audit", async () => {
    const { json: made } = await post("/api/v1/tokens", { name: "shared", role: "viewer" });
    const browsers = [await browserWith(made.secret), await browserWith(made.secret)];
    const other = await browserWith(app.tokens.viewer);
    const end = async (id: number) => await call(`/api/v1/tokens/${id}/sessions`, { method: "DELETE" });
    for (const cookie of browsers) expect(await statusWith(cookie)).toBe(200);
    expect([(await end(made.id)).json, (await end(made.id)).json]).toEqual([{ ended: 2 }, { ended: 0 }]);
    for (const cookie of browsers) expect(await statusWith(cookie)).toBe(401);
    expect(await statusWith(other)).toBe(200);
    expect((await call("/api/v1/freeze", { token: made.secret })).status).toBe(200);
    expect((await end(999_999)).status).toBe(404);
    const audit = await call("/api/v1/audit?thing=token&thingName=shared");
    expect(audit.json.events.map((event: { action: string }) => event.action)).toEqual([
      "token.sessions_ended",
      "token.created",
    ]);
  });

  test("begins sessions that end when nothing was done for the idle limit, and at their absolute one", async () => {
    const cookie = await browserWith(app.tokens.viewer);
    const age = async (column: "last_seen_at" | "expires_at", minutes: number) => {
      await app.db.pool.query(
        `update session set ${column} = now() - make_interval(mins => $1) where id = (select max(id) from session)`,
        [minutes],
      );
    };
    const { rows } = await app.db.pool.query(
      `select expires_at - created_at as lives, abs(extract(epoch from now() - last_seen_at)) < 600 as fresh
         from session order by id desc limit 1`,
    );
    expect(rows).toEqual([{ lives: expect.objectContaining({ days: 7 }), fresh: true }]);
    await age("last_seen_at", 719);
    expect(await statusWith(cookie)).toBe(200);
    const seen = await app.db.pool.query(
      "select now() - last_seen_at < interval '10 minutes' as seen from session order by id desc limit 1",
    );
    expect(seen.rows).toEqual([{ seen: true }]);
    // The app's own clock, which the demo puts ahead, ends none.
    app.clock.nowMs += 30 * 24 * 3_600_000;
    expect(await statusWith(cookie)).toBe(200);
    app.clock.nowMs -= 30 * 24 * 3_600_000;
    await age("last_seen_at", 720);
    expect(await statusWith(cookie)).toBe(401);
    await age("last_seen_at", 0);
    expect(await statusWith(cookie)).toBe(401);

    const busy = await browserWith(app.tokens.viewer);
    await age("expires_at", 0);
    expect(await statusWith(busy)).toBe(401);
  });

  test("is refused from the answer of its revocation on, however busy it is while that commits", async () => {
    const made = await post("/api/v1/tokens", { name: "busy-leak", role: "viewer" });
    const token: string = made.json.secret;
    // Committing takes long enough for the token to be checked, and found good, in the middle of it.
    await app.db.superuser.query(`create function linger() returns trigger language plpgsql as
      $$ begin perform pg_sleep(0.3); return null; end $$`);
    await app.db.pool.query(`create constraint trigger linger after update on api_token deferrable initially deferred
      for each row when (new.revoked_at is not null) execute function linger()`);
    const state = { revoked: false };
    const users = [1, 2].map(async () => {
      while (!state.revoked) {
        await call("/api/v1/session", { token });
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    await call(`/api/v1/tokens/${made.json.id}`, { method: "DELETE" });
    const after = await call("/api/v1/freeze", { token });
    state.revoked = true;
    await Promise.all(users);
    await app.db.superuser.query("drop trigger linger on api_token; drop function linger()");
    expect(after.status).toBe(401);
  });

  test("expires when it says", async () => {
    const expiresAt = new Date(TEST_START_MS + 60_000).toISOString();
    const made = await post("/api/v1/tokens", { name: "short", role: "viewer", expiresAt });
    expect((await call("/api/v1/fleet", { token: made.json.secret })).status).toBe(200);
    app.clock.nowMs += 60_000;
    expect((await call("/api/v1/fleet", { token: made.json.secret })).status).toBe(401);
    expect((await post("/api/v1/tokens", { name: "past", role: "viewer", expiresAt })).status).toBe(422);
  });

  test("is written down as used at most once a minute", async () => {
    const made = await post("/api/v1/tokens", { name: "busy", role: "viewer" });
    const lastUsed = async () =>
      (
        await app.db.prisma.apiToken.findUniqueOrThrow({ where: { id: made.json.id } })
      ).lastUsedAt?.getTime() ?? null;
    const use = async (afterMs: number) => {
      app.clock.nowMs = TEST_START_MS + afterMs;
      forgetVerified();
      await call("/api/v1/fleet", { token: made.json.secret });
      return await lastUsed();
    };
    expect(await lastUsed()).toBeNull();
    expect(await use(0)).toBe(TEST_START_MS);
    expect(await use(59_000)).toBe(TEST_START_MS);
    expect(await use(61_000)).toBe(TEST_START_MS + 61_000);
  });

  test("that is used by many requests at once is looked at by few, each of which began after those that it is for", async () => {
    const ask = async () => (await call("/api/v1/session", { token: app.tokens.viewer })).json.role;
    // A look counts for a second: this one does not end while the machine stalls.
    const atMs = performance.now();
    const held = vi.spyOn(performance, "now").mockReturnValue(atMs);
    onTestFinished(() => held.mockRestore());
    expect(await ask()).toBe("viewer");
    let asked = 0;
    const count = () => {
      asked += 1;
    };
    app.db.pool.on("acquire", count);
    const roles = await Promise.all(Array.from({ length: 50 }, ask));
    app.db.pool.off("acquire", count);
    expect(new Set(roles)).toEqual(new Set(["viewer"]));
    // The first one's look, and the next for all others.
    expect(asked).toBeLessThan(6);
  });

  test("that one replica of the app revokes is refused by the other from then on, though it had just believed it", async () => {
    const other = createDatabaseClient(app.db.url);
    const [here, there] = [app.db.client.pools.ingest, other.pools.ingest];
    const { people } = app.app;
    const who = async (pool: typeof here, secret: string) => {
      const credential = { secret, by: "bearer", holder: "token" } as const;
      return (await authenticate({ pool, people }, credential, TEST_START_MS))?.actor ?? null;
    };
    for (let round = 0; round < 10; round += 1) {
      const { json } = await post("/api/v1/tokens", { name: `round ${round}`, role: "viewer" });
      for (const pool of [here, there, here, there])
        expect(await who(pool, json.secret)).toBe(`round ${round}`);
      expect((await call(`/api/v1/tokens/${json.id}`, { method: "DELETE" })).status).toBe(200);
      expect(await Promise.all([who(there, json.secret), who(here, json.secret)])).toEqual([null, null]);
    }
    await other.close();
  });
});

describe("a browser's session", () => {
  const signIn = async (token: string) =>
    await call("/api/v1/session", { method: "POST", token: "", body: { token } });
  const cookieOf = (answer: { headers: Headers }) => answer.headers.get("set-cookie")?.split(";")[0] ?? "";

  test("is a cookie that no script reads and no other site sends", async () => {
    const answer = await signIn(app.tokens.operator);
    expect(answer).toMatchObject({ status: 201, json: { actor: "operator-token", role: "operator" } });
    const cookie = answer.headers.get("set-cookie") ?? "";
    for (const attribute of ["HttpOnly", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(attribute);
    expect(cookie).not.toContain(app.tokens.operator);
    const who = await call("/api/v1/session", { token: "", headers: { cookie: cookieOf(answer) } });
    expect(who.json).toEqual({ actor: "operator-token", role: "operator" });
  });

  test("changes things only from our own pages; reading and tokens need no such proof", async () => {
    const cookie = cookieOf(await signIn(app.tokens.operator));
    const press = (headers: Record<string, string>) =>
      call("/api/v1/freeze", {
        method: "POST",
        token: "",
        body: { reason: "test" },
        headers: { cookie, ...headers },
      });
    const lift = () => call("/api/v1/freeze", { method: "DELETE", body: { reason: "test" } });
    expect((await press({})).status).toBe(403);
    expect((await press({ origin: "https://evil.example", host: "ballast.test" })).status).toBe(403);
    expect((await press({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await press({ "sec-fetch-site": "same-site" })).status).toBe(403);
    expect((await call("/api/v1/fleet", { token: "", headers: { cookie } })).status).toBe(200);
    expect((await press({ "sec-fetch-site": "same-origin" })).status).toBe(200);
    expect((await lift()).status).toBe(200);
    expect((await press({ origin: "http://ballast.test", host: "ballast.test" })).status).toBe(200);
    expect((await lift()).status).toBe(200);
  });

  test("ends when it is signed out, and no other does", async () => {
    const other = { cookie: cookieOf(await signIn(app.tokens.viewer)) };
    const headers = { "sec-fetch-site": "same-origin", cookie: cookieOf(await signIn(app.tokens.viewer)) };
    expect((await call("/api/v1/session", { method: "DELETE", token: "", headers })).status).toBe(204);
    expect((await call("/api/v1/fleet", { token: "", headers })).status).toBe(401);
    expect((await call("/api/v1/fleet", { token: "", headers: other })).status).toBe(200);
  });

  test("is not begun with a bad token, a sender's token, or from another site", async () => {
    expect((await signIn("nonsense")).status).toBe(403);
    expect((await signIn(app.tokens.ingest)).status).toBe(403);
    const forged = {
      method: "POST",
      token: "",
      body: { token: app.tokens.admin },
      headers: { "sec-fetch-site": "cross-site" },
    };
    expect((await call("/api/v1/session", forged)).status).toBe(403);
  });
});

test("the audit is read page by page, nothing twice and nothing left out, and filtered", async () => {
  for (let index = 0; index < 7; index += 1)
    await post("/api/v1/tokens", { name: `page-${index}`, role: "viewer" });
  const all = (await call("/api/v1/audit?limit=1000")).json.events;
  const read: unknown[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: { json: { events: unknown[]; nextCursor: string | null } } = await call(
      `/api/v1/audit?limit=3${cursor === "" ? "" : `&cursor=${cursor}`}`,
    );
    read.push(...page.json.events);
    cursor = page.json.nextCursor;
  }
  expect(read).toEqual(all);
  const filtered = (await call("/api/v1/audit?actor=admin-token&thingName=page-3")).json.events;
  expect(filtered).toHaveLength(1);
  expect((await call("/api/v1/audit?cursor=x")).status).toBe(400);
  const csv = await call("/api/v1/audit.csv?limit=2", {});
  expect(csv.text.split("\r\n")[0]).toBe(
    "id,at,actor,actor_role,action,thing,thing_name,before,after,reason,request_id,context,prev_hash,hash",
  );
});
