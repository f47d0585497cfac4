import { expect, test } from "vitest";
import { HEALTHY_MINUTES, judgeNewStamp } from "./judgeNewStamp.ts";

const END = 29_000_000;
const minutes = (count: number, present: number, end = END) =>
  Array.from({ length: count }, (_, at) => ({ minute: end - count + at, present }));
const judge = (registry: ReturnType<typeof minutes>, proxy = registry, hasSignal = false) =>
  judgeNewStamp({
    endMinute: END,
    hasSignal,
    pools: [
      { name: "registry", expected: 5, minutes: registry },
      { name: "dataproxy", expected: 5, minutes: proxy },
    ],
  });

test("a new stamp is healthy when all nodes of all pools have reported for 15 minutes on end", () => {
  expect(judge(minutes(HEALTHY_MINUTES, 5)).isHealthy).toBe(true);
  expect(judge(minutes(HEALTHY_MINUTES - 1, 5)).isHealthy).toBe(false);
  expect(judge(minutes(HEALTHY_MINUTES, 5), minutes(HEALTHY_MINUTES, 4)).note).toContain(
    "dataproxy has 4 of 5 nodes",
  );
  expect(judge(minutes(HEALTHY_MINUTES, 5, END - 2)).isHealthy).toBe(true);
  expect(judge(minutes(HEALTHY_MINUTES, 5, END - 5)).isHealthy).toBe(false);
});

test("a gap begins the count anew, and an open signal of high severity holds it", () => {
  const gap = minutes(20, 5).filter(({ minute }) => minute !== END - 10);
  expect(judge(gap).note).toContain("for 9 of 15 minutes");
  expect(judge(minutes(HEALTHY_MINUTES, 5), minutes(HEALTHY_MINUTES, 5), true).note).toContain("signal");
  expect(judgeNewStamp({ endMinute: END, hasSignal: false, pools: [] }).isHealthy).toBe(false);
});
