import { expect, test } from "vitest";
import type { PlanExecution } from "#lib/execution/executionAnswer.ts";
import { scheduleAsRun } from "./scheduleAsRun.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 2, 4, 12);
const iso = (hours: number) => new Date(NOW + hours * HOUR).toISOString();
const item = (number: number, startHours: number) => ({
  id: String(number),
  number,
  label: `${number} Phase`,
  shortLabel: `Phase ${number}`,
  words: "",
  schedule: {
    startMs: NOW + startHours * HOUR,
    cutOverMs: NOW + (startHours + 1) * HOUR,
    observedMs: NOW + (startHours + 25) * HOUR,
    waits: [{ untilMs: NOW, why: "working hours" }],
  },
});
type Phase = PlanExecution["phases"][number];
// Only what the schedule looks at; the rest of an execution says nothing here.
const phase = (over: Partial<Phase>) =>
  ({
    state: "approved",
    startedAt: null,
    observingSince: null,
    observeUntil: null,
    decidedAt: null,
    observationHours: 24,
    ...over,
  }) as Phase;
const run = (...phases: Phase[]) =>
  scheduleAsRun([item(1, -30), item(2, -4), item(3, 40)], { phases, finishedAt: null }, NOW).map(
    ({ schedule }) => schedule && [(schedule.startMs - NOW) / HOUR, (schedule.observedMs - NOW) / HOUR],
  );

const passed = phase({ state: "passed", startedAt: iso(-28), observingSince: iso(-27), decidedAt: iso(-3) });

test("what has begun stands where it was; what is left never in the past, nor before the one before it is over", () => {
  const observing = phase({
    state: "observing",
    startedAt: iso(-2),
    observingSince: iso(-1),
    observeUntil: iso(23),
  });
  expect(run(passed, observing, phase({}))).toEqual([
    [-28, -3],
    [-2, 23],
    [40, 65],
  ]);
  expect(run(passed, phase({}), phase({}))).toEqual([
    [-28, -3],
    [0, 25],
    [40, 65],
  ]);
});

test("what comes after a phase that failed has no time", () => {
  const failed = phase({
    state: "failed",
    startedAt: iso(-2),
    observingSince: iso(-1),
    observeUntil: iso(23),
    decidedAt: iso(-0.5),
  });
  expect(run(passed, failed, phase({}))).toEqual([[-28, -3], [-2, -0.5], null]);
});
