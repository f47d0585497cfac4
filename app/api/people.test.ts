import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { forgetVerified } from "#lib/auth/index.ts";
import { installAppContext } from "#lib/http/appContext.ts";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import { SignInLimits } from "#lib/http/signInLimits.ts";
import { apiCaller } from "./callApiForTests.ts";
import { browserOf, codeOf, GOOD_PASSWORD, makePersonForTest } from "./peopleForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  await call("/api/v1/inventory", {
    method: "PUT",
    body: { regions: [{ name: "westus" }, { name: "northeurope" }] },
  });
});
afterAll(async () => {
  await app.close();
});
beforeEach(() => {
  installAppContext({ ...app.app, signInLimits: new SignInLimits(20) });
  forgetVerified();
});

const send = (path: string, method: string, body?: unknown) =>
  call(`/api/v1/people${path}`, { method, ...(body === undefined ? {} : { body }) });
const make = (body: object) => send("", "POST", body);

/** Somebody signed in, with a password of their own. */
async function signedIn(email: string, role: "viewer" | "operator" | "admin" = "viewer") {
  const id = await makePersonForTest(app, { email, role });
  const browser = browserOf(call);
  expect((await browser.send("/api/v1/sign-in", { email, password: GOOD_PASSWORD })).json.next).toBe("done");
  return { id, ...browser };
}

describe("whoever an admin makes", () => {
  test("has a password shown once, which opens nothing but its own change", async () => {
    const made = await make({ name: "Otto Klein", email: "Otto@Example.com", role: "operator" });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ email: "otto@example.com", role: "operator", regions: null });
    const { password } = made.json;
    expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect((await send("", "GET")).text).not.toContain(password);
    const browser = browserOf(call);
    const body = { email: "otto@example.com", password };
    expect((await browser.send("/api/v1/sign-in", body)).json.next).toBe("new_password");
    expect((await browser.send("/api/v1/freeze")).status).toBe(401);
    const change = (newPassword: string) =>
      browser.send("/api/v1/sign-in/new-password", { ...body, newPassword });
    for (const bad of [password, "too short", "otto@example.com", "Password2026!"])
      expect((await change(bad)).status, bad).toBe(422);
    expect((await change(GOOD_PASSWORD)).json).toMatchObject({ next: "done", role: "operator" });
    expect((await browser.send("/api/v1/freeze")).status).toBe(200);
    expect((await browserOf(call).send("/api/v1/sign-in", body)).status).toBe(403);
    expect((await change("another good one of theirs")).status).toBe(403);
    const texts = await app.db.pool.query(
      "select (select json_agg(e) from audit_event e)::text || (select json_agg(k) from idempotency_key k)::text as text",
    );
    expect(String(texts.rows[0].text)).not.toContain(password);
  });

  test("has another e-mail than everybody else, and regions that are there", async () => {
    const body = { name: "Twice", email: "twice@example.com", role: "viewer" };
    expect((await make(body)).status).toBe(201);
    expect((await make({ ...body, email: "TWICE@example.com" })).status).toBe(409);
    expect((await make({ ...body, email: "thrice@example.com", regions: ["nowhere"] })).status).toBe(422);
    expect((await make({ ...body, email: "thrice@example.com", role: "ingest" })).status).toBe(400);
    expect((await make({ ...body, email: "no e-mail" })).status).toBe(400);
  });

  test("keeps the password out of what an Idempotency-Key remembers", async () => {
    const again = () =>
      call("/api/v1/people", {
        method: "POST",
        body: { name: "Retry", email: "retry@example.com", role: "viewer" },
        headers: { "idempotency-key": "person-1" },
      });
    const first = await again();
    expect((await again()).json).toEqual({ ...first.json, password: null });
  });
});

describe("regions", () => {
  test("are the whole fleet, or those that are named, and an empty list is none", async () => {
    const { rows } = await app.db.pool.query("select id, name from region");
    const numberOf = (name: string) => rows.find((row) => row.name === name).id;
    const id = await makePersonForTest(app, { email: "regions@example.com" });
    const stored = async () =>
      (await app.db.pool.query("select whole_fleet, region_ids from person where id = $1", [id])).rows[0];
    expect(await stored()).toEqual({ whole_fleet: true, region_ids: [] });
    expect((await send(`/${id}`, "PATCH", { regions: ["westus"] })).json.regions).toEqual(["westus"]);
    expect(await stored()).toEqual({ whole_fleet: false, region_ids: [numberOf("westus")] });
    expect((await send(`/${id}`, "PATCH", { regions: [] })).json.regions).toEqual([]);
    expect(await stored()).toEqual({ whole_fleet: false, region_ids: [] });
    expect((await send(`/${id}`, "PATCH", { regions: null })).json.regions).toBeNull();
    await expect(
      app.db.pool.query("update person set region_ids = '{1}' where id = $1 and whole_fleet", [id]),
    ).rejects.toThrow("person_regions");
  });
});

describe("what an admin changes", () => {
  test("takes effect with the next request: a role, a person disabled, browsers signed out", async () => {
    const { id, send: ask } = await signedIn("effect@example.com", "operator");
    const press = () => ask("/api/v1/freeze", { reason: "test" });
    const signIn = () => ask("/api/v1/sign-in", { email: "effect@example.com", password: GOOD_PASSWORD });
    expect((await press()).status).toBe(200);
    expect((await send(`/${id}`, "PATCH", { role: "viewer" })).json.role).toBe("viewer");
    expect((await press()).status).toBe(401);
    expect((await signIn()).json).toMatchObject({ next: "done", role: "viewer" });
    expect((await press()).status).toBe(403);
    expect((await send(`/${id}/sessions`, "DELETE")).json).toEqual({ ended: 1 });
    expect((await ask("/api/v1/freeze")).status).toBe(401);
    expect((await signIn()).status).toBe(200);
    expect((await send(`/${id}`, "PATCH", { isDisabled: true })).json.disabledAt).not.toBeNull();
    expect((await ask("/api/v1/freeze")).status).toBe(401);
    const refused = await signIn();
    expect([refused.status, refused.json.detail]).toEqual([403, "This person is disabled. Ask an admin."]);
    expect((await send(`/${id}`, "PATCH", { isDisabled: false })).json.disabledAt).toBeNull();
    expect((await signIn()).status).toBe(200);
    const { json } = await call("/api/v1/audit?thing=person&thingName=effect@example.com");
    expect(json.events.map(({ action }: { action: string }) => action).toReversed()).toEqual([
      "person.created",
      "person.updated",
      "person.sessions_ended",
      "person.updated",
      "person.updated",
    ]);
    await call("/api/v1/freeze", { method: "DELETE", body: { reason: "test" } });
  });

  test("resets a password: the one of before opens nothing, its browsers are out, the next is chosen anew", async () => {
    const { id, send: ask } = await signedIn("reset@example.com");
    const reset = await send(`/${id}/password`, "POST");
    expect(reset.status).toBe(200);
    expect((await ask("/api/v1/freeze")).status).toBe(401);
    const signIn = (password: string) => ask("/api/v1/sign-in", { email: "reset@example.com", password });
    expect((await signIn(GOOD_PASSWORD)).status).toBe(403);
    expect((await signIn(reset.json.password)).json.next).toBe("new_password");
  });

  test("takes a second factor off whoever lost it", async () => {
    const { id, send: ask } = await signedIn("lost@example.com");
    const { uri } = (await ask("/api/v1/account/second-factor", { password: GOOD_PASSWORD })).json;
    await ask("/api/v1/account/second-factor/confirm", { code: codeOf(uri) });
    const signIn = () => ask("/api/v1/sign-in", { email: "lost@example.com", password: GOOD_PASSWORD });
    expect((await signIn()).json.next).toBe("second_factor");
    expect((await send(`/${id}/second-factor`, "DELETE")).json.hasSecondFactor).toBe(false);
    expect((await signIn()).json.next).toBe("done");
  });

  test("never leaves the fleet without an admin, also when two go at once", async () => {
    const one = await makePersonForTest(app, { email: "one@example.com", role: "admin" });
    const two = await makePersonForTest(app, { email: "two@example.com", role: "admin" });
    const answers = await Promise.all([
      send(`/${one}`, "PATCH", { role: "viewer" }),
      send(`/${two}`, "PATCH", { isDisabled: true }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const { rows } = await app.db.pool.query(
      "select id from person where role = 'admin' and disabled_at is null and whole_fleet",
    );
    expect(rows).toHaveLength(1);
    const [last] = rows;
    for (const change of [{ role: "approver" }, { isDisabled: true }, { regions: ["westus"] }])
      expect((await send(`/${last.id}`, "PATCH", change)).status).toBe(409);
    expect((await send(`/${last.id}`, "PATCH", { name: "Still Admin" })).json.name).toBe("Still Admin");
  });

  test("of nobody is 404", async () => {
    expect((await send("/nobody", "PATCH", { name: "x" })).status).toBe(404);
    for (const [path, method] of [
      ["password", "POST"],
      ["sessions", "DELETE"],
      ["second-factor", "DELETE"],
    ] as const)
      expect((await send(`/nobody/${path}`, method)).status, path).toBe(404);
  });
});

test("an admin of some regions does not say who sees the whole fleet", async () => {
  await makePersonForTest(app, { email: "whole@example.com", role: "admin" });
  const id = await makePersonForTest(app, {
    email: "limited@example.com",
    role: "admin",
    regions: ["westus"],
  });
  const { send: ask } = browserOf(call);
  await ask("/api/v1/sign-in", { email: "limited@example.com", password: GOOD_PASSWORD });
  const tries = [
    await ask("/api/v1/people", { name: "More", email: "more@example.com", role: "admin" }),
    await ask(`/api/v1/people/${id}`, { regions: null }, { method: "PATCH" }),
    await ask(`/api/v1/people/${id}/password`, undefined, { method: "POST" }),
  ];
  expect(tries.map(({ status }) => status)).toEqual([403, 403, 403]);
});
