import { describe, expect, test } from "vitest";
import type { SettingPreview } from "#lib/fleet/settings/previewSetting.ts";
import { describePreview, limitChange, reclassifiedPools } from "./describePreview.ts";

const reading = (state: string, limit: number, overLimit = false) => ({
  hotNodeP95: 43.2,
  state,
  limit,
  overLimit,
});
const pool = (
  before: ReturnType<typeof reading>,
  after: ReturnType<typeof reading>,
): SettingPreview["changed"][number] => ({
  region: "westus",
  stamp: "wus-a",
  pool: "dataproxy",
  kind: "dataproxy",
  hotNodeP95: 43.2,
  before,
  after,
});

const warmer = pool(reading("normal", 60), reading("warm", 60));
const over = pool(reading("normal", 60), reading("normal", 40, true));
const under = pool(reading("normal", 40, true), reading("normal", 60));
const otherLimit = pool(reading("normal", 60), reading("normal", 55));

describe("what a change would do, in words", () => {
  test.each([
    [0, [], "No pool is in this scope: nothing changes today."],
    [28, [], "No pool changes its state, of 28 in this scope."],
    [28, [warmer], "1 of 28 pools changes its state."],
    [28, [warmer, warmer], "2 of 28 pools change their states."],
    [28, [over], "No pool changes its state, of 28 in this scope. 1 comes over its limit."],
    [
      28,
      [over, over, under, warmer],
      "1 of 28 pools changes its state. 2 come over their limits. 1 is no longer over its limit.",
    ],
    [
      28,
      [otherLimit],
      "No pool changes its state, of 28 in this scope. None comes to the other side of its limit.",
    ],
  ])("%d pools, %# changed", (pools, changed, text) => {
    expect(describePreview({ pools, changed })).toBe(text);
  });

  test("names the pools whose class changes, not those whose limit moves past nothing", () => {
    expect(reclassifiedPools({ pools: 4, changed: [otherLimit, over, warmer] })).toEqual([over, warmer]);
  });

  test("says which side of its limit a pool comes to", () => {
    expect([over, under, warmer].map(limitChange)).toEqual([
      "comes over its limit",
      "no longer over its limit",
      null,
    ]);
  });
});
