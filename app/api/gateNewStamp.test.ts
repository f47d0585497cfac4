import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { goOn } from "./observedForTests.ts";
import { made, newStamp, window } from "./plansForTests.ts";
import { createRunsApp, HOUR_MS, type RunsApp, reason, WORK_MS } from "./runsForTests.ts";

let runs: RunsApp;
beforeAll(async () => {
  runs = await createRunsApp();
  const body = { key: "window", value: { minutes: 360, lookBackHours: 24, minimumCoverage: 0.9 } };
  expect((await runs.call("/api/v1/settings", { method: "PUT", body })).status).toBe(200);
}, 300_000);
afterAll(() => runs.app.close());

const readings = z.looseObject({
  checks: z.array(z.looseObject({ check: z.string(), stamp: z.string().nullable(), sentence: z.string() })),
});

test("a phase that fills a stamp made for it drains by what is reported, and passes", {
  timeout: 300_000,
}, async () => {
  const { act, app, post, read, secondApprover } = runs;
  const approvers = [app.tokens.approver, secondApprover];
  await goOn(runs, { minutes: (WORK_MS - app.clock.nowMs) / 60_000 });
  const moves = [{ registry: "large", to: "wus-new" }];
  const { id } = await made(post("", { region: "westus", window, moves, newStamps: [newStamp] }));
  await act(id, "submit");
  await act(id, "approve", {}, app.tokens.approver);
  const [first] = (await act(id, "start")).execution?.phases ?? [];
  for (const token of approvers.slice(0, first?.approval?.wanted ?? 0))
    await act(id, "phases/1/approve", {}, token);
  await act(id, "stamps/wus-new/created", { reference: "deployment 12" });
  await goOn(runs, { minutes: 20, idle: ["wus-new"] });
  await act(id, "phases/1/start");
  await act(id, "moves/large/bind");
  const homes = { large: "wus-new" };
  await goOn(runs, { minutes: 5, homes });
  const drained = await read(id);
  expect(drained.execution?.phases[0]).toMatchObject({ state: "observing", moves: [{ state: "drained" }] });
  await act(id, "phases/1/shorten", { ...reason, hours: 20 }, app.tokens.approver);
  await goOn(runs, { minutes: 20 * 60, homes });
  const [final] = await app.db.prisma.gateReading.findMany({ where: { planId: id, isFinal: true } });
  expect(final?.verdict, JSON.stringify(final?.readings, null, 1)).toBe("pass");
  const told = readings
    .parse(final?.readings)
    .checks.filter(({ check, stamp }) => check === "prediction" && stamp === "wus-new");
  expect(told.map(({ sentence }) => sentence)).toEqual([
    expect.stringContaining("as predicted"),
    expect.stringContaining("as predicted"),
  ]);
});

test("a first phase that waited for its stamp until the snapshot was too old is simulated again on the newest hours", {
  timeout: 300_000,
}, async () => {
  const { act, app, post, send, secondApprover } = runs;
  await runs.calm();
  const moves = [{ registry: "small", to: "wus-late" }];
  const newStamps = [{ ...newStamp, name: "wus-late" }];
  const { id } = await made(post("", { region: "westus", window, moves, newStamps }));
  await act(id, "submit");
  await act(id, "approve", {}, app.tokens.approver);
  const [first] = (await act(id, "start")).execution?.phases ?? [];
  for (const token of [app.tokens.approver, secondApprover].slice(0, first?.approval?.wanted ?? 0))
    await act(id, "phases/1/approve", {}, token);
  await act(id, "stamps/wus-late/created", { reference: "deployment 13" });
  // 72 hours after the snapshot's end are over in the middle of what is reported now.
  app.clock.nowMs += 62 * HOUR_MS;
  await goOn(runs, { minutes: 10 * 60, idle: ["wus-late"] });
  const answer = await send(id, "phases/1/start");
  const { execution } = await runs.read(id);
  const { reassessment } = execution?.phases[0] ?? {};
  expect(reassessment, answer.text.slice(0, 500)).not.toBeNull();
  expect(Date.parse(reassessment?.window.from ?? "")).toBeGreaterThan(app.clock.nowMs - 10 * HOUR_MS);
  // It starts where it still comes out as approved, and nowhere else.
  expect(answer.status).toBe(reassessment?.differences.length === 0 ? 200 : 409);
});
