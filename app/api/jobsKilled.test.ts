import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRule, newRuleSchema } from "#lib/alerts/index.ts";
import { MINUTE_MS, MINUTES_PER_DAY, minuteOf } from "#lib/core/index.ts";
import { withTransaction } from "#lib/db/client.ts";
import { ensurePartitions, listPartitions, PARTITIONED_TABLES } from "#lib/db/partitions.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/testDatabase.ts";
import { authorAt, putSmallFleet } from "#lib/execution/planRowsForTests.ts";
import { HOUR, START_MS } from "#lib/execution/runForTests.ts";
import { createChannel, newChannelSchema, putNotices } from "#lib/outgoing/index.ts";
import { type Receiver, startReceiver } from "#lib/outgoing/receiverForTests.ts";
import { Telemetry } from "#lib/telemetry/index.ts";
import { doneByTwo, killedMidJob, lockOf, startJob } from "./killedJobForTests.ts";
import { doJobAsReplica } from "./replicaJobForTests.ts";

const SECRET = "a secret of the receiver's own";

let db: TestDatabase;
let receiver: Receiver;
beforeEach(async () => {
  db = await createTestDatabase();
  receiver = await startReceiver(SECRET);
});
afterEach(async () => {
  await receiver.close();
  await db.close();
});

test("partitions: those to come are there, those past retention gone, each dropped by one", async () => {
  const now = minuteOf(START_MS);
  const days = (count: number) => count * MINUTES_PER_DAY;
  await ensurePartitions(db.pool, "pool_minute", now - days(20), now - days(17));
  await ensurePartitions(db.pool, "outcome_minute", now - days(500), now - days(499));
  const old = (await listPartitions(db.pool, "pool_minute")).length;
  expect(old).toBeGreaterThan(2);
  const done = await killedMidJob(
    db,
    { job: "partitions", nowMs: START_MS },
    "select pg_advisory_xact_lock(7218002)",
  );
  const dropped = done.flat() as string[];
  expect(new Set(dropped).size).toBe(dropped.length);
  for (const table of PARTITIONED_TABLES) {
    const kept = await listPartitions(db.pool, table);
    expect(new Set(kept.map(({ name }) => name)).size).toBe(kept.length);
    for (const day of [0, 1, 2, 3])
      expect(
        kept.filter(
          ({ fromMinute, toMinute }) => fromMinute <= now + days(day) && now + days(day) < toMinute,
        ),
      ).toHaveLength(1);
    expect(kept.filter(({ toMinute }) => toMinute < now - days(402))).toEqual([]);
  }
  expect(
    (await listPartitions(db.pool, "pool_minute")).filter(({ toMinute }) => toMinute < now - days(15)),
  ).toEqual([]);
});

test("prune: what is old is gone, what is not is there", async () => {
  await db.pool.query(`insert into idempotency_key (actor, key, route, request_hash, status, body, created_at)
    select 'a', 'key' || n, 'r', '', 200, '{}', now() - n * interval '1 hour' from generate_series(1, 48) n`);
  await killedMidJob(db, { job: "prune", nowMs: START_MS }, lockOf("idempotency_key"));
  const { rows } = await db.pool.query("select count(*)::int as kept from idempotency_key");
  expect(rows).toEqual([{ kept: 23 }]);
});

test("alerts: one alert is raised and one notice of it goes to each channel", async () => {
  await putSmallFleet(db.client, { r1: "s1" }, ["s1", "s2"]);
  await makeChannel();
  const telemetry = new Telemetry(db.pool, () => START_MS);
  const intake = await telemetry.openCpu({ source: "t", endpoint: "t", retentionDays: 400 });
  intake.sink.row(0, START_MS - MINUTE_MS, "s1", "registry", "n0", 95);
  await intake.finish();
  await withTransaction(db.client, async (tx) => {
    const body = newRuleSchema.parse({
      ...{ name: "Over", measure: "now", forMinutes: 0, clearMargin: 10, clearMinutes: 2 },
    });
    const made = await createRule(tx, authorAt("ann", START_MS), body);
    if (!made.ok) throw new Error(made.error.detail);
  });
  const done = await killedMidJob(db, { job: "watchAlerts", nowMs: START_MS }, lockOf("alert"));
  // The one that came second found the minute looked at.
  expect(done.filter((one) => one === null)).toHaveLength(1);
  const ofRule = await db.prisma.alert.count({ where: { ruleName: "Over" } });
  const alerts = await db.prisma.alert.count();
  expect(ofRule).toBe(1);
  const notices = await db.prisma.outgoingDelivery.findMany();
  expect(notices).toHaveLength(alerts);
  expect(new Set(notices.map(({ dedupeKey }) => dedupeKey)).size).toBe(alerts);
});

test("backtest: an episode is kept once, with every pool that it touched", async () => {
  await putSmallFleet(db.client, { r1: "s1" }, ["s1", "s2"]);
  const replica = await db.prisma.replica.findFirstOrThrow();
  const stamp = await db.prisma.stamp.findFirstOrThrow({ where: { name: "s2" } });
  const moved = new Date(START_MS - 36 * HOUR);
  await db.superuser.query("update binding set unbound_at = $1 where unbound_at is null", [moved]);
  await db.superuser.query("insert into binding (replica_id, stamp_id, bound_at) values ($1, $2, $3)", [
    replica.id,
    stamp.id,
    moved,
  ]);
  const done = (await killedMidJob(
    db,
    { job: "backtest", nowMs: START_MS },
    lockOf("prediction_result"),
  )) as string[][];
  expect(new Set(done.flat()).size).toBe(1);
  const rows = await db.prisma.predictionResult.findMany();
  expect(rows.length).toBeGreaterThan(0);
  const keys = rows.map(({ episode, poolId, basis }) => `${episode} ${poolId} ${basis}`);
  expect(new Set(keys).size).toBe(rows.length);
  const pools = new Set(rows.map(({ poolId }) => poolId));
  expect(pools.size).toBe(2);
});

test("the outbox: what was not sent yet is sent once", async () => {
  await makeChannel();
  await putNotice("one");
  await killedMidJob(db, { job: "sendOutgoing", nowMs: START_MS }, lockOf("outgoing_delivery"));
  // It may be the dead one's still: a lease that was asked for is given, also when nobody is left to use it.
  const later = START_MS + 6 * MINUTE_MS;
  await doneByTwo(db, { job: "sendOutgoing", nowMs: later });
  expect(receiver.received).toHaveLength(1);
  expect(await db.prisma.outgoingDelivery.findMany()).toMatchObject([{ status: "sent" }]);
});

test("the outbox: what was sent without being noted is sent again after its lease, under the same key", async () => {
  await makeChannel();
  await putNotice("one");
  receiver.answers.push("never");
  const first = startJob(db, { job: "sendOutgoing", nowMs: START_MS });
  await expect.poll(() => receiver.received.length).toBe(1);
  first.kill("SIGKILL");
  await once(first, "exit");
  // Until its lease is over it is the dead one's.
  expect(await doJobAsReplica(db.url, "sendOutgoing", START_MS + MINUTE_MS)).toMatchObject({
    sent: 0,
    failed: 0,
  });
  const later = START_MS + 6 * MINUTE_MS;
  await doneByTwo(db, { job: "sendOutgoing", nowMs: later });
  expect(receiver.received).toHaveLength(2);
  const keys = receiver.received.map(({ headers }) => headers["idempotency-key"]);
  expect(new Set(keys).size).toBe(1);
  expect(await db.prisma.outgoingDelivery.findMany()).toMatchObject([{ status: "sent", attempts: 2 }]);
});

async function makeChannel(): Promise<void> {
  const body = newChannelSchema.parse({ name: "night shift", url: receiver.url, secret: SECRET });
  const made = await withTransaction(db.client, (tx) =>
    createChannel(tx, authorAt("root", START_MS, "admin"), { body, sealKey: null }),
  );
  if (!made.ok) throw new Error(made.error.detail);
}

async function putNotice(key: string): Promise<void> {
  const notice = {
    ...({ kind: "alert_raised", severity: "warning", key, region: null, atMs: START_MS } as const),
    ...{ sentence: "Something.", path: "/alerts", facts: {} },
  };
  expect(await withTransaction(db.client, (tx) => putNotices(tx, [notice], START_MS))).toBe(1);
}
