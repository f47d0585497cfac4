import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { timeTicks } from "./timeTicks.ts";
import { cpuAxisTop, valueTicks } from "./valueTicks.ts";

const MIDNIGHT = Date.UTC(2026, 10, 21) / 60_000;

describe("time ticks", () => {
  test("stand on round UTC times; a midnight shows its day", () => {
    const ticks = timeTicks({ fromMinute: MIDNIGHT - 100, toMinute: MIDNIGHT + 620 }, 720);
    expect(ticks.map((tick) => tick.label)).toContain("Sat 21 Nov");
    expect(ticks.every((tick) => tick.minute % 60 === 0)).toBe(true);
  });

  test("never crowd, and all lie inside the half-open window", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60_000 }),
        fc.integer({ min: 50, max: 2_000 }),
        (length, width) => {
          const window = { fromMinute: MIDNIGHT + 7, toMinute: MIDNIGHT + 7 + length };
          const ticks = timeTicks(window, width);
          expect(ticks.length).toBeLessThanOrEqual(Math.max(1, Math.floor(width / 72)) + 1);
          expect(
            ticks.every((tick) => tick.minute >= window.fromMinute && tick.minute < window.toMinute),
          ).toBe(true);
        },
      ),
    );
  });

  test.each([94, 200, 1_000])("over %d days every tick is a midnight, and shows its day", (days) => {
    const window = { fromMinute: MIDNIGHT + 7, toMinute: MIDNIGHT + 7 + days * 1_440 };
    const ticks = timeTicks(window, 280);
    expect(ticks.length).toBeGreaterThan(0);
    expect(ticks.every(({ isDay }) => isDay)).toBe(true);
  });

  test("an empty window, or no room, has none", () => {
    expect(timeTicks({ fromMinute: 5, toMinute: 5 }, 500)).toEqual([]);
    expect(timeTicks({ fromMinute: 5, toMinute: 50 }, 0)).toEqual([]);
  });
});

describe("value ticks", () => {
  test.each([
    [0, 100, 5, [0, 20, 40, 60, 80, 100]],
    [0, 1, 4, [0, 0.5, 1]],
    [0, 0.3, 3, [0, 0.1, 0.2, 0.3]],
    [-3, 7, 5, [-4, -2, 0, 2, 4, 6, 8]],
    [5, 5, 5, [5]],
  ])("from %d to %d, about %d", (low, high, wanted, ticks) => {
    expect(valueTicks(low, high, wanted)).toEqual(ticks);
  });

  test("always reach over both ends, in equal steps", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (low, length) => {
          const ticks = valueTicks(low, low + length);
          expect(ticks[0]).toBeLessThanOrEqual(low + length * 1e-6);
          expect(ticks.at(-1)).toBeGreaterThanOrEqual(low + length - length * 1e-6);
          expect(ticks.length).toBeLessThan(15);
        },
      ),
    );
  });

  test("a CPU axis leaves a little air, is at least 20 and at most 100 high", () => {
    expect(cpuAxisTop([3, null])).toBe(30);
    expect(cpuAxisTop([])).toBe(30);
    expect(cpuAxisTop([43])).toBe(50);
    expect(cpuAxisTop([99.9])).toBe(100);
  });
});
