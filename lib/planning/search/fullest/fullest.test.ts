import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFullest } from "../../../bench/planner/benchFullest.ts";
import { fullestInstance, plantedFullest } from "../../../bench/planner/fullestInstances.ts";
import { closestSubset } from "./closestSubset.ts";
import { boundMakespan, type FullestInstance, minimizeFullest } from "./index.ts";

/** Every way to deal the jobs. */
function tryAll(sizes: readonly number[], machines: number): number {
  const loads = new Array<number>(machines).fill(0);
  const deal = (job: number): number => {
    const size = sizes[job];
    if (size === undefined) return Math.max(...loads);
    let best = Number.POSITIVE_INFINITY;
    for (let machine = 0; machine < machines; machine++) {
      loads[machine] = (loads[machine] ?? 0) + size;
      best = Math.min(best, deal(job + 1));
      loads[machine] = (loads[machine] ?? 0) - size;
    }
    return best;
  };
  return deal(0);
}

function expectSchedule(
  { sizes, machines }: FullestInstance,
  schedule: readonly (readonly number[])[],
  makespan: number,
) {
  expect(schedule).toHaveLength(machines);
  expect(schedule.flat().sort((a, b) => a - b)).toEqual(sizes.map((_, job) => job));
  const loads = schedule.map((jobs) => jobs.reduce((sum, job) => sum + (sizes[job] ?? 0), 0));
  expect(Math.max(...loads)).toBe(makespan);
}

describe("minimizeFullest", () => {
  test("is the optimum of every way to deal, which no bound is over", () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 4 }), (drawn, machines) => {
        const optimum = tryAll(drawn, machines);
        const result = minimizeFullest({ sizes: drawn, machines }, { seed: 1, mostDoublings: 3 });
        expect(result.makespan).toBe(optimum);
        expect(
          boundMakespan(
            drawn.toSorted((a, b) => b - a),
            machines,
          ),
        ).toBeLessThanOrEqual(optimum);
        expect(result.bound).toBeLessThanOrEqual(optimum);
        expectSchedule({ sizes: drawn, machines }, result.schedule, result.makespan);
      }),
      { numRuns: 150 },
    );
  });

  test.each<[string, FullestInstance, number]>([
    ["LPT's worst case for two machines", { machines: 2, sizes: [3, 3, 2, 2, 2] }, 6],
    ["LPT's worst case for three machines", { machines: 3, sizes: [5, 5, 4, 4, 3, 3, 3] }, 9],
    ["a job that is longer than all others", { machines: 4, sizes: [50, 3, 3, 3] }, 50],
    ["more machines than jobs", { machines: 5, sizes: [4, 9] }, 9],
    ["no jobs", { machines: 2, sizes: [] }, 0],
  ])("%s", (_, instance, optimum) => {
    expect(minimizeFullest(instance, { seed: 1 }).makespan).toBe(optimum);
  });

  test("reaches its bound where several jobs share each machine, few of them small", () => {
    for (const spread of ["uniform", "non-uniform"] as const)
      for (const [jobs, machines] of [
        [50, 5],
        [100, 10],
        [500, 25],
      ] as const) {
        const instance = fullestInstance(1, { spread, greatest: 1_000, jobs, machines });
        const result = minimizeFullest(instance, { seed: 1 });
        expect(result.makespan).toBe(result.bound);
        expect(result.complete).toBe(true);
        expectSchedule(instance, result.schedule, result.makespan);
      }
  });

  test("finds again how jobs were cut from machines filled to the last unit", () => {
    for (const [jobs, machines, capacity] of [
      [20, 10, 1_000],
      [30, 10, 10_000],
      [75, 25, 10_000],
      [100, 25, 10_000],
      [1_000, 25, 10_000],
    ] as const) {
      const instance = plantedFullest(1, { jobs, machines, capacity });
      const result = minimizeFullest(instance, { seed: 1 });
      expect(result.makespan).toBe(capacity);
      expectSchedule(instance, result.schedule, capacity);
    }
  });

  test("the same instance and seed give the same schedule; cut off, it is marked incomplete", () => {
    const instance = fullestInstance(1, { spread: "uniform", greatest: 10_000, jobs: 60, machines: 25 });
    const options = { seed: 3, mostDoublings: 1 };
    expect(minimizeFullest(instance, options)).toEqual(minimizeFullest(instance, options));
    const cut = minimizeFullest(instance, { seed: 3, shouldStop: () => true });
    expect(cut.complete).toBe(false);
    expectSchedule(instance, cut.schedule, cut.makespan);
  });
});

test("the closest subset is the closest of all", () => {
  const values = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 10 });
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 600 }), (drawn, target) => {
      const chosen = closestSubset(drawn, target);
      const sum = drawn.reduce((total, value, index) => total + (chosen[index] ? value : 0), 0);
      let nearest = Number.POSITIVE_INFINITY;
      for (let mask = 0; mask < 2 ** drawn.length; mask++)
        nearest = Math.min(
          nearest,
          Math.abs(drawn.reduce((total, value, index) => total + ((mask >> index) & 1) * value, 0) - target),
        );
      expect(Math.abs(sum - target)).toBe(nearest);
    }),
  );
});

test("the textbook form is read, and anything else refused", () => {
  for (const text of ["2\n3\n5 4\n3\n", "2\r\n3\r\n5\r\n4\r\n3\r\n\r\n", "\uFEFF2 3\t5 4 3  \n\n"])
    expect(parseFullest(text)).toEqual({ machines: 2, sizes: [5, 4, 3] });
  for (const text of ["", "2\n3\n5 4", "2\n1\n5 4", "0\n1\n5", "2\n1\n5.5", "2\n1\nx"])
    expect(() => parseFullest(text)).toThrow();
});
