import fc from "fast-check";
import { expect, test } from "vitest";
import { layOutScatter, nearestPoint } from "./scatterPlot.ts";

const size = { width: 400, height: 300 };
const percent = fc.double({ min: 0, max: 100, noNaN: true });

test("every point is inside the plot, and what is equal lies on its diagonal", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ x: percent, y: percent }), { minLength: 1 }), (points) => {
      const layout = layOutScatter(points, size);
      for (const { x, y } of points) {
        expect(layout.xOf(x)).toBeGreaterThanOrEqual(-1e-9);
        expect(layout.xOf(x)).toBeLessThanOrEqual(400 + 1e-9);
        expect(layout.yOf(y)).toBeGreaterThanOrEqual(-1e-9);
        expect(layout.yOf(y)).toBeLessThanOrEqual(300 + 1e-9);
        expect(layout.xOf(x) / 400).toBeCloseTo(1 - layout.yOf(x) / 300, 9);
      }
    }),
  );
});

test("ends are round and close: 21 to 47 is drawn from 20 to 50", () => {
  const { low, high, ticks } = layOutScatter([{ x: 21, y: 47 }], size);
  expect([low, high]).toEqual([20, 50]);
  expect(ticks[0]).toBe(20);
  expect(ticks.at(-1)).toBe(50);
});

test("without points there is still a plot", () => {
  const layout = layOutScatter([], size);
  expect([layout.low, layout.high]).toEqual([0, 100]);
});

test("the nearest point is found within reach, and none beyond it", () => {
  const points = [
    { id: "a", x: 20, y: 20 },
    { id: "b", x: 40, y: 40 },
  ];
  const layout = layOutScatter(points, size);
  const near = { left: layout.xOf(40) + 5, top: layout.yOf(40) - 5, within: 20 };
  expect(nearestPoint(points, layout, near)?.id).toBe("b");
  expect(nearestPoint(points, layout, { ...near, left: near.left + 60 })).toBeNull();
});
