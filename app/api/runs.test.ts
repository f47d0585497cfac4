import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ok } from "#lib/core/index.ts";
import type { RunPhase, RunPlan } from "#lib/execution/index.ts";
import { comparePrediction } from "#lib/execution/reassess/comparePrediction.ts";
import { prepareStart } from "#lib/execution/start/commands.ts";
import { watchPlans } from "#lib/execution/watch/commands.ts";
import { made, moves, newStamp, window } from "./plansForTests.ts";
import { createRunsApp, detail, HOUR_MS, type RunsApp, reason, statesOf, WORK_MS } from "./runsForTests.ts";

let runs: RunsApp;
beforeAll(async () => {
  runs = await createRunsApp();
});
afterAll(() => runs.app.close());

beforeEach(async () => {
  await runs.calm();
});

describe("a plan of two phases", () => {
  test("goes its whole way, each state said as it is", async () => {
    const { act, app, send } = runs;
    const plan = await runs.plan("submitted", ["tiny"], ["small"]);
    const { id } = plan;
    expect(plan.execution?.waitsFor.sentence).toContain("Waits for an operator");
    expect(await detail(send(id, "approve"), 403)).toContain("operator-token");
    await act(id, "approve", {}, app.tokens.approver);
    const approved = await act(id, "start");
    expect(statesOf(approved)).toEqual(["running", ["approved", "approved"], [["pending"], ["pending"]]]);
    expect(await detail(send(id, "phases/2/start"), 409)).toContain("phase 2 starts when it has passed");
    const started = await act(id, "phases/1/start");
    expect(started.execution?.waitsFor.sentence).toContain("re-bind tiny from wus-a to wus-b");
    app.clock.nowMs += 60_000;
    const bound = await act(id, "moves/tiny/bind", { confirmation: "ticket 7" });
    expect(statesOf(bound)).toEqual(["running", ["draining", "approved"], [["bound"], ["pending"]]]);
    expect(await runs.homeOf("tiny")).toMatchObject({
      stamp: "wus-b",
      boundAt: new Date(app.clock.nowMs).toISOString(),
      source: `plan ${id}@1 move ${bound.execution?.phases[0]?.moves[0]?.id}`,
    });
    const drained = await act(id, "moves/tiny/drained", reason);
    expect(drained.execution?.deviations).toMatchObject([
      { kind: "drained", registry: "tiny", actor: "operator-token" },
    ]);
    expect(statesOf(drained)[1]).toEqual(["observing", "approved"]);
    expect(await detail(send(id, "phases/1/accept", { body: reason }), 409)).toContain("is observed until");
    app.clock.nowMs += 48 * HOUR_MS;
    const passed = await act(id, "phases/1/accept", reason);
    expect(statesOf(passed)).toEqual(["running", ["passed", "approved"], [["verified"], ["pending"]]]);
    const csv = await runs.call(`/api/v1/plans/${id}.csv`);
    expect(csv.text).toContain(",verified,");
  });
});

describe("the freeze", () => {
  test("refuses starts, bindings and resuming; rolling back takes an approver with a reason", async () => {
    const { act, app, send, call } = runs;
    const { id } = await runs.plan("running", ["tiny", "small"]);
    await act(id, "phases/1/start");
    await act(id, "moves/tiny/bind");
    const freeze = (method: string) => call("/api/v1/freeze", { method, body: { reason: "incident 7" } });
    await freeze("POST");
    expect(await detail(send(id, "moves/small/bind"), 409)).toContain("incident 7");
    const frozen = await runs.read(id);
    expect(frozen.execution?.waitsFor.for).toBe("freeze");
    await act(id, "pause", reason);
    expect(await detail(send(id, "resume"), 409)).toContain("frozen");
    expect(await detail(send(id, "rollback", { body: reason }), 403)).toContain("approver");
    await act(id, "rollback", reason, app.tokens.approver);
    const unexplained = send(id, "moves/tiny/revert", { token: app.tokens.approver });
    expect(await detail(unexplained, 409)).toContain("needs a reason");
    app.clock.nowMs += 60_000;
    const back = await act(id, "moves/tiny/revert", reason, app.tokens.approver);
    expect(statesOf(back)).toEqual(["rolled_back", ["rolled_back"], [["reverted", "pending"]]]);
    expect((await runs.homeOf("tiny")).stamp).toBe("wus-a");
    await freeze("DELETE");
  });
});

describe("a running plan", () => {
  test("shares its stamps with no other, and takes no start before its time without a reason", async () => {
    const { act, app, send } = runs;
    const one = await runs.plan("running", ["tiny"]);
    const other = await runs.plan("approved", ["small"]);
    expect(await detail(send(other.id, "start"), 409)).toContain(`plan ${one.id}`);
    app.clock.nowMs = WORK_MS + 10 * HOUR_MS;
    expect(await detail(send(one.id, "phases/1/start"), 409)).toContain("working hours");
    const early = await act(one.id, "phases/1/start", reason);
    expect(early.execution?.deviations).toMatchObject([
      { kind: "early_start", phase: 1, reason: "for the test" },
    ]);
    await act(one.id, "abort", reason);
    app.clock.nowMs = WORK_MS;
    expect((await act(other.id, "start")).state).toBe("running");
  });

  test("is paused by a change of the inventory that touches its registries or stamps, in that very transaction", async () => {
    const { act, send } = runs;
    const { id } = await runs.plan("running", ["tiny", "small"]);
    await act(id, "phases/1/start");
    const move = (registry: string, homeStamp: string) =>
      runs.put("inventory", {
        registries: [{ name: registry, replicas: [{ region: "westus", homeStamp }] }],
      });
    runs.app.clock.nowMs += 60_000;
    await move("other", "wus-a");
    const paused = await runs.read(id);
    expect(paused.state).toBe("paused");
    expect(paused.execution?.waitsFor.sentence).toContain(
      "other changed home from wus-c to wus-a by admin-token",
    );
    await act(id, "resume");
    runs.app.clock.nowMs += 60_000;
    await move("small", "wus-c");
    expect(await detail(send(id, "resume"), 409)).toContain("small is at home on wus-c, not on wus-a");
    await act(id, "moves/small/skip", reason, runs.app.tokens.approver);
    expect(statesOf(await act(id, "resume"))).toEqual([
      "running",
      ["cutting_over"],
      [["pending", "skipped"]],
    ]);
  });

  test("says its drains by the data: waits, says what is left, and goes on by itself", async () => {
    const { act, app } = runs;
    const { id } = await runs.plan("running", ["middle"]);
    const report = async (fromMs: number, count: number, middle: number) => {
      for (const pool of ["registry", "dataproxy"]) {
        const row = (level: number) => Array(count).fill(level);
        const body = {
          stamp: "wus-a",
          pool,
          from: fromMs,
          stepSeconds: 60,
          registries: ["middle", "big"],
          requests: [row(middle), row(9_000)],
          bytes: [row(0), row(0)],
        };
        const sent = await runs.call("/api/v1/samples/load/packed", { method: "POST", body });
        expect(sent.json.rejected).toBe(0);
      }
    };
    await report(WORK_MS - 10 * 60_000, 10, 700);
    await act(id, "phases/1/start");
    await act(id, "moves/middle/bind");
    const watch = async (minutes: number) => {
      app.clock.nowMs = WORK_MS + minutes * 60_000;
      // Two replicas of the app at once.
      await Promise.all([1, 2].map(() => watchPlans(app.app, { nowMs: app.clock.nowMs })));
      return (await runs.read(id)).execution?.phases[0];
    };
    expect((await watch(1))?.moves[0]?.drain?.verdict).toBe("waiting");
    expect((await watch(2))?.moves[0]?.drain?.verdict).toBe("no_data");
    await report(WORK_MS + 60_000, 1, 70);
    const half = await watch(2);
    expect(half?.moves[0]?.drain).toMatchObject({
      verdict: "not_drained",
      remaining: expect.closeTo(0.1, 6),
    });
    await report(WORK_MS + 120_000, 1, 0);
    const done = await watch(3);
    expect(done).toMatchObject({
      state: "observing",
      moves: [{ state: "drained", drain: { verdict: "drained" } }],
    });
    expect(done?.observeUntil).toBe(new Date(WORK_MS + 3 * 60_000 + 48 * HOUR_MS).toISOString());
    const told = (await runs.call(`/api/v1/audit?action=move.drained&thingName=${id}@1/1/middle`)).json
      .events;
    expect(told).toMatchObject([
      { actor: "system", before: { state: "bound" }, after: { state: "drained" } },
    ]);
    const shorter = await act(id, "phases/1/shorten", { hours: 1, ...reason }, app.tokens.approver);
    expect(shorter.execution?.deviations).toMatchObject([{ kind: "shorten", approver: "approver-token" }]);
    const gate = { isFinal: true, readings: { coverage: 1 }, sentence: "an error is seen" };
    const seams = { decideGate: async () => ({ ...gate, verdict: "fail" as const }) };
    await watchPlans(app.app, { nowMs: app.clock.nowMs + HOUR_MS, seams });
    const failed = await runs.read(id);
    expect(statesOf(failed)).toEqual(["paused", ["failed"], [["drained"]]]);
    expect(failed.execution?.phases[0]).toMatchObject({
      reading: { verdict: "fail", isFinal: true, sentence: "an error is seen" },
      reverse: [{ registry: "middle", from: "wus-b", to: "wus-a" }],
    });
    await act(id, "rollback", reason);
    app.clock.nowMs += HOUR_MS;
    expect((await act(id, "moves/middle/revert")).state).toBe("rolled_back");
  });

  test("is simulated again at a later start; what no longer comes out as approved takes a new approval", async () => {
    const { act, app, send } = runs;
    const { id } = await runs.plan("running", ["tiny"], ["small"]);
    await runs.cutOver(id, 1);
    await act(id, "moves/tiny/drained", reason);
    app.clock.nowMs += 48 * HOUR_MS;
    await act(id, "phases/1/accept", reason);
    // Nothing was measured for two days: it cannot be told what the phase would come to, and it does not start.
    expect(await detail(send(id, "phases/2/start"), 409)).toContain("too little data of wus-a dataproxy");
    expect((await runs.read(id)).execution?.phases[1]).toMatchObject({
      state: "approved",
      reassessment: null,
    });
    const pool = {
      stamp: "wus-b",
      pool: "registry",
      role: "destination",
      limit: 60,
      after: 55,
      low: 54,
      high: 56,
    } as const;
    const reassess = async (_: RunPlan, phase: RunPhase, atMs: number) =>
      ok({
        atMs,
        window: { from: "2026-03-04T06:00:00.000Z", to: "2026-03-04T18:00:00.000Z" },
        pools: [pool],
        differences: comparePrediction(phase.prediction, [pool]),
        later: [],
      });
    const author = { actor: "operator-token", actorRole: "operator", atMs: app.clock.nowMs, requestId: null };
    const prepare = () =>
      prepareStart(app.app, { author, role: "operator" }, { key: { id }, phase: 2, seams: { reassess } });
    expect(await prepare()).toEqual({ ok: true, value: null });
    const changed = await runs.read(id);
    expect(changed.execution?.phases[1]).toMatchObject({
      state: "pending",
      approval: { wanted: 1, given: 0 },
      reassessment: {
        differences: [{ stamp: "wus-b", pool: "registry", because: "outside_interval", after: 55 }],
      },
    });
    expect(changed.execution?.waitsFor.sentence).toContain("1 pool no longer comes out as approved");
    expect(await detail(send(id, "phases/2/start"), 409)).toContain("no longer comes out");
    const again = await act(id, "phases/2/approve", reason, app.tokens.approver);
    expect(again.execution?.phases[1]).toMatchObject({ state: "approved", prediction: [{ after: 55 }] });
    expect(await prepare()).toMatchObject({ ok: true, value: { differences: [] } });
  });
});

test("a planned stamp is created, seen healthy, and only then filled", async () => {
  const { act, app, send } = runs;
  const body = { region: "westus", window, moves: moves.slice(3, 5), newStamps: [newStamp] };
  const { id } = await made(runs.post("", body));
  await act(id, "submit");
  await act(id, "approve", {}, app.tokens.approver);
  const first = (await act(id, "start")).execution;
  expect(first?.newStamps).toMatchObject([{ name: "wus-new", createdAt: null }]);
  for (const one of first?.phases ?? [])
    if (one.state === "pending")
      for (const token of [app.tokens.approver, runs.secondApprover].slice(0, one.approval?.wanted))
        await act(id, `phases/${one.phase}/approve`, {}, token);
  expect(await detail(send(id, "phases/1/start"), 409)).toContain("wus-new is not ready");
  const created = await act(id, "stamps/wus-new/created", { reference: "deployment 12" });
  expect(created.execution?.newStamps).toMatchObject([
    { reference: "deployment 12", createdBy: "operator-token" },
  ]);
  expect(await detail(send(id, "phases/1/start"), 409)).toContain("wus-new is not ready");
  const names = ["n0", "n1", "n2", "n3", "n4"];
  for (const pool of ["registry", "dataproxy"]) {
    const cpu = names.map(() => Array(16).fill(4));
    const packed = { stamp: "wus-new", pool, from: WORK_MS, stepSeconds: 60, nodes: names, cpu };
    app.clock.nowMs = WORK_MS + 16 * 60_000;
    expect(
      (await runs.call("/api/v1/samples/cpu/packed", { method: "POST", body: packed })).json.rejected,
    ).toBe(0);
  }
  await watchPlans(app.app, { nowMs: app.clock.nowMs });
  expect((await runs.read(id)).execution?.newStamps[0]?.healthyAt).not.toBeNull();
  const bound = await runs.cutOver(id, 1);
  expect(bound.execution?.phases[0]?.state).toBe("draining");
  expect((await runs.homeOf(bound.execution?.phases[0]?.moves[0]?.registry ?? "")).stamp).toBe("wus-new");
});
