import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deliverDue, pollResults } from "#lib/outgoing/index.ts";
import { confirmMove } from "../executionSeams.ts";
import { outgoingSource } from "../outgoingSource.ts";
import { type FakeControlPlane, startControlPlane } from "./controlPlaneForTests.ts";
import { createRunsApp, detail, type RunsApp, reason, statesOf } from "./runsForTests.ts";

const SECRET = "a secret of the control plane";
const MINUTE_MS = 60_000;

let plane: FakeControlPlane;
let runs: RunsApp;
beforeAll(async () => {
  plane = await startControlPlane(SECRET);
  // Before anything has read the environment: it is read once.
  process.env["BALLAST_CONTROL_URL"] = plane.url;
  process.env["BALLAST_CONTROL_SECRET"] = SECRET;
  process.env["BALLAST_OUTGOING_ALLOW"] = "127.0.0.0/8";
  runs = await createRunsApp();
});
afterAll(async () => {
  await runs.app.close();
  await plane.close();
});
beforeEach(async () => {
  await runs.calm();
  await runs.app.db.prisma.outgoingDelivery.deleteMany({});
  plane.operations.clear();
  plane.answers.length = 0;
  plane.forged.length = 0;
  plane.resultsAt = null;
  plane.result = () => ({ state: "pending" });
});

/** What the job does every minute, a minute later, on two replicas at once. */
async function minute(): Promise<void> {
  const { app } = runs;
  app.clock.nowMs += MINUTE_MS;
  const { nowMs } = app.clock;
  const source = outgoingSource(app.app);
  const replica = async () => {
    await deliverDue(source, { nowMs, rng: () => 1 });
    await pollResults(source, { nowMs, confirm: confirmMove });
  };
  await Promise.all([replica(), replica()]);
}

const operations = () => [...plane.operations.values()];
const sentence = async (id: number) => (await runs.read(id)).execution?.waitsFor.sentence ?? "";
const list = async (id: number) => (await runs.call(`/api/v1/control/requests?plan=${id}`)).json;

/** A plan of one phase that cuts over. */
async function cuttingOver(...registries: string[]): Promise<number> {
  const { id } = await runs.plan("running", registries);
  await runs.act(id, "phases/1/start");
  return id;
}

describe("a control plane that calls back", () => {
  test("is asked for each home in its turn; none has changed before it says so", async () => {
    const id = await cuttingOver("tiny", "small");
    await minute();
    expect(operations()).toMatchObject([
      {
        sent: 1,
        asked: {
          registry: "tiny",
          from: "wus-a",
          to: "wus-b",
          plan: id,
          version: 1,
          phase: 1,
          isBack: false,
        },
      },
    ]);
    expect(plane.forged).toEqual([]);
    await minute();
    expect(operations()).toHaveLength(1);
    expect(statesOf(await runs.read(id))).toEqual(["running", ["cutting_over"], [["pending", "pending"]]]);
    expect((await runs.homeOf("tiny")).stamp).toBe("wus-a");
    const { execution } = await runs.read(id);
    expect(execution?.phases[0]?.moves.map(({ instruction }) => instruction.slice(0, 27))).toEqual([
      "The control plane is asked ",
      "Set the home stamp of small",
    ]);
    expect(await sentence(id)).toMatch(
      /waits for the control plane, or an operator, .*received, not confirmed yet/,
    );
    const called = await runs.call(operations()[0]?.asked.confirm, {
      method: "POST",
      token: runs.app.tokens.operator,
      body: { confirmation: "operation 17" },
    });
    expect(called.status, called.text).toBe(200);
    expect((await runs.homeOf("tiny")).stamp).toBe("wus-b");
    await minute();
    expect(operations().map(({ asked }) => asked.registry)).toEqual(["tiny", "small"]);
    expect((await list(id)).requests).toMatchObject([
      { registry: "small", state: "sent", moveState: "pending", attempts: 1 },
      { registry: "tiny", state: "sent", moveState: "bound" },
    ]);
  });

  test("that is down is asked again under the same key; a person may have it asked once more", async () => {
    const id = await cuttingOver("tiny");
    plane.answers.push(503, 503);
    await minute();
    expect(await sentence(id)).toContain("not received yet: It answered 503");
    await minute();
    await minute();
    expect(operations()).toMatchObject([{ sent: 3 }]);
    expect((await list(id)).requests).toMatchObject([{ state: "sent", attempts: 3 }]);
    const asked = await runs.act(id, "moves/tiny/ask");
    expect(asked.execution?.phases[0]?.moves[0]?.request).toMatchObject({ state: "waiting", attempts: 0 });
    await minute();
    expect(operations()).toMatchObject([{ sent: 4 }]);
    const told = (await runs.call("/api/v1/audit?action=move.asked&limit=1")).json.events;
    expect(told).toMatchObject([{ actor: "operator-token", context: { plan: id, phase: 1 } }]);
    expect(await detail(runs.send(id, "moves/tiny/ask", { token: runs.app.tokens.viewer }), 403)).toContain(
      "operator",
    );
    await runs.act(id, "moves/tiny/bind");
    expect(await detail(runs.send(id, "moves/tiny/ask"), 409)).toContain("it is not its turn");
  });
});

describe("a control plane that cannot call back", () => {
  beforeEach(() => {
    plane.resultsAt = (key) => `/operations/${encodeURIComponent(key)}`;
  });

  test("is asked for its result until it tells: only then the home has changed, once, in its name", async () => {
    const id = await cuttingOver("tiny", "small");
    await minute();
    await minute();
    await minute();
    expect(operations()).toMatchObject([{ sent: 1, polled: 2 }]);
    expect(statesOf(await runs.read(id))[2]).toEqual([["pending", "pending"]]);
    plane.result = () => ({ state: "done", reference: "operation 17" });
    await minute();
    const plan = await runs.read(id);
    expect(statesOf(plan)[2]).toEqual([["bound", "pending"]]);
    expect(plan.execution?.phases[0]?.moves[0]).toMatchObject({ confirmation: "operation 17" });
    expect(operations()[0]).toMatchObject({ sent: 1, polled: 3 });
    const events = (await runs.call(`/api/v1/audit?action=move.bound&thingName=${id}@1/1/tiny`)).json.events;
    expect(events).toMatchObject([{ actor: "control plane" }]);
    for (let more = 0; more < 3; more++) await minute();
    expect(statesOf(await runs.read(id))).toEqual(["running", ["draining"], [["bound", "bound"]]]);
    expect((await list(id)).requests.map(({ state }: { state: string }) => state)).toEqual([
      "confirmed",
      "confirmed",
    ]);
    expect(plane.forged).toEqual([]);
  });

  test("that failed is believed, nothing is bound, and a person has it asked once more under the same key", async () => {
    const id = await cuttingOver("tiny");
    plane.result = () => ({ state: "failed", detail: "the registry is locked" });
    await minute();
    await minute();
    expect(await sentence(id)).toContain(
      "waits for an operator to re-bind tiny from wus-a to wus-b (the control plane was asked",
    );
    expect(await sentence(id)).toContain("the registry is locked");
    expect(statesOf(await runs.read(id))[2]).toEqual([["pending"]]);
    plane.result = () => ({ state: "done" });
    await minute();
    expect(operations()).toMatchObject([{ sent: 1, polled: 1 }]);
    await runs.act(id, "moves/tiny/ask");
    await minute();
    await minute();
    expect(operations()).toMatchObject([{ sent: 2, polled: 2 }]);
    expect(statesOf(await runs.read(id))[2]).toEqual([["bound"]]);
  });

  test("whose answers are broken, unknown or nonsense is asked again, and told; a strange address never", async () => {
    const id = await cuttingOver("tiny");
    const answers: (object | number)[] = [500, 404, { state: "perhaps" }, { state: "done" }];
    plane.result = () => answers.shift() ?? 500;
    await minute();
    await minute();
    expect((await list(id)).requests).toMatchObject([{ state: "polling", lastStatus: 500 }]);
    for (let more = 0; more < 8; more++) await minute();
    expect(statesOf(await runs.read(id))[2]).toEqual([["bound"]]);
    await runs.calm();
    plane.resultsAt = () => "http://203.0.113.1/operations/7";
    const other = await cuttingOver("small");
    await minute();
    expect((await list(other)).requests).toMatchObject([{ state: "sent", polls: 0 }]);
  });

  test("is told nothing and asked nothing under the freeze, and goes on where it was when it is lifted", async () => {
    const freeze = (method: string) =>
      runs.call("/api/v1/freeze", { method, body: { reason: "incident 7" } });
    const id = await cuttingOver("tiny", "small", "=idle");
    await minute();
    await freeze("POST");
    plane.result = () => ({ state: "done" });
    // It becomes small's turn while nothing may be asked for.
    await runs.act(id, "moves/tiny/skip", reason, runs.app.tokens.approver);
    expect(await detail(runs.send(id, "moves/small/ask"), 409)).toContain("frozen");
    for (let more = 0; more < 5; more++) await minute();
    expect(operations()).toMatchObject([{ sent: 1, polled: 0, asked: { registry: "tiny" } }]);
    await freeze("DELETE");
    for (let more = 0; more < 6; more++) await minute();
    expect(operations().map(({ asked }) => asked.registry)).toEqual(["tiny", "small", "=idle"]);
    expect(operations()[0]).toMatchObject({ sent: 1, polled: 0 });
    expect(statesOf(await runs.read(id))[2]).toEqual([["skipped", "bound", "bound"]]);
  });

  test("is asked for the way back too, under a key of its own", async () => {
    plane.result = () => ({ state: "done" });
    const id = await cuttingOver("tiny");
    await minute();
    await minute();
    expect(statesOf(await runs.read(id))[2]).toEqual([["bound"]]);
    await runs.act(id, "rollback", reason);
    expect(await sentence(id)).toContain("waits for the control plane, or an operator, to take tiny back");
    await minute();
    await minute();
    expect(operations().map(({ asked }) => [asked.from, asked.to, asked.isBack])).toEqual([
      ["wus-a", "wus-b", false],
      ["wus-b", "wus-a", true],
    ]);
    expect(statesOf(await runs.read(id))).toEqual(["rolled_back", ["rolled_back"], [["reverted"]]]);
    expect((await runs.homeOf("tiny")).stamp).toBe("wus-a");
  });

  test("is not asked for what a paused plan waits with, nor what became of a plan that was aborted", async () => {
    const id = await cuttingOver("tiny");
    await minute();
    await runs.act(id, "pause", reason);
    for (let more = 0; more < 3; more++) await minute();
    expect(operations()).toMatchObject([{ polled: 0 }]);
    await runs.act(id, "abort", reason);
    plane.result = () => ({ state: "done" });
    for (let more = 0; more < 3; more++) await minute();
    expect(operations()).toMatchObject([{ polled: 0 }]);
    expect((await list(id)).requests).toMatchObject([
      { state: "given_up", moveState: "pending", lastError: expect.stringContaining("no longer due") },
    ]);
    expect((await runs.homeOf("tiny")).stamp).toBe("wus-a");
  });
});
