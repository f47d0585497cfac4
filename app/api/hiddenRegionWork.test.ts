import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forgetVerified } from "#lib/auth/index.ts";
import { createDatabaseClient, withTransaction } from "#lib/db/client.ts";
import { isDistributed } from "#lib/db/testDatabase.ts";
import type { AnyRoute } from "#lib/http/index.ts";
import { digestDatabase, nameOf } from "./askHiddenRegionForTests.ts";
import { createHiddenRegionApp, type HiddenRegionApp, MARK } from "./hiddenRegionForTests.ts";
import { addressFor, bodyFor } from "./namedRequestsForTests.ts";
import { browserOf, GOOD_PASSWORD, makePersonForTest } from "./peopleForTests.ts";
import { window } from "./plansForTests.ts";
import { routesInFiles } from "./routeFilesForTests.ts";

let fleet: HiddenRegionApp;
let routes: readonly AnyRoute[];
beforeAll(async () => {
  fleet = await createHiddenRegionApp();
  routes = await routesInFiles();
}, 300_000);
afterAll(() => fleet.app.close());

describe.skipIf(isDistributed())("who is limited to a region", () => {
  test("changes nothing that holds in the whole fleet, makes no token that reaches further, and may stop everything", async () => {
    // That a token is used for the first time is written down, whatever it is used for.
    await fleet.call("/api/v1/fleet", { token: fleet.limited.admin });
    const before = await digestDatabase(fleet);
    const send = async (method: string, path: string, body?: object) =>
      (await fleet.call(`/api/v1/${path}`, { method, token: fleet.limited.admin, body })).status;
    expect(await send("PUT", "settings", { key: "limitP95", value: 41 })).toBe(403);
    expect(await send("DELETE", "settings?key=limitP95")).toBe(403);
    expect(await send("POST", "tokens", { name: "wider", role: "viewer" })).toBe(403);
    expect(await send("POST", "alert-rules", { name: "everywhere", measure: "now" })).toBe(403);
    expect(await send("POST", "channels", { name: "everything", url: "https://203.0.113.1/" })).toBe(403);
    expect(await send("PATCH", "alert-rules/stale", { enabled: false })).toBe(403);
    expect(await send("PUT", "inventory", { regions: [{ name: "a-new-one" }] })).toBe(403);
    expect(await digestDatabase(fleet)).toEqual(before);
    expect(await send("POST", "freeze", { reason: "it burns" })).toBe(200);
    expect(await send("DELETE", "freeze", { reason: "it is out" })).toBe(403);
    const lifted = await fleet.call("/api/v1/freeze", { method: "DELETE", body: { reason: "it is out" } });
    expect(lifted.status).toBe(200);
  });

  test("works within their region as anybody does: inventory, settings, tokens, signals, plans", async () => {
    const send = async (method: string, path: string, body: object) => {
      const answer = await fleet.call(`/api/v1/${path}`, { method, token: fleet.limited.admin, body });
      expect(answer.status, `${path} ${answer.text.slice(0, 500)}`).toBeLessThan(300);
      return answer.json;
    };
    await send("PUT", "settings", { key: "limitP95", region: "westus", value: 58 });
    const home = { region: "westus", homeStamp: "wus-new-one" };
    await send("PUT", "inventory", {
      regions: [
        {
          name: "westus",
          stamps: [{ name: "wus-new-one", pools: [{ name: "dataproxy", vcpusPerNode: 8 }] }],
        },
      ],
      registries: [{ name: "newcomer", tenant: "newcomer-ltd", replicas: [home] }],
    });
    // What is said of tenants that they do not know of stays, where they say something else.
    const replica = { region: "westus", constraints: { mustNotShareWith: ["nearby"], excluded: true } };
    await send("PUT", "inventory", { registries: [{ name: "tiny", tenant: "acme", replicas: [replica] }] });
    const constraintsOf = async (token: string) => {
      const { replicas } = (await fleet.call("/api/v1/constraints?limit=1000", { token })).json;
      return replicas.find(({ registry }: { registry: string }) => registry === "tiny").constraints;
    };
    expect(await constraintsOf(fleet.limited.viewer)).toMatchObject({ mustNotShareWith: ["nearby"] });
    expect(await constraintsOf(fleet.app.tokens.viewer)).toMatchObject({
      ...{ excluded: true, mustNotShareWith: ["nearby", `${MARK}-big-ltd`] },
    });
    await send("PUT", "registries/newcomer/rename", { name: "settled" });
    const { secret, region } = await send("POST", "tokens", {
      name: "sender",
      role: "ingest",
      region: "westus",
    });
    expect(region).toBe("westus");
    const samples = ["wus-new-one", `${MARK}-hot`, "nowhere"].map((stamp) => ({
      ...{ ts: fleet.app.clock.nowMs, stamp, pool: "dataproxy", node: "n0", cpu: 7 },
    }));
    const sent = await fleet.call("/api/v1/samples/cpu", {
      method: "POST",
      token: secret,
      body: { samples },
    });
    expect(sent.json).toMatchObject({ accepted: 1, rejected: 2 });
    expect(sent.json.errors.map(({ code }: { code: string }) => code)).toEqual([
      "unknown_stamp",
      "unknown_stamp",
    ]);
    const minute = { ts: fleet.app.clock.nowMs, stamp: "wus-new-one", pool: "dataproxy", requests: 5 };
    const load = ["settled", `${MARK}-big`, "nobody"].map((registry) => ({ ...minute, registry }));
    const told = await fleet.call("/api/v1/samples/load", {
      method: "POST",
      token: secret,
      body: { samples: load },
    });
    expect(told.json).toMatchObject({ accepted: 1, rejected: 2 });
    expect(new Set(told.json.errors.map(({ code }: { code: string }) => code)).size).toBe(1);
    const signals = ["wus-new-one", `${MARK}-hot`].map((stamp) => ({
      ...{ stamp, kind: "outage", severity: "low", from: fleet.app.clock.nowMs },
    }));
    const reported = await fleet.call("/api/v1/signals", {
      method: "POST",
      token: secret,
      body: { signals },
    });
    expect(reported.json).toMatchObject({ accepted: 1, rejected: 1, errors: [{ code: "unknown_stamp" }] });
    await send("POST", "plans", {
      region: "westus",
      window,
      phases: [{ moves: [{ registry: "other", to: "wus-b" }] }],
    });
    const verified = await fleet.call("/api/v1/audit/verify", { method: "POST" });
    expect(verified.json.isIntact).toBe(true);
  });
});

test.skipIf(isDistributed())(
  "a person who is limited sees what a token sees that is, and their own account",
  async () => {
    const browser = browserOf(fleet.call);
    const signedIn = await browser.send("/api/v1/sign-in", {
      email: "west@example.com",
      password: GOOD_PASSWORD,
    });
    expect(signedIn.status, signedIn.text).toBeLessThan(300);
    for (const path of ["fleet", "inventory", "audit?limit=1000", "plans", "settings"]) {
      const [seen, byToken] = [
        await browser.send(`/api/v1/${path}`),
        await fleet.call(`/api/v1/${path}`, { token: fleet.limited.admin }),
      ];
      expect([path, seen.status, seen.text]).toEqual([path, 200, byToken.text]);
    }
    expect((await browser.send("/api/v1/account")).json).toMatchObject({ regions: ["westus"] });
    expect((await browser.send("/api/v1/people")).status).toBe(403);
    expect((await browser.send(`/api/v1/stamps/${MARK}-hot/contribution`)).status).toBe(404);
  },
);

describe.skipIf(isDistributed())("the database", () => {
  test("has said of every table what of it the limited may see; of the others they may see nothing", async () => {
    const { rows } = await fleet.app.db.superuser.query<{
      name: string;
      declared: boolean;
      granted: boolean;
      limits: number;
      seen: string;
    }>(
      `select format('%s.%s', nspname, relname) as name, tab is not null as declared, coalesce(seen, '') as seen,
         has_table_privilege('ballast_limited', pg_class.oid, 'select, insert, update, delete') as granted,
         (select count(*)::int from pg_policy where polrelid = pg_class.oid and not polpermissive) as limits
       from pg_class join pg_namespace on pg_namespace.oid = relnamespace
         left join limits.region_limit on space = nspname and tab = relname
       where nspname in ('public', 'telemetry', 'limits') and relkind in ('r', 'p') and not relispartition order by 1`,
    );
    expect(rows.filter(({ declared }) => !declared).map(({ name }) => name)).toEqual(UNSEEN);
    for (const { name, declared, granted, limits, seen } of rows) {
      expect([name, granted]).toEqual([name, declared]);
      expect([name, limits]).toEqual([name, declared && seen !== "true" ? 4 : 0]);
    }
  });

  test("shows the limited no row of any table that names anything elsewhere, asked in plain SQL", async () => {
    const regions = await fleet.app.db.prisma.region.findMany({ where: { name: "westus" } });
    const limited = fleet.app.db.client.limitedTo(regions.map(({ id }) => id));
    const { rows } = await fleet.app.db.superuser.query<{ name: string }>(
      "select format('%I.%I', space, tab) as name from limits.region_limit where seen <> 'true' order by 1",
    );
    const hidden: string[] = [];
    for (const { name } of rows) {
      // Of constraints `seen_constraints` tells the names that are known; the answers above have none else.
      const text = name === "public.replica" ? "(to_jsonb(one) - 'constraints')::text" : "one::text";
      const count = `select count(*)::int as count from ${name} as one where ${text} like '%${MARK}%'`;
      const whole = await fleet.app.db.pool.query<{ count: number }>(count);
      if ((whole.rows[0]?.count ?? 0) > 0) hidden.push(name);
      for (const sql of [count, `${count} or false`])
        expect([name, (await limited.pools.read.query<{ count: number }>(sql)).rows]).toEqual([
          name,
          [{ count: 0 }],
        ]);
    }
    expect(hidden.length).toBeGreaterThan(20);
    // Through Prisma, in a transaction, and with a change: there is nothing to change.
    const changed = await withTransaction(limited, (tx) =>
      tx.stamp.updateMany({ data: { cordoned: true }, where: { name: { startsWith: MARK } } }),
    );
    expect(changed.count).toBe(0);
    expect((await limited.prisma.stamp.findMany()).every(({ name }) => name.startsWith("wus"))).toBe(true);
  });

  test("lets nobody in who is limited while its limits do not stand, and everybody else", async () => {
    const { superuser, client } = fleet.app.db;
    await superuser.query("drop policy seen on plan");
    // Connections that are open have been let in before; these are new ones.
    const anew = createDatabaseClient(client.url);
    try {
      await expect(anew.limitedTo([1]).pools.read.query("select 1")).rejects.toThrow(/cannot limit anybody/);
      await expect(anew.limitedTo([1]).prisma.stamp.count()).rejects.toThrow(/cannot limit anybody/);
      expect((await anew.pools.read.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
      expect((await superuser.query("select limit_regions() as done")).rows).toEqual([{ done: true }]);
      expect((await anew.limitedTo([1]).pools.read.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
      expect((await anew.limitedTo([]).pools.read.query("select from region")).rows).toEqual([]);
    } finally {
      await anew.close();
    }
  });
});

describe.skipIf(isDistributed())("a browser that is signed in", () => {
  test("changes nothing for another site, whichever of the changing routes it is led to", async () => {
    const person = await makePersonForTest(fleet.app, { email: "admin@example.com", role: "admin" });
    expect(person).not.toBe("");
    const browser = browserOf(fleet.call);
    await browser.send("/api/v1/sign-in", { email: "admin@example.com", password: GOOD_PASSWORD });
    const begun = await fleet.call("/api/v1/session", {
      method: "POST",
      token: "",
      body: { token: fleet.app.tokens.admin },
    });
    const cookies = [begun.headers.get("set-cookie")?.split(";")[0] ?? "", browser.jar.header];
    for (const cookie of cookies)
      expect((await fleet.call("/api/v1/fleet", { token: "", headers: { cookie } })).status).toBe(200);
    // Long enough ago that a sign of the person would be written down; what another site sends is none.
    await fleet.app.db.superuser.query(
      "update person_session set last_seen_at = last_seen_at - interval '5 minutes'",
    );
    forgetVerified();
    const before = await digestDatabase(fleet);
    const led = [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site", origin: "http://ballast.test" },
      { origin: "https://elsewhere.test", host: "ballast.test" },
      { origin: "null", host: "ballast.test" },
      { host: "ballast.test" },
    ];
    const wrong: unknown[] = [];
    for (const route of routes.filter(({ method }) => method !== "GET"))
      for (const [cookie, headers] of cookies.flatMap((one) => led.map((from) => [one, from] as const))) {
        // A script signs in with no cookie, and from no page; a page of another site always says that it is one.
        if (
          route.role === "open" &&
          route.method === "POST" &&
          !("sec-fetch-site" in headers || "origin" in headers)
        )
          continue;
        const body = bodyFor(route, fleet.own);
        const type = typeof body === "string" ? "text/csv" : "application/json";
        const { status } = await fleet.call(addressFor(route, fleet.own), {
          ...{ method: route.method, token: "", body },
          headers: { cookie, "content-type": type, ...headers },
        });
        if (status !== 403) wrong.push([nameOf(route), headers, status]);
      }
    expect(wrong).toEqual([]);
    expect(await digestDatabase(fleet)).toEqual(before);
    for (const cookie of cookies)
      expect((await fleet.call("/api/v1/fleet", { token: "", headers: { cookie } })).status).toBe(200);
  });
});

const UNSEEN = [
  "limits.region_limit",
  "public._prisma_migrations",
  // How far jobs have come, and what caches have to read again: neither is asked for by anybody.
  "public.read_mark",
  "telemetry.change",
  // What counters and logs are counted with, and whose labels were seen: the preview of these needs the whole fleet.
  "telemetry.counter_minute",
  "telemetry.counter_point",
  "telemetry.log_chunk",
  "telemetry.log_source",
  "telemetry.node_shares",
  "telemetry.seen_series",
];
