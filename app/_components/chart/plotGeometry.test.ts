import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minuteOfPixel, pixelOfMinute, placeLevelNames, plotOf } from "./plotGeometry.ts";

const window = { fromMinute: 1_000, toMinute: 1_720 };
const plot = plotOf({ width: 800, height: 240 }, 84);

describe("a line chart's plot", () => {
  test("a minute and its pixel lead to each other", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 1_719 }), (minute) => {
        const x = pixelOfMinute(minute, window, plot);
        expect(minuteOfPixel(x + 1e-6, window, plot)).toBe(minute);
      }),
    );
  });

  test("a pixel beyond the ends is the first or the last minute of the half-open window", () => {
    expect(minuteOfPixel(-50, window, plot)).toBe(1_000);
    expect(minuteOfPixel(5_000, window, plot)).toBe(1_719);
  });

  test("names of levels that are close are pushed apart, the higher value stays above", () => {
    const [high = 0, low = 0] = placeLevelNames([43, 40], 50, plot);
    expect(low - high).toBeGreaterThanOrEqual(15);
    expect(placeLevelNames([50, 0], 50, plot)).toEqual([0, plot.height]);
  });
});
