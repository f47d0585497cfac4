import fc from "fast-check";
import { expect, test } from "vitest";
import { quantileR7 } from "../../stats/index.ts";
import { CurveMemory } from "./curveMemory.ts";
import { NONE, TailReader } from "./tailReader.ts";

/** Not a multiple of what is read at a time. */
const BINS = 90;
const curve = fc
  .array(fc.integer({ min: 0, max: 400 }), { minLength: BINS, maxLength: BINS })
  .map((values) => Int32Array.from(values));

test("the values around a quantile are those of the sorted curve, wherever the floor is", () => {
  const floors = fc.constantFrom(Number.NEGATIVE_INFINITY, 0, 100, 300, 500);
  fc.assert(
    fc.property(curve, curve, curve, floors, (base, taken, added, floor) => {
      const memory = new CurveMemory(BINS);
      const reader = new TailReader(memory);
      const position = 0.95 * (BINS - 1);
      reader.lowerRank = BINS - 1 - Math.floor(position);
      reader.floor = floor;
      reader.read(memory.keep(base), memory.keepLoad(taken), memory.keepLoad(added));
      const sums = Array.from(base, (value, bin) => value - (taken[bin] ?? 0) + (added[bin] ?? 0));
      const descending = sums.toSorted((one, other) => other - one);
      const upper = descending[reader.lowerRank - 1] ?? 0;
      if (upper < floor) expect(reader.upper).toBe(Number.NEGATIVE_INFINITY);
      else {
        const p95 = reader.lower + (position - Math.floor(position)) * (reader.upper - reader.lower);
        expect(p95).toBeCloseTo(quantileR7(sums, 0.95) ?? -1, 9);
      }
    }),
  );
});

test("a curve that is over the ceiling too often is given up, and no other", () => {
  fc.assert(
    fc.property(curve, fc.integer({ min: 0, max: 400 }), (base, ceiling) => {
      const memory = new CurveMemory(BINS);
      const reader = new TailReader(memory);
      reader.lowerRank = 5;
      reader.floor = 0;
      reader.ceiling = ceiling;
      reader.read(memory.keep(base), NONE, NONE);
      const over = base.filter((value) => value > ceiling).length;
      expect(reader.lower === Number.POSITIVE_INFINITY).toBe(over > 5);
    }),
  );
});
