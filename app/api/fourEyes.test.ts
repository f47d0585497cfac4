import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiToken, readOtherHands } from "#lib/auth/index.ts";
import { withTransaction } from "#lib/db/client.ts";
import { browserOf, GOOD_PASSWORD, makePersonForTest } from "./peopleForTests.ts";
import { byHand, createPlansApp, type PlansApp, phase } from "./plansForTests.ts";

let app: PlansApp["app"];
let call: PlansApp["call"];
beforeAll(async () => {
  ({ app, call } = await createPlansApp());
});
afterAll(async () => {
  await app.close();
});

async function admin(email: string) {
  await makePersonForTest(app, { email, role: "admin" });
  const { send } = browserOf(call);
  await send("/api/v1/sign-in", { email, password: GOOD_PASSWORD });
  const makeToken = async (name: string): Promise<string> =>
    (await send("/api/v1/tokens", { name, role: "admin" })).json.secret;
  return { send, makeToken };
}

const post = (token: string, path: string, body: unknown = {}) => call(path, { method: "POST", token, body });
const tokenBy = async (token: string, name: string): Promise<string> =>
  (await post(token, "/api/v1/tokens", { name, role: "admin" })).json.secret;

async function madeOnTheServer(name: string): Promise<string> {
  const author = { actor: "cli", actorRole: "admin", atMs: app.clock.nowMs, requestId: null };
  const made = await withTransaction(app.db.client, (tx) =>
    createApiToken(tx, author, { name, role: "admin" }),
  );
  if (!made.ok || made.value.secret === null) throw new Error("no token was made");
  return made.value.secret;
}

async function submitted(token: string): Promise<string> {
  const { id } = (await post(token, "/api/v1/plans", byHand(phase("tiny")))).json;
  expect((await post(token, `/api/v1/plans/${id}/submit`)).status).toBeLessThan(300);
  return `/api/v1/plans/${id}/approve`;
}

const otherHandsOf = async (...actors: string[]) => (await readOtherHands(app.db.prisma, actors)).toSorted();

test("nobody approves what they wrote themselves under another name: neither by a token of theirs, nor a token's plan", async () => {
  const ada = await admin("ada@example.com");
  const ines = await admin("ines@example.com");
  const token = await ada.makeToken("pipeline");
  const asToken = (path: string, body: unknown = {}) => call(path, { method: "POST", token, body });

  const { id } = (await ada.send("/api/v1/plans", byHand(phase("tiny")))).json;
  expect((await ada.send(`/api/v1/plans/${id}/submit`, {})).status).toBeLessThan(300);
  const own = await ada.send(`/api/v1/plans/${id}/approve`, {});
  expect([own.status, own.json.detail]).toEqual([403, expect.stringContaining("ada@example.com wrote")]);
  const byToken = await asToken(`/api/v1/plans/${id}/approve`);
  expect([byToken.status, byToken.json.detail]).toEqual([403, expect.stringContaining("are one hand")]);
  expect((await ines.send(`/api/v1/plans/${id}/approve`, {})).status).toBeLessThan(300);

  const made = (await asToken("/api/v1/plans", byHand(phase("small")))).json;
  expect((await asToken(`/api/v1/plans/${made.id}/submit`)).status).toBeLessThan(300);
  const byMaker = await ada.send(`/api/v1/plans/${made.id}/approve`, {});
  expect([byMaker.status, byMaker.json.detail]).toEqual([403, expect.stringContaining("are one hand")]);
  expect((await ines.send(`/api/v1/plans/${made.id}/approve`, {})).status).toBeLessThan(300);
});

test("tokens of one person are one hand, also those made with a token of theirs; another person's are not", async () => {
  const cleo = await admin("cleo@example.com");
  const dora = await admin("dora@example.com");
  const first = await cleo.makeToken("cleo first");
  const second = await cleo.makeToken("cleo second");
  const third = await tokenBy(second, "made by cleo second");
  expect(await otherHandsOf("cleo first")).toEqual([
    "cleo second",
    "cleo@example.com",
    "made by cleo second",
  ]);
  expect(await otherHandsOf("made by cleo second", "dora@example.com")).toEqual([
    "cleo first",
    "cleo second",
    "cleo@example.com",
  ]);

  const approve = await submitted(first);
  for (const secret of [second, third]) {
    const refused = await post(secret, approve);
    expect([refused.status, refused.json.detail]).toEqual([403, expect.stringContaining("are one hand")]);
  }
  expect((await post(await dora.makeToken("dora first"), approve)).status).toBeLessThan(300);
});

test("a revoked token still tells whose hand it made", async () => {
  const emil = await admin("emil@example.com");
  const between = await emil.makeToken("emil between");
  const last = await tokenBy(between, "emil last");
  const { rows } = await app.db.pool.query("select id from api_token where name = 'emil between'");
  await emil.send(`/api/v1/tokens/${rows[0].id}`, undefined, { method: "DELETE" });
  const refused = await post(last, await submitted(await emil.makeToken("emil other")));
  expect([refused.status, refused.json.detail]).toEqual([403, expect.stringContaining("are one hand")]);
});

test("what is made on the server, or with the token of the first start, begins a hand of its own", async () => {
  const start = await madeOnTheServer("first admin");
  const [one, two] = [await tokenBy(start, "one of the start"), await tokenBy(start, "two of the start")];
  const shell = await madeOnTheServer("made on the server");
  expect(
    await otherHandsOf("one of the start", "two of the start", "made on the server", "first admin"),
  ).toEqual([]);
  expect((await post(two, await submitted(one))).status).toBeLessThan(300);
  expect((await post(shell, await submitted(two))).status).toBeLessThan(300);

  const ofShell = await tokenBy(shell, "made by what was made on the server");
  expect((await post(shell, await submitted(ofShell))).status).toBe(403);
});

test.each(["cli", "system", "first admin"])(
  "nobody names a token %s, and so breaks no hand apart",
  async (name) => {
    const refused = await call("/api/v1/tokens", { method: "POST", body: { name, role: "viewer" } });
    expect([refused.status, refused.json.detail]).toEqual([
      422,
      expect.stringContaining("name of Ballast itself"),
    ]);
  },
);

test("whoever shortens an observation names nobody's word but another's: not that of a token of theirs", async () => {
  const fred = await admin("fred@example.com");
  await fred.makeToken("fred's token");
  const short = (approver: string) =>
    byHand({ ...phase("tiny"), observationHours: 1, shortened: { approver, reason: "in a hurry" } });
  const own = await fred.send("/api/v1/plans", short("fred's token"));
  expect([own.status, own.json.errors?.[0]?.path]).toEqual([422, "phases[0].shortened.approver"]);
  expect((await fred.send("/api/v1/plans", short("ines@example.com"))).status).toBe(201);
});
