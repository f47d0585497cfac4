import { expect, test } from "vitest";
import { changeInPoints, windowDaysBefore } from "./changeInPoints.ts";
import { poolWindowOf } from "./poolWindowForTests.ts";
import { DEFAULT_HOTNESS_SETTINGS as settings } from "./types.ts";

const flat = (percent: number) => poolWindowOf({ n0: Array<number>(40).fill(percent) });
const thin = poolWindowOf({ n0: [...Array<number>(10).fill(50), ...Array<null>(30).fill(null)] });

test("a trend is the change of the P95 in points, cooler is negative", () => {
  expect(changeInPoints(flat(28.5), flat(43), settings)).toBeCloseTo(-14.5, 9);
});

test("against a window with too little data, or none, there is no trend", () => {
  expect(changeInPoints(flat(50), null, settings)).toBeNull();
  expect(changeInPoints(flat(50), thin, settings)).toBeNull();
  expect(changeInPoints(thin, flat(50), settings)).toBeNull();
});

test("a day and a week before are the same clock hours", () => {
  expect(windowDaysBefore({ fromMinute: 20_000, toMinute: 20_720 }, 1)).toEqual({
    fromMinute: 18_560,
    toMinute: 19_280,
  });
  expect(windowDaysBefore({ fromMinute: 20_000, toMinute: 20_720 }, 7)).toEqual({
    fromMinute: 9_920,
    toMinute: 10_640,
  });
});
