import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitLoadModel } from "../contribution/fitLoadModel.ts";
import { type FittedPool, measureSeries } from "../contribution/fittedPool.ts";
import { layOutPool } from "../contribution/poolBase.ts";
import { burstyLoad, poolForTests, type TestPool, type TestRegistry } from "../contribution/poolForTests.ts";
import type { PoolLoad } from "../contribution/types.ts";
import { type ObservedLoads, renderOnLoad } from "./renderOnLoad.ts";

const BINS = 400;
const registry = (
  name: string,
  mean: number,
  seed: number,
  more: Partial<TestRegistry> = {},
): TestRegistry => ({ name, requests: burstyLoad(mean, seed, BINS), pointsPerRequest: 0.5, ...more });

/** The same registries on another day: another load, other noise, the same costs and nodes. */
function days(registries: readonly (readonly [TestRegistry, TestRegistry])[], pool: Partial<TestPool> = {}) {
  const shared = { nodes: 5, bins: BINS, ...pool };
  const before = poolForTests({ ...shared, registries: registries.map(([one]) => one), seed: 1 });
  const after = poolForTests({ ...shared, registries: registries.map(([, other]) => other), seed: 2 });
  const model = fitLoadModel({ nodes: before.nodes, load: before.load, vcpusPerNode: 4 });
  if (model === null) throw new Error("no model");
  const fitted: FittedPool = { nodes: before.nodes, model };
  return { fitted, load: before.load, after };
}
const observed = ({ registries }: PoolLoad): ObservedLoads =>
  new Map(registries.map((one) => [one.name, one]));
const p95 = ({ nodes }: FittedPool) => measureSeries(nodes).hotNodeP95 ?? Number.NaN;

const busy = registry("busy", 60, 1, { parts: [2, 0.75, 0.75, 0.75, 0.75] });
const calm = registry("calm", 30, 2);

describe("a day that asks for another load", () => {
  test("the same load gives the same pool, minute by minute, exactly", () => {
    const { fitted, load } = days([
      [busy, busy],
      [calm, calm],
    ]);
    const rendered = renderOnLoad(fitted, load, observed(load));
    expect(rendered.nodes).toEqual(fitted.nodes);
    expect(rendered.model.demand).toEqual(fitted.model.demand);
    expect(rendered.model.fitted).toEqual(fitted.model.fitted);
  });

  test("a day three times as busy is told from a calm one within two points, on the node where it falls", () => {
    const { fitted, load, after } = days([
      [busy, registry("busy", 180, 7, { parts: busy.parts ?? [] })],
      [calm, registry("calm", 20, 8)],
    ]);
    const rendered = renderOnLoad(fitted, load, observed(after.load));
    const truth = measureSeries(after.nodes).hotNodeP95 ?? Number.NaN;
    expect(truth - p95(fitted)).toBeGreaterThan(20);
    expect(Math.abs(p95(rendered) - truth)).toBeLessThan(2);
  });

  test("a registry that is new costs what the pool’s do", () => {
    const even = registry("even", 60, 1);
    const { fitted, load } = days([
      [even, even],
      [calm, calm],
    ]);
    const registries = [even, calm, registry("fresh", 100, 9)];
    const after = poolForTests({ nodes: 5, bins: BINS, registries, seed: 3 });
    const truth = measureSeries(after.nodes).hotNodeP95 ?? Number.NaN;
    expect(truth - p95(fitted)).toBeGreaterThan(8);
    expect(Math.abs(p95(renderOnLoad(fitted, load, observed(after.load))) - truth)).toBeLessThan(2);
  });

  test("minutes without data stay without", () => {
    const { fitted, load, after } = days(
      [
        [busy, registry("busy", 120, 7)],
        [calm, calm],
      ],
      { exists: (node, bin) => node !== 3 || bin < 100 },
    );
    const rendered = renderOnLoad(fitted, load, observed(after.load));
    expect(rendered.nodes.values[3]?.subarray(100).every((value) => value === -1)).toBe(true);
    expect(rendered.nodes.values[3]?.subarray(0, 100).every((value) => value >= 0)).toBe(true);
  });
});

test("more of everything never makes a node-minute cooler, and what is rendered can be laid out again", () => {
  const { fitted, load } = days([
    [busy, busy],
    [calm, calm],
  ]);
  fc.assert(
    fc.property(fc.double({ min: 1, max: 4, noNaN: true }), (factor) => {
      const more: ObservedLoads = new Map(
        load.registries.map((one) => [
          one.name,
          { requests: one.requests.map((value) => value * factor), bytes: one.bytes },
        ]),
      );
      const rendered = renderOnLoad(fitted, load, more);
      for (const [node, values] of rendered.nodes.values.entries())
        for (const [bin, value] of values.entries())
          expect(value).toBeGreaterThanOrEqual(fitted.nodes.values[node]?.[bin] ?? 0);
      for (const value of layOutPool(rendered).demand) expect(Number.isFinite(value)).toBe(true);
    }),
    { numRuns: 15 },
  );
});
