import { expect, test } from "vitest";
import { fitLoadModel } from "../../contribution/fitLoadModel.ts";
import { MINUTE_MS } from "../../core/index.ts";
import { DEMO_SEED } from "../../demo/demoSeed.ts";
import { demoFleet } from "../../demo/fleet.ts";
import { createRenderer } from "../../demo/render.ts";
import { homeBindings, nodeMatrixOf, poolNamed, poolWindowOf } from "../../demo/renderForTests.ts";
import { STAMP_A, STAMP_B } from "../../demo/stamps.ts";
import type { DemoBinding, DemoPoolPlan } from "../../demo/types.ts";
import { CUSTOMER } from "../../demo/workedExample.ts";
import { DEFAULT_HOTNESS_SETTINGS, hotNodeP95, measurePool } from "../../hotness/index.ts";
import {
  isProjection,
  type Move,
  type PlannedStamp,
  type SimulatedPool,
  type SimulationPool,
  simulateMoves,
} from "../../simulation/index.ts";

// The demo's physics was written apart from the load model: it is a fleet that the model was not made on.
const fleet = await demoFleet(DEMO_SEED);
const toMinute = Date.parse("2026-11-18T22:00Z") / MINUTE_MS;
const window = { fromMinute: toMinute - 720, toMinute };
const renderer = createRenderer(DEMO_SEED, []);
const KINDS = ["registry", "dataproxy"];

function simulationPool(stamp: string, name: string): SimulationPool {
  const plan = poolNamed(fleet, stamp, name);
  const rendered = renderer.renderPool(plan, homeBindings(fleet, plan), window);
  const nodes = nodeMatrixOf(rendered);
  const load = {
    pool: 1,
    ...window,
    reported: new Uint8Array(nodes.toMinute - nodes.fromMinute).fill(1),
    registries: rendered.load.map(({ replica, requests, bytes }, registry) => ({
      registry,
      name: replica.registry,
      tenant: replica.tenant,
      requests: Float32Array.from(requests),
      bytes: Float32Array.from(bytes),
    })),
  };
  const model = fitLoadModel({ nodes, load, vcpusPerNode: plan.vcpusPerNode });
  if (model === null) throw new Error("nothing was fitted");
  const settings = { ...DEFAULT_HOTNESS_SETTINGS, limitP95: 40 };
  const context = { nowMinute: toMinute, relative: false, recent: null, ownPeak: null };
  return {
    stamp,
    pool: name,
    kind: name,
    measures: measurePool(poolWindowOf(rendered), context, settings),
    throttled: false,
    fitted: { nodes, model },
    load,
    missing: null,
    rules: settings.coverage,
  };
}

function simulate(stamps: readonly string[], moves: readonly Move[], planned: readonly PlannedStamp[] = []) {
  const pools = stamps.flatMap((stamp) => KINDS.map((kind) => simulationPool(stamp, kind)));
  const homes = new Map(
    fleet.homes
      .filter(({ stamp }) => stamps.includes(stamp))
      .map(({ replica, stamp }) => [replica.registry, stamp]),
  );
  return simulateMoves({ ...window, pools, planned, homes, phases: [{ moves }] }).pools;
}

/** What the physics makes of a pool with these at home. */
function truth(
  pool: Omit<DemoPoolPlan, "maxInstances" | "hotNodeP95">,
  bindings: readonly DemoBinding[],
): number {
  return hotNodeP95(poolWindowOf(renderer.renderPool(pool, bindings, window)).hot) ?? 0;
}

function told({ after }: SimulatedPool) {
  if (!isProjection(after)) throw new Error("not projected");
  return after.hotNodeP95;
}

test("the worked example: what is told of A and B without the customer is what the physics makes of them, and isolated it is under the limit", () => {
  const own = fleet.homes.filter(({ replica }) => replica.tenant === CUSTOMER);
  const sizes = [
    { name: "registry", kind: "registry", vcpusPerNode: 4, instances: 10, limit: 40 },
    { name: "dataproxy", kind: "dataproxy", vcpusPerNode: 8, instances: 14, limit: 40 },
  ];
  const moves = own.map(({ replica }) => ({ registry: replica.registry, to: "wus-new" }));
  const planned: PlannedStamp = { name: "wus-new", kind: "isolated", pools: sizes };
  const pools = simulate([STAMP_A, STAMP_B], moves, [planned]);
  for (const pool of pools) {
    const { low, value, high } = told(pool);
    const isNew = pool.stamp === "wus-new";
    const size = sizes.find(({ name }) => name === pool.pool);
    const plan = isNew
      ? {
          stamp: "wus-iso-2",
          name: pool.pool,
          kind: pool.kind,
          vcpusPerNode: size?.vcpusPerNode ?? 0,
          nodeCount: size?.instances ?? 0,
        }
      : poolNamed(fleet, pool.stamp, pool.pool);
    const bindings = isNew
      ? own.map(({ replica }) => ({ replica, boundAtMs: 0, unboundAtMs: null }))
      : homeBindings(fleet, plan).filter(({ replica }) => replica.tenant !== CUSTOMER);
    const real = truth(plan, bindings);
    const place = `${pool.stamp} ${pool.pool}: ${low} < ${value} < ${high}, really ${real}`;
    expect(Math.abs(value - real), place).toBeLessThan(isNew ? 8 : 1);
    expect(low, place).toBeLessThanOrEqual(real);
    expect(high, place).toBeGreaterThanOrEqual(real);
    if (isNew) expect(value, place).toBeLessThan(40);
  }
});

test("moves of single registries between shared stamps: within a point at nine of ten pools that lose, three at those that gain", () => {
  const stamps = ["weu-a", "weu-d", "weu-e"];
  const errors = { source: [] as number[], destination: [] as number[] };
  let inside = 0;
  for (const [from, to] of [
    ["weu-a", "weu-d"],
    ["weu-a", "weu-e"],
    ["weu-d", "weu-e"],
  ] as const) {
    const busiest = fleet.homes
      .filter(({ stamp }) => stamp === from)
      .toSorted(
        (a, b) => b.replica.kinds.dataproxy.requestsPerMinute - a.replica.kinds.dataproxy.requestsPerMinute,
      );
    for (const { replica } of busiest.slice(0, 3)) {
      const pools = simulate(stamps, [{ registry: replica.registry, to }]).filter(
        ({ role }) => role !== "untouched",
      );
      expect(pools).toHaveLength(4);
      for (const pool of pools) {
        const plan = poolNamed(fleet, pool.stamp, pool.pool);
        const stay = homeBindings(fleet, plan).filter((binding) => binding.replica !== replica);
        const come = [...homeBindings(fleet, plan), { replica, boundAtMs: 0, unboundAtMs: null }];
        const real = truth(plan, pool.role === "source" ? stay : come);
        const { low, value, high } = told(pool);
        errors[pool.role === "source" ? "source" : "destination"].push(Math.abs(value - real));
        if (low <= real && real <= high) inside++;
      }
    }
  }
  const atNineOfTen = (values: readonly number[]) =>
    values.toSorted((a, b) => a - b)[Math.floor(0.9 * values.length)];
  expect(atNineOfTen(errors.source) ?? 100).toBeLessThan(1);
  expect(atNineOfTen(errors.destination) ?? 100).toBeLessThan(3);
  expect(inside / (errors.source.length + errors.destination.length)).toBeGreaterThan(0.85);
});
