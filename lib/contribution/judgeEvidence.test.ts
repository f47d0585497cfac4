import { expect, test } from "vitest";
import { type ContributionEvidence, judgeFit, refuseEvidence } from "./judgeEvidence.ts";
import type { LoadModel } from "./types.ts";

const RULES = { warnBelow: 0.9, unknownBelow: 0.5 };
const SOUND: ContributionEvidence = {
  stamp: "wus-a",
  pool: "registry",
  cpuCoverage: 1,
  hasNodes: true,
  loadCoverage: 1,
  overlap: 1,
  isStale: false,
};

const model = (r2: number, residualPoints: number) => ({ r2, residualPoints }) as LoadModel;
const codes = (evidence: Partial<ContributionEvidence>, fit = model(0.9, 1)) =>
  judgeFit({ ...SOUND, ...evidence }, fit, RULES).map(({ code, isRefusal }) => [code, isRefusal]);

test("sound data and a good fit need no words", () => {
  expect(refuseEvidence(SOUND, RULES)).toBeNull();
  expect(codes({})).toEqual([]);
});

test.each([
  ["no_cpu", { cpuCoverage: null }, "no CPU data"],
  ["no_load", { loadCoverage: 0, overlap: 0 }, "POST /api/v1/samples/load"],
  ["no_nodes", { hasNodes: false }, "not kept that long"],
  ["low_coverage", { cpuCoverage: 0.4999 }, "49\u00a0%"],
  ["low_coverage", { overlap: 0.3 }, "30\u00a0%"],
] as const)("%s is refused in words that say what is missing", (code, missing, words) => {
  const refusal = refuseEvidence({ ...SOUND, ...missing }, RULES);
  expect(refusal).toMatchObject({ code, isRefusal: true });
  expect(refusal?.detail).toContain(words);
  expect(refusal?.detail).toContain("wus-a registry");
});

test("a fit that explains nothing is refused, a poor one marked, and one that is off by little is good whatever it explains", () => {
  expect(codes({}, model(0.1, 8))).toEqual([["weak_fit", true]]);
  expect(codes({}, model(0.4, 8))).toEqual([["poor_fit", false]]);
  expect(codes({}, model(0.1, 1))).toEqual([]);
  expect(judgeFit(SOUND, null, RULES)).toMatchObject([{ code: "few_bins", isRefusal: true }]);
});

test("thin data and silence are marked, not refused", () => {
  expect(codes({ cpuCoverage: 0.8, overlap: 0.7, isStale: true })).toEqual([
    ["thin_coverage", false],
    ["thin_load", false],
    ["stale", false],
  ]);
});
