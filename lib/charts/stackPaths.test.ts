import { describe, expect, test } from "vitest";
import { stackHeight, stackPaths } from "./stackPaths.ts";

const PLOT = { width: 20, height: 100, top: 10 };
const layer = (...values: number[]) => Float64Array.from(values);

describe("a stack", () => {
  test("puts each layer upon those before it", () => {
    expect(stackPaths([layer(2, 3), layer(5, 1)], PLOT)).toEqual([
      "M0 80L10 80L10 70L20 70L20 100L10 100L10 100L0 100Z",
      "M0 30L10 30L10 60L20 60L20 70L10 70L10 80L0 80Z",
    ]);
  });

  test("breaks where any layer has no data, instead of drawing the rest as if it were all", () => {
    const [lower, upper] = stackPaths([layer(1, 1, 1, 1), layer(1, Number.NaN, 1, 1)], PLOT);
    expect(lower).toBe("M0 90L5 90L5 100L0 100ZM10 90L15 90L15 90L20 90L20 100L15 100L15 100L10 100Z");
    expect(upper?.match(/M/g)).toHaveLength(2);
  });

  test("without columns, or without any data, draws nothing", () => {
    expect(stackPaths([layer()], PLOT)).toEqual([""]);
    expect(stackPaths([layer(Number.NaN)], PLOT)).toEqual([""]);
    expect(stackPaths([], PLOT)).toEqual([]);
  });

  test("is as high as its greatest column that has data", () => {
    expect(stackHeight([layer(1, 4, 9), layer(2, 3, Number.NaN)])).toBe(7);
    expect(stackHeight([])).toBe(0);
  });
});
