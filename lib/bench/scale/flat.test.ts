import { expect, test } from "vitest";
import { judgeFlat } from "./flat.ts";
import { Latencies } from "./latencies.ts";

const minutes = (of: (minute: number) => number) => Array.from({ length: 30 }, (_, minute) => of(minute));

test("memory that fills in the first third and then stays is flat, with a peak in it too", () => {
  const filled = minutes((minute) => Math.min(500, 200 + minute * 40) + (minute === 25 ? 900 : 0));
  expect(judgeFlat(filled)).toEqual({ growth: 0, isFlat: true });
});

test("memory that grows by one part in a hundred a minute is not flat", () => {
  expect(judgeFlat(minutes((minute) => 500 + minute * 5))).toMatchObject({ isFlat: false });
});

test("memory that shrinks is flat; a few minutes say nothing", () => {
  expect(judgeFlat(minutes((minute) => 900 - minute * 10))).toMatchObject({ isFlat: true });
  expect(judgeFlat([1, 2, 3, 4, 5])).toBeNull();
});

test("percentiles of counted times are right within a bucket", () => {
  const latencies = new Latencies();
  for (let millisecond = 1; millisecond <= 1_000; millisecond++) latencies.add(millisecond);
  expect(latencies.percentile(0.5) / 500).toBeCloseTo(1, 1);
  expect(latencies.percentile(0.95) / 950).toBeCloseTo(1, 1);
  expect(new Latencies().percentile(0.5)).toBe(0);
});
