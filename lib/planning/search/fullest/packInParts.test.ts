import fc from "fast-check";
import { expect, test } from "vitest";
import { createRng } from "../../../core/index.ts";
import { bestFill } from "./bestFill.ts";
import { packByDiving } from "./packByDiving.ts";
import { packExactly } from "./packExactly.ts";
import { packInParts } from "./packInParts.ts";

const never = () => false;
const pieces = fc
  .uniqueArray(fc.record({ size: fc.integer({ min: 1, max: 40 }), count: fc.integer({ min: 1, max: 2 }) }), {
    selector: ({ size }) => size,
    minLength: 1,
    maxLength: 6,
  })
  .map((drawn) => ({
    sizes: drawn.map(({ size }) => size),
    counts: Int32Array.from(drawn, ({ count }) => count),
  }));

test("the best fill is worth what the best of all is", () => {
  const worths = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(pieces, worths, fc.integer({ min: 0, max: 120 }), ({ sizes, counts }, drawn, capacity) => {
      const most = (kind: number, gap: number): number => {
        const size = sizes[kind];
        if (size === undefined) return 0;
        let best = 0;
        for (let taken = 0; taken <= (counts[kind] ?? 0) && taken * size <= gap; taken++)
          best = Math.max(best, taken * (drawn[kind] ?? 0) + most(kind + 1, gap - taken * size));
        return best;
      };
      const { best, complete } = bestFill({ sizes, counts, capacity, worths: drawn });
      expect(complete).toBe(true);
      expect(best.worth).toBe(most(0, capacity));
      const load = best.kinds.reduce((sum, kind, at) => sum + (sizes[kind] ?? 0) * (best.pieces[at] ?? 0), 0);
      expect(load).toBeLessThanOrEqual(capacity);
    }),
  );
});

test("what cannot be packed in parts cannot be packed, and parts use all pieces on no more machines than there are", () => {
  const room = fc.record({
    machines: fc.integer({ min: 1, max: 5 }),
    spare: fc.integer({ min: 0, max: 30 }),
  });
  fc.assert(
    fc.property(pieces, room, ({ sizes, counts }, { machines, spare }) => {
      const capacity = Math.max(...sizes) + spare;
      const jobs = sizes.flatMap((size, kind) => new Array<number>(counts[kind] ?? 0).fill(size));
      jobs.sort((one, other) => other - one);
      const task = { sizes: jobs, jobs: jobs.map((_, job) => job), machines, capacity };
      const exact = packExactly(task, { mostNodes: 1e6, shouldStop: never });
      const parts = packInParts({ sizes, counts, machines, capacity }, never);
      if (parts === "none") expect(exact).toBe("none");
      if (typeof parts === "string") return;
      for (const [kind, count] of counts.entries()) {
        const held = parts.reduce((sum, { fill, machines: part }) => {
          const at = fill.kinds.indexOf(kind);
          return sum + (at < 0 ? 0 : part * (fill.pieces[at] ?? 0));
        }, 0);
        expect(held).toBeCloseTo(count, 6);
      }
      const used = parts.reduce((sum, { machines: part }) => sum + part, 0);
      expect(used).toBeLessThanOrEqual(machines + 1e-6);
    }),
    { numRuns: 300 },
  );
});

test("what diving packs holds every job once, within the capacity", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
      const rng = createRng(seed);
      const sizes = Array.from({ length: 24 }, () => 1 + Math.floor(rng() * 100)).sort((a, b) => b - a);
      const capacity = Math.max(
        sizes[0] ?? 0,
        Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / 10) + 4,
      );
      const jobs = sizes.map((_, job) => job);
      const dive = { rng, shouldStop: never, programs: 20 };
      const packed = packByDiving({ sizes, jobs, machines: 10, capacity }, dive, 1);
      if (packed === null) return;
      expect(packed).toHaveLength(10);
      expect(packed.flat().sort((a, b) => a - b)).toEqual(jobs);
      for (const own of packed)
        expect(own.reduce((sum, job) => sum + (sizes[job] ?? 0), 0)).toBeLessThanOrEqual(capacity);
    }),
    { numRuns: 40 },
  );
});
