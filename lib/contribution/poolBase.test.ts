import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRng } from "../core/index.ts";
import { fitLoadModel } from "./fitLoadModel.ts";
import { evenPoints, type FittedPool, measureSeries } from "./fittedPool.ts";
import { LoadsTogether, type PlacedLoad } from "./placedLoads.ts";
import { hotAfter, layOutPool, NodeStep, type PoolBase } from "./poolBase.ts";
import { burstyLoad, poolForTests } from "./poolForTests.ts";

const BINS = 200;
const NODES = 6;

/** A pool that runs up to its ceiling, with minutes of single nodes missing. */
function fullPool(): { readonly pool: FittedPool; readonly points: readonly Float64Array[] } {
  const registries = [1, 2, 3].map((seed) => ({
    name: `r${seed}`,
    requests: burstyLoad(260 / seed, seed, BINS),
    pointsPerRequest: 0.5,
    parts: Array.from({ length: NODES }, (_, node) => (node === seed ? 2.5 : 0.7)),
  }));
  const { nodes, load } = poolForTests({ nodes: NODES, bins: BINS, registries, seed: 1 });
  const values = nodes.values.map((row, node) => row.map((centi, bin) => (bin % 17 === node ? -1 : centi)));
  const gappy = { ...nodes, values };
  const model = fitLoadModel({ nodes: gappy, load, vcpusPerNode: 4 });
  if (model === null) throw new Error("nothing was fitted");
  const { alive } = measureSeries(gappy);
  const points = load.registries.map((registry) =>
    evenPoints(
      registry,
      { pointsPerRequest: 0.5, pointsPerByte: 0 },
      { alive, ratio: 1, reported: load.reported },
    ),
  );
  return { pool: { nodes: gappy, model }, points };
}

/** The same without leaving any node out: every node-minute is rendered, and the greatest taken. */
function hotOfAllNodes(base: PoolBase, loads: readonly PlacedLoad[]): Float64Array {
  const step = new NodeStep(base);
  return Float64Array.from(base.bins, (bin, place) => {
    let hottest = 0;
    for (let node = 0; node < base.nodes; node++) {
      const change = loads.reduce(
        (sum, { points, parts }) => sum + (points[bin] ?? 0) * (parts[node] ?? 0),
        0,
      );
      const after = step.after(place * base.nodes + node, change);
      if (after > hottest) hottest = after;
    }
    return hottest;
  });
}

describe("hot(bin) after a change", () => {
  const { pool, points } = fullPool();
  const base = layOutPool(pool);
  const drawLoads = (seed: number, signs: readonly number[]) => {
    const rng = createRng(seed);
    return signs.map(
      (sign, load): PlacedLoad => ({
        points: points[load % points.length] ?? new Float64Array(BINS),
        parts: Float64Array.from({ length: NODES }, () => sign * 2 * rng() * rng()),
      }),
    );
  };

  test("leaves out only nodes that cannot be the greatest, whatever comes and goes together", () => {
    const signs = fc.array(fc.constantFrom(-1, 1), { maxLength: 4 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), signs, (seed, drawn) => {
        const loads = drawLoads(seed, drawn);
        const expected = hotOfAllNodes(base, loads);
        const hot = hotAfter(base, loads);
        expect(hot.length).toBe(expected.length);
        // Layers have single precision: the bound may be off by as much.
        for (const [place, value] of expected.entries()) expect(hot[place]).toBeCloseTo(value, 3);
      }),
    );
  });

  test("of chosen bins is that of all, at their places", () => {
    const loads = drawLoads(7, [1, -1]);
    const all = hotAfter(base, loads);
    const places = Int32Array.of(150, 3, 40);
    expect([...hotAfter(base, loads, places)]).toEqual([...places].map((place) => all[place]));
  });

  test("is what was measured, exactly, where nothing changes", () => {
    const { hot, reported } = measureSeries(pool.nodes);
    expect([...hotAfter(base, [])]).toEqual([...reported].map((bin) => hot[bin]));
  });

  test("loads change a node by as much bin by bin as all nodes at once", () => {
    const together = new LoadsTogether(NODES, drawLoads(3, [1, -1, 1]));
    const filled = new Float64Array(NODES);
    for (const bin of base.bins) {
      const most = together.turnTo(bin);
      together.fill(filled);
      for (let node = 0; node < NODES; node++) {
        expect(together.on(node)).toBeCloseTo(filled[node] ?? Number.NaN, 9);
        expect(together.on(node)).toBeLessThanOrEqual(most + 1e-9);
      }
    }
  });
});
