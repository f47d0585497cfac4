import pino from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRule, lookForAlerts, newRuleSchema } from "#lib/alerts/index.ts";
import { MINUTE_MS, MINUTES_PER_DAY, minuteOf } from "#lib/core/index.ts";
import { createDatabaseClient, type DatabaseClient, withTransaction } from "#lib/db/client.ts";
import { listPartitions, PARTITIONED_TABLES } from "#lib/db/partitions.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/testDatabase.ts";
import { authorAt, putSmallFleet } from "#lib/execution/planRowsForTests.ts";
import { HOUR, START_MS } from "#lib/execution/runForTests.ts";
import { watchPlans } from "#lib/execution/watch/commands.ts";
import { type AppContext, installAppContext } from "#lib/http/appContext.ts";
import { keepPartitions } from "#lib/jobs/index.ts";
import { deliverDue } from "#lib/outgoing/index.ts";
import { readNodeMatrix } from "#lib/telemetry/index.ts";
import { observePlan } from "./observedPlanForTests.ts";

/** How far the clocks of the two replicas are apart. */
const APART_MS = 10 * MINUTE_MS;
/** Just before a midnight, which one of them has passed and the other has not. */
const MIDNIGHT = Date.parse("2026-03-03T00:00:00Z");

let db: TestDatabase;
let clients: DatabaseClient[];
/** The time of the one that is behind; the other's is APART_MS later. */
let now: { ms: number };
let behind: AppContext;
let ahead: AppContext;

function replica(offsetMs: number): AppContext {
  const client = createDatabaseClient(db.url);
  clients.push(client);
  const log = pino({ level: "silent" });
  return installAppContext({ database: client, clock: () => now.ms + offsetMs, log });
}

beforeEach(async () => {
  db = await createTestDatabase();
  clients = [];
  now = { ms: START_MS };
  await putSmallFleet(db.client, { r1: "s1" }, ["s1", "s2"]);
  behind = replica(0);
  ahead = replica(APART_MS);
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await db.close();
});
async function send({ telemetry }: AppContext, rows: readonly { node: string; atMs: number; cpu: number }[]) {
  const intake = await telemetry.openCpu({ source: "t", endpoint: "t", retentionDays: 400 });
  rows.forEach(({ node, atMs, cpu }, index) => {
    intake.sink.row(index, atMs, "s1", "registry", node, cpu);
  });
  return await intake.finish();
}

describe("two replicas whose clocks are ten minutes apart", () => {
  test("take in the same samples once, on both sides of a midnight that only one of them has passed", async () => {
    now.ms = MIDNIGHT - 4 * MINUTE_MS;
    const rows = Array.from({ length: 20 }, (_, at) => ({
      node: `n${at % 4}`,
      atMs: MIDNIGHT - 8 * MINUTE_MS + Math.floor(at / 4) * MINUTE_MS + MINUTE_MS,
      cpu: at * 4,
    }));
    const later = rows.map(({ atMs, ...row }) => ({ ...row, atMs: atMs + 6 * MINUTE_MS }));
    const reports = await Promise.all([
      send(behind, rows),
      send(ahead, rows),
      send(ahead, later),
      send(ahead, rows),
      send(behind, rows),
    ]);
    expect(reports.map(({ rejected }) => rejected)).toEqual([0, 0, 0, 0, 0]);
    const pool = await db.prisma.pool.findFirstOrThrow({ where: { stamp: { name: "s1" } } });
    const window = { fromMinute: minuteOf(MIDNIGHT) - 10, toMinute: minuteOf(MIDNIGHT) + 10 };
    const matrix = await readNodeMatrix(db.pool, pool.id, window);
    const cells = matrix?.values.flatMap((values) => [...values].filter((value) => value >= 0)) ?? [];
    const distinct = new Set([...rows, ...later].map(({ node, atMs }) => `${node} ${minuteOf(atMs)}`));
    expect(cells).toHaveLength(distinct.size);
    const partitions = await listPartitions(db.pool, "pool_minute");
    for (const day of [-1, 1])
      expect(
        partitions.filter(
          ({ fromMinute, toMinute }) =>
            fromMinute <= minuteOf(MIDNIGHT) + day && minuteOf(MIDNIGHT) + day < toMinute,
        ),
      ).toHaveLength(1);
  });

  test("make every partition once, and drop none that the other still writes to", async () => {
    now.ms = MIDNIGHT - 4 * MINUTE_MS;
    await Promise.all([
      keepPartitions(behind.database, minuteOf(behind.clock())),
      keepPartitions(ahead.database, minuteOf(ahead.clock())),
    ]);
    for (const table of PARTITIONED_TABLES) {
      const partitions = await listPartitions(db.pool, table);
      expect(new Set(partitions.map(({ name }) => name)).size).toBe(partitions.length);
      for (let day = 0; day <= 3; day += 1) {
        const minute = minuteOf(MIDNIGHT) - 1 + day * MINUTES_PER_DAY;
        expect(
          partitions.filter(({ fromMinute, toMinute }) => fromMinute <= minute && minute < toMinute),
        ).toHaveLength(1);
      }
    }
  });

  test("raise one alert and clear it once, whichever of them looks", async () => {
    await withTransaction(db.client, async (tx) => {
      const rule = newRuleSchema.parse({ name: "Over", measure: "now", forMinutes: 0, clearMinutes: 0 });
      const made = await createRule(tx, authorAt("ann", START_MS), rule);
      if (!made.ok) throw new Error(made.error.detail);
    });
    const ofRule = () => db.prisma.alert.findMany({ where: { ruleName: "Over" } });
    for (let minute = 0; minute < 4; minute += 1) {
      // Recent for the one, and not from the future for the other.
      await send(ahead, [
        { node: "n0", atMs: now.ms + APART_MS, cpu: 95 },
        { node: "n0", atMs: now.ms, cpu: 95 },
      ]);
      now.ms += MINUTE_MS;
      for (const app of [ahead, behind]) await lookForAlerts(app, app.clock());
    }
    expect(await ofRule()).toHaveLength(1);
  });

  test("decide a gate once, and not before its observation is over by the clock of who decides", async () => {
    const key = { id: await observePlan(db) };
    // Over for the one, and not for the other.
    now.ms = START_MS + 24 * HOUR - APART_MS / 2;
    const decided: number[] = [];
    // Nobody tells before a second one has looked.
    const two = Promise.withResolvers<undefined>();
    const decideGate = async (_plan: unknown, _phase: unknown, nowMs: number) => {
      decided.push(nowMs);
      if (decided.length === 2) two.resolve(undefined);
      await two.promise;
      const isOver = nowMs >= START_MS + 24 * HOUR;
      return isOver
        ? ({ verdict: "pass", isFinal: true, sentence: "All is well.", readings: {} } as const)
        : null;
    };
    const done = await Promise.all(
      [behind, ahead, ahead, behind].map((app) =>
        watchPlans(app, { nowMs: app.clock(), seams: { decideGate } }),
      ),
    );
    expect(decided.length).toBeGreaterThan(1);
    expect(done.flat().filter((one) => one.endsWith("gate"))).toEqual([`${key.id}@1 gate`]);
    expect(await db.prisma.gateReading.findMany()).toMatchObject([{ isFinal: true }]);
    const { rows } = await db.pool.query("select action from audit_event where action = 'plan.completed'");
    expect(rows).toHaveLength(1);
  });

  test("send a notification once: what the one has leased the other leaves alone, while they are less apart than a lease", async () => {
    const lessAhead = replica(4 * MINUTE_MS);
    await db.prisma.outgoingDelivery.create({
      data: {
        ...{ channelId: null, kind: "bind", severity: "info", dedupeKey: "once", payload: {} },
        ...{ createdAt: new Date(now.ms), nextAt: new Date(now.ms) },
      },
    });
    const sent = await Promise.all(
      [behind, lessAhead, behind, lessAhead].map(({ database, clock }) =>
        deliverDue({ database, allow: [], control: null, sealKey: null }, { nowMs: clock(), rng: () => 0.5 }),
      ),
    );
    expect(sent.reduce((sum, { sent: ok, failed }) => sum + ok + failed, 0)).toBe(1);
  });
});

describe("a clock that jumps", () => {
  test("far ahead and back again leaves one alert, one partition a day, and samples that go on", async () => {
    await withTransaction(db.client, async (tx) => {
      const rule = newRuleSchema.parse({ name: "Over", measure: "now", forMinutes: 0, clearMinutes: 0 });
      await createRule(tx, authorAt("ann", START_MS), rule);
    });
    const times = [0, 1, 120, 121, 2, 3, 4].map((minute) => START_MS + minute * MINUTE_MS);
    for (const ms of times) {
      now.ms = ms;
      const report = await send(behind, [{ node: "n0", atMs: ms, cpu: 95 }]);
      expect(report).toMatchObject({ accepted: 1, rejected: 0 });
      await keepPartitions(behind.database, minuteOf(behind.clock()));
      now.ms += MINUTE_MS;
      await lookForAlerts(behind, behind.clock());
    }
    const open = await db.prisma.alert.findMany({ where: { ruleName: "Over", clearedAt: null } });
    expect(open.length).toBeLessThanOrEqual(1);
    const partitions = await listPartitions(db.pool, "pool_minute");
    expect(new Set(partitions.map(({ name }) => name)).size).toBe(partitions.length);
    const { rows } = await db.pool.query("select count(*)::int as minutes from telemetry.pool_minute");
    expect(rows).toEqual([{ minutes: times.length }]);
  });
});

describe("a sender whose clock is wrong", () => {
  test("is told which rows are too far ahead or too old, and by whose clock; the others are stored", async () => {
    const minute = (offset: number) => START_MS + offset * MINUTE_MS;
    const rows = [
      { node: "n0", atMs: minute(0), cpu: 1 },
      { node: "n1", atMs: minute(5), cpu: 2 },
      { node: "n2", atMs: minute(6), cpu: 3 },
      { node: "n3", atMs: minute(-399 * MINUTES_PER_DAY), cpu: 4 },
      { node: "n4", atMs: minute(-402 * MINUTES_PER_DAY), cpu: 5 },
    ];
    const report = await send(behind, rows);
    expect(report).toMatchObject({ accepted: 3, rejected: 2 });
    expect(report.errors).toMatchObject([
      { index: 2, code: "in_the_future", message: expect.stringContaining("server's clock") },
      { index: 4, code: "too_old" },
    ]);
    // A replica whose clock is ahead takes what this one refuses.
    expect(await send(ahead, [{ node: "n2", atMs: minute(6), cpu: 3 }])).toMatchObject({ accepted: 1 });
  });
});
