import fc from "fast-check";
import { expect, test } from "vitest";
import { CurveMemory } from "./curveMemory.ts";

/** Curves of one length, whether whole vectors fill it or not. */
const curves = fc
  .integer({ min: 1, max: 75 })
  .chain((bins) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: bins, maxLength: bins }), {
      minLength: 3,
      maxLength: 3,
    }),
  )
  .map((drawn) => drawn.map((values) => Int32Array.from(values)));

const EMPTY = new Int32Array(0);

test("loads are added and taken off bin by bin, and no other curve changes", () => {
  fc.assert(
    fc.property(curves, ([base = EMPTY, load = EMPTY, other = EMPTY]) => {
      const memory = new CurveMemory(base.length);
      const [first, beside, by] = [memory.keep(base), memory.keep(other), memory.keepLoad(load)];
      memory.change(first, by, 1);
      expect(memory.look(first)).toEqual(base.map((value, bin) => value + (load[bin] ?? 0)));
      memory.change(first, by, -1);
      memory.change(first, by, -1);
      expect(memory.look(first)).toEqual(base.map((value, bin) => value - (load[bin] ?? 0)));
      expect(memory.look(beside)).toEqual(other);
      expect(memory.look(by)).toEqual(load);
    }),
  );
});

test("what is collected are the values from the floor up, in their order, unless too many are over the ceiling", () => {
  const bounds = fc.record({
    floor: fc.integer({ min: -1_000_000, max: 2_000_000 }),
    ceiling: fc.integer({ min: 0, max: 2_000_000 }),
    most: fc.nat({ max: 40 }),
  });
  fc.assert(
    fc.property(curves, bounds, ([base = EMPTY, less = EMPTY, more = EMPTY], drawn) => {
      const memory = new CurveMemory(base.length);
      const ceiling = Math.max(drawn.ceiling, drawn.floor);
      const count = memory.collect({
        ...{ curve: memory.keep(base), taken: memory.keepLoad(less), added: memory.keepLoad(more) },
        ...{ floor: drawn.floor, ceiling, most: drawn.most },
      });
      const values = base.map((value, bin) => value - (less[bin] ?? 0) + (more[bin] ?? 0));
      const isOver = values.filter((value) => value > ceiling).length > drawn.most;
      const kept = values.filter((value) => value >= drawn.floor);
      expect(count).toBe(isOver ? -1 : kept.length);
      if (!isOver) expect(memory.values.slice(0, count)).toEqual(kept);
    }),
  );
});

test("thousands of curves are kept, each as it was", () => {
  const memory = new CurveMemory(720);
  const addresses = Array.from({ length: 3_000 }, (_, curve) => memory.keep(new Int32Array(720).fill(curve)));
  for (const [curve, address] of addresses.entries()) {
    expect(address).toBeGreaterThan(0);
    expect(memory.look(address)[719]).toBe(curve);
  }
  const [first = 0, second = 0] = addresses.slice(7);
  const reading = { curve: first, taken: 0, added: second, floor: 15, ceiling: 99, most: 720 };
  expect(memory.collect(reading)).toBe(720);
  expect(memory.values[0]).toBe(15);
});
