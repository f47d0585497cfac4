import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ClosedTime,
  type PhaseToSchedule,
  type ScheduleRules,
  schedulePhases,
} from "./schedulePhases.ts";
import { nextWorkStart, type WorkHours } from "./workHours.ts";

const HOUR_MS = 3_600_000;
const at = (text: string) => Date.parse(text);
const seattle: WorkHours = {
  timeZone: "America/Los_Angeles",
  days: [1, 2, 3, 4, 5],
  fromMinute: 9 * 60,
  toMinute: 17 * 60,
};
const rules: ScheduleRules = { workHours: seattle, moveMinutes: 10, movesAtOnce: 2 };
const phase: PhaseToSchedule = {
  registries: ["r1", "r2", "r3"],
  stamps: ["a", "b"],
  isCritical: false,
  observationHours: 24,
  notBeforeMs: null,
};
const closedTime: ClosedTime = {
  fromMs: at("2026-03-04T00:00:00Z"),
  toMs: at("2026-03-05T20:00:00Z"),
  why: "release week",
  registries: null,
  stamps: null,
  criticalOnly: false,
  roomForMoves: 0,
};
const isoOf = (ms: number | null | undefined) => (ms == null ? null : new Date(ms).toISOString());

describe("working hours", () => {
  it.each([
    ["is the instant itself where it is open", "2026-03-03T18:00:00Z", 60, "2026-03-03T18:00:00.000Z"],
    ["is the same morning before it opens", "2026-03-03T10:00:00Z", 60, "2026-03-03T17:00:00.000Z"],
    [
      "is the next morning where too little of the day is left",
      "2026-03-04T00:30:00Z",
      60,
      "2026-03-04T17:00:00.000Z",
    ],
    ["is Monday after Friday evening", "2026-03-07T02:00:00Z", 60, "2026-03-09T16:00:00.000Z"],
    [
      "begins with a day where it is longer than one",
      "2026-03-03T18:00:00Z",
      600,
      "2026-03-04T17:00:00.000Z",
    ],
  ])("%s", (_, from, minutes, expected) => {
    // The clocks of Seattle go forward on 8 March 2026: Monday opens an hour earlier in UTC.
    expect(isoOf(nextWorkStart(at(from), minutes, seattle))).toBe(expected);
  });

  it("are never where no day is a working day", () => {
    expect(nextWorkStart(0, 10, { ...seattle, days: [] })).toBeNull();
  });
});

describe("a schedule", () => {
  it("lets each phase wait for the observation of the one before it, and for the morning", () => {
    const startMs = at("2026-03-02T17:00:00Z");
    const [first, second] = schedulePhases([phase, phase], { startMs, rules, closed: [] });
    expect(first).toEqual({
      startMs,
      cutOverMs: startMs + 20 * 60_000,
      observedMs: startMs + 20 * 60_000 + 24 * HOUR_MS,
      waits: [],
    });
    expect(isoOf(second?.startMs)).toBe("2026-03-03T17:20:00.000Z");
  });

  it("waits out a freeze, then for working hours, and says both", () => {
    const startMs = at("2026-03-04T18:00:00Z");
    const [only] = schedulePhases([phase], { startMs, rules, closed: [closedTime] });
    expect(isoOf(only?.startMs)).toBe("2026-03-05T20:00:00.000Z");
    expect(only?.waits.map(({ why }) => why)).toEqual(["release week"]);
    const late = { ...closedTime, toMs: at("2026-03-06T02:00:00Z") };
    const [next] = schedulePhases([phase], { startMs, rules, closed: [late] });
    expect(next?.waits.map(({ why }) => why)).toEqual(["release week", "working hours"]);
  });

  it("does not wait for what concerns another registry, another stamp or only critical phases", () => {
    const startMs = at("2026-03-04T18:00:00Z");
    const ofOthers = { ...closedTime, registries: new Set(["x"]), stamps: new Set(["z"]) };
    const critical = { ...closedTime, criticalOnly: true };
    const [free] = schedulePhases([phase], { startMs, rules, closed: [ofOthers, critical] });
    expect(free?.startMs).toBe(startMs);
    const [held] = schedulePhases([{ ...phase, isCritical: true }], { startMs, rules, closed: [critical] });
    expect(held?.waits[0]?.why).toBe("release week");
    const itsStamp = { ...ofOthers, stamps: new Set(["b"]) };
    const [stamped] = schedulePhases([phase], { startMs, rules, closed: [itsStamp] });
    expect(stamped?.waits[0]?.why).toBe("release week");
  });

  it("has no place for a phase that never can, nor for those after it", () => {
    const workHours = { ...seattle, days: [] };
    expect(
      schedulePhases([phase, phase], { startMs: 0, rules: { ...rules, workHours }, closed: [] }),
    ).toEqual([null, null]);
  });

  it("never begins a phase early, outside working hours, or in a closed time", () => {
    const closedAt = fc.record({
      from: fc.integer({ min: 0, max: 500 }),
      hours: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(fc.array(closedAt, { maxLength: 6 }), fc.integer({ min: 0, max: 400 }), (list, start) => {
        const zero = at("2026-03-01T00:00:00Z");
        const closed = list.map(({ from, hours }) => ({
          ...closedTime,
          fromMs: zero + from * HOUR_MS,
          toMs: zero + (from + hours) * HOUR_MS,
        }));
        const startMs = zero + start * HOUR_MS;
        let before = startMs;
        for (const scheduled of schedulePhases([phase, phase, phase], { startMs, rules, closed })) {
          if (scheduled === null) throw new Error("every week has a working day");
          expect(scheduled.startMs).toBeGreaterThanOrEqual(before);
          expect(nextWorkStart(scheduled.startMs, 20, seattle)).toBe(scheduled.startMs);
          for (const { fromMs, toMs } of closed)
            expect(fromMs < scheduled.cutOverMs && toMs > scheduled.startMs).toBe(false);
          before = scheduled.observedMs;
        }
      }),
    );
  });
});
