import { createPerson } from "#lib/auth/index.ts";
import { withTransaction } from "#lib/db/client.ts";
import type { TestApp } from "#lib/http/appForTests.ts";
import type { apiCaller, CallAnswer } from "./callApiForTests.ts";
import { browserOf, codeOf, GOOD_PASSWORD, makePersonForTest } from "./peopleForTests.ts";

type Ask = (path: string, body?: unknown, headers?: Record<string, string>) => Promise<CallAnswer>;
type Change = readonly [route: string, change: (send: Ask) => Promise<CallAnswer>];

const AT_HOME = { "sec-fetch-site": "same-origin" };
const account = "/api/v1/account";
const password = { password: GOOD_PASSWORD };

/** A change by each route of people and their accounts. */
export function peopleChanges(
  parts: () => { readonly app: TestApp; readonly call: ReturnType<typeof apiCaller> },
): readonly Change[] {
  let made = 0;
  const someone = async () => {
    made += 1;
    const email = `change${made}@example.com`;
    return { email, id: await makePersonForTest(parts().app, { email }) };
  };
  /** Whose browser it is, and the headers that it sends. */
  const signedIn = async () => {
    const { email, id } = await someone();
    const browser = browserOf(parts().call);
    await browser.send("/api/v1/sign-in", { email, password: GOOD_PASSWORD });
    return { ...browser, email, id, headers: () => ({ ...AT_HOME, cookie: browser.jar.header }) };
  };
  const withSecondFactor = async () => {
    const person = await signedIn();
    const { uri } = (await person.send(`${account}/second-factor`, password)).json;
    await person.send(`${account}/second-factor/confirm`, { code: codeOf(uri) });
    return { ...person, uri };
  };
  const onPerson = (path: string, body?: unknown) => async (send: Ask) =>
    await send(`/api/v1/people/${(await signedIn()).id}${path}`, body);
  return [
    [
      "POST /api/v1/people",
      (send) => send("/api/v1/people", { name: "New", email: "new@example.com", role: "viewer" }),
    ],
    ["PATCH /api/v1/people/{id}", onPerson("", { role: "operator" })],
    ["POST /api/v1/people/{id}/password", onPerson("/password")],
    ["DELETE /api/v1/people/{id}/sessions", onPerson("/sessions")],
    [
      "DELETE /api/v1/people/{id}/second-factor",
      async (send) => await send(`/api/v1/people/${(await withSecondFactor()).id}/second-factor`),
    ],
    [
      "POST /api/v1/sign-in",
      async (send) => await send("/api/v1/sign-in", { email: (await someone()).email, ...password }, AT_HOME),
    ],
    [
      "POST /api/v1/sign-in/second-factor",
      async (send) => {
        const { email, uri } = await withSecondFactor();
        const { send: ask, jar } = browserOf(parts().call);
        await ask("/api/v1/sign-in", { email, ...password });
        const headers = { ...AT_HOME, cookie: jar.header };
        return await send(
          "/api/v1/sign-in/second-factor",
          { code: codeOf(uri, Date.now() + 30_000) },
          headers,
        );
      },
    ],
    [
      "POST /api/v1/sign-in/new-password",
      async (send) => {
        const { app } = parts();
        const author = { actor: "cli", actorRole: "admin", atMs: app.clock.nowMs, requestId: null };
        const person = { name: "Fresh", email: "fresh@example.com", role: "viewer", regions: null } as const;
        const fresh = await withTransaction(app.db.client, (tx) => createPerson(tx, author, person));
        const given = fresh.ok ? fresh.value.password : null;
        const body = { email: person.email, password: given, newPassword: GOOD_PASSWORD };
        return await send("/api/v1/sign-in/new-password", body, AT_HOME);
      },
    ],
    [
      "PUT /api/v1/account/password",
      async (send) => {
        const body = { currentPassword: GOOD_PASSWORD, newPassword: "nine loud harbour cranes" };
        return await send(`${account}/password`, body, (await signedIn()).headers());
      },
    ],
    [
      "POST /api/v1/account/second-factor/confirm",
      async (send) => {
        const person = await signedIn();
        const { uri } = (await person.send(`${account}/second-factor`, password)).json;
        return await send(`${account}/second-factor/confirm`, { code: codeOf(uri) }, person.headers());
      },
    ],
    [
      "POST /api/v1/account/second-factor/backup-codes",
      async (send) =>
        await send(`${account}/second-factor/backup-codes`, password, (await withSecondFactor()).headers()),
    ],
    [
      "DELETE /api/v1/account/second-factor",
      async (send) => await send(`${account}/second-factor`, password, (await withSecondFactor()).headers()),
    ],
    [
      "DELETE /api/v1/account/sessions",
      async (send) => {
        const person = await signedIn();
        await browserOf(parts().call).send("/api/v1/sign-in", { email: person.email, ...password });
        return await send(`${account}/sessions`, undefined, person.headers());
      },
    ],
    [
      "DELETE /api/v1/account/sessions/{id}",
      async (send) => {
        const person = await signedIn();
        const [session] = (await person.send(account)).json.sessions;
        return await send(`${account}/sessions/${session.id}`, undefined, person.headers());
      },
    ],
  ];
}
