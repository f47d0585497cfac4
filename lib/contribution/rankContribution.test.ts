import { describe, expect, test } from "vitest";
import { fitLoadModel } from "./fitLoadModel.ts";
import { measureContribution, type MeasuredPool } from "./measureContribution.ts";
import { burstyLoad, poolForTests, type TestRegistry } from "./poolForTests.ts";
import { rankContribution } from "./rankContribution.ts";

function measured(pool: string, registries: readonly TestRegistry[], modelled = true): MeasuredPool {
  const { nodes, load } = poolForTests({ nodes: 3, bins: 240, registries });
  const model = modelled ? fitLoadModel({ nodes, load, vcpusPerNode: 4 }) : null;
  return { stamp: "wus-a", pool, load, fitted: model === null ? null : { nodes, model } };
}

const load = (name: string, mean: number, seed: number, more: Partial<TestRegistry> = {}): TestRegistry => ({
  name,
  requests: burstyLoad(mean, seed, 240),
  pointsPerRequest: 0.3,
  ...more,
});
const rank = (pools: readonly MeasuredPool[], groupBy: "registry" | "tenant" = "registry", tenant?: string) =>
  rankContribution(pools.map(measureContribution), {
    groupBy,
    cumulative: "requests",
    ...(tenant === undefined ? {} : { tenant }),
  });

describe("ranking", () => {
  test("is by relief, not by traffic: few dear requests stand before many cheap ones", () => {
    const rows = rank([measured("dataproxy", [load("many", 300, 1, { pointsPerRequest: 0.02 }), load("dear", 60, 2, { pointsPerRequest: 1.2 })])]);
    expect(rows.map(({ registry }) => registry)).toEqual(["dear", "many"]);
    expect(rows[0]?.requestShare ?? 1).toBeLessThan(0.3);
    expect(rows[0]?.reliefPoints ?? 0).toBeGreaterThan(rows[1]?.reliefPoints ?? 0);
  });

  test("ties are by name, whatever order they come in", () => {
    const idle = (name: string) => ({ name, requests: () => 0, pointsPerRequest: 1 });
    const rows = rank([measured("dataproxy", [idle("zulu"), load("works", 100, 3), idle("alpha"), idle("mike")])]);
    expect(rows.map(({ registry }) => registry)).toEqual(["works", "alpha", "mike", "zulu"]);
  });

  test("without a load model the order is by traffic, and nothing is said of CPU", () => {
    const rows = rank([measured("dataproxy", [load("small", 10, 4), load("large", 200, 5)], false)]);
    expect(rows.map(({ registry }) => registry)).toEqual(["large", "small"]);
    expect(rows[0]).toMatchObject({ reliefPoints: null, cpuShare: null, ownCost: null });
  });

  test("shares add up to one and the cumulative share runs in rank order", () => {
    const rows = rank([measured("dataproxy", [load("a", 100, 6), load("b", 50, 7), load("c", 10, 8)])]);
    const sum = (pick: (row: (typeof rows)[number]) => number | null) => rows.reduce((total, row) => total + (pick(row) ?? 0), 0);
    for (const pick of [
      (row: (typeof rows)[number]) => row.requestShare,
      (row: (typeof rows)[number]) => row.hotBinRequestShare,
      (row: (typeof rows)[number]) => row.cpuShare,
    ])
      expect(sum(pick)).toBeCloseTo(1, 9);
    expect(rows[0]?.cumulativeShare).toBeCloseTo(rows[0]?.requestShare ?? 0, 12);
    expect(rows.at(-1)?.cumulativeShare).toBeCloseTo(1, 9);
  });

  test("a measure that nobody reports has no share", () => {
    for (const row of rank([measured("dataproxy", [load("a", 100, 6)])])) expect(row.byteShare).toBeNull();
  });
});

describe("over pools and registries", () => {
  test("a registry that matters in one pool and not in the other has the relief of the one, and its name", () => {
    const rows = rank([
      measured("registry", [load("pulls", 5, 1), load("logins", 200, 2)]),
      measured("dataproxy", [load("pulls", 150, 3, { pointsPerRequest: 0.5 }), load("logins", 5, 4)]),
    ]);
    expect(rows.find(({ registry }) => registry === "pulls")?.reliefPool).toBe("dataproxy");
    expect(rows.find(({ registry }) => registry === "logins")?.reliefPool).toBe("registry");
  });

  test("a tenant is all its registries taken out together", () => {
    const turns = (half: number) => (bin: number) => (Math.floor(bin / 120) === half ? 150 : 5) + ((bin * 7) % 11);
    const pools = [
      measured("dataproxy", [0, 1].map((half) => ({ name: `half${half}`, tenant: "contoso", requests: turns(half), pointsPerRequest: 0.8 }))),
    ];
    const single = rank(pools).map(({ reliefPoints }) => reliefPoints ?? 0);
    const [tenant] = rank(pools, "tenant");
    expect(tenant).toMatchObject({ registry: null, tenant: "contoso", registries: 2 });
    expect(tenant?.reliefPoints ?? 0).toBeGreaterThan(2 * single.reduce((sum, points) => sum + points, 0));
  });

  test("of one tenant, shares are of its own traffic", () => {
    const pools = [measured("dataproxy", [load("a", 90, 1, { tenant: "t" }), load("b", 10, 2, { tenant: "t" }), load("c", 500, 3)])];
    const rows = rank(pools, "registry", "t");
    expect(rows.map(({ registry }) => registry)).toEqual(["a", "b"]);
    expect(rows.at(-1)?.cumulativeShare).toBeCloseTo(1, 9);
  });
});
