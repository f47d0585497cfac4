import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/testDatabase.ts";
import { putSmallFleet } from "#lib/execution/planRowsForTests.ts";
import { HOUR, START_MS } from "#lib/execution/runForTests.ts";
import { watchPlans } from "#lib/execution/watch/commands.ts";
import { installAppContext } from "#lib/http/appContext.ts";
import { DUE_MS, observePlan } from "./observedPlanForTests.ts";

const REPLICA = fileURLToPath(new URL("./replicaForTests.ts", import.meta.url));

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await putSmallFleet(db.client, { r1: "s1", r2: "s1" }, ["s1", "s2"]);
});
afterAll(() => db.close());

/** A process of its own, as a replica of the application is one. */
function startReplica(): ChildProcess & { readonly stdout: NonNullable<ChildProcess["stdout"]> } {
  return spawn(process.execPath, [REPLICA, db.url, String(DUE_MS)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** What it did, once it has ended by itself. */
async function finish(replica: ReturnType<typeof startReplica>): Promise<string[]> {
  const [said, [code]] = await Promise.all([text(replica.stdout), once(replica, "exit")]);
  expect(code).toBe(0);
  return JSON.parse(said);
}

const readings = () => db.prisma.gateReading.findMany({});
const phaseState = async () => (await db.prisma.planPhase.findFirstOrThrow({})).state;

test("a gate is decided once, though a process is killed in the middle of it and three others come for it at once", async () => {
  await observePlan(db);
  // The first gets as far as its audit event, with its reading and the new states written, and no further.
  const holder = await db.superuser.connect();
  await holder.query("begin");
  await holder.query("lock table audit_event in exclusive mode");
  const first = startReplica();
  const isStuck = async () => {
    const { rows } = await db.superuser.query<{ waits: number }>(
      `select count(*)::int as waits from pg_locks where not granted and relation = 'audit_event'::regclass
          and database = (select oid from pg_database where datname = current_database())`,
    );
    return (rows[0]?.waits ?? 0) > 0;
  };
  await expect.poll(isStuck, { timeout: 150_000 }).toBe(true);
  first.kill("SIGKILL");
  await once(first, "exit");
  await holder.query("rollback");
  holder.release();
  // Its connection is gone, and with it all that it had written.
  await expect.poll(isStuck, { timeout: 150_000 }).toBe(false);
  expect(await readings()).toEqual([]);
  expect(await phaseState()).toBe("observing");

  const done = await Promise.all([startReplica(), startReplica(), startReplica()].map(finish));
  expect(done.flat()).toEqual(["1@1 gate"]);
  expect(await readings()).toMatchObject([{ verdict: "pass", isFinal: true }]);
  expect(await phaseState()).toBe("passed");
  const { rows } = await db.pool.query(
    `select action, actor from audit_event where action in ('phase.passed', 'plan.completed') order by id`,
  );
  expect(rows).toEqual([
    { action: "phase.passed", actor: "system" },
    { action: "plan.completed", actor: "system" },
  ]);
  // And one that comes later finds nothing to do.
  expect(await finish(startReplica())).toEqual([]);
  expect(await readings()).toHaveLength(1);
}, 240_000);

test("a reading on the way is kept once, though two replicas have read at the same moment", async () => {
  const id = await observePlan(db, "r2");
  const app = installAppContext({
    database: db.client,
    clock: () => START_MS,
    log: pino({ level: "silent" }),
  });
  const both = Promise.withResolvers<undefined>();
  let readers = 0;
  const decideGate = async () => {
    readers += 1;
    if (readers === 2) both.resolve(undefined);
    await both.promise;
    return { verdict: "waiting", isFinal: false, sentence: "So far so good.", readings: {} } as const;
  };
  const look = () => watchPlans(app, { nowMs: START_MS + HOUR, seams: { decideGate } });
  await Promise.all([look(), look()]);
  expect(readers).toBe(2);
  expect((await readings()).filter(({ planId }) => planId === id)).toMatchObject([{ verdict: "waiting" }]);
});
