import { describe, expect, test } from "vitest";
import {
  confidenceWords,
  countWord,
  describeDominance,
  describeHead,
  describeModel,
} from "./describeContribution.ts";

const rows = (...shares: (number | null)[]) =>
  shares.map((requestShare) => ({ requestShare, byteShare: null }));

describe("the head of a ranking", () => {
  test("is said with its count as a word and its share to a tenth, never rounded up", () => {
    const shares = [0.372, 0.295, 0.178, 0.122, ...Array<number>(36).fill(0.033 / 36)];
    expect(describeHead(rows(...shares), "requests")).toBe(
      "The top four of 40 carry 96.7\u00a0% of its requests",
    );
    const nearly = [0.99996, ...Array<number>(3).fill(0.00004 / 3)];
    expect(describeHead(rows(...nearly), "requests")).toBe(
      "The top one of 4 carries 99.9\u00a0% of its requests",
    );
  });

  test("is not said where there is none, or where nobody reports that measure", () => {
    expect(describeHead(rows(0.5, 0.5), "requests")).toBeNull();
    expect(describeHead(rows(1, 0, 0), "bytes")).toBeNull();
  });
});

test("small counts are words", () => {
  expect([0, 1, 12, 13, 1_234].map(countWord)).toEqual(["no", "one", "twelve", "13", "1\u202f234"]);
});

test("a dominating tenant is told by what the pool would be without it", () => {
  const dominance = {
    tenant: "acme",
    stamp: "wus-a",
    pool: "dataproxy",
    registries: 20,
    hotNodeP95: 43.38,
    reliefPoints: 14.67,
  };
  expect(describeDominance(dominance)).toBe(
    "without its 20 registries the hot-node P95 of dataproxy would be 28.7\u00a0% instead of 43.4\u00a0% (−14.7\u00a0pts)",
  );
  expect(describeDominance({ ...dominance, registries: 1 })).toContain("without its registry");
});

test("a model is told by what it explains, what it leaves, and whose costs it knows", () => {
  const model = {
    stamp: "wus-a",
    pool: "dataproxy",
    r2: 0.992,
    residual: 0.34,
    idle: 4.06,
    idlePerNode: [],
    pointsPerThousandRequests: 1,
    pointsPerGigabyte: 1,
    costSpread: 0.2,
    saturationKnee: 85,
    bins: 720,
    registriesOfTheirOwn: 9,
  };
  expect(describeModel(model)).toBe(
    "dataproxy: explains 99\u00a0% of how its nodes’ CPU varies and is off by 0.3 points a node-minute. Idle floor 4.1\u00a0%; the costs of nine registries are told by their own load, the others’ are the pool’s. Above 85\u00a0% a node is taken to show less than is asked of it.",
  );
});

test("confidence is a word, and none is a dash", () => {
  expect([0.9, 0.5, 0.1, 0, null].map(confidenceWords)).toEqual([
    "its own",
    "mixed",
    "the pool’s",
    "the pool’s",
    "–",
  ]);
});
