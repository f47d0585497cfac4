import { describe, expect, test } from "vitest";
import { DEFAULT_HOTNESS_SETTINGS, measurePool, type SickNode } from "../hotness/index.ts";
import { type NodePercents, poolWindowOf } from "../hotness/poolWindowForTests.ts";
import { describeLatestData, describePool, type PoolToDescribe, type Reading } from "./describePool.ts";

const settings = { ...DEFAULT_HOTNESS_SETTINGS, limitP95: 40 };
/** 2 March 2026, 02:00 UTC. */
const fromMinute = Date.UTC(2026, 2, 2, 2) / 60_000;
const nowMinute = fromMinute + 800;

function readingsOf(nodes: NodePercents, more: Partial<PoolToDescribe> = {}): Reading[] {
  const window = poolWindowOf(nodes, fromMinute);
  const measures = measurePool(window, { nowMinute, relative: false, recent: null, ownPeak: null }, settings);
  return describePool(
    { measures, hot: window.hot, hottestNodeName: null, sickNode: null, nowMinute, ...more },
    settings,
  );
}

/** Spaces that keep a number and its unit together read as plain ones here. */
function textAbout(about: Reading["about"], readings: readonly Reading[]): string | undefined {
  return readings.find((reading) => reading.about === about)?.text.replace(/[\u00a0\u202f]/g, " ");
}

const flat = (percent: number, minutes = 720) => Array<number>(minutes).fill(percent);
const spike = flat(43).with(281, 96);

describe("P95 beside maximum and average", () => {
  test("one noisy minute is called one minute", () => {
    expect(textAbout("p95", readingsOf({ n0: spike }))).toBe(
      "96.0 % was one minute (06:41 UTC); the hottest node is below 43.0 % for 95 % of the time.",
    );
  });

  test("a peak of several minutes says how many came near it", () => {
    const minutes = flat(43).with(281, 96).with(282, 95.2).with(283, 94.9);
    expect(textAbout("p95", readingsOf({ n0: minutes }))).toBe(
      "96.0 % was reached at 06:41 UTC, and only 2 minutes came within a point of it; the hottest node is below 43.0 % for 95 % of the time.",
    );
  });

  test("a maximum near the P95 needs no excuse", () => {
    expect(textAbout("p95", readingsOf({ n0: flat(30).with(5, 34) }))).toBe(
      "The hottest node is below 30.0 % for 95 % of the time, and never above 34.0 %.",
    );
  });

  test("an average that hides the hottest node says so, one that does not is left unsaid", () => {
    const cold = flat(5);
    expect(textAbout("average", readingsOf({ n0: flat(35), n1: cold, n2: cold }))).toBe(
      "The pool averages 15.0 %: its hottest node runs at 2.3 times that.",
    );
    expect(textAbout("average", readingsOf({ n0: flat(35), n1: flat(30) }))).toBeUndefined();
  });

  test("over the limit, by how much; under it nothing is said", () => {
    expect(textAbout("limit", readingsOf({ n0: spike }))).toBe(
      "The P95 is 3.0 points over the limit of 40.0 %.",
    );
    expect(textAbout("limit", readingsOf({ n0: flat(40) }))).toBeUndefined();
  });
});

describe("doubts about the data come first", () => {
  test("no data says so and nothing else", () => {
    expect(readingsOf({ n0: [null, null] })).toEqual([
      { about: "data", text: "There is no data in this window." },
    ]);
  });

  test("thin data is a warning, thinner is no ground to plan on", () => {
    const covered = (minutes: number) =>
      flat(30, 100).map((value, minute) => (minute < minutes ? value : null));
    expect(readingsOf({ n0: covered(90) })[0]?.about).toBe("p95");
    expect(textAbout("data", readingsOf({ n0: covered(83) }))).toBe(
      "Only 83 % of the minutes have data: read every number here with care.",
    );
    expect(textAbout("data", readingsOf({ n0: covered(40) }))).toBe(
      "Only 40 % of the minutes have data: the state is unknown, and nothing may be planned on it.",
    );
  });

  test("a silent node is told apart from a silent pool", () => {
    const silent = flat(30, 16).map((value, minute) => (minute < 1 ? value : null));
    expect(textAbout("data", readingsOf({ n0: flat(30, 16), n1: silent }))).toContain(
      "of the expected node-minutes",
    );
  });

  test("stale data", () => {
    const window = poolWindowOf({ n0: flat(30) }, fromMinute);
    const context = { nowMinute, relative: true, recent: window, ownPeak: null };
    const measures = measurePool(window, context, settings);
    expect(textAbout("data", readingsOf({ n0: flat(30) }, { measures }))).toBe(
      "No sample for more than 5 min: the state is unknown.",
    );
  });

  test("data that ended long ago tells where it is", () => {
    expect(describeLatestData(fromMinute, nowMinute)).toContain("2 Mar 02:00 UTC: go there.");
    expect(describeLatestData(fromMinute, nowMinute + 525_600)).toContain("2026");
  });
});

test("now: since when, for how long, and how hot", () => {
  const window = poolWindowOf({ n0: [...flat(20, 700), ...flat(72, 100)] }, fromMinute);
  const context = { nowMinute, relative: true, recent: window, ownPeak: null };
  const readings = readingsOf({}, { measures: measurePool(window, context, settings), hot: window.hot });
  expect(textAbout("now", readings)).toBe(
    "Over its limit of 40.0 % since 2 Mar 13:40 UTC, for 1 h 40 min; 72.0 % on average over the last 5 minutes.",
  );
});

describe("the hottest node", () => {
  const sickNode: SickNode = {
    slot: 1,
    name: "n07",
    share: 0.83,
    hotNodeP95: 70,
    hotNodeP95Without: 22,
    gapPoints: 48,
    cause: "unexamined",
  };
  const nodes = { n0: flat(2), n1: flat(20) };

  test.each([
    ["unexamined", "this looks like a node, not a load, problem"],
    ["uneven_split", "moves may help"],
    ["mend_node", "mend the node, moves will not help"],
  ] as const)("sick, %s", (cause, words) => {
    const text = textAbout("node", readingsOf(nodes, { sickNode: { ...sickNode, cause } }));
    expect(text).toContain("The hottest node is n07 in 83 % of minutes while the pool averages 11.0 %:");
    expect(text).toContain(words);
    expect(text).toContain("Without it the P95 would be 22.0 %.");
  });

  test("often the hottest, but not sick", () => {
    expect(textAbout("node", readingsOf(nodes, { hottestNodeName: "n1" }))).toBe(
      "The hottest node is n1 in 100 % of minutes.",
    );
    expect(textAbout("node", readingsOf(nodes))).toBeUndefined();
  });
});

test("a pool that peaks at other hours than its region says when, and how hot it is then", () => {
  const window = poolWindowOf({ n0: flat(10) }, fromMinute);
  const ownPeak = poolWindowOf({ n0: flat(38) }, fromMinute + 60);
  const measures = measurePool(window, { nowMinute, relative: false, recent: null, ownPeak }, settings);
  const text = textAbout("own_peak", readingsOf({}, { measures, hot: window.hot }));
  expect(text).toBe("Its own peak is at other hours: 2 Mar 03:00–15:00 UTC, with a P95 of 38.0 %.");
});
