import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quantileR7 } from "./quantileR7.ts";
import { quantileR7Int16 } from "./quantileR7Int16.ts";

/** The definition, word for word: sort, then take position h = p (m − 1), linear between neighbours. */
function quantileBySorting(values: readonly number[], probability: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const position = probability * (sorted.length - 1);
  const lower = sorted[Math.floor(position)];
  const upper = sorted[Math.ceil(position)];
  if (lower === undefined || upper === undefined) return null;
  return lower + (position - Math.floor(position)) * (upper - lower);
}

const probability = fc.oneof(fc.constantFrom(0, 0.5, 0.95, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const stored = fc.oneof(
  fc.array(fc.integer({ min: -1, max: 10_000 }), { maxLength: 800 }),
  // Few distinct values, so that ties and runs of equals are common; and the whole range of the type.
  fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 100 }),
  fc.array(fc.integer({ min: -32_768, max: 32_767 }), { maxLength: 100 }),
);

describe("quantileR7Int16", () => {
  test("equals the sorted definition on whatever is not negative", () => {
    fc.assert(
      fc.property(stored, probability, (values, p) => {
        const data = values.filter((value) => value >= 0);
        expect(quantileR7Int16(Int16Array.from(values), p)).toBe(quantileBySorting(data, p));
      }),
      { numRuns: 1_000 },
    );
  });

  test("leaves its input as it was", () => {
    const values = Int16Array.of(5, -1, 3, 9);
    quantileR7Int16(values, 0.5);
    expect([...values]).toEqual([5, -1, 3, 9]);
  });

  test.each<[string, number[], number, number | null]>([
    ["nothing", [], 0.95, null],
    ["only no data", [-1, -1], 0.95, null],
    ["one value", [4_321], 0.95, 4_321],
    ["one value among no data", [-1, 7, -1], 0.5, 7],
    ["all equal", [12, 12, 12, 12], 0.95, 12],
    ["zero is data", [0, 0, 0], 0.95, 0],
    ["between two values", [0, 100], 0.95, 95],
    ["between two coarse buckets", [127, 128], 0.5, 127.5],
    ["the greatest value of the type", [0, 32_767], 1, 32_767],
    [
      "12 hours: the 36th and 37th greatest of 720",
      Array.from({ length: 720 }, (_, i) => i),
      0.95,
      0.95 * 719,
    ],
  ])("%s", (_, values, p, expected) => {
    expect(quantileR7Int16(Int16Array.from(values), p)).toBe(expected);
  });

  test.each([-0.1, 1.1, Number.NaN])("refuses the probability %s", (p) => {
    expect(() => quantileR7Int16(Int16Array.of(1), p)).toThrow(RangeError);
  });
});

describe("quantileR7", () => {
  test("equals the sorted definition", () => {
    const finite = fc.double({ noNaN: true, min: -1e9, max: 1e9 });
    const values = fc.oneof(fc.array(finite), fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 200 }));
    fc.assert(
      fc.property(values, probability, (sample, p) => {
        // toBeCloseTo would hide a wrong neighbour; adding 0 makes −0 and 0 the same value.
        expect((quantileR7(sample, p) ?? -1) + 0).toBe((quantileBySorting(sample, p) ?? -1) + 0);
      }),
      { numRuns: 1_000 },
    );
  });

  test("gives the same for every order of the values", () => {
    const orders = fc
      .array(fc.double({ noNaN: true, min: 0, max: 100 }), { minLength: 1 })
      .chain((values) =>
        fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })),
      );
    fc.assert(
      fc.property(orders, probability, ([values, shuffled], p) => {
        expect(quantileR7(shuffled, p)).toBe(quantileR7(values, p));
      }),
    );
  });

  test("refuses NaN and a probability outside 0..1, and has no answer for nothing", () => {
    expect(() => quantileR7([1, Number.NaN], 0.5)).toThrow(RangeError);
    expect(() => quantileR7([1], 2)).toThrow(RangeError);
    expect(quantileR7([], 0.5)).toBeNull();
  });
});
