import fc from "fast-check";
import { expect, test } from "vitest";
import { MINUTE_MS } from "../../core/index.ts";
import { nextSteps } from "./nextSteps.ts";

test("steps rise, end where the clock is put to, and are short at first: what was just bound is looked at within minutes", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e12 }),
      fc.integer({ min: 1, max: 72 * 60 * MINUTE_MS }),
      (from, by) => {
        const steps = nextSteps(from, from + by);
        expect(steps.at(-1)).toBe(from + by);
        expect((steps[0] ?? 0) - from).toBeLessThanOrEqual(5 * MINUTE_MS);
        for (const [at, step] of steps.entries()) {
          const length = step - (steps[at - 1] ?? from);
          expect(length).toBeGreaterThan(0);
          expect(length).toBeLessThanOrEqual(6 * 60 * MINUTE_MS);
        }
      },
    ),
  );
});

test("a clock that is put nowhere takes no step", () => {
  expect(nextSteps(5, 5)).toEqual([]);
  expect(nextSteps(5, 4)).toEqual([]);
});
