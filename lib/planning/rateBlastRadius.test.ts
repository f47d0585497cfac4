import { describe, expect, it } from "vitest";
import { type BlastRadius, rateBlastRadius } from "./rateBlastRadius.ts";

const small: BlastRadius = { trafficShare: 0.01, tenants: 10, headroomPoints: 15, firstOnStamp: false };

describe("the tier of a phase", () => {
  it.each([
    ["low at all its bounds", small, "low"],
    ["medium just above 1 % of traffic", { ...small, trafficShare: 0.0101 }, "medium"],
    ["medium with an eleventh tenant", { ...small, tenants: 11 }, "medium"],
    ["medium within 15 points of the limit", { ...small, headroomPoints: 14.9 }, "medium"],
    ["high above 5 % of traffic", { ...small, trafficShare: 0.06 }, "high"],
    ["high with a fifty-first tenant, however many more", { ...small, tenants: 5_000 }, "high"],
    ["high within 5 points of the limit", { ...small, headroomPoints: 0 }, "high"],
    ["critical above 20 % of traffic", { ...small, trafficShare: 0.21 }, "critical"],
    ["critical over the limit", { ...small, headroomPoints: -0.1 }, "critical"],
    ["critical where the destination cannot be told", { ...small, headroomPoints: null }, "critical"],
    ["at least high where a stamp is first filled", { ...small, firstOnStamp: true }, "high"],
    [
      "critical where a stamp is first filled and over",
      { ...small, firstOnStamp: true, headroomPoints: -1 },
      "critical",
    ],
  ] as const)("is %s", (_, radius, tier) => {
    expect(rateBlastRadius(radius)).toBe(tier);
  });
});
