import { describe, expect, test } from "vitest";
import { searchPlacement } from "../search/searchPlacement.ts";
import {
  crowd,
  type FactsForTests,
  factsForTests,
  LIMIT,
  load,
  movesOf,
  proposeForTests,
  stampOf,
} from "./factsForTests.ts";

const QUICK = { mostEvaluations: 4_000 };
const crowded = [
  stampOf("wus-a", crowd("h", 10, 40, 10)),
  stampOf("wus-b", crowd("b", 3, 15, 40), { nodes: 8 }),
  stampOf("wus-c", crowd("c", 3, 25, 60), { nodes: 6 }),
];
const ask = (pools = crowded, more: FactsForTests = {}, constraints: object = {}) =>
  factsForTests(pools, { ...more, body: { ...more.body, constraints: { ...QUICK, ...constraints } } });

describe("moves among shared stamps", () => {
  const proposal = proposeForTests(ask());

  test("bring the high end of every interval under the limit, at the end and at every step", () => {
    const { pools, phases } = proposal.simulation ?? { pools: [], phases: [] };
    expect(proposal.excess).toMatchObject({ after: 0, afterHigh: 0 });
    expect(proposal.search).toMatchObject({ verified: true, complete: true });
    expect(proposal.broken).toBeNull();
    for (const pool of pools.filter(({ role }) => role === "destination"))
      expect(pool.after.interval?.high ?? 100).toBeLessThanOrEqual(LIMIT);
    for (const pool of phases.flatMap((phase) => phase.pools).filter(({ role }) => role === "destination"))
      expect(pool.cutover.interval?.high ?? 100).toBeLessThanOrEqual(LIMIT);
    expect(phases).toHaveLength(proposal.phases.length);
  });

  test("each says what it takes off, and what it makes of where it goes", () => {
    for (const { reason, to } of movesOf(proposal)) {
      expect(reason).toMatch(
        /By itself it takes [\d.]+ points off wus-a dataproxy, which all moves together bring from [\d.]+ to [\d.]+ %\./,
      );
      expect(reason).toMatch(
        new RegExp(`${to} has .*: dataproxy [\\d.]+ → [\\d.]+ \\(at most [\\d.]+\\) of 40 %`),
      );
    }
  });

  test("the triggers say by how much", () => {
    expect(proposal.triggers).toMatchObject([
      { kind: "over_limit", stamp: "wus-a", pool: "dataproxy", limit: 40 },
    ]);
    expect(proposal.triggers[0]?.because).toMatch(
      /^wus-a dataproxy is at [\d.]+ %, [\d.]+ points over its limit of 40 %\.$/,
    );
    expect(proposal.verdicts).toMatchObject([{ stamp: "wus-a", verdict: "rebalance" }]);
  });

  test("what stays of a stamp that is relieved says that it was not needed", () => {
    const stayed = proposal.left.filter(({ from }) => from === "wus-a");
    expect(stayed.length + movesOf(proposal).length).toBe(10);
    for (const { constraint, reason } of stayed) {
      expect(constraint).toBe("not_needed");
      expect(reason).toMatch(
        /^wus-a dataproxy comes to [\d.]+ of 40 % without moving it; alone it would take (less than )?[\d.]+ points off\.$/,
      );
    }
  });

  test("the least excess that is promised is at least what no plan can go under", () => {
    expect(proposal.search?.lowerBound ?? -1).toBeGreaterThanOrEqual(0);
    expect(proposal.search?.lowerBound ?? 100).toBeLessThanOrEqual(proposal.excess.after + 1e-6);
  });

  test("the same facts and seed give the same proposal, to the last word", () => {
    expect(proposeForTests(ask())).toEqual(proposal);
  });

  test("nothing is proposed where nothing is hot", () => {
    const cool = proposeForTests(ask(crowded.slice(1)));
    expect(cool).toMatchObject({ triggers: [], phases: [], left: [], verdicts: [], tier: null });
    expect(cool.search?.evaluations).toBe(0);
  });
});

describe("margins", () => {
  // One load falls on one node only: where it arrives, the search sees a part of what the interval's high end shows.
  const lumpy = load("lumpy", 62, 1, { parts: [4.6, 0.1, 0.1, 0.1, 0.1] });
  const pools = [
    stampOf("wus-a", [lumpy, ...crowd("h", 3, 20, 10)]),
    stampOf("wus-b", crowd("b", 6, 20, 40)),
  ];

  test("are raised until the exact simulation agrees: what a plain search would do is not proposed", () => {
    const tried: string[] = [];
    const proposal = proposeForTests(ask(pools), {
      search: (instance, options) => {
        const result = searchPlacement(instance, options);
        tried.push(instance.pools.map(({ limit }) => limit.toFixed(2)).join());
        return result;
      },
    });
    expect(new Set(tried).size).toBeGreaterThan(1);
    expect(proposal.search?.rounds).toBe(tried.length);
    expect(proposal.search?.verified).toBe(true);
    for (const pool of proposal.simulation?.pools ?? [])
      if (pool.role === "destination")
        expect(pool.after.interval?.high ?? 100).toBeLessThanOrEqual(
          Math.max(LIMIT, pool.before.hotNodeP95 ?? 0),
        );
  });

  test("a search that goes on proposing what is too hot is not followed: those moves are left out", () => {
    const facts = ask(pools);
    const proposal = proposeForTests(facts, {
      // Everything of wus-a to wus-b, whatever the margins.
      search: (instance) => ({
        placement: Int32Array.from(instance.items, ({ home }) => (home === 0 ? 1 : home)),
        order: instance.items.flatMap(({ home }, item) => (home === 0 ? [item] : [])),
        objective: { excess: 0, traffic: 0, moves: 0, worstP95: 0, softPoints: 0 },
        evaluations: 1,
        complete: true,
      }),
    });
    expect(proposal.search?.verified).toBe(true);
    expect(movesOf(proposal).length).toBeLessThan(4);
    for (const pool of proposal.simulation?.pools ?? [])
      if (pool.role === "destination") expect(pool.after.interval?.high ?? 100).toBeLessThanOrEqual(LIMIT);
  });
});

describe("a node that is hot by itself", () => {
  const sick = [{ pool: "dataproxy", slot: 3, name: "n03" }];
  const pools = [
    stampOf("wus-a", crowd("h", 6, 20, 1), { other: (node) => (node === 3 ? 55 : 0) }),
    ...crowded.slice(1),
  ];

  test("is to be mended: nothing is moved for it, nor to it, and what stays says so", () => {
    const proposal = proposeForTests(ask(pools, { sick: { "wus-a": sick } }));
    expect(proposal.verdicts).toMatchObject([{ stamp: "wus-a", verdict: "mend_node" }]);
    expect(proposal.phases).toEqual([]);
    expect(proposal.left.length).toBeGreaterThan(0);
    for (const { constraint, reason } of proposal.left) {
      expect(constraint).toBe("sick_node");
      expect(reason).toContain("n03");
    }
  });

  test("does not keep other stamps from being relieved", () => {
    const hot = stampOf("wus-d", crowd("d", 10, 40, 80));
    const proposal = proposeForTests(ask([...pools, hot], { sick: { "wus-a": sick } }));
    expect(movesOf(proposal).length).toBeGreaterThan(0);
    for (const { from, to } of movesOf(proposal)) {
      expect(from).toBe("wus-d");
      expect(to).not.toBe("wus-a");
    }
  });
});

test("moves that change less than what cannot be known are taken back, and say so", () => {
  const crumb = [stampOf("wus-a", [...crowd("h", 10, 40, 10), load("crumb", 3, 99)]), ...crowded.slice(1)];
  const proposal = proposeForTests(ask(crumb), {
    // The crumb alone goes to wus-b.
    search: (instance) => {
      const least = instance.items.reduce(
        (found, { home, traffic }, item) =>
          home === 0 && traffic < (instance.items[found]?.traffic ?? 0) ? item : found,
        0,
      );
      const homes = instance.items.map(({ home }) => home);
      return {
        placement: Int32Array.from(homes, (home, item) => (item === least && homes[least] === 0 ? 1 : home)),
        order: homes[least] === 0 ? [least] : [],
        objective: { excess: 0, traffic: 0, moves: 1, worstP95: 0, softPoints: 0 },
        evaluations: 1,
        complete: true,
      };
    },
  });
  expect(proposal.phases).toEqual([]);
  expect(proposal.left.find(({ registry }) => registry === "crumb")).toMatchObject({
    constraint: "minimum_gain",
  });
  expect(proposal.left.find(({ registry }) => registry === "crumb")?.reason).toContain("cannot be known");
});

test("cut off, what was found is proposed, and marked incomplete", () => {
  let asked = 0;
  const proposal = proposeForTests(ask(), {
    search: (instance, options) => searchPlacement(instance, { ...options, shouldStop: () => ++asked > 3 }),
  });
  expect(proposal.search?.complete).toBe(false);
  expect(proposal.search?.rounds).toBe(1);
  expect(proposal.search?.verified).toBe(true);
});

test("what customers felt is a trigger, and without heat it is no reason to move", () => {
  const outcomes = [{ stamp: "wus-b", measure: "pullP95Ms" as const, before: 200, after: 320 }];
  const proposal = proposeForTests(ask(crowded.slice(1), { facts: { outcomes } }));
  expect(proposal.triggers).toMatchObject([{ kind: "outcome", stamp: "wus-b", measure: "pullP95Ms" }]);
  expect(proposal.triggers[0]?.because).toContain("320 ms, 60 % longer");
  expect(proposal.verdicts).toMatchObject([{ stamp: "wus-b", verdict: "nothing" }]);
  expect(proposal.phases).toEqual([]);
});
