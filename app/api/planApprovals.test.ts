import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { watchPlans } from "#lib/execution/watch/commands.ts";
import { byHand, made, moves, newStamp, phase, window } from "./plansForTests.ts";
import { createRunsApp, detail, HOUR_MS, type RunsApp, reason, statesOf, WORK_MS } from "./runsForTests.ts";

let runs: RunsApp;
beforeAll(async () => {
  runs = await createRunsApp();
});
afterAll(() => runs.app.close());

beforeEach(async () => {
  await runs.calm();
});

describe("approval", () => {
  test("is never given by who wrote any of the version; a person's own is not enough for a critical phase", async () => {
    const { act, app, send, secondApprover } = runs;
    const { id } = await made(runs.post("", { region: "westus", window, moves, newStamps: [newStamp] }));
    const critical = await act(id, "submit");
    const number = (critical.execution?.phases.findIndex(({ tier }) => tier === "critical") ?? 0) + 1;
    expect(number).toBeGreaterThan(1);
    expect(await detail(send(id, `phases/${number}/approve`, { token: secondApprover }), 409)).toContain(
      "submitted",
    );
    await act(id, "approve", { reason: "looks sound" }, app.tokens.approver);
    expect(await detail(send(id, `phases/${number}/approve`), 403)).toContain("approver");
    const one = await act(id, `phases/${number}/approve`, {}, app.tokens.approver);
    expect(one.execution?.phases[number - 1]).toMatchObject({
      state: "pending",
      approval: { wanted: 2, given: 1 },
    });
    const again = send(id, `phases/${number}/approve`, { token: app.tokens.approver });
    expect(await detail(again, 409)).toContain("another approver");
    const two = await act(id, `phases/${number}/approve`, {}, secondApprover);
    expect(two.execution?.phases[number - 1]).toMatchObject({ state: "approved", approval: { given: 2 } });
    expect(two.execution?.approvals.map(({ digest }) => digest)).toEqual(
      Array(3).fill(two.execution?.digest),
    );
  });

  test("sent back or too old, a plan is revised as a new version and the old one is superseded", async () => {
    const { act, app, send } = runs;
    const { id } = await runs.plan("submitted", ["tiny"]);
    expect(statesOf(await act(id, "reject", reason, app.tokens.approver))[0]).toBe("rejected");
    await made(runs.post(`/${id}/versions`, {}));
    expect((await runs.read(id)).versions.map(({ state }) => state)).toEqual(["superseded", "draft"]);
    app.clock.nowMs += 66 * HOUR_MS;
    expect(await detail(send(id, "submit"), 409)).toContain("has expired");
    expect((await runs.read(id)).state).toBe("expired");
  });

  test("comes too late after 72 hours, and so does the first start; the state says so", async () => {
    const { app, send } = runs;
    const { id } = await runs.plan("submitted", ["tiny"]);
    const other = await runs.plan("approved", ["small"]);
    app.clock.nowMs += 66 * HOUR_MS;
    expect(await detail(send(id, "approve", { token: app.tokens.approver }), 409)).toContain("expired");
    expect(await detail(send(other.id, "start"), 409)).toContain("expired");
    expect([(await runs.read(id)).state, (await runs.read(other.id)).state]).toEqual(["expired", "expired"]);
    app.clock.nowMs = WORK_MS;
    const third = await runs.plan("approved", ["middle"]);
    await watchPlans(app.app, { nowMs: WORK_MS + 66 * HOUR_MS });
    expect((await runs.read(third.id)).state).toBe("expired");
    expect(await detail(send(third.id, "start"), 409)).toContain("expired");
  });

  test("a plan with doubts is not submitted, and says each of them", async () => {
    const { send, put } = runs;
    const { id } = await made(runs.post("", byHand(phase("small"))));
    const pin = (pinned: boolean) =>
      put("inventory", {
        registries: [{ name: "small", replicas: [{ region: "westus", constraints: { pinned } }] }],
      });
    await pin(true);
    expect(await detail(send(id, "submit"), 422)).toContain("small is pinned");
    await pin(false);
    await runs.act(id, "submit");
    expect(await detail(send(id, "submit"), 409)).toContain("submitted");
  });
});

test("a plan of which a step makes something worse takes an approver's word, kept as a deviation", async () => {
  const { send, act, app } = runs;
  const { id } = await made(runs.post("", { ...byHand(phase("big")), limitP95: 30 }));
  expect(await detail(send(id, "submit"), 409)).toContain("over 30");
  expect(await detail(send(id, "submit", { body: { override: "it is short" } as object }), 403)).toContain(
    "approver",
  );
  const submitted = await act(id, "submit", { override: "it is short" }, app.tokens.approver);
  expect(submitted.execution?.deviations).toMatchObject([
    { kind: "broken_prefix", registry: "big", approver: "approver-token", reason: "it is short" },
  ]);
});

test("what a plan skips is skipped from the start, in its rows, its CSV and the audit", async () => {
  const [one, other] = phase("tiny", "small").moves;
  const body = byHand({ moves: [one, { ...other, skipped: "not now" }] });
  const { id } = await made(runs.post("", body));
  const plan = await runs.act(id, "submit");
  expect(statesOf(plan)[2]).toEqual([["pending", "skipped"]]);
  expect((await runs.call(`/api/v1/plans/${id}.csv`)).text).toContain(",skipped,");
  const events = (await runs.call(`/api/v1/audit?thing=move&thingName=${id}@1/1/small`)).json.events;
  expect(events).toMatchObject([
    { action: "move.skipped", reason: "not now", context: { plan: id, version: 1 } },
  ]);
  const listed = (await runs.call("/api/v1/plans?limit=1")).json.plans[0];
  expect(listed.moves).toEqual({ total: 2, done: 0, skipped: 1 });
});
