import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { forgetVerified } from "#lib/auth/index.ts";
import { installAppContext } from "#lib/http/appContext.ts";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import { SignInLimits } from "#lib/http/signInLimits.ts";
import { apiCaller } from "./callApiForTests.ts";
import { browserOf, codeOf, GOOD_PASSWORD, makePersonForTest, type Send } from "./peopleForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  await makePersonForTest(app, { email: "ada@example.com", name: "Ada Lovelace", role: "admin" });
});
afterAll(async () => {
  await app.close();
});
beforeEach(() => {
  installAppContext({ ...app.app, signInLimits: new SignInLimits(10) });
  forgetVerified();
});

const ADA = { email: "ada@example.com", password: GOOD_PASSWORD };
const OTHER_PASSWORD = "nine loud harbour cranes";

/** Somebody new, and the browser they are signed in with. */
async function signedIn(email: string, role: "viewer" | "operator" | "admin" = "viewer") {
  const id = await makePersonForTest(app, { email, role });
  const browser = browserOf(call);
  expect((await browser.send("/api/v1/sign-in", { email, password: GOOD_PASSWORD })).json.next).toBe("done");
  return { id, ...browser };
}

async function eventsOf(thingName: string): Promise<readonly string[]> {
  const { json } = await call(`/api/v1/audit?limit=1000&thingName=${encodeURIComponent(thingName)}`);
  return json.events.map(({ action }: { action: string }) => action).toReversed();
}

const statusOf = async (send: Send) => {
  forgetVerified();
  return (await send("/api/v1/freeze")).status;
};

describe("signing in with a password", () => {
  test("begins a session that no script reads, no other site sends, and the database cannot give away", async () => {
    const { send, jar } = browserOf(call);
    const answer = await send("/api/v1/sign-in", ADA);
    expect(answer).toMatchObject({
      status: 200,
      json: { next: "done", actor: "ada@example.com", role: "admin" },
    });
    const cookie = answer.headers.getSetCookie().find((one) => one.startsWith("ballast_person=")) ?? "";
    for (const attribute of ["HttpOnly", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(attribute);
    expect(cookie).not.toContain("Secure");
    expect((await send("/api/v1/session")).json).toEqual({ actor: "ada@example.com", role: "admin" });
    const secret = decodeURIComponent(jar.value("ballast_person") ?? "").split(".")[0] ?? "";
    expect(secret.length).toBeGreaterThanOrEqual(32);
    const { rows } = await app.db.pool.query("select to_jsonb(s)::text as text from person_session s");
    expect(rows.length).toBeGreaterThan(0);
    for (const { text } of rows) expect(text).not.toContain(secret);
    const stored = await app.db.pool.query("select password from person_account");
    for (const { password } of stored.rows) expect(password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
  });

  test("over TLS makes a cookie for TLS alone", async () => {
    const headers = { "x-forwarded-proto": "https", "sec-fetch-site": "same-origin" };
    const answer = await call("/api/v1/sign-in", { method: "POST", token: "", body: ADA, headers });
    expect(answer.headers.getSetCookie().find((one) => one.startsWith("ballast_person="))).toContain(
      "; Secure",
    );
  });

  test("each time begins another session, whatever the browser came with", async () => {
    const { send, jar } = browserOf(call);
    await send("/api/v1/sign-in", ADA);
    const first = jar.value("ballast_person");
    await send("/api/v1/sign-in", ADA);
    expect(jar.value("ballast_person")).not.toBe(first);
    const forged = browserOf(call);
    forged.jar.take({
      headers: new Headers([["set-cookie", `ballast_person=${"x".repeat(32)}.${"y".repeat(43)}%3D`]]),
    });
    expect((await forged.send("/api/v1/freeze")).status).toBe(401);
    await forged.send("/api/v1/sign-in", ADA);
    expect(forged.jar.value("ballast_person")).not.toContain("x".repeat(32));
    expect((await forged.send("/api/v1/freeze")).status).toBe(200);
  });

  test("says the same of a wrong password and of nobody's e-mail, after the same work", async () => {
    const { send } = browserOf(call);
    const wrong = await send("/api/v1/sign-in", { ...ADA, password: "not hers at all" });
    const unknown = await send("/api/v1/sign-in", {
      email: "nobody@example.com",
      password: "not hers at all",
    });
    expect(wrong.status).toBe(403);
    expect({ ...unknown.json, instance: "" }).toEqual({ ...wrong.json, instance: "" });
    expect(unknown.status).toBe(403);
    expect(wrong.headers.getSetCookie()).toEqual([]);
  });

  test("is of our own page, never of another site's, and closed to whoever is not there yet", async () => {
    const headers = { "sec-fetch-site": "cross-site" };
    for (const path of ["sign-in", "sign-in/second-factor", "sign-in/new-password", "sign-in/oidc"]) {
      const body =
        path === "sign-in/second-factor"
          ? { code: "123456" }
          : path === "sign-in/oidc"
            ? {}
            : { ...ADA, ...(path === "sign-in" ? {} : { newPassword: OTHER_PASSWORD }) };
      expect((await call(`/api/v1/${path}`, { method: "POST", token: "", body, headers })).status, path).toBe(
        403,
      );
    }
  });

  test("takes the place of a token's session, and signing out ends both", async () => {
    const { send, jar } = browserOf(call);
    await send("/api/v1/session", { token: app.tokens.viewer });
    expect((await send("/api/v1/session")).json.actor).toBe("viewer-token");
    const former = jar.header;
    await send("/api/v1/sign-in", ADA);
    expect((await send("/api/v1/session")).json.actor).toBe("ada@example.com");
    expect((await call("/api/v1/freeze", { token: "", headers: { cookie: former } })).status).toBe(401);
    const held = jar.header;
    expect((await send("/api/v1/session", undefined, { method: "DELETE" })).status).toBe(204);
    expect(jar.header).toBe("");
    expect((await call("/api/v1/freeze", { token: "", headers: { cookie: held } })).status).toBe(401);
    expect((await eventsOf("ada@example.com")).slice(-2)).toEqual(["session.started", "session.ended"]);
  });
});

describe("whoever is wrong too often", () => {
  const wrong = { ...ADA, password: "guess after guess" };

  test("waits, with the right password too, from there; elsewhere the account is open", async () => {
    installAppContext({ ...app.app, signInLimits: new SignInLimits(3) });
    const { send } = browserOf(call);
    for (let attempt = 0; attempt < 3; attempt += 1)
      expect((await send("/api/v1/sign-in", wrong)).status).toBe(403);
    for (const body of [wrong, ADA]) {
      const refused = await send("/api/v1/sign-in", body);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(60);
    }
    expect((await send("/api/v1/sign-in", ADA, { from: "203.0.113.2" })).status).toBe(200);
  });

  test("is held back alike where there is no such account, and so nobody learns of one", async () => {
    installAppContext({ ...app.app, signInLimits: new SignInLimits(3) });
    const { send } = browserOf(call);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1)
      statuses.push((await send("/api/v1/sign-in", { ...wrong, email: "nobody@example.com" })).status);
    expect(statuses).toEqual([403, 403, 403, 429, 429]);
  });

  test("from one network of version 6 is one, whichever of its addresses it takes", async () => {
    installAppContext({ ...app.app, signInLimits: new SignInLimits(3) });
    const { send } = browserOf(call);
    const from = (host: number) => ({ from: `2001:db8:1:2::${host}` });
    for (let host = 1; host < 4; host += 1)
      expect((await send("/api/v1/sign-in", wrong, from(host))).status).toBe(403);
    expect((await send("/api/v1/sign-in", wrong, from(9))).status).toBe(429);
    expect((await send("/api/v1/sign-in", ADA, { from: "2001:db8:1:3::1" })).status).toBe(200);
  });

  test("at many accounts from one address is held back at all of them", async () => {
    installAppContext({ ...app.app, signInLimits: new SignInLimits(3) });
    const { send } = browserOf(call);
    const statuses = [];
    for (let attempt = 0; attempt < 16; attempt += 1)
      statuses.push((await send("/api/v1/sign-in", { ...wrong, email: `n${attempt}@example.com` })).status);
    expect(statuses).toEqual([...Array.from({ length: 15 }, () => 403), 429]);
  });
});

describe("a session", () => {
  const age = async (id: string, column: "last_seen_at" | "expires_at", minutes: number) => {
    await app.db.pool.query(
      `update person_session set ${column} = now() - make_interval(mins => $2) where person_id = $1`,
      [id, minutes],
    );
  };

  test("ends when nothing was done for the idle limit, and not before", async () => {
    const { id, send } = await signedIn("idle@example.com");
    await age(id, "last_seen_at", 719);
    expect(await statusOf(send)).toBe(200);
    await age(id, "last_seen_at", 720);
    expect(await statusOf(send)).toBe(401);
    await age(id, "last_seen_at", 0);
    expect(await statusOf(send)).toBe(401);
  });

  test("that is used stays, and ends at its absolute limit all the same", async () => {
    const { id, send } = await signedIn("busy@example.com");
    await age(id, "last_seen_at", 60);
    expect(await statusOf(send)).toBe(200);
    const { rows } = await app.db.pool.query(
      `select now() - last_seen_at < interval '1 minute' as seen,
          round(extract(epoch from expires_at - created_at) / 60)::int as lives_minutes
        from person_session where person_id = $1`,
      [id],
    );
    // The two instants are taken one after the other, and a millisecond may pass between them.
    expect(rows).toEqual([{ seen: true, lives_minutes: 7 * 24 * 60 }]);
    await age(id, "expires_at", 0);
    expect(await statusOf(send)).toBe(401);
  });

  test("changes things only from our own pages", async () => {
    const { jar } = await signedIn("press@example.com", "operator");
    const press = (headers: Record<string, string>) =>
      call("/api/v1/freeze", {
        method: "POST",
        token: "",
        body: { reason: "test" },
        headers: { cookie: jar.header, ...headers },
      });
    expect((await press({})).status).toBe(403);
    expect((await press({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await press({ origin: "https://evil.example", host: "ballast.test" })).status).toBe(403);
    expect((await press({ "sec-fetch-site": "same-origin" })).status).toBe(200);
    await call("/api/v1/freeze", { method: "DELETE", body: { reason: "test" } });
  });

  test("is listed to its owner, and ended by them alone: one, or all others", async () => {
    const { send } = await signedIn("many@example.com");
    const others = [browserOf(call), browserOf(call)];
    for (const { send: elsewhere } of others)
      await elsewhere("/api/v1/sign-in", { email: "many@example.com", password: GOOD_PASSWORD });
    const { sessions } = (await send("/api/v1/account")).json;
    expect(sessions).toHaveLength(3);
    expect(sessions.filter(({ isThis }: { isThis: boolean }) => isThis)).toHaveLength(1);
    const foreign = (await (await signedIn("stranger@example.com")).send("/api/v1/account")).json.sessions[0]
      .id;
    const end = (id: string) => send(`/api/v1/account/sessions/${id}`, undefined, { method: "DELETE" });
    expect((await end(foreign)).status).toBe(404);
    const mine = (await others[0]?.send("/api/v1/account"))?.json.sessions.find(
      ({ isThis }: { isThis: boolean }) => isThis,
    );
    expect((await end(mine.id)).json).toEqual({ ended: 1 });
    expect(await statusOf(others[0]?.send ?? send)).toBe(401);
    expect((await send("/api/v1/account/sessions", undefined, { method: "DELETE" })).json).toEqual({
      ended: 1,
    });
    expect(await statusOf(others[1]?.send ?? send)).toBe(401);
    expect(await statusOf(send)).toBe(200);
  });

  test("is nothing that a token has: it is told so", async () => {
    const answer = await call("/api/v1/account", { token: app.tokens.viewer });
    expect(answer.status).toBe(404);
    expect(answer.json.detail).toContain("token has no account");
  });
});

describe("one's own password", () => {
  const change = (send: Send, currentPassword: string, newPassword: string) =>
    send("/api/v1/account/password", { currentPassword, newPassword }, { method: "PUT" });

  test("is changed by whoever knows it; the session is a new one, and every other browser is out", async () => {
    const { send, jar } = await signedIn("change@example.com");
    const other = browserOf(call);
    await other.send("/api/v1/sign-in", { email: "change@example.com", password: GOOD_PASSWORD });
    const before = { cookie: jar.header, secret: jar.value("ballast_person") };
    expect((await change(send, "not the one it is", OTHER_PASSWORD)).status).toBe(403);
    expect(await statusOf(other.send)).toBe(200);
    expect((await change(send, GOOD_PASSWORD, OTHER_PASSWORD)).status).toBe(204);
    expect(jar.value("ballast_person")).not.toBe(before.secret);
    expect(await statusOf(send)).toBe(200);
    expect(await statusOf(other.send)).toBe(401);
    expect((await call("/api/v1/freeze", { token: "", headers: { cookie: before.cookie } })).status).toBe(
      401,
    );
    const again = browserOf(call).send;
    const signIn = (password: string) => again("/api/v1/sign-in", { email: "change@example.com", password });
    expect((await signIn(GOOD_PASSWORD)).status).toBe(403);
    expect((await signIn(OTHER_PASSWORD)).json.next).toBe("done");
    expect(await eventsOf("change@example.com")).toContain("person.password_changed");
    const { rows } = await app.db.pool.query("select to_jsonb(e)::text as text from audit_event e");
    for (const { text } of rows)
      for (const secret of [GOOD_PASSWORD, OTHER_PASSWORD]) expect(text).not.toContain(secret);
  });

  test.each([
    ["too short", "short one"],
    ["everybody's", "Password2026!"],
    ["their own e-mail", "rulesperson and more"],
  ])("is refused when it is %s", async (_what, password) => {
    const email = `rulesperson+${_what.replaceAll(/\W/g, "")}@example.com`;
    const { send } = await signedIn(email);
    expect((await change(send, GOOD_PASSWORD, password)).status).toBe(422);
    expect(await statusOf(send)).toBe(200);
  });

  test("cannot be guessed from a browser that was left alone", async () => {
    installAppContext({ ...app.app, signInLimits: new SignInLimits(3) });
    const { send } = await signedIn("left@example.com");
    const statuses = [];
    for (let attempt = 0; attempt < 4; attempt += 1)
      statuses.push((await change(send, "guess after guess", OTHER_PASSWORD)).status);
    expect(statuses).toEqual([403, 403, 403, 429]);
  });
});

describe("a second factor", () => {
  // The machine's clock stands still, and goes on by a step where a test says so: no test meets the end of a step.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const waitForNextCode = () => vi.setSystemTime(Date.now() + 30_000);

  const enable = async (send: Send) => {
    const begun = await send("/api/v1/account/second-factor", { password: GOOD_PASSWORD });
    expect(begun.status).toBe(200);
    return begun.json as { uri: string; backupCodes: string[] };
  };

  test("counts from its first code on; then the password alone signs nobody in", async () => {
    const { send, jar } = await signedIn("totp@example.com");
    const body = { email: "totp@example.com", password: GOOD_PASSWORD };
    expect((await send("/api/v1/account/second-factor", { password: "not the one" })).status).toBe(403);
    const { uri } = await enable(send);
    expect((await browserOf(call).send("/api/v1/sign-in", body)).json.next).toBe("done");
    expect((await send("/api/v1/account/second-factor/confirm", { code: "000000" })).status).toBe(403);
    const before = jar.value("ballast_person");
    expect((await send("/api/v1/account/second-factor/confirm", { code: codeOf(uri) })).status).toBe(204);
    expect(jar.value("ballast_person")).not.toBe(before);
    expect(await statusOf(send)).toBe(200);
    const next = browserOf(call);
    const asked = await next.send("/api/v1/sign-in", body);
    expect(asked.json).toEqual({ next: "second_factor", actor: null, role: null });
    expect(next.jar.value("ballast_person") ?? "").toBe("");
    expect(await statusOf(next.send)).toBe(401);
    expect((await next.send("/api/v1/sign-in/second-factor", { code: "000000" })).status).toBe(403);
    waitForNextCode();
    expect((await next.send("/api/v1/sign-in/second-factor", { code: codeOf(uri) })).json).toMatchObject({
      next: "done",
      actor: "totp@example.com",
    });
    expect(await statusOf(next.send)).toBe(200);
    const stored = await app.db.pool.query("select secret, backup_codes from person_second_factor");
    const secret = new URL(uri).searchParams.get("secret") ?? "";
    for (const row of stored.rows) expect(JSON.stringify(row)).not.toContain(secret);
  });

  /** Somebody with one, whose first code was used to turn it on; each call asks with a code in a browser of its own. */
  const withCodes = async (email: string) => {
    const { send } = await signedIn(email);
    const { uri } = await enable(send);
    await send("/api/v1/account/second-factor/confirm", { code: codeOf(uri) });
    const begin = async () => {
      const browser = browserOf(call);
      await browser.send("/api/v1/sign-in", { email, password: GOOD_PASSWORD });
      return (code: string) => browser.send("/api/v1/sign-in/second-factor", { code });
    };
    return { uri, begin };
  };
  const sessionsOf = async (email: string) =>
    await app.db.prisma.personSession.count({ where: { person: { email } } });

  test("takes a code once: neither it nor an older one again, while the next is good", async () => {
    const { uri, begin } = await withCodes("once@example.com");
    const give = await begin();
    const again = await give(codeOf(uri));
    expect([again.status, again.json.detail]).toEqual([403, expect.stringContaining("used already")]);
    expect(await sessionsOf("once@example.com")).toBe(1);
    waitForNextCode();
    expect((await give(codeOf(uri))).json.next).toBe("done");
    const other = await begin();
    for (const nowMs of [Date.now(), Date.now() - 30_000])
      expect((await other(codeOf(uri, nowMs))).status).toBe(403);
    waitForNextCode();
    expect((await other(codeOf(uri))).json.next).toBe("done");
    expect(await sessionsOf("once@example.com")).toBe(3);
  });

  test("takes a code once from two browsers that give it at the same moment", async () => {
    const { uri, begin } = await withCodes("twice@example.com");
    for (let round = 1; round <= 3; round += 1) {
      waitForNextCode();
      const both = [await begin(), await begin()];
      const answers = await Promise.all(both.map((give) => give(codeOf(uri))));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
      expect(await sessionsOf("twice@example.com")).toBe(1 + round);
    }
  });

  test("may be given by a backup code, once each", async () => {
    const { send } = await signedIn("backup@example.com");
    const { uri, backupCodes } = await enable(send);
    await send("/api/v1/account/second-factor/confirm", { code: codeOf(uri) });
    const body = { email: "backup@example.com", password: GOOD_PASSWORD };
    const [code = ""] = backupCodes;
    const signIn = async () => {
      const browser = browserOf(call);
      await browser.send("/api/v1/sign-in", body);
      return (await browser.send("/api/v1/sign-in/second-factor", { code })).status;
    };
    expect(backupCodes).toHaveLength(10);
    expect(await signIn()).toBe(200);
    expect(await signIn()).toBe(403);
  });

  test("cannot be guessed: after a few wrong codes the password is asked for anew, and soon nothing is taken", async () => {
    const { send } = await signedIn("guessed@example.com");
    const { uri } = await enable(send);
    await send("/api/v1/account/second-factor/confirm", { code: codeOf(uri) });
    const body = { email: "guessed@example.com", password: GOOD_PASSWORD };
    const guess = browserOf(call);
    const wrong = String((Number(codeOf(uri)) + 500_000) % 1_000_000).padStart(6, "0");
    let attempts = 0;
    let last = 403;
    for (; attempts < 40 && last === 403; attempts += 1) {
      // From another address each time: it is the account's own limit that ends this.
      const from = `198.51.100.${attempts}`;
      if (attempts % 4 === 0) await guess.send("/api/v1/sign-in", body, { from });
      last = (await guess.send("/api/v1/sign-in/second-factor", { code: wrong }, { from })).status;
    }
    expect(last).toBe(429);
    expect(attempts).toBeLessThanOrEqual(12);
    const right = browserOf(call);
    await right.send("/api/v1/sign-in", body, { from: "198.51.100.200" });
    const refused = await right.send(
      "/api/v1/sign-in/second-factor",
      { code: codeOf(uri) },
      { from: "198.51.100.200" },
    );
    expect(refused.status).toBe(429);
  });

  test("is ended with the password, and backup codes are made anew with it", async () => {
    const { send, jar } = await signedIn("ended@example.com");
    const { uri, backupCodes } = await enable(send);
    await send("/api/v1/account/second-factor/confirm", { code: codeOf(uri) });
    const made = await send("/api/v1/account/second-factor/backup-codes", { password: GOOD_PASSWORD });
    expect(made.json.backupCodes).toHaveLength(10);
    expect(made.json.backupCodes).not.toContain(backupCodes[0]);
    const before = jar.value("ballast_person");
    const end = (password: string) =>
      send("/api/v1/account/second-factor", { password }, { method: "DELETE" });
    expect((await end("not the one")).status).toBe(403);
    expect((await end(GOOD_PASSWORD)).status).toBe(204);
    expect(jar.value("ballast_person")).not.toBe(before);
    expect(
      (await browserOf(call).send("/api/v1/sign-in", { email: "ended@example.com", password: GOOD_PASSWORD }))
        .json.next,
    ).toBe("done");
    expect(await eventsOf("ended@example.com")).toEqual([
      "person.created",
      "session.started",
      "person.second_factor_enabled",
      "person.backup_codes_made",
      "person.second_factor_disabled",
      "session.started",
    ]);
  });
});
