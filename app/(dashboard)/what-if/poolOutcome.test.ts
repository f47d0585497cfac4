import { describe, expect, test } from "vitest";
import { type AnsweredPool, arrangeOutcomes, compareOutcomes, poolOutcome } from "./poolOutcome.ts";

const thresholds = { normal: 30, warm: 50, hot: 65, critical: 80 };

function answered(
  more: Partial<AnsweredPool> = {},
  after = 28.5,
  interval: { low: number; high: number } | null = { low: 26, high: 31 },
): AnsweredPool {
  const bounds = interval === null ? null : { ...interval, level: 0.9 as const };
  return {
    stamp: "wus-a",
    pool: "dataproxy",
    kind: "dataproxy",
    role: "source",
    limit: 40,
    before: { hotNodeP95: 43, max: 96, average: 13 },
    after: {
      hotNodeP95: after,
      max: 64,
      average: 10,
      interval: bounds,
      intervals: { max: bounds, average: bounds },
    },
    excess: { before: 3, after: 0 },
    flags: [],
    ...more,
  };
}
const measured = { state: "normal" as const, thresholds };

describe("a pool before and after", () => {
  test("tells its change in points, its interval, its room under the limit and the state that the number means", () => {
    expect(poolOutcome(answered(), measured)).toMatchObject({
      id: "wus-a/dataproxy",
      stateBefore: "normal",
      stateAfter: "cool",
      p95: { before: 43, after: { value: 28.5, low: 26, high: 31 }, change: -14.5 },
      max: { before: 96, change: -32 },
      room: 11.5,
    });
    expect(poolOutcome(answered({}, 66.5), measured)).toMatchObject({ stateAfter: "hot", room: -26.5 });
  });

  test("of a stamp that does not exist yet has no before, and no change to it", () => {
    const none = { hotNodeP95: null, max: null, average: null };
    const outcome = poolOutcome(answered({ before: none, role: "destination" }), {
      state: "unknown",
      thresholds,
    });
    expect(outcome).toMatchObject({
      stateBefore: "unknown",
      stateAfter: "cool",
      p95: { before: null, change: null },
    });
  });

  test("that cannot be told is unknown, and nothing of it is a number", () => {
    const figures = { hotNodeP95: null, max: null, average: null };
    const after = { ...figures, interval: null, intervals: { max: null, average: null } };
    const outcome = poolOutcome(answered({ after, flags: ["no_load_data"] }), measured);
    expect(outcome).toMatchObject({ stateAfter: "unknown", room: null, p95: { after: null, change: null } });
  });

  test("that no move touches stays what it was, also where its data are too thin to say", () => {
    const outcome = poolOutcome(answered({ role: "untouched" }), { state: "unknown", thresholds });
    expect(outcome.stateAfter).toBe("unknown");
  });
});

const pool = (stamp: string, name: string, role: AnsweredPool["role"], after = 20) =>
  poolOutcome(answered({ stamp, pool: name, role }, after), measured);

test("pools stand by what happens to them, and those of a stamp together", () => {
  const rows = [
    pool("a", "x", "untouched"),
    pool("b", "x", "destination"),
    pool("c", "y", "untouched"),
    pool("c", "x", "source"),
  ];
  expect(arrangeOutcomes(rows).map(({ id }) => id)).toEqual(["c/x", "c/y", "b/x", "a/x"]);
});

describe("two scenarios side by side", () => {
  const a = [pool("a", "x", "source", 20), pool("b", "x", "destination", 35), pool("z", "x", "untouched", 9)];
  const b = [
    pool("a", "x", "source", 25),
    pool("b", "x", "untouched", 30),
    pool("new", "x", "destination", 12),
  ];

  test("show every pool that either of them changes, with the difference between them", () => {
    const rows = compareOutcomes(a, b, "touched");
    expect(rows.map(({ id, difference }) => [id, difference])).toEqual([
      ["a/x", 5],
      ["b/x", -5],
      ["new/x", null],
    ]);
    expect(rows[2]?.a).toBeNull();
    expect(rows[1]?.common.role).toBe("destination");
  });

  test("show all pools where all are asked for", () => {
    expect(compareOutcomes(a, b, "all")).toHaveLength(4);
  });
});
