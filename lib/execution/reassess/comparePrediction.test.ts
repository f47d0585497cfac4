import { expect, test } from "vitest";
import type { PoolPrediction } from "../types.ts";
import { comparePrediction } from "./comparePrediction.ts";

const pool = (after: number | null, over: Partial<PoolPrediction> = {}): PoolPrediction => ({
  stamp: "s1",
  pool: "registry",
  role: "destination",
  limit: 60,
  after,
  low: 40,
  high: 50,
  ...over,
});
const why = (approved: PoolPrediction[], now: PoolPrediction) =>
  comparePrediction(approved, [now]).map(({ because }) => because);

test("a pool inside what was approved is none; outside it, over its limit, or untold, it is", () => {
  expect(why([pool(45)], pool(50))).toEqual([]);
  expect(why([pool(45)], pool(50.1))).toEqual(["outside_interval"]);
  expect(why([pool(45)], pool(39.9))).toEqual(["outside_interval"]);
  expect(why([pool(45, { high: 70 })], pool(61))).toEqual(["over_limit"]);
  expect(why([pool(45)], pool(null))).toEqual(["unknown"]);
  expect(why([], pool(45))).toEqual([]);
  expect(why([], pool(61))).toEqual(["over_limit"]);
});

test("what was approved again is not asked for once more", () => {
  for (const now of [pool(50.1, { low: 49, high: 52 }), pool(61, { low: 59, high: 63 })])
    expect(why([now], now)).toEqual([]);
});

test("a difference tells what was approved", () => {
  expect(comparePrediction([pool(45)], [pool(55)])[0]).toMatchObject({
    after: 55,
    approved: { after: 45, low: 40, high: 50 },
  });
});
