import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PLANNING_SETTINGS } from "../../fleet/planningSettings.ts";
import { carryingOf } from "../../fleet/updateDomains.ts";
import { adviseSize } from "./adviseSize.ts";
import { type SizedPool, sizePool } from "./sizePool.ts";

const rules = { ...PLANNING_SETTINGS.rightSizing.default, headroomInstances: 0 };
const flat = (percent: number, nodes: number, over: Partial<SizedPool> = {}): SizedPool => ({
  hot: new Int16Array(720).fill(percent * 100),
  present: new Uint16Array(720).fill(nodes),
  idlePoints: 0,
  target: 50,
  updateDomains: 5,
  hasGained: true,
  minInstances: nodes,
  maxInstances: 40,
  vcpusPerNode: 8,
  ...over,
});

describe("the smallest number of instances", () => {
  test.each<[string, SizedPool, number]>([
    // 25 % on 10 nodes is 250 points: 5 at 50 % carry it, and of 7 in 5 domains two go out.
    ["half the target", flat(25, 10), 7],
    ["at the target", flat(50, 10), 13],
    ["over the target", flat(75, 10), 19],
    ["one domain: node by node", flat(25, 10, { updateDomains: 1 }), 6],
    ["idle is no load", flat(25, 10, { idlePoints: 5 }), 7],
    ["nearly idle", flat(5, 10, { idlePoints: 5 }), 2],
  ])("%s", (_, pool, smallest) => {
    expect(sizePool(pool, rules)?.smallest).toBe(smallest);
  });

  test("keeps the target with one update domain out, and one less does not", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 2, max: 10 }),
        fc.integer({ min: 0, max: 10 }),
        (percent, nodes, updateDomains, idlePoints) => {
          const size = sizePool(flat(percent, nodes, { updateDomains, idlePoints }), {
            ...rules,
            floorInstances: 1,
          });
          if (size === null || size.smallest === null || size.projected === null) throw new Error("no size");
          expect(size.projected.withDomainOut).toBeLessThanOrEqual(50 + 1e-6);
          const demand = Math.max(0, percent - idlePoints) * nodes;
          const fewer = carryingOf(size.smallest - 1, updateDomains);
          if (fewer > 0 && demand > 0) expect(idlePoints + demand / fewer).toBeGreaterThan(50 - 1e-6);
        },
      ),
    );
  });

  test("is carried by hot nodes as uneven as they are: half the bins twice as hot count by their P95", () => {
    const pool = flat(20, 10);
    const uneven = { ...pool, hot: pool.hot.map((centi, bin) => (bin % 2 === 0 ? centi : 2 * centi)) };
    expect(sizePool(uneven, rules)?.smallest).toBe(sizePool(flat(40, 10), rules)?.smallest);
  });

  test("is none where idle alone is over the target, or there is no data", () => {
    expect(sizePool(flat(60, 10, { idlePoints: 55 }), rules)).toMatchObject({ smallest: null, saved: null });
    expect(sizePool(flat(25, 10, { hot: new Int16Array(720).fill(-1) }), rules)).toBeNull();
  });
});

test("floor, headroom, and what is saved a month", () => {
  expect(sizePool(flat(5, 10), rules)?.recommended).toBe(3);
  const size = sizePool(flat(25, 10), { ...rules, headroomInstances: 1, pricePerVcpuHour: 0.05 });
  expect(size).toMatchObject({ recommended: 8, saved: { instances: 2, vmHoursPerMonth: 1_460, money: 584 } });
  expect(sizePool(flat(25, 10), rules)?.saved?.money).toBeNull();
});

test("where load has only left, the minimum is lowered or stays: what more would be needed is told", () => {
  expect(sizePool(flat(25, 10, { hasGained: false }), rules)).toMatchObject({ needed: 7, recommended: 7 });
  expect(sizePool(flat(45, 10, { hasGained: false }), rules)).toMatchObject({
    ...{ smallest: 12, needed: 12, recommended: 10 },
    saved: { instances: 0 },
  });
  expect(sizePool(flat(45, 10), rules)?.recommended).toBe(12);
});

describe("advice", () => {
  const HOUR_MS = 3_600_000;
  const advice = (over: Partial<Parameters<typeof adviseSize>[0]>) =>
    adviseSize({
      size: sizePool(flat(25, 10), rules),
      ...{ target: 50, updateDomains: 5 },
      coverage: 1,
      observedSinceMs: 0,
      nowMs: 48 * HOUR_MS,
      wantedHours: 48,
      isUnfinished: false,
      fullShare: 0,
      ...over,
    });
  test.each<[string, Parameters<typeof advice>[0], string]>([
    ["where load has left", {}, "lower"],
    ["where load has come", { size: sizePool(flat(75, 10), rules) }, "raise"],
    ["where it is right", { size: sizePool(flat(25, 10, { minInstances: 7 }), rules) }, "keep"],
    ["before it was observed", { observedSinceMs: null }, "not_yet"],
    ["an hour too early", { nowMs: 47 * HOUR_MS }, "not_yet"],
    ["before the last phase", { isUnfinished: true }, "not_yet"],
    ["without data", { size: null, coverage: null }, "not_yet"],
    ["with too little of it", { coverage: 0.8 }, "not_yet"],
    ["of a full pool that would be lowered", { fullShare: 0.06 }, "not_yet"],
  ])("%s", (_, over, verdict) => expect(advice(over).verdict).toBe(verdict));

  test("tells the arithmetic: how many are out, what the rest come to, and the target", () => {
    expect(advice({}).why).toBe(
      "7 do what 10 do now: with one of 5 update domains (2) out, 7 come to 50.0 %, within the target of 50.0 %.",
    );
    const stays = { size: sizePool(flat(45, 10, { hasGained: false }), rules) };
    expect(advice(stays)).toEqual({
      verdict: "keep",
      why: "Too little load has left to go lower: with one of 5 update domains (2) out, 10 come to 56.3 %, over the target of 50.0 %. 12 would hold it; none has come, so it stays.",
    });
    const floor = { size: sizePool(flat(5, 3, { minInstances: 3 }), rules) };
    expect(advice(floor).why).toContain("floor and headroom ask for no fewer");
  });
});
