import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createRunsApp, HOUR_MS, type RunsApp, reason, statesOf, WORK_MS } from "./runsForTests.ts";

let runs: RunsApp;
beforeAll(async () => {
  runs = await createRunsApp();
});
afterAll(() => runs.app.close());

beforeEach(async () => {
  runs.app.clock.nowMs = WORK_MS;
});

const detail = async (answer: ReturnType<RunsApp["send"]>, status: number) => {
  const { json, text, status: got } = await answer;
  expect(got, text.slice(0, 500)).toBe(status);
  return String(json.detail);
};
/** Ends a plan, so that its stamps are free for the next test. */
const end = async (id: number) => {
  const { state } = await runs.read(id);
  if (["approved", "running", "paused", "rolling_back"].includes(state)) await runs.act(id, "abort", reason);
};
const homeOf = async (registry: string) =>
  (await runs.call(`/api/v1/registries/${registry}/bindings`)).json.bindings.at(-1);

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
    expect(await homeOf("tiny")).toMatchObject({
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
    await end(id);
  });
});
