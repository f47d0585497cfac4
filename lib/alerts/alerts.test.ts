import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MINUTE_MS } from "../core/index.ts";
import { withTransaction } from "../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { liftFreeze, pressFreeze, putInventory } from "../fleet/index.ts";
import { inventoryBodySchema } from "../fleet/inventory/inventoryBody.ts";
import { authorAt } from "../fleet/inventory/inventoryForTests.ts";
import { ShapeKeeper } from "../fleet/shape/queries.ts";
import { createChannel, newChannelSchema } from "../outgoing/index.ts";
import { HourReader, NodeNames, Telemetry } from "../telemetry/index.ts";
import {
  acknowledgeAlert,
  changeRule,
  countOpenAlerts,
  createRule,
  listAlerts,
  listRules,
  lookForAlerts,
  muteAlert,
  newRuleSchema,
  noticeEvents,
  removeRule,
} from "./index.ts";

const START = Date.UTC(2026, 2, 2, 12);
let db: TestDatabase;
let nowMs = START;
let telemetry: Telemetry;
let source: Parameters<typeof lookForAlerts>[0];

beforeAll(async () => {
  db = await createTestDatabase();
  const clock = () => nowMs;
  telemetry = new Telemetry(db.client.pools.ingest, clock);
  source = {
    database: db.client,
    hours: new HourReader(db.client.pools.read, clock),
    nodeNames: new NodeNames(db.client.pools.read),
    shape: new ShapeKeeper(db.client),
  };
  const stamps = ["wus-a", "wus-b"].map((name) => ({ name, pools: [{ name: "dataproxy" }] }));
  const body = inventoryBodySchema.parse({ regions: [{ name: "westus", stamps }] });
  await withTransaction(db.client, (tx) => putInventory(tx, authorAt(START), { body, prune: false }));
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.superuser.query(
    `truncate alert, alert_watch, alert_rule, read_mark, signal, outgoing_channel, outgoing_delivery restart identity cascade`,
  );
  // Every test has a day of its own, with no data yet.
  nowMs += 5 * 86_400_000;
});

const look = () => lookForAlerts(source, nowMs);
const open = async () => (await listAlerts(db.prisma, { state: "open", limit: 100 })).alerts;
const tx = <T>(work: Parameters<typeof withTransaction<T>>[1]) => withTransaction(db.client, work);
const author = () => authorAt(nowMs);

/** A minute of the given percents has passed, and is looked at. */
async function minute(percents: Readonly<Record<string, number>>): Promise<void> {
  const intake = await telemetry.openCpu({ source: "test", endpoint: "samples/cpu", retentionDays: 400 });
  for (const [index, [stamp, cpu]] of Object.entries(percents).entries())
    intake.sink.row(index, nowMs, stamp, "dataproxy", "n0", cpu);
  await intake.finish();
  nowMs += MINUTE_MS;
  await look();
}

/** So many minutes of the same. */
async function minutes(count: number, percents: Readonly<Record<string, number>>): Promise<void> {
  for (let passed = 0; passed < count; passed++) await minute(percents);
}

/** Leaves one rule on: hot(bin) of 15 minutes over 60 %, for 2 minutes; clear under 50 % for 2 minutes. */
async function onlyNowRule(more: object = {}): Promise<void> {
  for (const { id, isDefault } of (await listRules(db.prisma)).rules)
    if (isDefault) await tx((t) => changeRule(t, author(), { id, change: { enabled: false } }));
  const body = newRuleSchema.parse({
    ...{ name: "Warm", measure: "now", forMinutes: 2, clearMargin: 10, clearMinutes: 2 },
    ...more,
  });
  const made = await tx((t) => createRule(t, author(), body));
  expect(made).toMatchObject({ ok: true, value: { id: "warm", isDefault: false } });
}

describe("a pool that runs over its limit", () => {
  test("raises one alert after its time, which follows it and clears after its time", async () => {
    await onlyNowRule();
    await minutes(2, { "wus-a": 70, "wus-b": 20 });
    expect(await open()).toEqual([]);
    await minute({ "wus-a": 80, "wus-b": 20 });
    expect(await open()).toMatchObject([
      { rule: "warm", stamp: "wus-a", pool: "dataproxy", region: "westus", limit: 60, state: "open" },
    ]);
    const [first] = await open();
    expect(Date.parse(first?.raisedAt ?? "") - Date.parse(first?.since ?? "")).toBe(2 * MINUTE_MS);
    expect(first?.sentence).toMatch(/^wus-a dataproxy: the hottest node ran at 73\.3 % /);
    // The mean of 15 minutes falls through the band, 60 to 50 %, and out of it.
    await minutes(10, { "wus-a": 30, "wus-b": 20 });
    expect(await open()).toEqual([]);
    const { alerts } = await listAlerts(db.prisma, { limit: 10 });
    expect(alerts).toMatchObject([
      { id: first?.id, state: "cleared", clearedBy: "calm", value: first?.value },
    ]);
    expect(alerts).toHaveLength(1);
  });

  test("is looked at once a minute, however many replicas look", async () => {
    await onlyNowRule({ forMinutes: 0 });
    await minute({ "wus-a": 90 });
    nowMs += MINUTE_MS;
    const looks = await Promise.all([look(), look(), look()]);
    expect(looks.filter((one) => one !== null)).toHaveLength(1);
    expect(await open()).toHaveLength(1);
  });

  test("in another region, or of another kind, is not the rule's business", async () => {
    await onlyNowRule({ forMinutes: 0, poolKind: "registry" });
    await minutes(2, { "wus-a": 90 });
    expect(await open()).toEqual([]);
  });
});

test("an alert ends as rule_off when its rule is removed", async () => {
  await onlyNowRule({ forMinutes: 0 });
  await minute({ "wus-a": 90 });
  expect(await open()).toHaveLength(1);
  await tx((t) => removeRule(t, author(), "warm"));
  nowMs += MINUTE_MS;
  await look();
  expect((await listAlerts(db.prisma, { limit: 10 })).alerts).toMatchObject([{ clearedBy: "rule_off" }]);
});

test("a pool that falls silent raises the default for staleness, and what it was last seen at raises nothing", async () => {
  await minutes(2, { "wus-a": 20, "wus-b": 20 });
  nowMs += 14 * MINUTE_MS;
  await look();
  expect(await open()).toEqual([]);
  nowMs += MINUTE_MS;
  await look();
  expect(await open()).toMatchObject([
    { rule: "stale", severity: "critical", value: 15 },
    { rule: "stale", severity: "critical", value: 15 },
  ]);
});

test("an open signal of high severity raises an alert of its stamp, an ended one clears it, a lesser one is none", async () => {
  const stamp = await db.prisma.stamp.findUniqueOrThrow({ where: { name: "wus-b" } });
  const signal = { stampId: stamp.id, kind: "outage" as const, from: new Date(nowMs) };
  await db.prisma.signal.create({ data: { ...signal, severity: "medium" } });
  const { id } = await db.prisma.signal.create({ data: { ...signal, kind: "throttling", severity: "high" } });
  await minute({ "wus-a": 20, "wus-b": 20 });
  expect(await open()).toMatchObject([
    { rule: "grave-signal", stamp: "wus-b", pool: null, sentence: "wus-b: an open signal of severity high." },
  ]);
  await db.prisma.signal.update({ where: { id }, data: { to: new Date(nowMs) } });
  await minutes(7, { "wus-a": 20, "wus-b": 20 });
  expect(await open()).toEqual([]);
});

describe("people", () => {
  test("acknowledge an alert once, in the audit; a cleared one is refused", async () => {
    await onlyNowRule({ forMinutes: 0, clearMinutes: 0 });
    await minute({ "wus-a": 90 });
    const id = (await open())[0]?.id ?? 0;
    const acknowledge = () => tx((t) => acknowledgeAlert(t, author(), { id, note: "on it" }));
    expect(await acknowledge()).toMatchObject({
      ok: true,
      value: { acknowledged: { by: "tester", note: "on it" } },
    });
    expect(await acknowledge()).toMatchObject({ ok: false, error: { code: "conflict" } });
    expect(
      await db.prisma.auditEvent.count({ where: { action: "alert.acknowledged", thingName: String(id) } }),
    ).toBe(1);
    nowMs += 20 * MINUTE_MS;
    await minute({ "wus-a": 10 });
    expect(await tx((t) => muteAlert(t, author(), { id, minutes: 5, reason: "late" }))).toMatchObject({
      ok: false,
      error: { code: "conflict" },
    });
  });

  test("mute an alert: nothing is sent of it, nor when it is raised again meanwhile; the badge leaves it out", async () => {
    await channel();
    await onlyNowRule({ forMinutes: 0, clearMinutes: 0 });
    await minute({ "wus-a": 90 });
    expect(await sentKinds()).toEqual(["alert_raised"]);
    expect(await countOpenAlerts(db.prisma, nowMs)).toEqual({ open: 1, critical: 0 });
    const id = (await open())[0]?.id ?? 0;
    await tx((t) => muteAlert(t, author(), { id, minutes: 60, reason: "a known test" }));
    expect(await countOpenAlerts(db.prisma, nowMs)).toEqual({ open: 0, critical: 0 });
    nowMs += 20 * MINUTE_MS;
    await minute({ "wus-a": 10 });
    expect(await open()).toEqual([]);
    nowMs += 20 * MINUTE_MS;
    await minute({ "wus-a": 90 });
    expect(await open()).toMatchObject([{ muted: { by: "tester", reason: "a known test" } }]);
    expect(await sentKinds()).toEqual(["alert_raised"]);
  });
});

test("the freeze is told to channels, once, and nothing that happened before there was a reader", async () => {
  await channel();
  await noticeEvents(db.client, nowMs);
  expect(await sentKinds()).toEqual([]);
  await tx((t) => pressFreeze(t, author(), "a storm"));
  expect(await Promise.all([noticeEvents(db.client, nowMs), noticeEvents(db.client, nowMs)])).toContain(1);
  await tx((t) => liftFreeze(t, author(), "over"));
  await noticeEvents(db.client, nowMs);
  await noticeEvents(db.client, nowMs);
  const rows = await db.prisma.outgoingDelivery.findMany({ orderBy: { id: "asc" } });
  expect(rows.map(({ kind, severity, payload }) => ({ kind, severity, payload }))).toMatchObject([
    {
      kind: "freeze",
      severity: "critical",
      payload: { sentence: expect.stringMatching(/frozen.*tester.*a storm/) },
    },
    { kind: "freeze", severity: "information", payload: { sentence: expect.stringContaining("lifted") } },
  ]);
  expect(rows).toHaveLength(2);
});

test("a default is changed, said to be changed, taken back, and not removed", async () => {
  const stale = async () => (await listRules(db.prisma)).rules.find(({ id }) => id === "stale");
  const change = (to: object) => tx((t) => changeRule(t, author(), { id: "stale", change: to }));
  expect(await change({ limit: 30 })).toMatchObject({ ok: true, value: { limit: 30, isChanged: true } });
  expect(await change({ limit: null })).toMatchObject({ ok: false, error: { code: "invalid" } });
  const remove = () => tx((t) => removeRule(t, author(), "stale"));
  expect(await remove()).toMatchObject({ ok: true, value: { limit: 15, isChanged: false } });
  expect(await remove()).toMatchObject({ ok: false, error: { code: "conflict" } });
  expect(await stale()).toMatchObject({ limit: 15, enabled: true });
});

const channel = () =>
  tx((t) =>
    createChannel(t, author(), {
      body: newChannelSchema.parse({ name: "night shift", url: "https://example.com/" }),
      sealKey: null,
    }),
  );
const sentKinds = async () =>
  (await db.prisma.outgoingDelivery.findMany({ orderBy: { id: "asc" } })).map(({ kind }) => kind);
