import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quantileR7 } from "../stats/index.ts";
import { fitLoadModel } from "./fitLoadModel.ts";
import { type FittedPool, measureSeries } from "./fittedPool.ts";
import { createRelief } from "./measureRelief.ts";
import { burstyLoad, poolForTests, type TestPool } from "./poolForTests.ts";
import type { PoolLoad } from "./types.ts";

function build(pool: TestPool): { readonly pool: FittedPool; readonly load: PoolLoad } {
  const { nodes, load } = poolForTests(pool);
  const model = fitLoadModel({ nodes, load, vcpusPerNode: 8 });
  if (model === null) throw new Error("nothing was fitted");
  return { pool: { nodes, model }, load };
}

function reliefIn(built: ReturnType<typeof build>, places: readonly number[]): number {
  return createRelief(built.pool, built.load)?.(places) ?? Number.NaN;
}

/** The definition, word for word: take the attributed CPU off each node-minute, not below idle, and the greatest anew. */
function reliefByDefinition({ pool, load }: ReturnType<typeof build>, places: readonly number[]): number {
  const { nodes, model } = pool;
  const before: number[] = [];
  const after: number[] = [];
  for (let bin = 0; bin < nodes.toMinute; bin++) {
    let greatest = 0;
    let left = 0;
    for (const [node, row] of nodes.values.entries()) {
      const measured = (row[bin] ?? 0) / 100;
      const attributed = places.reduce((sum, place) => {
        const registry = model.registries[place];
        const requests = load.registries[place]?.requests[bin] ?? 0;
        const part = registry?.nodeShares?.[node] ?? model.nodeFactors[node] ?? 1;
        return sum + ((registry?.pointsPerRequest ?? 0) * requests * part) / nodes.nodes.length;
      }, 0);
      greatest = Math.max(greatest, measured);
      left = Math.max(left, Math.max(Math.min(measured, model.idlePoints[node] ?? 0), measured - attributed));
    }
    before.push(greatest);
    after.push(left);
  }
  return (quantileR7(before, 0.95) ?? 0) - (quantileR7(after, 0.95) ?? 0);
}

const registries = Array.from({ length: 5 }, (_, index) => ({
  name: `r${index}`,
  tenant: index < 2 ? "together" : `alone-${index}`,
  requests: burstyLoad(90 - 12 * index, index + 3, 300),
  pointsPerRequest: 0.4,
  parts: Array.from({ length: 4 }, (_, node) => (node === index % 4 ? 2.2 : 0.6)),
}));

describe("relief", () => {
  test("is the definition's, for one and for several, up to what noise of a lighter load is less", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.subarray([0, 1, 2, 3, 4], { minLength: 1 }),
        (seed, places) => {
          const built = build({ nodes: 4, bins: 300, registries, seed });
          expect(Math.abs(reliefIn(built, places) - reliefByDefinition(built, places))).toBeLessThan(0.5);
        },
      ),
      // The same cases each time: noise makes more of it once in a thousand, by up to 0.9 points.
      { numRuns: 15, seed: 1 },
    );
  });

  test("of a tenant is of all its registries together, which is not the sum of theirs", () => {
    // Two loads that take turns: either alone leaves the other's peak.
    const turns = (half: number) => (bin: number) =>
      (Math.floor(bin / 150) === half ? 150 : 5) + ((bin * 7) % 11);
    const built = build({
      nodes: 3,
      bins: 300,
      registries: [0, 1].map((half) => ({
        name: `half${half}`,
        requests: turns(half),
        pointsPerRequest: 0.8,
      })),
    });
    const [first, second, both] = [[0], [1], [0, 1]].map((places) => reliefIn(built, places));
    expect(first).toBeLessThan(5);
    expect(second).toBeLessThan(5);
    expect(both).toBeGreaterThan(25);
  });

  test("a registry heats the node that it sits on: without it another node is the hottest", () => {
    const built = build({
      nodes: 3,
      bins: 300,
      registries: [
        { name: "here", requests: burstyLoad(100, 1, 300), pointsPerRequest: 0.6, parts: [3, 0, 0] },
        { name: "there", requests: burstyLoad(100, 2, 300), pointsPerRequest: 0.5, parts: [0, 3, 0] },
      ],
    });
    const hottest = measureSeries(built.pool.nodes).hotNodeP95 ?? 0;
    // Taken off the hottest node alone, without looking for the next, it would be nearly all of it.
    expect(reliefIn(built, [0])).toBeLessThan(0.45 * hottest);
    expect(reliefIn(built, [0, 1])).toBeGreaterThan(0.75 * hottest);
  });

  test("goes by the hours: who works while the pool is cool relieves nothing, however large", () => {
    const shift = (first: boolean, mean: number) => (bin: number) =>
      bin < 150 === first ? mean + ((bin * 7) % 13) : 0;
    const built = build({
      nodes: 3,
      bins: 300,
      registries: [
        { name: "day", requests: shift(true, 120), pointsPerRequest: 1 },
        { name: "night", requests: shift(false, 90), pointsPerRequest: 1 },
      ],
    });
    expect(reliefIn(built, [0])).toBeGreaterThan(7);
    expect(reliefIn(built, [1])).toBeLessThan(0.2);
  });

  test("is what the P95 drops by where the registry really is not there", () => {
    const bins = 300;
    const pool = { nodes: 4, bins, registries };
    const before = measureSeries(poolForTests(pool).nodes).hotNodeP95 ?? 0;
    const built = build(pool);
    for (const place of registries.keys()) {
      const others = registries.filter((_, index) => index !== place);
      const after = measureSeries(poolForTests({ ...pool, registries: others }).nodes).hotNodeP95 ?? 0;
      expect(Math.abs(reliefIn(built, [place]) - (before - after)), `r${place}`).toBeLessThan(1);
    }
  });

  test("minutes in which nobody's load was reported are not minutes without load: what is usual is taken off", () => {
    const built = build({
      nodes: 3,
      bins: 300,
      registries: [{ name: "all", requests: burstyLoad(100, 3, 300), pointsPerRequest: 0.6 }],
    });
    const whole = reliefIn(built, [0]);
    const holed = { ...built.load, reported: built.load.reported.map((is, bin) => (bin % 2 === 0 ? is : 0)) };
    expect(createRelief(built.pool, holed)?.([0]) ?? 0).toBeGreaterThan(0.4 * whole);
  });

  test("is never negative, and nothing for a registry without traffic", () => {
    const idle = { name: "idle", requests: () => 0, pointsPerRequest: 1 };
    const built = build({ nodes: 4, bins: 300, registries: [...registries, idle] });
    for (const place of registries.keys()) expect(reliefIn(built, [place])).toBeGreaterThanOrEqual(0);
    expect(reliefIn(built, [registries.length])).toBe(0);
  });
});
