import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitLoadModel } from "./fitLoadModel.ts";
import {
  loadOf,
  matrixOf,
  renderPhysics,
  type TruePool,
  type TrueRegistry,
  trueModel,
  trueP95,
  wandering,
} from "./physicsForTests.ts";
import { layOutRelief, type ReliefBase, reliefOf } from "./reliefOf.ts";

const REGISTRY = { bytesPerRequest: 1_000, pointsPerRequest: 0.01 };

function baseOf(pool: TruePool): ReliefBase {
  const rendered = renderPhysics(pool);
  const base = layOutRelief({
    nodes: matrixOf(rendered.cpu),
    load: loadOf(pool.registries, rendered),
    model: trueModel(pool, rendered),
  });
  if (base === null) throw new Error("nothing to lay out");
  return base;
}

function poolOf(registries: readonly TrueRegistry[], more: Partial<TruePool> = {}): TruePool {
  return { nodes: 4, bins: 300, idlePoints: 5, noisePoints: 0, seed: 1, registries, ...more };
}

describe("relief, the model being true", () => {
  test("is what the P95 really drops by when the registry is not there", () => {
    const registries = [
      { ...REGISTRY, name: "a", tenant: "t", requests: wandering(4_500, 1), onNode: { node: 1, part: 0.5 } },
      { ...REGISTRY, name: "b", tenant: "t", requests: wandering(2_500, 2), onNode: { node: 1, part: 0.3 } },
      { ...REGISTRY, name: "c", tenant: "u", requests: wandering(3_000, 3) },
    ];
    const pool = poolOf(registries);
    const base = baseOf(pool);
    const before = trueP95(renderPhysics(pool).cpu);
    expect(base.hotNodeP95).toBeCloseTo(before, 6);
    for (const [place, { name }] of registries.entries()) {
      const after = trueP95(renderPhysics(pool, (one) => one.name === name).cpu);
      expect(reliefOf(base, [place]), name).toBeCloseTo(before - after, 1);
    }
  });

  test("of two that heat different nodes is little for each, and much for both together: never a sum", () => {
    const pool = poolOf([
      { ...REGISTRY, name: "a", tenant: "t", requests: () => 6_000, onNode: { node: 0, part: 1 } },
      { ...REGISTRY, name: "b", tenant: "t", requests: () => 5_900, onNode: { node: 1, part: 1 } },
    ]);
    const base = baseOf(pool);
    expect(reliefOf(base, [0])).toBeCloseTo(1, 5);
    expect(reliefOf(base, [1])).toBeCloseTo(0, 5);
    expect(reliefOf(base, [0, 1])).toBeCloseTo(60, 5);
  });

  test("goes by the hours: who works while the pool is cool relieves nothing, however large", () => {
    const pool = poolOf([
      { ...REGISTRY, name: "day", tenant: "t", requests: (bin) => (bin < 150 ? 12_000 : 0) },
      { ...REGISTRY, name: "night", tenant: "u", requests: (bin) => (bin < 150 ? 0 : 11_000) },
    ]);
    const base = baseOf(pool);
    expect(reliefOf(base, [1])).toBeCloseTo(0, 5);
    expect(reliefOf(base, [0])).toBeCloseTo(2.5, 5);
  });

  test("stops at the idle floor: no node is cooler than it is without any load", () => {
    const pool = poolOf([{ ...REGISTRY, name: "a", tenant: "t", requests: () => 4_000 }]);
    const base = baseOf(pool);
    const doubled = {
      ...base.model.registries[0],
      pointsPerRequest: 0.02,
    } as (typeof base.model.registries)[0];
    const greedy = { ...base, model: { ...base.model, registries: [doubled] } };
    expect(reliefOf(greedy, [0])).toBeCloseTo(base.hotNodeP95 - 5, 5);
  });

  test("of a registry without load, and of none, is 0", () => {
    const base = baseOf(poolOf([{ ...REGISTRY, name: "idle", tenant: "t", requests: () => 0 }]));
    expect(reliefOf(base, [0])).toBe(0);
    expect(reliefOf(base, [])).toBe(0);
  });

  test("counts only minutes with both load and CPU; silence is no relief", () => {
    const pool = poolOf([{ ...REGISTRY, name: "a", tenant: "t", requests: () => 4_000 }]);
    const rendered = renderPhysics(pool);
    const holed = rendered.cpu.map((row) => row.map((value, bin) => (bin < 100 ? -1 : value)));
    const load = loadOf(pool.registries, rendered);
    load.reported.fill(0, 250);
    const base = layOutRelief({ nodes: matrixOf(holed), load, model: trueModel(pool, rendered) });
    expect(base?.bins.length).toBe(150);
    expect(base && reliefOf(base, [0])).toBeCloseTo(10, 5);
    load.reported.fill(0);
    expect(layOutRelief({ nodes: matrixOf(holed), load, model: trueModel(pool, rendered) })).toBeNull();
  });

  test("law: taking out more never relieves less, and never more than down to idle", () => {
    const registry = fc.record({
      level: fc.integer({ min: 0, max: 9_000 }),
      node: fc.integer({ min: 0, max: 2 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(registry, { minLength: 1, maxLength: 5 }), fc.integer(), (drawn, seed) => {
        const registries = drawn.map(({ level, ...onNode }, at) => ({
          ...REGISTRY,
          name: `r${at}`,
          tenant: "t",
          requests: wandering(level, seed + at),
          onNode,
        }));
        const base = baseOf(poolOf(registries, { nodes: 3, bins: 60, noisePoints: 1, seed }));
        let before = 0;
        for (let count = 0; count <= registries.length; count++) {
          const relief = reliefOf(
            base,
            Array.from({ length: count }, (_, place) => place),
          );
          expect(relief).toBeGreaterThanOrEqual(before - 1e-9);
          expect(relief).toBeLessThanOrEqual(base.hotNodeP95);
          before = relief;
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("relief, the model being fitted to what was measured", () => {
  /** The loudest asks for most and costs little; the dear one asks for a tenth of it, on one node. */
  const registries: readonly TrueRegistry[] = [
    {
      name: "loud",
      tenant: "t1",
      requests: wandering(30_000, 11),
      bytesPerRequest: 500,
      pointsPerRequest: 0.0015,
    },
    {
      name: "dear",
      tenant: "t2",
      requests: wandering(3_000, 12),
      bytesPerRequest: 500,
      pointsPerRequest: 0.02,
      onNode: { node: 2, part: 0.5 },
    },
    {
      name: "plain",
      tenant: "t3",
      requests: wandering(8_000, 13),
      bytesPerRequest: 500,
      pointsPerRequest: 0.003,
    },
    {
      name: "small",
      tenant: "t3",
      requests: wandering(500, 14),
      bytesPerRequest: 500,
      pointsPerRequest: 0.003,
    },
  ];
  const pool: TruePool = { nodes: 6, bins: 720, idlePoints: 4, noisePoints: 0.6, seed: 5, registries };

  test("finds the dear one whom shares of traffic would rank third, and its relief within two points", () => {
    const rendered = renderPhysics(pool);
    const input = { nodes: matrixOf(rendered.cpu), load: loadOf(registries, rendered) };
    const model = fitLoadModel({ ...input, vcpusPerNode: 4 });
    const base = model && layOutRelief({ ...input, model });
    if (base === null) throw new Error("no model");
    const reliefs = registries.map((_, place) => reliefOf(base, [place]));
    const truths = registries.map(
      ({ name }) => trueP95(rendered.cpu) - trueP95(renderPhysics(pool, (one) => one.name === name).cpu),
    );
    expect(reliefs.indexOf(Math.max(...reliefs))).toBe(1);
    for (const [place, truth] of truths.entries())
      expect(Math.abs((reliefs[place] ?? 0) - truth), registries[place]?.name).toBeLessThan(2);
    // By share of traffic, 7 % of what is above idle: that is how wrong a wrong attribution would be.
    expect(truths[1]).toBeGreaterThan(20);
  });
});
