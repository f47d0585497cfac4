import { expect, test } from "vitest";
import { classifyState, previewReclassification } from "./classifyState.ts";
import { DEFAULT_HOTNESS_SETTINGS } from "./types.ts";

const { thresholds } = DEFAULT_HOTNESS_SETTINGS;

test.each([
  [0, "cool"],
  [29.999, "cool"],
  [30, "normal"],
  [49.999, "normal"],
  [50, "warm"],
  [64.999, "warm"],
  [65, "hot"],
  [79.999, "hot"],
  [80, "critical"],
  [100, "critical"],
  [null, "unknown"],
])("a P95 of %s is %s", (p95, state) => {
  expect(classifyState(p95, thresholds)).toBe(state);
});

test("a preview lists what changes, hottest first, and lets the unknown be unknown", () => {
  const pools = [
    { pool: 1, hotNodeP95: 52, state: "warm" as const },
    { pool: 2, hotNodeP95: 58, state: "warm" as const },
    { pool: 3, hotNodeP95: 20, state: "cool" as const },
    { pool: 4, hotNodeP95: 58, state: "unknown" as const },
    { pool: 5, hotNodeP95: null, state: "unknown" as const },
  ];
  expect(previewReclassification(pools, { ...thresholds, warm: 40, hot: 55 })).toEqual([
    { pool: 2, hotNodeP95: 58, before: "warm", after: "hot" },
  ]);
});
