import { expect, test } from "vitest";
import { measureNow } from "./measureNow.ts";
import { poolWindowOf } from "./poolWindowForTests.ts";
import { DEFAULT_HOTNESS_SETTINGS as settings } from "./types.ts";

/** One node; the first bin is minute 1000, and the minute after the last one given is running. */
function nowAfter(bins: readonly (number | null)[]) {
  return measureNow(poolWindowOf({ n0: [...bins, null] }, 1_000), 1_000 + bins.length, settings);
}

const cool = (minutes: number) => Array<number>(minutes).fill(20);
const over = (minutes: number) => Array<number>(minutes).fill(70);
const silent = (minutes: number) => Array<null>(minutes).fill(null);

test("hot5m and hot15m are means of the last 5 and 15 minutes", () => {
  const { hot5m, hot15m } = nowAfter([...cool(20), ...over(5)]);
  expect(hot5m).toBe(70);
  expect(hot15m).toBeCloseTo((10 * 20 + 5 * 70) / 15, 9);
});

test("minutes without data are left out of the mean, and without any there is none", () => {
  expect(nowAfter([...cool(20), 60, null, 40, null, null]).hot5m).toBe(50);
  expect(nowAfter([...cool(20), ...silent(5)])).toMatchObject({ hot5m: null, hot15m: 20 });
  expect(nowAfter(silent(30))).toEqual({ hot5m: null, hot15m: null, overSince: null });
});

test.each<[string, (number | null)[], number | null]>([
  ["under the limit", cool(30), null],
  ["at the limit is not over it", Array<number>(30).fill(60), null],
  ["over since the run began", [...cool(20), ...over(7)], 1_020],
  ["a minute at or under the limit ends the run", [...over(10), 60, ...over(3)], 1_011],
  ["cool again", [...over(10), 20], null],
  ["a gap of 4 minutes does not end it", [...cool(5), ...over(10), ...silent(4), ...over(3)], 1_005],
  ["a gap of 5 minutes does", [...cool(5), ...over(10), ...silent(5), ...over(3)], 1_020],
  ["the newest data may be up to 4 minutes late", [...cool(5), ...over(10), ...silent(4)], 1_005],
  ["but not 5: what is stale says nothing about now", [...cool(5), ...over(10), ...silent(5)], null],
  ["over from the first minute known", over(30), 1_000],
])("overSince: %s", (_, bins, since) => {
  expect(nowAfter(bins).overSince).toBe(since);
});

test("the running minute counts as soon as every expected node has reported in it", () => {
  const recent = poolWindowOf({ n0: [...cool(20), 90], n1: [...cool(20), 10] }, 1_000);
  expect(measureNow(recent, 1_020, settings)).toMatchObject({ hot5m: (4 * 20 + 90) / 5, overSince: 1_020 });
});

test("a running minute that is only half reported does not make a hot pool look cool", () => {
  const recent = poolWindowOf({ hotNode: [...over(20), null], other: [...cool(20), 10] }, 1_000);
  expect(measureNow(recent, 1_020, settings)).toMatchObject({ hot5m: 70, overSince: 1_000 });
});

test("data that begins only now is enough", () => {
  expect(measureNow(poolWindowOf({ n0: [80] }, 1_000), 1_000, settings)).toEqual({
    hot5m: 80,
    hot15m: 80,
    overSince: 1_000,
  });
});
