import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explainNode } from "./explainNode.ts";
import { fitLoadModel } from "./fitLoadModel.ts";
import { burstyLoad, poolForTests, type TestPool, type TestRegistry } from "./poolForTests.ts";
import type { LoadModel } from "./types.ts";

const NODES = 6;
/** A dozen registries of falling size, all at the same cost, split evenly. */
const common: TestRegistry[] = Array.from({ length: 12 }, (_, index) => ({
  name: `r${String(index).padStart(2, "0")}`,
  requests: burstyLoad(600 / (index + 1), index + 1),
  pointsPerRequest: 0.1,
}));

function fitPool(pool: Partial<TestPool>, more: { mostOwn?: number } = {}): LoadModel {
  const rendered = poolForTests({ nodes: NODES, registries: common, ...pool });
  const model = fitLoadModel({ ...rendered, vcpusPerNode: 8, ...more });
  if (model === null) throw new Error("nothing was fitted");
  return model;
}

/** Points of the pool for one request, over all nodes. */
function costOf(model: LoadModel, name: string): number {
  return model.registries.find((registry) => registry.name === name)?.pointsPerRequest ?? Number.NaN;
}

/** Within so many per cent. */
function expectWithin(value: number, wanted: number, percent: number): void {
  expect(Math.abs(value / wanted - 1)).toBeLessThan(percent / 100);
}

describe("costs", () => {
  test("the pool's cost and idle floor are found, and the fit is told to be good", () => {
    const model = fitPool({});
    expectWithin(model.pointsPerRequest, 0.1, 4);
    for (const idle of model.idlePoints) expect(Math.abs(idle - 3)).toBeLessThan(0.7);
    expect(model.r2).toBeGreaterThan(0.98);
    expect(model.residualPoints).toBeLessThan(0.4);
    expect(model.bins).toBe(720);
  });

  test("a registry that is three times dearer is told by its own load, one of a single request has nearly the pool's cost", () => {
    const dear = { name: "dear", requests: burstyLoad(300, 77), pointsPerRequest: 0.3 };
    const tiny = { name: "tiny", requests: (bin: number) => (bin === 100 ? 1 : 0), pointsPerRequest: 0.9 };
    const model = fitPool({ registries: [...common, dear, tiny] });
    expectWithin(costOf(model, "dear"), 0.3, 6);
    expectWithin(costOf(model, "r00"), 0.1, 8);
    const [knownOwn, unknownOwn] = ["dear", "tiny"].map(
      (name) => model.registries.find((registry) => registry.name === name)?.ownCost ?? Number.NaN,
    );
    expect(knownOwn).toBeGreaterThan(0.9);
    expect(unknownOwn).toBeLessThan(0.4);
    expect(costOf(model, "tiny")).toBeLessThan(0.45);
  });

  test("requests and bytes are told apart", () => {
    const mixed = common.map((registry, index) => ({
      ...registry,
      bytesPerRequest: index % 2 === 0 ? 2e5 : 3e6,
      pointsPerMegabyte: 0.05,
      pointsPerRequest: 0.05,
    }));
    const model = fitPool({ registries: mixed });
    expectWithin(model.pointsPerRequest, 0.05, 35);
    expectWithin(model.pointsPerByte, 0.05e-6, 15);
    const [light, heavy] = [model.registries[0], model.registries[1]];
    expectWithin((light?.pointsPerRequest ?? 0) + 2e5 * (light?.pointsPerByte ?? 0), 0.06, 8);
    expectWithin((heavy?.pointsPerRequest ?? 0) + 3e6 * (heavy?.pointsPerByte ?? 0), 0.2, 8);
  });

  test("nothing is ever negative, whatever the pool", () => {
    const drawn = fc.record({
      seed: fc.integer({ min: 1, max: 10_000 }),
      registries: fc.integer({ min: 1, max: 6 }),
      nodes: fc.integer({ min: 1, max: 4 }),
      noise: fc.double({ min: 0, max: 15, noNaN: true }),
      idle: fc.double({ min: 0, max: 6, noNaN: true }),
    });
    fc.assert(
      fc.property(drawn, ({ seed, registries, nodes, noise, idle }) => {
        const rendered = poolForTests({
          nodes,
          noise,
          idle,
          seed,
          bins: 90,
          registries: Array.from({ length: registries }, (_, index) => ({
            name: `r${index}`,
            requests: burstyLoad(40, seed + index, 90),
            pointsPerRequest: index === 0 ? 0 : 0.3,
          })),
        });
        const model = fitLoadModel({ ...rendered, vcpusPerNode: null });
        for (const value of [
          ...(model?.idlePoints ?? []),
          model?.pointsPerRequest ?? 0,
          model?.pointsPerByte ?? 0,
        ])
          expect(value).toBeGreaterThanOrEqual(0);
        for (const registry of model?.registries ?? []) {
          expect(registry.pointsPerRequest).toBeGreaterThanOrEqual(0);
          expect(registry.pointsPerByte).toBeGreaterThanOrEqual(0);
          for (const share of registry.nodeShares ?? []) expect(share).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("what must not mislead it", () => {
  test("bursts of something else on single nodes", () => {
    const model = fitPool({ other: (node, bin) => ((bin * 31 + node * 17) % 40 === 0 ? 35 : 0) });
    expectWithin(model.pointsPerRequest, 0.1, 5);
    for (const idle of model.idlePoints) expect(Math.abs(idle - 3)).toBeLessThan(1);
  });

  test("samples that were lost on their way: their node took its part all the same", () => {
    const model = fitPool({ exists: (node, bin) => (bin * 7 + node * 13) % 17 !== 0 });
    // Were a lost sample taken for a node less, the load of the others would seem to jump by a fifth and cost too little.
    const lossless = fitPool({});
    expect(lossless.bins).toBe(model.bins);
  });

  test("nodes that join and leave: the same load on fewer nodes is hotter, not dearer", () => {
    const model = fitPool({ exists: (node, bin) => node < 4 || (bin > 200 && bin < 500) });
    expectWithin(model.pointsPerRequest, 0.1, 5);
  });

  test("minutes in which no load was reported", () => {
    const rendered = poolForTests({ nodes: NODES, registries: common });
    const reported = rendered.load.reported.map((_, bin) => (bin < 300 ? 0 : 1));
    const load = { ...rendered.load, reported };
    for (const registry of load.registries) registry.requests.fill(1e9, 0, 300);
    const model = fitLoadModel({ nodes: rendered.nodes, load, vcpusPerNode: 8 });
    expect(model?.bins).toBe(420);
    expectWithin(model?.pointsPerRequest ?? 0, 0.1, 5);
  });

  test("nodes that stand at their ceiling: what they could not show is not taken for cheapness", () => {
    const dearer = common.map((registry) => ({ ...registry, pointsPerRequest: 0.26 }));
    const model = fitPool({ registries: dearer });
    const full = poolForTests({ nodes: NODES, registries: dearer }).nodes.values.flatMap((row) => [...row]);
    expect(full.filter((centi) => centi >= 9_900).length / full.length).toBeGreaterThan(0.1);
    expectWithin(model.pointsPerRequest, 0.26, 8);
  });
});

describe("nodes", () => {
  const parts = [4, 0.4, 0.4, 0.4, 0.4, 0.4];
  const uneven = [{ name: "uneven", requests: burstyLoad(500, 50), pointsPerRequest: 0.1, parts }, ...common];

  test("which node a registry sits on is told by the node's own series", () => {
    const shares =
      fitPool({ registries: uneven }).registries.find(({ name }) => name === "uneven")?.nodeShares ?? [];
    for (const [node, part] of parts.entries())
      expect(Math.abs((shares[node] ?? 0) - part)).toBeLessThan(0.35);
  });

  test("a node that is hot by the affinity of a registry is an uneven split", () => {
    const why = explainNode(fitPool({ registries: uneven }), 0);
    expect(why?.explainedByLoad).toBe(true);
    expect(why?.byLoadPoints ?? 0).toBeGreaterThan(0.8 * (why?.excessPoints ?? 0));
  });

  test("a node that is hot by something that nobody asked for is to be mended, and costs nobody anything", () => {
    const model = fitPool({ other: (node) => (node === 2 ? 40 : 0) });
    const why = explainNode(model, 2);
    expect(why?.explainedByLoad).toBe(false);
    expectWithin(why?.byItselfPoints ?? 0, 40, 5);
    expectWithin(model.pointsPerRequest, 0.1, 5);
    expect(model.ownWorkPoints[2]).toBeGreaterThan(35);
    expect(model.ownWorkPoints[1]).toBe(0);
    expect(explainNode(model, 99)).toBeNull();
  });
});

describe("what it can not be had of", () => {
  test.each([
    ["no load reported", { reported: new Uint8Array(720) }],
    ["fewer than 30 bins", { reported: Uint8Array.from({ length: 720 }, (_, bin) => (bin < 29 ? 1 : 0)) }],
    ["nobody asked for anything", { registries: [] }],
  ])("%s: no model", (_, change) => {
    const rendered = poolForTests({ nodes: NODES, registries: common });
    expect(
      fitLoadModel({ nodes: rendered.nodes, load: { ...rendered.load, ...change }, vcpusPerNode: 8 }),
    ).toBeNull();
  });
});

test("the same pool gives the same model, and the pooled one knows no registry's own", () => {
  expect(fitPool({})).toEqual(fitPool({}));
  const pooled = fitPool({}, { mostOwn: 0 });
  expectWithin(pooled.pointsPerRequest, 0.1, 5);
  for (const { ownCost, nodeShares } of pooled.registries) {
    expect(ownCost).toBe(0);
    expect(nodeShares).toBeNull();
  }
});
