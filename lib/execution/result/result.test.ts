import { describe, expect, test } from "vitest";
import type { PlanAssessment } from "../../planning/planAssessment.ts";
import { assembleResult, type MeasuredOnce } from "./assembleResult.ts";
import { hoursAfterPlan } from "./resultWindows.ts";

const DAY = 1_440;
const MINUTE_MS = 60_000;
/** Noon to midnight of a day. */
const snapshot = { fromMinute: 10 * DAY + 720, toMinute: 11 * DAY };
const observed = (fromDay: number, toDay: number) => ({
  fromMs: fromDay * DAY * MINUTE_MS,
  toMs: toDay * DAY * MINUTE_MS,
});

describe("the hours after a plan", () => {
  test("are the same clock hours of the last full day of its last observation", () => {
    expect(hoursAfterPlan(snapshot, observed(20.6, 22.6))).toEqual({
      fromMinute: 21 * DAY + 720,
      toMinute: 22 * DAY,
    });
  });
  test.each([
    ["the hours are not over", observed(20.6, 21.4)],
    ["they began before it had settled", observed(21.49, 22.2)],
    ["it is all before them", observed(9, 11)],
  ])("are not there where %s", (_, times) => expect(hoursAfterPlan(snapshot, times)).toBeNull());
});

const measured = (
  stamp: string,
  hotNodeP95: number | null,
  max: number | null,
  lesser = 1,
): MeasuredOnce => ({
  stamp,
  pool: "dataproxy",
  kind: "dataproxy",
  limit: 40,
  unknownBelow: 0.5,
  measures: {
    hotNodeP95,
    max,
    average: 10,
    coverage: { bins: lesser, nodeMinutes: lesser, lesser },
    nodes: 6,
  },
});
const told = (stamp: string, hotNodeP95: number): PlanAssessment["pools"][number] => {
  const figures = { hotNodeP95: 43, max: 96, average: 10 };
  return {
    stamp,
    pool: "dataproxy",
    kind: "dataproxy",
    role: "source",
    limit: 40,
    before: figures,
    after: {
      ...figures,
      hotNodeP95,
      max: 66,
      interval: { low: hotNodeP95 - 2, high: hotNodeP95 + 2, level: 0.9 },
      intervals: { max: null, average: null },
    },
    excess: { before: 3, after: 0 },
    flags: [],
  };
};
const facts = {
  before: [
    measured("b", 20, 30),
    measured("a", 43, 96),
    measured("c", 30, 50),
    measured("new", null, null, 0),
  ],
  after: [measured("b", 31, 60), measured("a", 28.5, 64), measured("c", 30.5, 49), measured("new", 25, 40)],
  sources: new Set(["a"]),
  destinations: new Set(["b", "new"]),
  predicted: [told("a", 30), told("b", 35)],
};

test("each pool stands before and after, beside what was predicted, and control pools last", () => {
  const rows = assembleResult(facts);
  expect(rows.map(({ stamp, role }) => [stamp, role])).toEqual([
    ["a", "source"],
    ["b", "destination"],
    ["new", "destination"],
    ["c", "control"],
  ]);
  expect(rows[0]).toMatchObject({
    change: { hotNodeP95Points: -14.5, hotNodeP95Percent: -33.72093, maxPoints: -32 },
    error: { hotNodeP95: -1.5, max: -2 },
    isInside: true,
  });
  expect(rows[1]?.isInside).toBe(false);
});

test("what was not there before has no change, and what has too little data no figure", () => {
  const thin = {
    ...facts,
    after: facts.after.map((one) => (one.stamp === "a" ? measured("a", 28, 64, 0.4) : one)),
  };
  const rows = assembleResult(thin);
  expect(rows[0]).toMatchObject({
    after: { hotNodeP95: null, coverage: 0.4 },
    change: { hotNodeP95Percent: null },
    isInside: null,
  });
  expect(rows[2]).toMatchObject({
    before: { hotNodeP95: null },
    change: { hotNodeP95Points: null },
    predicted: null,
  });
  expect(assembleResult({ ...facts, after: [] })[0]?.after.hotNodeP95).toBeNull();
});
