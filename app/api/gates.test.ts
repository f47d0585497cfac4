import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { verifyEvidence } from "#lib/audit/index.ts";
import { keepPlanResults } from "#lib/execution/result/commands.ts";
import { verifySizes } from "#lib/execution/rightSizing/commands.ts";
import { goOn, watch } from "./observedForTests.ts";
import { byHand, made, phase } from "./plansForTests.ts";
import { createRunsApp, type RunsApp, reason, WORK_MS } from "./runsForTests.ts";

let runs: RunsApp;
beforeAll(async () => {
  runs = await createRunsApp();
  const settings = [
    { key: "limitP95", value: 70 },
    { key: "window", value: { minutes: 360, lookBackHours: 24, minimumCoverage: 0.9 } },
    {
      key: "rightSizing",
      value: {
        floorInstances: 2,
        headroomInstances: 0,
        observedHours: 18,
        verifyHours: 3,
        pricePerVcpuHour: 0.05,
      },
    },
  ];
  for (const body of settings) {
    const answer = await runs.call("/api/v1/settings", { method: "PUT", body });
    expect(answer.status, answer.text).toBe(200);
  }
}, 300_000);
afterAll(() => runs.app.close());

const readingSchema = z.looseObject({
  checks: z.array(z.looseObject({ check: z.string(), stamp: z.string().nullable(), verdict: z.string() })),
});
const get = async (path: string) => {
  const answer = await runs.call(path);
  expect(answer.status, answer.text.slice(0, 500)).toBe(200);
  return answer;
};

/** A plan that moves one registry from wus-a to wus-b, cut over, drained and observed for so many hours from now on. */
async function observe(registry: string, hours: number): Promise<number> {
  const { act, app, post, secondApprover } = runs;
  const { id } = await made(post("", byHand(phase(registry))));
  await act(id, "submit");
  await act(id, "approve", {}, app.tokens.approver);
  const phases = (await act(id, "start")).execution?.phases ?? [];
  for (const [place, { approval }] of phases.entries())
    for (const token of [app.tokens.approver, secondApprover].slice(0, approval?.wanted ?? 0))
      await act(id, `phases/${place + 1}/approve`, {}, token);
  await act(id, "phases/1/start");
  await act(id, `moves/${registry}/bind`);
  await act(id, `moves/${registry}/drained`, reason);
  await act(id, "phases/1/shorten", { ...reason, hours }, app.tokens.approver);
  return id;
}
const stateOf = async (id: number) => {
  const plan = await runs.read(id);
  return [plan.state, plan.execution?.phases[0]?.state];
};
const readingsOf = (id: number) =>
  runs.app.db.prisma.gateReading.findMany({ where: { planId: id }, orderBy: { id: "asc" } });

describe("a large registry that moves to a cooler stamp", { timeout: 300_000 }, () => {
  let id: number;
  const homes = { large: "wus-b" };
  beforeAll(async () => {
    await goOn(runs, { minutes: (WORK_MS - runs.app.clock.nowMs) / 60_000 });
    id = await observe("large", 20);
  }, 300_000);

  test("is in the calendar, with what is in its way", async () => {
    const put = (inDeployment: boolean) =>
      runs.put("inventory", { regions: [{ name: "westus", stamps: [{ name: "wus-b", inDeployment }] }] });
    await put(true);
    const { entries } = (await get("/api/v1/calendar?region=westus")).json;
    expect(entries).toMatchObject([
      { kind: "deployment", stamps: ["wus-b"], conflicts: [expect.stringContaining("an update is rolling")] },
      {
        kind: "phase",
        phase: { plan: id, state: "observing", isScheduled: false },
        stamps: ["wus-a", "wus-b"],
        registries: ["large"],
        conflicts: [expect.stringContaining("wus-b")],
      },
    ]);
    await put(false);
  });

  test("is looked at while it is observed, hourly kept, and nothing is told of its result yet", async () => {
    await goOn(runs, { minutes: 90, homes });
    expect(await readingsOf(id)).toMatchObject([{ verdict: "waiting", isFinal: false }]);
    await watch(runs);
    expect(await readingsOf(id)).toHaveLength(1);
    const result = (await get(`/api/v1/plans/${id}/result`)).json;
    expect(result).toMatchObject({ after: null, isFinal: false, note: expect.stringContaining("Not yet") });
    const sizes = (await get(`/api/v1/plans/${id}/rightsizing`)).json;
    for (const { verdict } of sizes.pools) expect(verdict).toBe("not_yet");
  });

  test("passes its gate when its time has run, decided once by however many replicas ask", async () => {
    await goOn(runs, { minutes: 20 * 60 - 90, homes });
    const final = (await readingsOf(id)).at(-1);
    expect(final, JSON.stringify(final?.readings, null, 1)).toMatchObject({ verdict: "pass", isFinal: true });
    await Promise.all([watch(runs), watch(runs)]);
    expect((await readingsOf(id)).filter(({ isFinal }) => isFinal)).toHaveLength(1);
    expect(await stateOf(id)).toEqual(["completed", "passed"]);
    const kept = (await get(`/api/v1/plans/${id}/readings?phase=1`)).json.readings;
    expect(kept.map(({ id: one }: { id: number }) => one)).toEqual(
      (await readingsOf(id)).map((row) => row.id).toReversed(),
    );
    expect(kept[0].readings).toEqual(final?.readings);
    expect((await get(`/api/v1/plans/${id}/readings?phase=2`)).json.readings).toEqual([]);
    const { checks } = readingSchema.parse(final?.readings);
    const verdictOf = (check: string, stamp: string | null) =>
      checks.filter((one) => one.check === check && one.stamp === stamp).map(({ verdict }) => verdict);
    expect(verdictOf("relief", "wus-a")).toEqual(["pass", "pass"]);
    expect(verdictOf("over_limit", "wus-b")).toEqual(["pass", "pass"]);
    expect(verdictOf("parity", null)).toEqual(["pass"]);
    expect(verdictOf("control", null)).toEqual(["pass"]);
  });

  test("has a measured result beside its prediction, which Accuracy keeps", async () => {
    await goOn(runs, { minutes: 60, homes });
    const { json } = await get(`/api/v1/plans/${id}/result`);
    expect(json).toMatchObject({
      before: { from: "2026-03-02T06:00:00Z" },
      after: { from: "2026-03-03T06:00:00Z", to: "2026-03-03T12:00:00Z" },
      isFinal: true,
      isOtherWeekday: false,
    });
    const rowOf = (stamp: string) => json.rows.find((one: { stamp: string }) => one.stamp === stamp);
    expect(rowOf("wus-a")).toMatchObject({ role: "source", isInside: true });
    // A registry of 60 points of work leaves five nodes.
    expect(rowOf("wus-a").change.hotNodeP95Points).toBeLessThan(-9);
    expect(rowOf("wus-b").change.hotNodeP95Points).toBeGreaterThan(9);
    expect(rowOf("wus-c")).toMatchObject({ role: "control", predicted: null });
    expect(Math.abs(rowOf("wus-a").error.hotNodeP95)).toBeLessThan(3);
    const csv = await get(`/api/v1/plans/${id}/result.csv`);
    expect(csv.text.split("\r\n")).toHaveLength(json.rows.length + 2);
    const { app, clock } = runs.app;
    expect(await keepPlanResults(app, clock.nowMs)).toEqual([`plan ${id}@1`]);
    expect(await keepPlanResults(app, clock.nowMs)).toEqual([]);
    const kept = await runs.app.db.prisma.predictionResult.findMany({ where: { planId: id } });
    expect(kept).toHaveLength(8);
    for (const row of kept) expect(row).toMatchObject({ refusal: null, episode: `plan ${id}@1` });
    const accuracy = (await get("/api/v1/accuracy?region=westus&basis=on_observed_load")).json;
    expect(JSON.stringify(accuracy)).toContain(`plan ${id}@1`);
  });

  test("lets instances go where its load has left, recorded, and verified after a time", async () => {
    const { json } = await get(`/api/v1/plans/${id}/rightsizing`);
    const pool = json.pools.find(
      (one: { stamp: string; pool: string }) => one.stamp === "wus-a" && one.pool === "dataproxy",
    );
    expect(pool).toMatchObject({ verdict: "lower", target: 60, instances: { minimum: null, measured: 5 } });
    expect(pool.projected.withDomainOut).toBeLessThanOrEqual(60);
    expect(pool.saved.money).toBeCloseTo(pool.saved.vmHoursPerMonth * 8 * 0.05);
    const path = `/${id}/rightsizing/wus-a/dataproxy/applied`;
    const body = { reference: "change 12" };
    const early = await runs.post(`/${id}/rightsizing/wus-c/dataproxy/applied`, body);
    expect(early.status).toBe(404);
    const applied = await runs.post(path, body);
    expect(applied.json, applied.text).toMatchObject({ state: "applied", from: null, to: pool.recommended });
    const again = (await get(`/api/v1/plans/${id}/rightsizing`)).json.pools;
    expect(again.find((one: { applied: object[] }) => one.applied.length > 0)).toMatchObject({
      verdict: "keep",
      instances: { minimum: pool.recommended },
    });
    const { app, clock } = runs.app;
    expect(await verifySizes(app, clock.nowMs)).toEqual([]);
    await goOn(runs, { minutes: 181, homes });
    const [one, other] = await Promise.all([verifySizes(app, clock.nowMs), verifySizes(app, clock.nowMs)]);
    expect([...one, ...other]).toEqual(["wus-a/dataproxy verified"]);
  });

  test("has an evidence pack that is the same each time, and that a change of is found", async () => {
    const path = `/api/v1/plans/${id}/evidence`;
    const { json } = await get(path);
    expect((await get(path)).json.digest).toBe(json.digest);
    const handOuts = (await get(`/api/v1/audit?plan=${id}&thing=evidence`)).json.events;
    expect(handOuts).toMatchObject([{ thingName: `${id}@1`, after: { digest: json.digest } }]);
    expect(verifyEvidence(json)).toMatchObject({ isIntact: true });
    expect(json.contentDigest).toBe(json.execution.digest);
    expect(json.gateReadings.at(-1)).toMatchObject({ verdict: "pass", isFinal: true });
    const actions = json.audit.map(({ action }: { action: string }) => action);
    for (const action of [
      "plan.submitted",
      "plan.approved",
      "move.bound",
      "phase.passed",
      "right_sizing.verified",
    ])
      expect(actions).toContain(action);
    // Each step of the run says on which hours, homes and models it rests; so does each home that it changed.
    for (const { action, context } of json.audit) {
      if (/^(phase|move)\./.test(action) || action === "plan.approved")
        expect(context, action).toMatchObject({
          plan: id,
          window: { from: expect.any(String), to: expect.any(String) },
          model: { computedAt: expect.any(String), homesDigest: json.simulation.snapshot.homesDigest },
        });
    }
    expect(actions).toContain("replica.bound");
    json.result.rows[0].after.hotNodeP95 -= 1;
    expect(verifyEvidence(json).isIntact).toBe(false);
  });
});

describe("a phase that is not sound", { timeout: 300_000 }, () => {
  beforeEach(() => runs.calm());

  test("is nobody's to pass without data: waited for, then a person's to decide", async () => {
    const id = await observe("middle", 2);
    // The clock alone goes on: a year later nothing has been reported of it.
    runs.app.clock.nowMs = WORK_MS + 365 * 86_400_000;
    await watch(runs);
    expect(await stateOf(id)).toEqual(["running", "inconclusive"]);
    expect((await readingsOf(id)).at(-1)?.sentence).toContain("No whole hour of its observation");
  });

  test("of a paused plan waits, and is not written down every minute", async () => {
    const id = await observe("middle", 2);
    await runs.act(id, "pause", reason);
    runs.app.clock.nowMs = WORK_MS + 365 * 86_400_000;
    for (let minute = 0; minute < 5; minute++) {
      runs.app.clock.nowMs += 60_000;
      await watch(runs);
    }
    expect(await stateOf(id)).toEqual(["paused", "observing"]);
    expect(await readingsOf(id)).toHaveLength(1);
    await runs.act(id, "resume");
    await watch(runs);
    expect(await stateOf(id)).toEqual(["running", "inconclusive"]);
  });

  test("fails at once on a signal of high severity on its destination, and its plan pauses", async () => {
    const id = await observe("middle", 20);
    const signal = { stamp: "wus-b", kind: "throttling", source: "test", from: WORK_MS + 60_000 };
    const post = (severity: string, from: number) =>
      runs.call("/api/v1/signals", { method: "POST", body: { signals: [{ ...signal, severity, from }] } });
    runs.app.clock.nowMs += 10 * 60_000;
    await post("medium", signal.from);
    await watch(runs);
    expect(await stateOf(id)).toEqual(["running", "observing"]);
    await post("high", signal.from + 60_000);
    await watch(runs);
    expect(await stateOf(id)).toEqual(["paused", "failed"]);
    expect((await readingsOf(id)).at(-1)).toMatchObject({
      verdict: "fail",
      isFinal: true,
      sentence: expect.stringContaining("wus-b has a signal of high severity"),
    });
  });
});
