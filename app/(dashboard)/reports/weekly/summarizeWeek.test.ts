import { expect, test } from "vitest";
import { changeWords, coverageWarning, minutesWords, summarizeWeek } from "./summarizeWeek.ts";

const pool = (hotNodeP95: number | null, hotNodeP95Before: number | null) => ({
  ...{ stamp: "wus-a", pool: "registry", hotNodeP95, hotNodeP95Before },
  ...{ max: 90, limit: 60, minutesOver: 3, coverage: 1, coverageBefore: 1 },
});

test.each([
  [pool(40, 42.14), "−2.1 pts"],
  [pool(42, 40), "+2.0 pts"],
  [pool(42, 42.04), "±0.0 pts"],
  [pool(null, 42), ""],
  [pool(42, null), ""],
  [{ ...pool(42, 30), coverageBefore: 0.28 }, ""],
  [{ ...pool(42, 30), coverage: 0.89 }, ""],
])("a change is in points with its sign, and nothing where a week is missing or too thin", (one, words) => {
  expect(changeWords(one)).toBe(words);
});

test("time over the limit is said in minutes, then in hours", () => {
  expect([0, 59, 119, 120, 1_000].map(minutesWords)).toEqual([
    "none",
    "59 min",
    "119 min",
    "2.0 h",
    "16.7 h",
  ]);
});

test("the week is one sentence", () => {
  const alerts = { raised: 1, critical: 0, openAtEnd: 0 };
  const report = {
    ...{ week: "2026-W47", from: "", to: "", isOver: true, plans: [] },
    accuracy: { pools: 0, meanErrorPoints: null, withinInterval: null },
  };
  const regions = [{ region: "westus", pools: [pool(61, 50), pool(60, 50)], alerts }];
  expect(summarizeWeek({ ...report, regions })).toBe(
    "1 pool of 2 ran over its limit; 1 alert raised, 0 registries moved by plans.",
  );
  expect(summarizeWeek({ ...report, regions: [] })).toBe(
    "No pool’s hot-node P95 was over its limit; 0 alerts raised, 0 registries moved by plans.",
  );
  expect(coverageWarning({ ...report, regions })).toBeNull();
  const thin = [{ region: "westus", pools: [{ ...pool(61, 50), coverage: 0.289 }, pool(1, 1)], alerts }];
  expect(coverageWarning({ ...report, regions: thin })).toMatch(/^Of 1 pool less than 90 % .* down to 28 %/);
  const thinBefore = [
    { region: "westus", pools: [{ ...pool(61, 50), coverageBefore: 0.28 }, pool(1, 1)], alerts },
  ];
  expect(coverageWarning({ ...report, regions: thinBefore })).toBe(
    "1 pool is not held against the week before: too little of one of the two is there.",
  );
});
