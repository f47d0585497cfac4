import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE_MS } from "#lib/core/index.ts";
import { withTransaction } from "#lib/db/client.ts";
import { restoreDemoClock } from "#lib/demo/clock/commands.ts";
import { DEMO_SEED, loadDemo, type MadePerson, makeDemoPeople } from "#lib/demo/commands.ts";
import { appContext } from "#lib/http/appContext.ts";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

const NOW_MS = Date.UTC(2026, 10, 18, 0, 20);
const HOUR_MS = 60 * MINUTE_MS;

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
let people: readonly MadePerson[];
beforeAll(async () => {
  app = await createTestApp();
  app.clock.nowMs = NOW_MS;
  call = apiCaller(await loadRouteFiles(), app);
}, 10 * MINUTE_MS);
afterAll(async () => {
  await app.close();
});

const post = (path: string, token: string, body: object) => call(path, { method: "POST", token, body });

test("where the fleet is no demo, nobody puts the clock on and there is nobody to play", async () => {
  expect((await post("/api/v1/demo/clock", app.tokens.admin, { byMinutes: 5 })).status).toBe(404);
  expect((await post("/api/v1/demo/person", app.tokens.admin, { name: "otto" })).status).toBe(404);
});

test("the demo is loaded and its people are made once", { timeout: 10 * MINUTE_MS }, async () => {
  const { client } = app.db;
  await loadDemo({ client, nowMs: NOW_MS, seed: DEMO_SEED, historyDays: 0, onProgress: () => undefined });
  const author = { actor: "cli", actorRole: "admin", atMs: NOW_MS, requestId: null };
  people = await withTransaction(client, (tx) => makeDemoPeople(tx, author));
  expect(people.map(({ role }) => role)).toEqual(["viewer", "operator", "approver", "approver", "admin"]);
  expect(await withTransaction(client, (tx) => makeDemoPeople(tx, author))).toEqual([]);
});

const secretOf = (name: string) => people.find((one) => one.name === name)?.secret ?? "";

test("one of the demo's people, and an admin, go on as another; a token that was handed out stays what it is", async () => {
  for (const token of [secretOf("vera"), app.tokens.admin]) {
    const played = await post("/api/v1/demo/person", token, { name: "ines" });
    expect(played.status, played.text).toBe(201);
    expect(played.json).toEqual({ actor: "ines", role: "approver" });
    const cookie = (played.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const who = await call("/api/v1/session", { token: "", headers: { cookie } });
    expect(who.json).toEqual({ actor: "ines", role: "approver" });
  }
  for (const role of ["viewer", "operator", "approver"] as const)
    expect((await post("/api/v1/demo/person", app.tokens[role], { name: "ada" })).status).toBe(403);
  expect((await post("/api/v1/demo/person", secretOf("ada"), { name: "nobody" })).status).toBe(400);
});

test("the clock is put on, the minutes between are rendered from the homes as they are, and sessions live on", {
  timeout: 5 * MINUTE_MS,
}, async () => {
  const [home] = await app.db.prisma.$queryRaw<{ registry: string; stamp: string }[]>`
    select registry.name as registry, stamp.name as stamp from telemetry.load_minute
      join pool on pool.id = load_minute.pool join stamp on stamp.id = pool.stamp_id, registry
      join replica on replica.registry_id = registry.id
      join binding on binding.replica_id = replica.id and binding.unbound_at is null
    where stamp.id = binding.stamp_id and registry.name = 'halcyonaiprod' limit 1`;
  expect(home?.stamp).toBe("wus-a");
  const body = {
    registries: [{ name: "halcyonaiprod", replicas: [{ region: "westus", homeStamp: "wus-c" }] }],
  };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
  const session = await post("/api/v1/session", "", { token: secretOf("otto") });
  const cookie = (session.headers.get("set-cookie") ?? "").split(";")[0] ?? "";

  const advanced = await post("/api/v1/demo/clock", secretOf("otto"), { byMinutes: 120 });
  expect(advanced.status, advanced.text).toBe(200);
  expect(advanced.json).toEqual({ now: new Date(NOW_MS + 2 * HOUR_MS).toISOString(), aheadSeconds: 7_200 });
  expect(appContext().clock()).toBe(NOW_MS + 2 * HOUR_MS);

  const range = `from=${new Date(NOW_MS + HOUR_MS).toISOString()}&to=${new Date(NOW_MS + 2 * HOUR_MS).toISOString()}`;
  const on = async (stamp: string) => {
    const rows = (await call(`/api/v1/stamps/${stamp}/contribution?pool=dataproxy&${range}`)).json.rows;
    return rows.find((row: { registry: string }) => row.registry === "halcyonaiprod");
  };
  expect((await on("wus-c")).requestShare).toBeGreaterThan(0.1);
  expect((await on("wus-a"))?.requestShare ?? 0).toBe(0);
  const who = await call("/api/v1/session", { token: "", headers: { cookie } });
  expect(who.json.actor).toBe("otto");
});

test("it goes neither back nor too far, and a restart goes on from where it was put", async () => {
  const to = (ms: number) => ({ advanceTo: new Date(ms).toISOString() });
  expect((await post("/api/v1/demo/clock", secretOf("otto"), to(NOW_MS))).status).toBe(422);
  expect((await post("/api/v1/demo/clock", secretOf("otto"), to(NOW_MS + 100 * HOUR_MS))).status).toBe(422);
  expect((await post("/api/v1/demo/clock", secretOf("otto"), {})).status).toBe(400);
  expect((await post("/api/v1/demo/clock", secretOf("vera"), { byMinutes: 5 })).status).toBe(403);
  const context = appContext();
  context.clockAhead.ms = 0;
  await restoreDemoClock(context);
  expect(context.clockAhead.ms).toBe(2 * HOUR_MS);
});

test("who put it on, from when to when, is in the audit", async () => {
  const { json } = await call("/api/v1/audit?limit=200");
  const [event] = json.events.filter((one: { action: string }) => one.action === "demo.clock_advanced");
  expect(event).toMatchObject({ actor: "otto" });
});
