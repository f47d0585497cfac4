import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { forgetVerified, type GrantRules, PeopleAuth } from "#lib/auth/index.ts";
import { isDistributed } from "#lib/db/testDatabase.ts";
import { installAppContext } from "#lib/http/appContext.ts";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller } from "./callApiForTests.ts";
import { CLIENT, type ProviderPerson, startProvider, type TestProvider } from "./oidcForTests.ts";
import { browserOf, GOOD_PASSWORD, makePersonForTest, type Send } from "./peopleForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

const PUBLIC_URL = "http://ballast.test";
const RULES: GrantRules = {
  roleClaims: ["roles", "groups"],
  roleOf: new Map([
    ["fleet-admins", "admin"],
    ["fleet-operators", "operator"],
    ["everybody", "viewer"],
  ]),
  defaultRole: null,
  regionsOf: null,
};

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
let provider: TestProvider;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  provider = await startProvider(`${PUBLIC_URL}/api/v1/sign-in/callback/oidc`);
  await call("/api/v1/inventory", {
    method: "PUT",
    body: { regions: [{ name: "westus" }, { name: "northeurope" }] },
  });
});
afterAll(async () => {
  await provider.close();
  await app.close();
});
beforeEach(() => {
  provider.next.tamper = null;
  provider.next.issuer = null;
  use(RULES);
  forgetVerified();
});

/** The app as it is started with these rules. */
function use(rules: GrantRules, issuer = provider.issuer): void {
  const oidc = {
    ...{ issuer, rules, name: "Entra ID" },
    ...{ clientId: CLIENT.id, clientSecret: CLIENT.secret, scopes: ["openid", "profile", "email"] },
  };
  const parts = { ...app.app.people.parts, publicUrl: PUBLIC_URL, oidc };
  installAppContext({ ...app.app, people: new PeopleAuth(parts) });
}

function know(sub: string, groups: readonly string[], facts: Partial<ProviderPerson> = {}): void {
  const person = { email: `${sub}@example.com`, name: `Name of ${sub}`, email_verified: true };
  provider.people.set(sub, { ...person, groups, ...facts });
  provider.at.browser = sub;
}

/** Through the provider and back; where the browser is sent then, and the address it came back with. */
async function signIn(send: Send, next = "/fleet") {
  const begun = await send("/api/v1/sign-in/oidc", { next });
  expect([begun.status, begun.text.slice(0, 10)]).toEqual([200, '{"url":"ht']);
  const back = await provider.follow(begun.json.url);
  const done = await send(back.pathname + back.search);
  expect(done.status).toBe(303);
  return { back, begun, location: done.headers.get("location"), cookies: done.headers.getSetCookie() };
}

const who = async (send: Send) => {
  forgetVerified();
  return (await send("/api/v1/session")).json;
};
const problem = (word: string) => `/sign-in?problem=${word}`;
const NOBODY = { actor: null, role: null };

async function peopleNamed(email: string): Promise<number> {
  return await app.db.prisma.person.count({ where: { email } });
}

describe("single sign-on", () => {
  test("makes a person at the first sign-in, with the role of the greatest of their groups", async () => {
    know("ines", ["everybody", "fleet-operators", "another"]);
    const { send } = browserOf(call);
    const { location, begun, cookies } = await signIn(send);
    expect(location).toBe("/fleet");
    const asked = new URL(begun.json.url).searchParams;
    expect(asked.get("code_challenge_method")).toBe("S256");
    for (const name of ["code_challenge", "state", "nonce"])
      expect(asked.get(name)?.length).toBeGreaterThan(20);
    expect(cookies.find((one) => one.startsWith("ballast_person="))).toMatch(/HttpOnly.*SameSite=Lax/);
    expect(await who(send)).toEqual({ actor: "ines@example.com", role: "operator" });
    expect((await send("/api/v1/account")).json).toMatchObject({
      name: "Name of ines",
      regions: null,
      hasPassword: false,
      isFromProvider: true,
    });
    const { json } = await call("/api/v1/audit?thingName=ines@example.com");
    expect(json.events.map(({ action }: { action: string }) => action)).toEqual([
      "session.started",
      "person.created",
    ]);
    const kept = await app.db.pool.query(
      "select access_token, refresh_token, id_token, password from person_account",
    );
    for (const row of kept.rows) expect(Object.values(row)).toEqual([null, null, null, null]);
  });

  test("reads the role anew each time: a smaller one holds at once in every browser, none is refused and ends them", async () => {
    know("abel", ["fleet-admins"]);
    const [one, other] = [browserOf(call), browserOf(call)];
    await signIn(one.send);
    expect(await who(one.send)).toMatchObject({ role: "admin" });
    know("abel", ["everybody"]);
    await signIn(other.send);
    expect([await who(one.send), await who(other.send)]).toMatchObject([
      { role: "viewer" },
      { role: "viewer" },
    ]);
    know("abel", ["another"]);
    expect((await signIn(browserOf(call).send)).location).toBe(problem("no_role"));
    expect([await who(one.send), await who(other.send)]).toEqual([NOBODY, NOBODY]);
    expect(await peopleNamed("abel@example.com")).toBe(1);
  });

  test("without a role makes nobody; with a default one everybody gets in", async () => {
    know("stranger", []);
    const { send } = browserOf(call);
    expect((await signIn(send)).location).toBe(problem("no_role"));
    expect(await who(send)).toEqual(NOBODY);
    expect(await peopleNamed("stranger@example.com")).toBe(0);
    use({ ...RULES, defaultRole: "viewer" });
    await signIn(send);
    expect(await who(send)).toMatchObject({ role: "viewer" });
  });

  test.skipIf(isDistributed())(
    "gives the regions of the groups, and nobody the whole fleet by having none",
    async () => {
      const regionsOf = new Map([
        ["west", ["westus"]],
        ["all", ["*"]],
        ["nowhere", ["atlantis"]],
      ]);
      use({ ...RULES, regionsOf });
      const regionsAs = async (groups: readonly string[]) => {
        know("regina", ["everybody", ...groups]);
        const { send } = browserOf(call);
        const { location } = await signIn(send);
        return location === "/fleet" ? (await send("/api/v1/account")).json.regions : location;
      };
      expect(await regionsAs(["west"])).toEqual(["westus"]);
      expect(await regionsAs(["west", "all"])).toBeNull();
      expect(await regionsAs(["nowhere"])).toEqual([]);
      expect(await regionsAs([])).toBe(problem("no_region"));
    },
  );

  test("never takes over the account of a password, whatever the provider says of the e-mail", async () => {
    await makePersonForTest(app, { email: "owner@example.com", role: "admin" });
    for (const email_verified of [false, true]) {
      know(`thief ${email_verified}`, ["fleet-admins"], { email: "Owner@example.com", email_verified });
      const { send } = browserOf(call);
      expect((await signIn(send)).location).toBe(problem("account_not_linked"));
      expect(await who(send)).toEqual(NOBODY);
    }
    const { send } = browserOf(call);
    await send("/api/v1/sign-in", { email: "owner@example.com", password: GOOD_PASSWORD });
    expect(await who(send)).toMatchObject({ role: "admin" });
    expect(
      await app.db.prisma.personAccount.count({ where: { person: { email: "owner@example.com" } } }),
    ).toBe(1);
  });

  test("does not let in whoever is disabled here", async () => {
    know("gone", ["everybody"]);
    const { send } = browserOf(call);
    await signIn(send);
    await app.db.prisma.person.update({
      where: { email: "gone@example.com" },
      data: { disabledAt: new Date() },
    });
    expect(await who(send)).toEqual(NOBODY);
    expect((await signIn(browserOf(call).send)).location).toBe(problem("person_disabled"));
  });

  test("leads back to our own pages alone", async () => {
    know("ines", ["everybody"]);
    for (const next of ["//elsewhere.example/fleet", "https://elsewhere.example", "/\\elsewhere.example"])
      expect((await signIn(browserOf(call).send, next)).location).toBe("/");
  });
});

describe("what comes back from the provider", () => {
  const HOUR_SECONDS = 3_600;
  const now = () => Math.floor(Date.now() / 1_000);

  test.each<[string, (payload: Record<string, unknown>, header: Record<string, unknown>) => void]>([
    ["of another issuer", (payload) => Object.assign(payload, { iss: "https://elsewhere.example" })],
    ["for another application", (payload) => Object.assign(payload, { aud: "another" })],
    ["that has expired", (payload) => Object.assign(payload, { exp: now() - 60, iat: now() - HOUR_SECONDS })],
    ["without an end", (payload) => delete payload["exp"]],
    ["with another nonce", (payload) => Object.assign(payload, { nonce: "another" })],
    ["without a nonce", (payload) => delete payload["nonce"]],
    ["that is not signed", (_, header) => Object.assign(header, { alg: "none" })],
    [
      "signed with a key that is not the provider's",
      (_, header) => Object.assign(header, { kid: "unknown" }),
    ],
    ["of somebody else than the userinfo's", (payload) => Object.assign(payload, { sub: "somebody else" })],
  ])("in an ID token %s signs nobody in", async (what, change) => {
    const sub = `mallory ${what}`.replaceAll(/\W/g, "-");
    know(sub, ["fleet-admins"]);
    provider.next.tamper = ({ header, payload }) => change(payload, header);
    const { send } = browserOf(call);
    expect((await signIn(send)).location).toBe(problem("unable_to_get_user_info"));
    expect(await who(send)).toEqual(NOBODY);
    expect(await peopleNamed(`${sub}@example.com`.toLowerCase())).toBe(0);
    // The same, as the provider made it, is good: what was refused was what was changed.
    provider.next.tamper = ({ payload }) => Object.assign(payload, { changed: "nothing that matters" });
    expect((await signIn(send)).location).toBe("/fleet");
  });

  test("is good once: not again, not in another browser, not with another state", async () => {
    know("ines", ["everybody"]);
    const mine = browserOf(call);
    const { back } = await signIn(mine.send);
    const again = await mine.send(back.pathname + back.search);
    expect(again.headers.get("location")).toBe(problem("state_mismatch"));

    const begun = await mine.send("/api/v1/sign-in/oidc", { next: "/fleet" });
    const stolen = await provider.follow(begun.json.url);
    const thief = browserOf(call);
    const elsewhere = await thief.send(stolen.pathname + stolen.search);
    expect(elsewhere.headers.get("location")).toBe(problem("state_mismatch"));
    expect(await who(thief.send)).toEqual(NOBODY);

    const made = await mine.send(`${back.pathname}?code=x&state=${"y".repeat(32)}`);
    expect(made.headers.get("location")).toBe(problem("state_mismatch"));
    for (const query of ["", "?code=x", "?error=access_denied"])
      expect((await thief.send(back.pathname + query)).headers.get("location"), query).toMatch(
        /^\/sign-in\?problem=/,
      );
  });
});

describe("a provider", () => {
  test("that calls itself another issuer is not believed", async () => {
    provider.next.issuer = "https://elsewhere.example";
    const answer = await browserOf(call).send("/api/v1/sign-in/oidc", {});
    expect([answer.status, answer.json.detail]).toEqual([503, expect.stringContaining("another issuer")]);
    provider.next.issuer = null;
    expect((await browserOf(call).send("/api/v1/sign-in/oidc", {})).status).toBe(200);
  });

  test("that is away keeps nobody from signing in with a password", async () => {
    use(RULES, "http://127.0.0.1:1");
    await makePersonForTest(app, { email: "night@example.com" });
    const { send } = browserOf(call);
    const answer = await send("/api/v1/sign-in/oidc", {});
    expect([answer.status, Number(answer.headers.get("retry-after")) > 0]).toEqual([503, true]);
    const body = { email: "night@example.com", password: GOOD_PASSWORD };
    expect((await send("/api/v1/sign-in", body)).json.next).toBe("done");
  });

  test("that there is none is said", async () => {
    installAppContext(app.app);
    expect((await browserOf(call).send("/api/v1/sign-in/oidc", {})).status).toBe(404);
  });
});
