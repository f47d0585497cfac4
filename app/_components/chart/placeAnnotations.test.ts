import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeAnnotations } from "./placeAnnotations.ts";
import type { ChartAnnotation } from "./types.ts";

const window = { fromMinute: 1_000, toMinute: 2_000 };
const plot = { width: 1_000, height: 200 };
const mark = (fromMinute: number, toMinute: number | null, label = "signal"): ChartAnnotation => ({
  kind: "signal",
  fromMinute,
  toMinute,
  label,
});

describe("marks on a chart", () => {
  test("what began before the window starts at its edge, what still lasts ends at the other", () => {
    expect(placeAnnotations([mark(900, 1_100), mark(1_900, null)], window, plot)).toMatchObject([
      { left: 0, width: 100, beginsInside: false },
      { left: 900, width: 100, beginsInside: true },
    ]);
  });

  test("what lies outside the window is not there; an instant is", () => {
    const placed = placeAnnotations([mark(10, 20), mark(1_500, 1_500), mark(2_000, null)], window, plot);
    expect(placed).toMatchObject([{ left: 500, width: 0 }]);
  });

  test("names near the right edge stand on the left of their line", () => {
    expect(placeAnnotations([mark(1_980, null), mark(1_100, 1_100)], window, plot)).toMatchObject([
      { nameSide: "right" },
      { nameSide: "left" },
    ]);
  });

  test("no name covers another; where there is no room the line alone is drawn", () => {
    const marks = fc.array(
      fc.record({
        fromMinute: fc.integer({ min: 900, max: 2_100 }),
        label: fc.string({ minLength: 1, maxLength: 60 }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(marks, (drawn) => {
        const placed = placeAnnotations(
          drawn.map(({ fromMinute, label }) => mark(fromMinute, fromMinute, label)),
          window,
          plot,
        );
        const names = placed.flatMap(({ annotation, left, nameSide, lane }) => {
          if (lane === null) return [];
          const width = Math.min(160, (annotation.label.length + 3) * 6);
          return [{ lane, from: nameSide === "left" ? left - width : left, width }];
        });
        for (const [index, one] of names.entries()) {
          for (const other of names.slice(index + 1)) {
            if (one.lane !== other.lane) continue;
            expect(one.from + one.width <= other.from || other.from + other.width <= one.from).toBe(true);
          }
        }
      }),
    );
  });
});
