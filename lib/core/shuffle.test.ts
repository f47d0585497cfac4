import fc from "fast-check";
import { expect, test } from "vitest";
import { createRng } from "./rng.ts";
import { shuffle } from "./shuffle.ts";

test("a shuffled list holds what it held, and the same seed gives the same order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (values, seed) => {
      const once = [...values];
      const again = [...values];
      shuffle(once, createRng(seed));
      shuffle(again, createRng(seed));
      expect(again).toEqual(once);
      expect(once.toSorted((a, b) => a - b)).toEqual(values.toSorted((a, b) => a - b));
    }),
  );
});

test("every order is as likely as any other", () => {
  const rng = createRng(7);
  const seen = new Map<string, number>();
  for (let draw = 0; draw < 6_000; draw++) {
    const list = Int32Array.of(1, 2, 3);
    shuffle(list, rng);
    seen.set(list.join(), (seen.get(list.join()) ?? 0) + 1);
  }
  expect(seen.size).toBe(6);
  // 1,000 of each expected, with a standard deviation of 29.
  for (const count of seen.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});
