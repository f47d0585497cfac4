import { describe, expect, test } from "vitest";
import { burstyLoad, type TestRegistry } from "../contribution/poolForTests.ts";
import { describeInaction } from "./describeInaction.ts";
import { type HotStamp, judgeStamps } from "./judgeStamps.ts";
import { regionForTests, reliefByTenant, type TestStampPool } from "./regionForTests.ts";
import { simulateMoves } from "./simulateMoves.ts";
import type { Move, SimulationInput } from "./types.ts";

const BINS = 300;
const load = (name: string, mean: number, seed: number): TestRegistry => ({
  name,
  requests: burstyLoad(mean, seed, BINS),
  pointsPerRequest: 0.5,
});
const stamp = (
  name: string,
  registries: readonly TestRegistry[],
  more: Partial<TestStampPool> = {},
): TestStampPool => ({
  stamp: name,
  nodes: 5,
  bins: BINS,
  limit: 40,
  registries,
  ...more,
});
const crowd = (prefix: string, count: number, mean: number, seed: number) =>
  Array.from({ length: count }, (_, index) => load(`${prefix}${index}`, mean, seed + index));

function judge(
  region: Omit<SimulationInput, "phases">,
  moves: readonly Move[],
  { others = [], ...hot }: Partial<HotStamp> & { readonly others?: readonly HotStamp[] } = {},
) {
  const pool = region.pools.find((one) => one.stamp === "hot");
  if (pool === undefined) throw new Error("no hot stamp");
  const p95 = pool.measures.hotNodeP95 ?? 0;
  const reasons = [
    { kind: "over_limit" as const, pool: pool.pool, excess: pool.measures.excess ?? 0 },
    ...reliefByTenant(pool)
      .filter(({ reliefPoints }) => reliefPoints >= 0.2 * p95)
      .map(({ tenant, reliefPoints }) => ({
        kind: "dominated" as const,
        pool: pool.pool,
        tenant,
        share: reliefPoints / p95,
      })),
  ];
  const simulation = simulateMoves({ ...region, phases: [{ moves }] });
  const [verdict] = judgeStamps({
    pools: region.pools,
    simulation,
    stamps: [{ stamp: "hot", kind: "shared", reasons, sickNodes: [], ...hot }, ...others],
    isolatedDestinations: new Set(),
    sharedDestinations: new Set(region.pools.map(({ stamp: name }) => name).filter((name) => name !== "hot")),
  });
  if (verdict === undefined) throw new Error("no verdict");
  return verdict;
}

describe("verdicts", () => {
  const crowded = stamp("hot", crowd("h", 10, 40, 1));
  const cool = stamp("cool", crowd("c", 4, 15, 50));

  test("rebalance where the moves bring it under its limit and nobody over", () => {
    const region = regionForTests([crowded, cool]);
    const moves = ["h0", "h1", "h2", "h3"].map((registry) => ({ registry, to: "cool" }));
    const { verdict, evidence } = judge(region, moves);
    expect(verdict).toBe("rebalance");
    expect(evidence.before ?? 0).toBeGreaterThan(40);
    expect(evidence.after ?? 100).toBeLessThanOrEqual(40);
  });

  test("isolate where one tenant makes the heat and no shared stamp has room for it, with the nodes it takes", () => {
    const region = regionForTests([
      stamp("hot", [load("whale", 350, 1), ...crowd("h", 4, 20, 5)]),
      stamp("cool", crowd("c", 4, 60, 50)),
    ]);
    const { verdict, evidence } = judge(region, []);
    expect(verdict).toBe("isolate");
    expect(evidence.tenant?.name).toBe("tenant-of-whale");
    const [size] = evidence.isolation ?? [];
    expect(size?.nodes ?? 0).toBeGreaterThan(5);
    expect(size?.hotNodeP95 ?? 100).toBeLessThan(40);
    expect(size?.sharedStampsWithRoom).toEqual([]);
  });

  test("isolate where the tenant would dominate wherever it goes, even if there is room", () => {
    const region = regionForTests([
      stamp("hot", [load("whale", 300, 1), ...crowd("h", 4, 10, 5)]),
      stamp("cool", crowd("c", 3, 10, 50), { nodes: 15 }),
    ]);
    const { verdict } = judge(region, [{ registry: "whale", to: "cool" }]);
    expect(verdict).toBe("isolate");
  });

  test("isolate, not rebalance, where the moves help only because they leave the shared stamps", () => {
    const region = regionForTests([
      stamp("hot", [load("whale", 350, 1), ...crowd("h", 4, 20, 5)]),
      stamp("cool", crowd("c", 4, 60, 50)),
    ]);
    const pools = [{ name: "dataproxy", kind: "dataproxy", vcpusPerNode: 8, instances: 20, limit: 40 }];
    const planned = [{ name: "own", kind: "isolated" as const, pools }];
    const { verdict, evidence } = judge({ ...region, planned }, [{ registry: "whale", to: "own" }]);
    expect(evidence.after ?? 100).toBeLessThanOrEqual(40);
    expect(verdict).toBe("isolate");
  });

  test("isolate where a tenant of several stamps dominates them all, however much room there is elsewhere", () => {
    const whale = (name: string, seed: number) => ({ ...load(name, 170, seed), tenant: "whale" });
    const region = regionForTests([
      stamp("hot", [whale("w1", 1), ...crowd("h", 8, 35, 5)]),
      stamp("too", [whale("w2", 2), ...crowd("t", 6, 20, 30)]),
      stamp("cool", crowd("c", 60, 20, 50), { nodes: 60 }),
    ]);
    const alone = judge(region, []);
    expect(alone.verdict).not.toBe("isolate");
    const too = {
      ...{ stamp: "too", kind: "shared" as const, sickNodes: [] },
      reasons: [{ kind: "dominated" as const, pool: "dataproxy", tenant: "whale", share: 0.4 }],
    };
    const both = judge(region, [], { others: [too] });
    expect(both.verdict).toBe("isolate");
    expect(both.evidence.because).toContain("dominates wherever it is: hot, too");
  });

  test("scale_out where nobody dominates and nobody has room", () => {
    const region = regionForTests([crowded, stamp("cool", crowd("c", 10, 35, 50))]);
    const { verdict, evidence } = judge(region, []);
    expect(verdict).toBe("scale_out");
    expect(evidence.room?.free ?? 1e9).toBeLessThan(evidence.room?.needed ?? 0);
  });

  test("mend_node where a node is hot by itself", () => {
    const region = regionForTests([
      stamp("hot", crowd("h", 6, 20, 1), { other: (node) => (node === 3 ? 55 : 0) }),
      cool,
    ]);
    const { verdict, evidence } = judge(region, [{ registry: "h0", to: "cool" }], {
      sickNodes: [{ pool: "dataproxy", slot: 3, name: "n03" }],
    });
    expect(verdict).toBe("mend_node");
    expect(evidence.sickNode?.byItselfPoints ?? 0).toBeGreaterThan(50);
  });

  test("a node that is hot by a tenant's load is no reason to mend it", () => {
    const lumped = { ...load("lumped", 60, 1), parts: [0.2, 0.2, 0.2, 4.2, 0.2] };
    const region = regionForTests([stamp("hot", [lumped, ...crowd("h", 4, 20, 5)]), cool]);
    const { verdict } = judge(region, [], { sickNodes: [{ pool: "dataproxy", slot: 3, name: "n03" }] });
    expect(verdict).not.toBe("mend_node");
  });

  test("nothing where the gain is inside the noise", () => {
    const region = regionForTests([stamp("hot", [...crowd("h", 10, 40, 1), load("crumb", 0.3, 99)]), cool]);
    expect(judge(region, [{ registry: "crumb", to: "cool" }]).verdict).toBe("nothing");
  });

  test("a stamp that is not hot has no verdict", () => {
    const region = regionForTests([cool]);
    const simulation = simulateMoves({ ...region, phases: [] });
    const stamps = [{ stamp: "cool", kind: "shared" as const, reasons: [], sickNodes: [] }];
    expect(
      judgeStamps({
        pools: region.pools,
        simulation,
        stamps,
        sharedDestinations: new Set(),
        isolatedDestinations: new Set(),
      }),
    ).toEqual([]);
  });
});

test("doing nothing leaves every pool that is over its limit as it is, the worst first", () => {
  const region = regionForTests([
    stamp("warm", crowd("w", 10, 40, 1)),
    stamp("cool", crowd("c", 3, 10, 50)),
    stamp("hot", crowd("h", 12, 55, 70)),
  ]);
  const left = describeInaction(region.pools, (name) => (name === "hot" ? 40 : null));
  expect(left.map(({ stamp: name }) => name)).toEqual(["hot", "warm"]);
  expect(left[0]?.minutesOverLimit ?? 0).toBeGreaterThan(15);
  expect(left[0]?.risePoints).toBeCloseTo((left[0]?.hotNodeP95 ?? 0) - 40, 9);
  expect(left[1]?.risePoints).toBeNull();
});

describe("a stamp of which no pool is over its limit", () => {
  const whale: TestRegistry = { ...load("w", 60, 1), tenant: "whale" };
  const region = regionForTests([
    stamp("hot", [whale, ...crowd("h", 4, 20, 5)], { limit: 90 }),
    stamp("cool", crowd("c", 4, 15, 50)),
  ]);
  const dominated = region.pools
    .filter((pool) => pool.stamp === "hot")
    .flatMap((pool) => reliefByTenant(pool).map((one) => ({ ...one, p95: pool.measures.hotNodeP95 ?? 0 })))
    .filter(({ tenant }) => tenant === "whale")
    .map(({ tenant, reliefPoints, p95 }) => ({
      kind: "dominated" as const,
      pool: "dataproxy",
      tenant,
      share: reliefPoints / p95,
    }));
  const signal = { kind: "signal" as const, signal: "throttling", severity: "high" as const, pool: null };
  const fullest = /dataproxy, the fullest, is at [\d.]+ of 90 %/;

  test("and that a tenant dominates is told so, first of all: what isolation buys is a smaller blast radius", () => {
    const { verdict, evidence } = judge(region, [], { reasons: dominated });
    expect(verdict).toBe("isolate");
    expect(evidence.because).toMatch(
      /^What is to be had is a smaller blast radius: no pool of hot is over its limit/,
    );
    expect(evidence.because).toMatch(fullest);
  });

  test("and that is isolated wants nothing: its tenants dominate it by its purpose", () => {
    const { verdict, evidence } = judge(region, [], { kind: "isolated", reasons: dominated });
    expect(verdict).toBe("nothing");
    expect(evidence.because).toMatch(fullest);
  });

  test("and that is hot for a signal alone wants nothing, and says which, and how it could be relieved all the same", () => {
    const { verdict, evidence } = judge(region, [], { reasons: [signal] });
    expect(verdict).toBe("nothing");
    expect(evidence.because).toMatch(/throttling \(high\).*a lower limit/);
  });
});

test("where a pool is set to be dominated by more, a tenant that goes there does not dominate it", () => {
  const whale: TestRegistry = { ...load("w", 75, 1), tenant: "whale" };
  const judged = (dominanceShare: number) =>
    judge(
      regionForTests([
        stamp("hot", [whale, ...crowd("h", 5, 40, 5)]),
        stamp("cool", crowd("c", 4, 15, 50), { nodes: 9, dominanceShare }),
      ]),
      [{ registry: "w", to: "cool" }],
    ).verdict;
  expect([judged(0.2), judged(0.95)]).toEqual(["isolate", "rebalance"]);
});
