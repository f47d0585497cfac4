import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MINUTE_MS } from "#lib/core/index.ts";
import { withTransaction } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/testDatabase.ts";
import { authorAt, putSmallFleet, submitRows } from "#lib/execution/planRowsForTests.ts";
import { HOUR, START_MS } from "#lib/execution/runForTests.ts";
import { watchPlans } from "#lib/execution/watch/commands.ts";
import { installAppContext } from "#lib/http/appContext.ts";
import { beginProposal } from "#lib/planning/proposal/commands.ts";
import { proposalBodySchema } from "#lib/planning/proposal/proposalBody.ts";
import { getProposal } from "#lib/planning/proposal/queries.ts";
import { Telemetry } from "#lib/telemetry/index.ts";
import { killedMidJob, killMidJob, lockOf } from "./killedJobForTests.ts";
import { DUE_MS, observePlan } from "./observedPlanForTests.ts";
import { createPlansApp, window } from "./plansForTests.ts";
import { doJobAsReplica } from "./replicaJobForTests.ts";

let db: TestDatabase;
beforeEach(async () => {
  db = await createTestDatabase();
  await putSmallFleet(db.client, { r1: "s1" }, ["s1", "s2"]);
});
afterEach(() => db.close());

test("measurePlans: what a completed plan came to is kept once, with every pool that it touched", async () => {
  const plan = await observePlan(db);
  const log = pino({ level: "silent" });
  const app = installAppContext({ database: db.client, clock: () => DUE_MS, log });
  const passed = { verdict: "pass", isFinal: true, sentence: "All is well.", readings: {} } as const;
  await watchPlans(app, { nowMs: DUE_MS, seams: { decideGate: async () => passed } });
  const job = { job: "measurePlans", nowMs: START_MS + 72 * HOUR };
  const done = (await killedMidJob(db, job, lockOf("prediction_result"))) as string[][];
  expect(new Set(done.flat())).toEqual(new Set([`plan ${plan}@1`]));
  const rows = await db.prisma.predictionResult.findMany();
  const keys = rows.map(({ episode, poolId, basis }) => `${episode} ${poolId} ${basis}`);
  expect(new Set(keys).size).toBe(rows.length);
  expect(new Set(rows.map(({ poolId }) => poolId)).size).toBe(2);
});

test("verifySizes: what became of a change of size is decided once, with one event of it", async () => {
  const plan = await submitRows(db.client, [{ tier: "low", moves: [["r1", "s1", "s2"]] }]);
  const pool = await db.prisma.pool.findFirstOrThrow({ where: { stamp: { name: "s1" } } });
  const verifyMs = START_MS + 24 * HOUR;
  const telemetry = new Telemetry(db.pool, () => verifyMs);
  const intake = await telemetry.openCpu({ source: "t", endpoint: "t", retentionDays: 400 });
  for (let ms = START_MS; ms < verifyMs; ms += MINUTE_MS) intake.sink.row(0, ms, "s1", "registry", "n0", 40);
  await intake.finish();
  const applied = { appliedAt: new Date(START_MS), appliedBy: "ann", verifyAt: new Date(verifyMs) };
  await db.prisma.rightSizing.create({
    data: {
      planId: plan,
      version: 1,
      poolId: pool.id,
      toInstances: 2,
      target: 60,
      reference: "x",
      ...applied,
    },
  });
  const job = { job: "verifySizes", nowMs: verifyMs + HOUR };
  const done = await killedMidJob(db, job, lockOf("audit_event"));
  expect(done.flat()).toEqual(["s1/registry verified"]);
  expect(await db.prisma.rightSizing.findMany()).toMatchObject([{ state: "verified", measuredP95: 40 }]);
  const { rows } = await db.pool.query("select from audit_event where action like 'right_sizing.%'");
  expect(rows).toHaveLength(1);
});

test("a proposal: nothing of it is kept by halves; whoever waits for it is told, and has another", async () => {
  const { app } = await createPlansApp();
  const author = authorAt("ann", app.clock.nowMs);
  const body = proposalBodySchema.parse({ window, constraints: { mostEvaluations: 50 } });
  const ask = async () => {
    const begun = await withTransaction(app.db.client, (tx) => beginProposal(tx, author, body));
    if (!begun.ok) throw new Error(begun.error.detail);
    return begun.value;
  };
  const stateOf = async (id: number, laterMs = 0) => {
    const found = await getProposal(app.db.prisma, { id, nowMs: app.clock.nowMs + laterMs });
    return found.ok ? [found.value.state, found.value.failure] : [];
  };
  try {
    const killed = await ask();
    await killMidJob(app.db, { job: "propose", nowMs: app.clock.nowMs }, lockOf("audit_event"));
    expect(await app.db.prisma.proposal.count()).toBe(1);
    expect(await stateOf(killed)).toEqual(["running", null]);
    expect(await stateOf(killed, 11 * MINUTE_MS)).toEqual([
      "failed",
      "The server that worked on it ended. Ask again.",
    ]);
    await app.db.prisma.proposal.update({ where: { id: killed }, data: { state: "failed" } });
    const again = await ask();
    await doJobAsReplica(app.db.url, "propose", app.clock.nowMs);
    expect((await stateOf(again))[0]).toMatch(/complete$/);
    expect(await app.db.prisma.proposal.count({ where: { parentId: again } })).toBe(1);
    expect(await app.db.prisma.proposal.count({ where: { parentId: killed } })).toBe(0);
  } finally {
    await app.close();
  }
});
