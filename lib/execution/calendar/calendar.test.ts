import { describe, expect, test } from "vitest";
import { submittedPlan } from "../runForTests.ts";
import type { CalendarEntry } from "./calendarAnswer.ts";
import { findConflicts } from "./findConflicts.ts";
import { placePhases } from "./placePhases.ts";

type Entry = Omit<CalendarEntry, "conflicts">;
const hour = (value: number) => new Date(value * 3_600_000).toISOString();
const base = { region: "westus", stamps: [], registries: [], phase: null } as const;
const phase = (plan: number, from: number, to: number, stamps: readonly string[]): Entry => ({
  ...base,
  kind: "phase",
  title: "",
  from: hour(from),
  to: hour(to),
  stamps,
  registries: ["contoso"],
  phase: {
    plan,
    version: 1,
    planName: `plan ${plan}`,
    planState: "running",
    phase: 1,
    state: "pending",
    tier: "low",
    cutOverAt: hour(from + 1),
    isScheduled: true,
  },
});
const counts = (...entries: Entry[]) => findConflicts(entries).map(({ conflicts }) => conflicts.length);

describe("conflicts", () => {
  test("two plans on one stamp at a time are told of both; one after the other, or apart, are none", () => {
    expect(counts(phase(1, 0, 10, ["a", "b"]), phase(2, 9, 20, ["b"]))).toEqual([1, 1]);
    expect(counts(phase(1, 0, 10, ["a"]), phase(2, 10, 20, ["a"]))).toEqual([0, 0]);
    expect(counts(phase(1, 0, 10, ["a"]), phase(2, 0, 10, ["b"]))).toEqual([0, 0]);
    expect(counts(phase(1, 0, 10, ["a"]), phase(1, 5, 10, ["a"]))).toEqual([0, 0]);
  });

  test("freezes are held against the cut-over alone, deployments against all of a phase", () => {
    const freeze: Entry = { ...base, region: null, kind: "freeze", title: "x", from: hour(2), to: null };
    expect(counts(phase(1, 0, 10, ["a"]), freeze)).toEqual([0, 0]);
    expect(counts(phase(1, 2, 10, ["a"]), freeze)).toEqual([1, 1]);
    const registry: Entry = {
      ...base,
      kind: "change_freeze",
      title: "x",
      from: hour(0),
      to: hour(1),
      registries: ["contoso"],
    };
    expect(counts(registry, phase(1, 0, 10, ["a"]))).toEqual([1, 1]);
    expect(counts({ ...registry, registries: ["other"] }, phase(1, 0, 10, ["a"]))).toEqual([0, 0]);
    const rolling: Entry = { ...base, kind: "deployment", title: "x", from: null, to: null, stamps: ["a"] };
    expect(counts(rolling, phase(1, 5, 10, ["a"]))).toEqual([1, 1]);
    expect(counts(rolling, phase(1, 5, 10, ["b"]))).toEqual([0, 0]);
  });
});

test("what cannot start any more has no place, and a phase that goes back ends now", () => {
  const plan = submittedPlan(7, [{ moves: [["r1", "a", "b"]] }, { moves: [["r2", "a", "b"]] }]);
  const nowMs = Date.UTC(2027, 0, 1);
  const startedAtMs = nowMs - 3_600_000;
  const observed = { startedAtMs, observingSinceMs: startedAtMs, observeUntilMs: nowMs + 86_400_000 };
  const placed = (state: "running" | "paused" | "rolling_back", first: "observing" | "failed") =>
    placePhases(
      {
        ...plan,
        state,
        phases: plan.phases.map((one, at) =>
          at === 0
            ? { ...one, ...observed, state: first, decidedAtMs: first === "failed" ? nowMs : null }
            : one,
        ),
      },
      [],
      nowMs,
    ).map(({ phase: one, to }) => [one?.phase, Date.parse(to ?? "") - nowMs]);
  expect(placed("running", "observing").map(([one]) => one)).toEqual([1, 2]);
  expect(placed("paused", "failed")).toEqual([[1, 0]]);
  expect(placed("rolling_back", "observing")).toEqual([[1, 0]]);
});

test("phases that are to come stand one after the other, none in the past", () => {
  const plan = submittedPlan(7, [{ moves: [["contoso", "a", "b"]] }, { moves: [["fabrikam", "a", "b"]] }]);
  const nowMs = Date.UTC(2027, 0, 1);
  const placed = placePhases(plan, [], nowMs);
  expect(placed.length).toBe(plan.phases.length);
  let free = nowMs;
  for (const { from, to } of placed) {
    expect(Date.parse(from ?? "")).toBeGreaterThanOrEqual(free);
    free = Date.parse(to ?? "");
  }
});
