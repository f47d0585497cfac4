import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideEarly, decideGate } from "./decideGate.ts";
import { destination, rules, sound, source, times, tooLate, traffic } from "./gateForTests.ts";
import type { GateEvidence } from "./types.ts";

const MINUTE_MS = 60_000;
const decide = (over: Partial<GateEvidence>, at = tooLate) => decideGate({ ...sound, ...over }, rules, at);
/** What is not so, and how that is judged. */
const openChecks = (over: Partial<GateEvidence>) =>
  decide(over).checks.flatMap(({ check, verdict }) =>
    verdict === "fail" || verdict === "inconclusive" ? [`${check} ${verdict}`] : [],
  );

test("a sound phase passes, and answers the three questions", () => {
  const decision = decide({}, times);
  expect(decision).toMatchObject({
    verdict: "pass",
    isFinal: true,
    questions: { traffic_all_there: "pass", cpu_as_predicted: "pass", nobody_else_worse: "pass" },
  });
  expect(decision.checks.every(({ sentence }) => sentence.endsWith("."))).toBe(true);
});

describe("a phase fails", () => {
  test.each<[string, Partial<GateEvidence>]>([
    ["over_limit fail", { pools: [source, { ...destination, limit: 40 }] }],
    [
      "signal fail",
      {
        signals: [{ stamp: "wus-a", pool: null, kind: "throttling", severity: "high", fromMs: 1, note: "" }],
      },
    ],
    [
      "over_limit_now fail",
      {
        now: [
          {
            stamp: "wus-b",
            pool: "dataproxy",
            limit: 60,
            hot15m: 70,
            overSinceMs: times.nowMs - 15 * MINUTE_MS,
          },
        ],
      },
    ],
    [
      "outcome fail",
      { outcomes: [{ stamp: "wus-b", measure: "pullP95Ms", earlier: [400, 410, 390, 405], after: 520 }] },
    ],
    [
      "outcome fail",
      { outcomes: [{ stamp: "wus-b", measure: "throughputBytes", earlier: [9e9, 9e9, 9e9], after: 5e9 }] },
    ],
  ])("on %s", (found, over) => {
    expect(openChecks(over)).toEqual([found]);
    expect(decide(over, times)).toMatchObject({ verdict: "fail", isFinal: true });
  });

  test("even where data is still awaited, and whatever else is open", () => {
    const over = {
      pools: [
        { ...source, coverage: 0.2 },
        { ...destination, measuredP95: 61 },
      ],
      traffic: null,
    };
    expect(decide(over, times).verdict).toBe("fail");
  });
});

describe("a person decides", () => {
  test.each<[string, Partial<GateEvidence>]>([
    ["coverage inconclusive", { pools: [source, { ...destination, coverage: 0.89 }] }],
    ["prediction inconclusive", { pools: [source, { ...destination, measuredP95: 50 }] }],
    ["prediction inconclusive", { pools: [source, { ...destination, measuredP95: 30 }] }],
    ["prediction inconclusive", { pools: [source, { ...destination, predicted: null, refusal: "no load" }] }],
    ["parity inconclusive", { traffic: null }],
    ["parity inconclusive", { traffic: { ...traffic, moved: { before: 100, after: null } } }],
    ["parity inconclusive", { traffic: { ...traffic, moved: { before: 100, after: 60 } } }],
    ["parity inconclusive", { traffic: { ...traffic, left: 5 } }],
    [
      "parity inconclusive",
      {
        traffic: {
          ...traffic,
          registries: [...traffic.registries, { registry: "fabrikam", before: 3, after: 0 }],
        },
      },
    ],
    [
      "control inconclusive",
      {
        controls: [
          { stamp: "wus-c", pool: "dataproxy", limit: 60, coverage: 1, beforeP95: 50, afterP95: 61 },
        ],
      },
    ],
    [
      "control inconclusive",
      {
        controls: [
          { stamp: "wus-c", pool: "dataproxy", limit: 60, coverage: 0.2, beforeP95: 50, afterP95: 52 },
        ],
      },
    ],
    [
      "outcome inconclusive",
      { outcomes: [{ stamp: "wus-b", measure: "errorRate", earlier: [0.01], after: 0.01 }] },
    ],
    [
      "outcome inconclusive",
      { outcomes: [{ stamp: "wus-b", measure: "errorRate", earlier: [0, 0, 0], after: null }] },
    ],
    ["coverage inconclusive", { pools: [] }],
  ])("on %s", (found, over) => {
    expect(openChecks(over)).toEqual([found]);
    expect(decide(over)).toMatchObject({ verdict: "inconclusive", isFinal: true });
  });

  test("a source that was relieved by less than half is told so, beside its prediction", () => {
    expect(openChecks({ pools: [{ ...source, measuredP95: 56 }, destination] })).toEqual([
      "prediction inconclusive",
      "relief inconclusive",
    ]);
  });
});

test("a day that changed everybody's traffic is no loss of traffic", () => {
  const quiet = {
    ...traffic,
    moved: { before: 100, after: 50 },
    others: { before: 50, after: 26 },
    registries: [],
  };
  expect(decide({ traffic: quiet }).verdict).toBe("pass");
});

test("a relief too small to be told from chance is left to the prediction", () => {
  const little = {
    ...source,
    unmovedP95: 46,
    predicted: { value: 45.5, low: 43, high: 47 },
    measuredP95: 46.2,
  };
  expect(decide({ pools: [little, destination] }).verdict).toBe("pass");
});

test("registries without traffic, and a region without other pools, stand in nobody's way", () => {
  const idle = { ...traffic, moved: { before: 0.2, after: 0 } };
  expect(decide({ traffic: idle, controls: [], outcomes: [] }).verdict).toBe("pass");
});

test("late data is waited for, and no longer than the rules say", () => {
  const late = { pools: [source, { ...destination, coverage: 0.5 }] };
  expect(decide(late, times)).toMatchObject({ verdict: "waiting", isFinal: false });
  expect(decide(late, tooLate).verdict).toBe("inconclusive");
});

test("no data at all is never a pass", () => {
  const nothing = {
    now: [],
    signals: [],
    window: null,
    pools: [],
    controls: [],
    traffic: null,
    outcomes: [],
  };
  expect(decideGate(nothing, rules, times).verdict).toBe("waiting");
  expect(decideGate(nothing, rules, tooLate).verdict).toBe("inconclusive");
  const blind = (pool: typeof source) => ({ ...pool, coverage: null, measuredP95: null, predicted: null });
  fc.assert(
    fc.property(fc.subarray([0, 1]), (gone) => {
      const pools = [source, destination].map((pool, at) => (gone.includes(at) ? blind(pool) : pool));
      expect(decide({ pools }).verdict).toBe(gone.length === 0 ? "pass" : "inconclusive");
    }),
  );
});

describe("while it is observed", () => {
  const over = (minutes: number) => ({
    signals: [],
    now: [
      {
        stamp: "wus-b",
        pool: "dataproxy",
        limit: 60,
        hot15m: 66,
        overSinceMs: times.nowMs - minutes * MINUTE_MS,
      },
    ],
  });
  test("fifteen unbroken minutes over the limit fail it, fourteen do not", () => {
    expect(decideEarly(over(15), rules, times)).toMatchObject({ verdict: "fail", isFinal: true });
    expect(decideEarly(over(14), rules, times)).toMatchObject({ verdict: "waiting", isFinal: false });
  });
});
