import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ageDaysOf,
  errorOf,
  groupAccuracy,
  isInside,
  type Judged,
  summarizeAccuracy,
} from "./summarizeAccuracy.ts";

const DAY = 1_440;
function judged(predicted: number | null, measured: number | null, more: Partial<Judged> = {}): Judged {
  return {
    kind: "dataproxy",
    role: "source",
    refusal: null,
    unmovedP95: 50,
    isOtherWeekday: false,
    before: {
      hotNodeP95: 50,
      max: 60,
      average: 20,
      coverage: 1,
      window: { fromMinute: 0, toMinute: 720 },
    },
    predicted:
      predicted === null
        ? null
        : { hotNodeP95: { value: predicted, low: predicted - 2, high: predicted + 2 } },
    measured: { hotNodeP95: measured, window: { fromMinute: DAY, toMinute: DAY + 720 } },
    ...more,
  };
}

test("the error is predicted less measured, and inside means within the interval, its ends included", () => {
  expect(errorOf(judged(40, 43))).toBe(-3);
  expect(isInside(judged(40, 42))).toBe(true);
  expect(isInside(judged(40, 42.01))).toBe(false);
});

test("five predictions, by hand: median, 90th percentile (R-7), bias and share inside", () => {
  const results = [judged(40, 39), judged(40, 42), judged(40, 37), judged(40, 44), judged(40, 40)];
  // Errors 1, −2, 3, −4, 0; sizes 0 1 2 3 4: the 90th percentile lies at place 3.6.
  expect(summarizeAccuracy(results)).toEqual({
    pools: 5,
    refused: 0,
    medianChange: 10,
    medianError: 2,
    p90Error: 3.6,
    bias: -0.4,
    insideShare: 0.6,
  });
});

describe("what is missing", () => {
  test("counts as refused and in no figure", () => {
    const results = [judged(40, 41), judged(null, 41), judged(40, null)];
    expect(summarizeAccuracy(results)).toMatchObject({ pools: 1, refused: 2, medianError: 1, bias: -1 });
  });

  test("leaves null, never 0, where nothing is left", () => {
    const empty = { medianChange: null, medianError: null, p90Error: null, bias: null, insideShare: null };
    expect(summarizeAccuracy([])).toEqual({ pools: 0, refused: 0, ...empty });
    expect(summarizeAccuracy([judged(null, 41)])).toEqual({ pools: 0, refused: 1, ...empty });
  });
});

test("age runs from the end of the hours before to the beginning of those after, and falls into the older band on a bound", () => {
  expect(ageDaysOf(judged(40, 40))).toBe(0.5);
  const old = judged(40, 40, {
    measured: { hotNodeP95: 40, window: { fromMinute: 720 + DAY, toMinute: 3_000 } },
  });
  expect(groupAccuracy([judged(40, 40), old]).byAge).toMatchObject([
    { fromDays: 0, toDays: 1, pools: 1 },
    { fromDays: 1, toDays: 2, pools: 1 },
  ]);
});

test("groups split what there is: counts add up, and so does what biases and interval shares stand for", () => {
  const some = fc.array(
    fc.record({
      predicted: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
      measured: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
      kind: fc.constantFrom("registry", "dataproxy"),
      role: fc.constantFrom("source" as const, "destination" as const),
    }),
  );
  fc.assert(
    fc.property(some, (drawn) => {
      const results = drawn.map(({ predicted, measured, kind, role }) =>
        judged(predicted, measured, { kind, role }),
      );
      const whole = summarizeAccuracy(results);
      const groups = groupAccuracy(results);
      for (const parts of [groups.byKind, groups.byRole]) {
        expect(parts.reduce((sum, { pools }) => sum + pools, 0)).toBe(whole.pools);
        expect(parts.reduce((sum, { refused }) => sum + refused, 0)).toBe(whole.refused);
        const biases = parts.reduce((sum, { bias, pools }) => sum + (bias ?? 0) * pools, 0);
        expect(biases).toBeCloseTo((whole.bias ?? 0) * whole.pools, 6);
        const inside = parts.reduce((sum, { insideShare, pools }) => sum + (insideShare ?? 0) * pools, 0);
        expect(inside).toBeCloseTo((whole.insideShare ?? 0) * whole.pools, 6);
      }
    }),
  );
});
