import { describe, expect, test } from "vitest";
import type { AccuracySummary } from "#lib/backtest/summarizeAccuracy.ts";
import { REFUSALS } from "#lib/backtest/types.ts";
import { ageText, describeAccuracy, doubtsOf } from "./describeAccuracy.ts";

const summary = (more: Partial<AccuracySummary> = {}): AccuracySummary => ({
  pools: 28,
  refused: 6,
  medianChange: 1.04,
  medianError: 0.18,
  p90Error: 0.49,
  bias: 0,
  insideShare: 0.93,
  ...more,
});
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("the page's question", () => {
  test("is answered with the model's error, the size of the moves, the interval, and what load did", () => {
    expect(plain(describeAccuracy(summary(), summary({ medianError: 1.5 })))).toBe(
      "On the load that really came, half of 28 predictions were within 0.2 points of what was measured and nine in ten within 0.5 points, for moves that changed it by 1.0 points in the median; the 90 % interval held 93 %. From the hours before alone half were within 1.5 points: the rest is that load changed.",
    );
  });

  test("is not answered by a share of all when it is not all", () => {
    expect(plain(describeAccuracy(summary({ insideShare: 0.996 }), summary()))).toContain("held 99 %");
    expect(plain(describeAccuracy(summary({ insideShare: 1 }), summary()))).toContain(
      "every 90 % interval held it",
    );
  });

  test("has no answer where everything was refused", () => {
    const none = {
      pools: 0,
      medianChange: null,
      medianError: null,
      p90Error: null,
      bias: null,
      insideShare: null,
    };
    expect(describeAccuracy(summary(none), summary(none))).toContain("the table says why");
    const nothing = summary({ ...none, refused: 0 });
    expect(describeAccuracy(nothing, nothing)).toBe("No result passes the filter.");
  });
});

describe("what there is to know of a result", () => {
  const sound = { refusal: null, isOtherWeekday: false, hasOtherNodes: false, flags: [] };

  test("is nothing where it is sound", () => {
    expect(doubtsOf(sound)).toEqual([]);
  });

  test("is the reason alone where it was refused, each in its own words", () => {
    const words = REFUSALS.map((refusal) => doubtsOf({ ...sound, refusal, isOtherWeekday: true }));
    for (const doubts of words) {
      expect(doubts).toHaveLength(1);
      expect(doubts[0]?.short).toMatch(/^refused: /);
    }
    expect(new Set(words.map(([doubt]) => doubt?.long)).size).toBe(REFUSALS.length);
  });

  test("is every reason to doubt it otherwise", () => {
    const doubts = doubtsOf({
      ...sound,
      isOtherWeekday: true,
      hasOtherNodes: true,
      flags: ["hidden_demand", "inside_noise"],
    });
    expect(doubts.map(({ short }) => short)).toEqual([
      "working day and weekend",
      "other nodes",
      "hidden demand",
    ]);
  });
});

test("ages are told as bands", () => {
  expect(plain(ageText({ fromDays: 0, toDays: 1 }))).toBe("under 1 day");
  expect(plain(ageText({ fromDays: 2, toDays: 4 }))).toBe("2–4 days");
  expect(plain(ageText({ fromDays: 8, toDays: null }))).toBe("8 days and more");
});
