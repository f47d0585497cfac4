import { afterAll, beforeAll, expect, test } from "vitest";
import { DEFAULT_MAPPING } from "#lib/fleet/index.ts";
import type { CallAnswer } from "./callApiForTests.ts";
import { allRoutes } from "./description.ts";
import { peopleChanges } from "./peopleChangesForTests.ts";
import { byHand, createPlansApp, type PlansApp, phase, window } from "./plansForTests.ts";

let app: PlansApp["app"];
let call: PlansApp["call"];
beforeAll(async () => {
  // With a region that plans can be made of, beside the one that is made and unmade here.
  ({ app, call } = await createPlansApp());
});
afterAll(async () => {
  await app.close();
});

/** What needs no event of its own, and why. */
const UNAUDITED: Readonly<Record<string, string>> = {
  "POST /api/v1/samples/cpu": "telemetry: counted by sender in Data health",
  "POST /api/v1/samples/cpu/packed": "telemetry: counted by sender in Data health",
  "POST /api/v1/samples/load": "telemetry: counted by sender in Data health",
  "POST /api/v1/samples/load/access-log": "telemetry: counted by sender in Data health",
  "POST /api/v1/samples/load/packed": "telemetry: counted by sender in Data health",
  "POST /api/v1/prometheus/write": "telemetry: counted by sender in Data health",
  "POST /api/v1/otlp/v1/metrics": "telemetry: counted by sender in Data health",
  "POST /api/v1/sources/preview": "answers a question and stores nothing",
  "POST /api/v1/samples/outcome": "telemetry: counted by sender in Data health",
  "POST /api/v1/pull-sources/preview": "answers a question and stores nothing",
  "POST /api/v1/imports/preview": "answers a question and stores nothing",
  "POST /api/v1/imports/{id}/parts": "telemetry: the import's beginning and its end are events",
  "POST /api/v1/audit/verify": "answers a question and stores nothing",
  "POST /api/v1/demo/clock": "only where the demo is loaded: its own test finds the event",
  "POST /api/v1/demo/person": "only where the demo is loaded: begins a session, as signing in does",
  "POST /api/v1/sign-in/oidc": "begins nothing here: the event is that of coming back",
  "POST /api/v1/account/second-factor": "counts once it is confirmed, and that is the event",
  "POST /api/v1/settings/preview": "answers a question and stores nothing",
  "POST /api/v1/simulations": "answers a question and stores nothing",
  "POST /api/v1/simulations/suggestions": "answers a question and stores nothing",
};

/**
 * What a running plan is asked for takes a plan in the right state: each is a step of `runCommand`, which writes its events in the
 * same transaction. lib/execution's event simulations hold every row against the replay of its events.
 */
const STEPS = [
  ...["submit", "approve", "reject", "start", "pause", "resume", "rollback"],
  ...["start", "approve", "accept", "repeat", "fail", "rollback", "shorten"].map(
    (step) => `phases/{n}/${step}`,
  ),
  ...["ask", "bind", "drained", "verify", "skip", "revert"].map((step) => `moves/{move}/${step}`),
  "stamps/{stamp}/created",
  // app/api/gates.test.ts shows its events.
  "rightsizing/{stamp}/{pool}/applied",
].map((step) => `POST /api/v1/plans/{id}/${step}`);
/** Asks of what still runs: app/api/proposals.test.ts shows its event. */
const WHILE_IT_RUNS = ["DELETE /api/v1/proposals/{id}"];

type Send = (path: string, body?: unknown, headers?: Record<string, string>) => Promise<CallAnswer>;

/** A change by each route, in an order in which each is possible after those before it. */
const CHANGES: readonly (readonly [route: string, change: (send: Send) => Promise<CallAnswer>])[] = [
  ["POST /api/v1/proposals", (send) => send("/api/v1/proposals", { region: "westus", window })],
  ["POST /api/v1/plans", (send) => send("/api/v1/plans", byHand(phase("tiny")))],
  ["PATCH /api/v1/plans/{id}", (send) => send("/api/v1/plans/1", { revision: 1, name: "another" })],
  ["POST /api/v1/plans/{id}/comments", (send) => send("/api/v1/plans/1/comments", { text: "why?" })],
  ["POST /api/v1/plans/{id}/abort", (send) => send("/api/v1/plans/1/abort", { reason: "trying" })],
  ["POST /api/v1/plans/{id}/versions", (send) => send("/api/v1/plans/1/versions", {})],
  ["PUT /api/v1/inventory", (send) => send("/api/v1/inventory", FLEET)],
  [
    "PUT /api/v1/constraints",
    (send) =>
      send("/api/v1/constraints", CONSTRAINTS, {
        "content-type": "text/csv",
      }),
  ],
  ["PUT /api/v1/registries/{registry}/rename", (send) => send("/api/v1/registries/contoso/rename", TO_NEW)],
  ["PUT /api/v1/stamps/{stamp}/rename", (send) => send("/api/v1/stamps/nus-a/rename", TO_NEW)],
  ["PUT /api/v1/tenants/{tenant}/rename", (send) => send("/api/v1/tenants/contoso-ltd/rename", TO_NEW)],
  ["PUT /api/v1/regions/{region}/rename", (send) => send("/api/v1/regions/northus/rename", TO_NEW)],
  ["PUT /api/v1/registries/{registry}/merge", (send) => send("/api/v1/registries/fabrikam/merge", INTO_NEW)],
  ["PUT /api/v1/stamps/{stamp}/merge", (send) => send("/api/v1/stamps/nus-b/merge", INTO_NEW)],
  ["PUT /api/v1/registries/{registry}/retire", (send) => send("/api/v1/registries/litware/retire", {})],
  ["PUT /api/v1/stamps/{stamp}/retire", (send) => send("/api/v1/stamps/nus-c/retire", {})],
  ["PUT /api/v1/regions/{region}/retire", (send) => send("/api/v1/regions/empty/retire", {})],
  [
    "POST /api/v1/signals",
    (send) =>
      send("/api/v1/signals", {
        signals: [{ stamp: "new", kind: "outage", severity: "high", from: app.clock.nowMs }],
      }),
  ],
  ["POST /api/v1/alert-rules", (send) => send("/api/v1/alert-rules", { name: "Warm", measure: "now" })],
  ["PATCH /api/v1/alert-rules/{id}", (send) => send("/api/v1/alert-rules/stale", { enabled: false })],
  ["DELETE /api/v1/alert-rules/{id}", (send) => send("/api/v1/alert-rules/stale")],
  ["POST /api/v1/alerts/{id}/acknowledge", (send) => onAlert("acknowledge", { send, body: {} })],
  [
    "POST /api/v1/alerts/{id}/mute",
    (send) => onAlert("mute", { send, body: { minutes: 5, reason: "known" } }),
  ],
  ["POST /api/v1/channels", (send) => send("/api/v1/channels", { name: "night shift", url: NOWHERE })],
  ["PATCH /api/v1/channels/{id}", (send) => send("/api/v1/channels/1", { name: "day shift" })],
  ["POST /api/v1/channels/{id}/test", (send) => send("/api/v1/channels/1/test")],
  ["DELETE /api/v1/channels/{id}", (send) => send("/api/v1/channels/1")],
  ["POST /api/v1/pull-sources", (send) => send("/api/v1/pull-sources", { name: "p", url: NOWHERE })],
  ["PATCH /api/v1/pull-sources/{id}", (send) => send("/api/v1/pull-sources/1", { scale: 100 })],
  ["POST /api/v1/pull-sources/{id}/backfills", (send) => send("/api/v1/pull-sources/1/backfills", PAST)],
  ["POST /api/v1/backfills/{id}/cancel", (send) => send("/api/v1/backfills/1/cancel")],
  ["POST /api/v1/backfills/{id}/resume", (send) => send("/api/v1/backfills/1/resume")],
  ["DELETE /api/v1/pull-sources/{id}", (send) => send("/api/v1/pull-sources/1")],
  ["POST /api/v1/imports", (send) => send("/api/v1/imports", IMPORT)],
  ["POST /api/v1/imports/{id}/cancel", (send) => onImport(send, "cancel")],
  ["POST /api/v1/imports/{id}/resume", (send) => onImport(send, "resume")],
  ["PUT /api/v1/settings", (send) => send("/api/v1/settings", { key: "limitP95", value: 41 })],
  ["DELETE /api/v1/settings", (send) => send("/api/v1/settings?key=limitP95")],
  ["PUT /api/v1/sources", (send) => send("/api/v1/sources", { mapping: DEFAULT_MAPPING })],
  ["DELETE /api/v1/sources", (send) => send("/api/v1/sources")],
  ["POST /api/v1/freeze", (send) => send("/api/v1/freeze", { reason: "trying" })],
  ["DELETE /api/v1/freeze", (send) => send("/api/v1/freeze", { reason: "tried" })],
  ["POST /api/v1/tokens", (send) => send("/api/v1/tokens", { name: "of the test", role: "viewer" })],
  [
    "DELETE /api/v1/tokens/{id}/sessions",
    async (send) => {
      await call("/api/v1/session", { method: "POST", body: { token: app.tokens.viewer } });
      const { rows } = await app.db.pool.query("select distinct token_id as id from session");
      return await send(`/api/v1/tokens/${rows[0].id}/sessions`);
    },
  ],
  ["DELETE /api/v1/tokens/{id}", (send) => send("/api/v1/tokens/1")],
  ["POST /api/v1/session", (send) => send("/api/v1/session", { token: app.tokens.operator })],
  [
    "DELETE /api/v1/session",
    async (send) => {
      const begun = await call("/api/v1/session", { method: "POST", body: { token: app.tokens.operator } });
      const cookie = begun.headers.get("set-cookie")?.split(";")[0] ?? "";
      return await send("/api/v1/session", undefined, { cookie, "sec-fetch-site": "same-origin" });
    },
  ],
  ...peopleChanges(() => ({ app, call })),
];

const PAST = { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" };

/** A file of one row that says all of itself. */
const IMPORT = {
  file: { name: "cpu.csv", bytes: 57, fingerprint: "0".repeat(64) },
  head: Buffer.from("ts,stamp,pool,node,cpu\n2026-01-01T00:00:00Z,a,b,c,5\n").toString("base64"),
  isWhole: true,
  dryRun: false,
  recipe: {
    kind: "cpu",
    delimiter: ",",
    decimalComma: false,
    skipLines: 0,
    hasHeader: true,
    time: { column: 0, form: "iso", start: null, offsetMinutes: 0 },
    names: { stamp: { column: 1 }, pool: { column: 2 }, node: { column: 3 } },
    measures: { cpu: { column: 4, scale: 1 } },
    wide: null,
  },
};

async function onImport(send: Send, deed: string): Promise<CallAnswer> {
  const { id } = await app.db.prisma.importSession.findFirstOrThrow();
  return await send(`/api/v1/imports/${id}/${deed}`);
}

/** An address that nothing is ever sent to: TEST-NET-3. */
const NOWHERE = "https://203.0.113.1/hook";

/** Does something to an alert that is open. */
async function onAlert(deed: string, { send, body }: { send: Send; body: object }): Promise<CallAnswer> {
  const at = new Date(app.clock.nowMs);
  const place = { region: "westus", stamp: `of ${deed}`, pool: "" };
  const said = {
    ruleId: "now-over-limit",
    ruleName: "Over its limit now",
    measure: "now",
    severity: "critical",
  };
  const { id } = await app.db.prisma.alert.create({
    data: { ...place, ...said, since: at, raisedAt: at, limit: 60, value: 70, worst: 70 },
  });
  return await send(`/api/v1/alerts/${id}/${deed}`, body);
}

const CONSTRAINTS = `registry,region,pinned,excluded,must_not_share_with,freeze_from,freeze_to,freeze_why
contoso,northus,true,false,,,,
`;
const TO_NEW = { name: "new" };
const INTO_NEW = { into: "new" };
const FLEET = {
  regions: [
    { name: "northus", stamps: [{ name: "nus-a" }, { name: "nus-b" }, { name: "nus-c" }] },
    { name: "empty" },
  ],
  registries: ["contoso", "fabrikam", "litware"].map((name) => ({
    name,
    tenant: `${name}-ltd`,
    replicas: [{ region: "northus", homeStamp: "nus-a" }],
  })),
};

const countEvents = () => app.db.prisma.auditEvent.count();

test("every route that changes anything is either audited, which is shown, or named with the reason why not", () => {
  const mutating = allRoutes()
    .filter((route) => route.method !== "GET")
    .map((route) => `${route.method} ${route.path}`);
  const named = [...CHANGES.map(([route]) => route), ...Object.keys(UNAUDITED), ...STEPS, ...WHILE_IT_RUNS];
  expect(named.toSorted()).toEqual(mutating.toSorted());
});

test("every change is an event in the chain, and a change that is refused is none", async () => {
  for (const [route, change] of CHANGES) {
    const [method = ""] = route.split(" ");
    app.clock.nowMs += 60_000;
    const before = { sent: 0 };
    const answer = await change(async (path, body, headers = {}) => {
      before.sent = await countEvents();
      // Who signs in or out, or has an account, shows no token besides.
      const token = /^\/api\/v1\/(session|sign-in|account)/.test(path) ? { token: "" } : {};
      return await call(path, { method, body, headers, ...token });
    });
    expect([answer.status < 300, answer.text, route]).toEqual([true, answer.text, route]);
    expect([(await countEvents()) > before.sent, route]).toEqual([true, route]);
  }
  const refused = await countEvents();
  expect((await call("/api/v1/stamps/nothing/retire", { method: "PUT", body: {} })).status).toBe(404);
  expect(await countEvents()).toBe(refused);
  const verified = await call("/api/v1/audit/verify", { method: "POST", token: app.tokens.viewer });
  expect(verified.json).toMatchObject({ isIntact: true, events: refused });
});

test("one byte changed in the database is found by a viewer, named, and remembered", async () => {
  const newest = await countEvents();
  await app.db.superuser.query("update audit_event set thing_name = thing_name || 'x' where id = 3");
  const verified = await call("/api/v1/audit/verify", { method: "POST", token: app.tokens.viewer });
  expect(verified.json).toMatchObject({
    isIntact: false,
    events: 2,
    finding: { kind: "changed", eventId: "3", sentence: expect.stringMatching(/^Event 3 was changed/) },
  });
  const state = await call("/api/v1/audit/verification", { token: app.tokens.viewer });
  expect(state.json).toMatchObject({ last: verified.json, protection: "role", anchoring: { file: false } });
  expect((await call("/readyz", { token: "" })).json).toEqual({
    ready: true,
    storing: "yes",
    auditProtection: "role",
  });
  expect((await call("/api/v1/data-health")).json.audit.protection).toBe("role");
  await app.db.superuser.query("update audit_event set thing_name = left(thing_name, -1) where id = 3");
  const again = await call("/api/v1/audit/verify", { method: "POST" });
  expect(again.json).toMatchObject({ isIntact: true, events: newest });
});

test("events are found by the stamp they touch and by words in them", async () => {
  const found = async (query: string) =>
    (await call(`/api/v1/audit?limit=1000&${query}`)).json.events.map(
      ({ action, thingName }: { action: string; thingName: string }) => `${action} ${thingName}`,
    );
  const ofStamp = await found("stamp=nus-b");
  expect(ofStamp).toContain("stamp.created nus-b");
  expect(ofStamp).not.toContain("stamp.created nus-c");
  expect(await found("stamp=new&thing=signals")).toEqual(["signals.reported "]);
  const homes = await found("stamp=nus-a&action=replica.bound");
  expect(homes).toContain("replica.bound contoso/northus");
  expect(await found("q=TRYING%20freeze")).toEqual(["freeze.pressed fleet"]);
  expect(await found("q=trying%20nothing-of-it")).toEqual([]);
  expect((await found("plan=1")).toReversed()).toEqual(
    ["created", "edited", "commented", "aborted", "version_created"].map((deed) => `plan.${deed} 1`),
  );
  expect(await found("plan=1&stamp=wus-b")).toHaveLength(3);
  expect(await found("plan=2")).toEqual([]);
  expect((await call("/api/v1/audit?plan=twelve")).status).toBe(400);
});
