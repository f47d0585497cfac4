import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measureSeries } from "../contribution/fittedPool.ts";
import { isProjection } from "./flagPool.ts";
import { regionForTests, type TestStampPool } from "./regionForTests.ts";
import { BINS, move, p95Of, poolAt, simulate, stamp, steady, twoStamps } from "./scenesForTests.ts";
import type { Estimate, PlannedStamp } from "./types.ts";

function fail(): never {
  throw new Error("nothing was fitted");
}

describe("nothing is invented", () => {
  test("no moves give what was measured, exactly", () => {
    for (const pool of simulate(twoStamps).pools) {
      expect(pool.after).toEqual(pool.before);
      expect(pool.role).toBe("untouched");
      expect(pool.flags).toEqual([]);
    }
  });

  test("a move to where a registry is, and one there and back, give what was measured, exactly", () => {
    for (const phases of [[[move("big", "a")]], [[move("big", "b")], [move("big", "a")]]])
      for (const pool of simulate(twoStamps, ...phases).pools) expect(pool.after).toEqual(pool.before);
  });

  test("a registry without traffic changes nothing, and that is certain", () => {
    const idle = steady("idle", 0, 9);
    const region = regionForTests([
      stamp("a", [steady("big", 100, 1), idle]),
      stamp("b", [steady("x", 50, 2)]),
    ]);
    for (const { after, before } of simulate(region, [move("idle", "b")]).pools) {
      if (!isProjection(after)) throw new Error("not projected");
      const { value, low, high } = after.hotNodeP95;
      expect([low, high]).toEqual([value, value]);
      expect(value).toBeCloseTo(before.hotNodeP95 ?? -1, 9);
    }
  });

  test("a pool that no move touches has what was measured, whatever happens beside it", () => {
    const third = regionForTests([stamp("c", [steady("calm", 30, 6)])]).pools;
    const { pools } = simulate({ ...twoStamps, pools: [...twoStamps.pools, ...third] }, [move("big", "b")]);
    expect(poolAt(pools, "c").after).toEqual(poolAt(pools, "c").before);
  });

  test("the same question has the same answer, in whatever order its moves come", () => {
    const moves = [move("big", "b"), move("other", "a"), move("small", "b")];
    expect(simulate(twoStamps, moves).pools).toEqual(simulate(twoStamps, moves.toReversed()).pools);
  });

  test("residuals are kept: what nearly nothing is taken from is nearly as it was, minute by minute, noise and all", () => {
    const cheap = steady("cheap", 60, 9, { pointsPerRequest: 0.002 });
    const region = regionForTests([
      stamp("a", [steady("big", 100, 1), cheap], { noise: 4 }),
      stamp("b", [steady("x", 50, 2)]),
    ]);
    const { after, before } = poolAt(simulate(region, [move("cheap", "b")]).pools, "a");
    if (!isProjection(after)) throw new Error("not projected");
    const measured = measureSeries(region.pools[0]?.fitted?.nodes ?? fail()).hot;
    for (const [bin, hot] of after.series.hot.entries())
      expect(Math.abs(hot - (measured[bin] ?? 0)), `minute ${bin}`).toBeLessThan(1.5);
    expect(Math.abs(after.hotNodeP95.value - (before.hotNodeP95 ?? 0))).toBeLessThan(0.5);
  });
});

describe("laws", () => {
  const registries = ["big", "mid", "small", "other", "another"];
  const someMoves = fc.array(
    fc.record({ registry: fc.constantFrom(...registries), to: fc.constantFrom("a", "b") }),
    { maxLength: 6 },
  );

  test("a pool that only loses is never told hotter, one that only gains never cooler, and intervals hold what is told", () => {
    fc.assert(
      fc.property(someMoves, (moves) => {
        for (const pool of simulate(twoStamps, moves).pools) {
          if (!isProjection(pool.after)) continue;
          const before = pool.before.hotNodeP95 ?? 0;
          const gains = pool.role === "destination";
          const loses = moves.some(
            ({ registry, to }) => twoStamps.homes.get(registry) === pool.stamp && to !== pool.stamp,
          );
          if (!gains) expect(pool.after.hotNodeP95.value).toBeLessThanOrEqual(before + 1e-9);
          if (!loses) expect(pool.after.hotNodeP95.value).toBeGreaterThanOrEqual(before - 1e-9);
          for (const { low, value, high } of [pool.after.hotNodeP95, pool.after.max, pool.after.average]) {
            expect(low).toBeLessThanOrEqual(value);
            expect(high).toBeGreaterThanOrEqual(value);
            expect(low).toBeGreaterThanOrEqual(0);
            expect(high).toBeLessThanOrEqual(100);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test("the figures are those of the series", () => {
    const { after } = poolAt(simulate(twoStamps, [move("big", "b")]).pools, "b");
    if (!isProjection(after)) throw new Error("not projected");
    expect(after.max.value).toBe(Math.max(...after.series.hot));
    expect(after.average.value).toBeCloseTo(
      after.series.average.reduce((sum, value) => sum + value, 0) / BINS,
      9,
    );
  });

  test("phases add up: the last phase's pools are the pools of all moves at once", () => {
    const phased = simulate(twoStamps, [move("small", "b")], [move("big", "b")]);
    const atOnce = simulate(twoStamps, [move("small", "b"), move("big", "b")]);
    expect(phased.pools).toEqual(atOnce.pools);
    const last = phased.phases.at(-1)?.pools ?? [];
    expect(poolAt(last, "b").after).toEqual(poolAt(atOnce.pools, "b").after);
    expect(p95Of(poolAt(phased.phases[0]?.pools ?? [], "b")).value).toBeLessThan(
      p95Of(poolAt(last, "b")).value,
    );
  });
});

describe("what it must get right", () => {
  test("opposite daily peaks are good company: loads are summed minute by minute, never peak plus peak", () => {
    const half = (first: boolean) => (bin: number) =>
      (bin < BINS / 2 === first ? 120 : 10) + ((bin * 13) % 17);
    const region = regionForTests([
      stamp("a", [{ name: "morning", requests: half(true), pointsPerRequest: 1.5 }]),
      stamp("b", [{ name: "evening", requests: half(false), pointsPerRequest: 1.5 }]),
    ]);
    const { pools } = simulate(region, [move("morning", "b")]);
    const [a, b] = [poolAt(pools, "a"), poolAt(pools, "b")];
    // Peak plus peak would be about 80; together they are about as hot as either alone.
    expect((a.before.hotNodeP95 ?? 0) + (b.before.hotNodeP95 ?? 0)).toBeGreaterThan(80);
    expect(Math.abs(p95Of(b).value - (b.before.hotNodeP95 ?? 0))).toBeLessThan(10);
  });

  test("a load on half as many nodes is twice the points, on nodes of twice the vCPUs half of them", () => {
    const from = stamp("a", [steady("big", 100, 1), steady("stays", 40, 2)], { nodes: 8 });
    const rise = (to: Partial<TestStampPool>) => {
      const region = regionForTests([from, stamp("b", [steady("calm", 10, 3)], { nodes: 8, ...to })]);
      const b = poolAt(simulate(region, [move("big", "b")]).pools, "b");
      return (isProjection(b.after) ? b.after.average.value : 0) - (b.before.average ?? 0);
    };
    const alike = rise({});
    expect(rise({ nodes: 4 }) / alike).toBeCloseTo(2, 1);
    expect(rise({ vcpusPerNode: 16 }) / alike).toBeCloseTo(0.5, 1);
    expect(rise({ nodes: 4, vcpusPerNode: 16 }) / alike).toBeCloseTo(1, 1);
  });

  test("the hottest node stays the hottest: what arrives comes on top of it, not of the average", () => {
    const skewed = steady("skewed", 60, 3, { pointsPerRequest: 1, parts: [3.4, 0.4, 0.4, 0.4, 0.4] });
    const region = regionForTests([
      stamp("a", [steady("big", 100, 1), steady("stays", 40, 2)]),
      stamp("b", [skewed]),
    ]);
    const { pools } = simulate(region, [move("big", "b")]);
    const b = poolAt(pools, "b");
    const rise = (isProjection(b.after) ? b.after.average.value : 0) - (b.before.average ?? 0);
    expect(b.before.hotNodeP95 ?? 0).toBeGreaterThan(2 * (b.before.average ?? 0));
    expect(p95Of(b).value).toBeGreaterThan((b.before.hotNodeP95 ?? 0) + 0.7 * rise);
  });

  test("what leaves is taken off the nodes that it is on", () => {
    const onOne = steady("onOne", 60, 3, { pointsPerRequest: 1, parts: [5, 0, 0, 0, 0] });
    const region = regionForTests([
      stamp("a", [onOne, steady("even", 60, 4)]),
      stamp("b", [steady("x", 10, 5)]),
    ]);
    const a = poolAt(simulate(region, [move("onOne", "b")]).pools, "a");
    // Its even share is a fifth of what it puts on that node.
    expect(p95Of(a).value).toBeLessThan(0.45 * (a.before.hotNodeP95 ?? 0));
  });

  test("under saturation freed heat is not freed measure for measure, and the interval says so", () => {
    const full = (mean: number) =>
      regionForTests([
        stamp("a", [steady("big", mean, 1), steady("stays", 0.6 * mean, 2)]),
        stamp("b", [steady("x", 10, 5)]),
      ]);
    const sourceOf = (mean: number) => poolAt(simulate(full(mean), [move("big", "b")]).pools, "a");
    const [calm, hot] = [sourceOf(200), sourceOf(700)];
    expect(hot.before.hotNodeP95).toBe(100);
    expect(hot.flags).toContain("hidden_demand");
    expect(calm.flags).not.toContain("hidden_demand");
    // The registry makes 5/8 of the load: off a measured 100 that would leave under 40, off what was asked it leaves more.
    expect(p95Of(hot).value).toBeGreaterThan(55);
    const width = ({ low, high }: Estimate) => high - low;
    expect(width(p95Of(hot))).toBeGreaterThan(2 * width(p95Of(calm)));
    expect(p95Of(hot).high - p95Of(hot).value).toBeGreaterThan(p95Of(hot).value - p95Of(hot).low);
  });

  test("a throttling signal says the same of a pool that does not look full", () => {
    const region = regionForTests([
      stamp("a", [steady("big", 150, 1), steady("mid", 60, 2)], { throttled: true }),
      stamp("b", [steady("x", 60, 5)]),
    ]);
    const { pools } = simulate(region, [move("big", "b")]);
    expect(poolAt(pools, "a").flags).toContain("hidden_demand");
    expect(poolAt(pools, "b").flags).toContain("hidden_demand");
  });

  test("while it is cutting over a load is on both ends", () => {
    const region = regionForTests([
      stamp("a", [steady("one", 120, 1), steady("mid", 60, 2)]),
      stamp("b", [steady("two", 120, 3), steady("x", 60, 4)]),
    ]);
    const [phase] = simulate(region, [move("one", "b"), move("two", "a")]).phases;
    for (const pool of phase?.pools ?? []) {
      if (!isProjection(pool.cutover)) throw new Error("no cutover");
      expect(pool.cutover.hotNodeP95.value).toBeGreaterThan(p95Of(pool).value + 5);
    }
    expect(phase?.pools).toHaveLength(2);
  });

  test("a planned stamp takes the model's: idle floor, cost, noise", () => {
    const planned: PlannedStamp = {
      name: "new",
      kind: "isolated",
      pools: [{ name: "dataproxy", kind: "dataproxy", vcpusPerNode: 8, instances: 5, limit: 60 }],
    };
    const { pools } = simulate({ ...twoStamps, planned: [planned] }, [move("big", "new")]);
    const fresh = poolAt(pools, "new");
    expect(fresh.before).toEqual({ hotNodeP95: null, max: null, average: null });
    expect(fresh.flags).toContain("planned");
    // 150 requests at 0.5 points over 5 nodes, and an idle floor of 3.
    expect(isProjection(fresh.after) ? fresh.after.average.value : 0).toBeGreaterThan(15);
    expect(isProjection(fresh.after) ? fresh.after.average.value : 0).toBeLessThan(25);
    expect(p95Of(fresh).value).toBeGreaterThan(isProjection(fresh.after) ? fresh.after.average.value : 100);
  });

  test("every pool of a stamp moves at once, each by its own load", () => {
    const region = regionForTests([
      stamp("a", [steady("both", 100, 1)], { kind: "dataproxy" }),
      stamp("a", [steady("both", 200, 2)], { kind: "registry" }),
      stamp("b", [steady("x", 30, 3)], { kind: "dataproxy" }),
      stamp("b", [steady("x", 30, 4)], { kind: "registry" }),
    ]);
    const touched = simulate(region, [move("both", "b")]).pools.filter(({ role }) => role !== "untouched");
    expect(touched).toHaveLength(4);
  });
});
