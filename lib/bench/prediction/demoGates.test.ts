import { expect, test } from "vitest";
import { fitLoadModel } from "../../contribution/fitLoadModel.ts";
import { MINUTE_MS, MINUTES_PER_DAY, type MinuteWindow } from "../../core/index.ts";
import { DEMO_SEED } from "../../demo/demoSeed.ts";
import { demoFleet } from "../../demo/fleet.ts";
import { createRenderer, type RenderedPool } from "../../demo/render.ts";
import { nodeMatrixOf, poolNamed, poolWindowOf } from "../../demo/renderForTests.ts";
import { CUSTOMER } from "../../demo/workedExample.ts";
import { judgePools } from "../../execution/gates/judgePools.ts";
import { predictPhase } from "../../execution/gates/predictPhase.ts";
import type { GatePool } from "../../execution/gates/types.ts";
import { PLANNING_SETTINGS } from "../../fleet/planningSettings.ts";
import { DEFAULT_HOTNESS_SETTINGS, hotNodeP95, measurePool } from "../../hotness/index.ts";
import type { SimulationPool } from "../../simulation/index.ts";

// The demo's physics was written apart from the load model. The worked example is isolated phase by phase, each observed on
// another day than the one that its prediction was made on.
const NEW_STAMP = "wus-new";
const LIMIT = 40;
const KINDS = [
  { stamp: NEW_STAMP, name: "registry", kind: "registry", vcpusPerNode: 4, nodeCount: 10 },
  { stamp: NEW_STAMP, name: "dataproxy", kind: "dataproxy", vcpusPerNode: 8, nodeCount: 14 },
] as const;

const fleet = await demoFleet(DEMO_SEED);
const renderer = createRenderer(DEMO_SEED, []);
const homes = new Map(fleet.homes.map(({ replica, stamp }) => [replica, stamp]));

function render(stamp: string, place: 0 | 1, window: MinuteWindow): RenderedPool {
  const plan = planOf(stamp, place);
  const bindings = [...homes]
    .filter(([, home]) => home === stamp)
    .map(([replica]) => ({ replica, boundAtMs: 0, unboundAtMs: null }));
  return renderer.renderPool(plan, bindings, window);
}

function planOf(stamp: string, place: 0 | 1) {
  return stamp === NEW_STAMP ? KINDS[place] : poolNamed(fleet, stamp, KINDS[place].name);
}

function loadOf({ load }: RenderedPool, window: MinuteWindow) {
  const bins = window.toMinute - window.fromMinute;
  return {
    pool: 1,
    ...window,
    reported: new Uint8Array(bins).fill(1),
    registries: load.map(({ replica, requests, bytes }, registry) => ({
      registry,
      name: replica.registry,
      tenant: replica.tenant,
      requests: Float32Array.from(requests),
      bytes: Float32Array.from(bytes),
    })),
  };
}

function poolBefore(stamp: string, place: 0 | 1, window: MinuteWindow): SimulationPool {
  const rendered = render(stamp, place, window);
  const { name, kind, vcpusPerNode } = planOf(stamp, place);
  const [nodes, load, measured] = [nodeMatrixOf(rendered), loadOf(rendered, window), poolWindowOf(rendered)];
  const model = fitLoadModel({ nodes, load, vcpusPerNode });
  const settings = { ...DEFAULT_HOTNESS_SETTINGS, limitP95: LIMIT };
  const context = { nowMinute: window.toMinute, relative: false, recent: null, ownPeak: null };
  return {
    stamp,
    pool: name,
    kind,
    measures: measurePool(measured, context, settings),
    hot: measured.hot,
    present: measured.present,
    vcpusPerNode,
    throttled: false,
    fitted: model === null ? null : { nodes, model },
    load,
    missing: model === null ? "no_load_data" : null,
    rules: settings.coverage,
    dominanceShare: settings.dominanceShare,
  };
}

/** Makes a phase's moves and hands out what its gate reads of its pools a day later. */
function runPhase(moved: readonly (typeof fleet.homes)[number][], before: MinuteWindow): GatePool[] {
  const sources = moved.map(({ replica }) => homes.get(replica) ?? "");
  const stamps = [...new Set([...sources, NEW_STAMP])];
  const places = stamps.flatMap((stamp) => ([0, 1] as const).map((place) => ({ stamp, place })));
  const pools = places.map(({ stamp, place }) => poolBefore(stamp, place, before));
  const isNew = ![...homes.values()].includes(NEW_STAMP);
  const empty = KINDS.map(({ nodeCount, stamp: _, ...one }) => ({
    ...one,
    instances: nodeCount,
    limit: LIMIT,
  }));
  const moves = moved.map(({ replica }, at) => ({
    region: "westus",
    registry: replica.registry,
    from: sources[at] ?? "",
    to: NEW_STAMP,
    atMs: 0,
  }));
  for (const { replica } of moved) homes.set(replica, NEW_STAMP);
  const window = {
    fromMinute: before.fromMinute + MINUTES_PER_DAY,
    toMinute: before.toMinute + MINUTES_PER_DAY,
  };
  const after = places.map(({ stamp, place }) => render(stamp, place, window));
  const told = predictPhase(
    { key: "phase", region: "westus", firstMs: 0, lastMs: 0, moves, stamps },
    pools.map((pool, at) => ({
      before: pool,
      loadAfter: after[at] === undefined ? null : loadOf(after[at], window),
    })),
    { window, empty: isNew ? [{ name: NEW_STAMP, kind: "isolated", pools: empty }] : [] },
  );
  return pools.map((pool, at): GatePool => {
    const own = told.find((one) => one.stamp === pool.stamp && one.pool === pool.pool);
    const rendered = after[at];
    return {
      stamp: pool.stamp,
      pool: pool.pool,
      role: pool.stamp === NEW_STAMP ? "destination" : "source",
      limit: LIMIT,
      coverage: 1,
      measuredP95: rendered === undefined ? null : hotNodeP95(poolWindowOf(rendered).hot),
      unmovedP95: own?.before.hotNodeP95 ?? null,
      modelledP95: pool.measures.hotNodeP95,
      predicted: own?.predicted?.hotNodeP95 ?? null,
      isNew: isNew && pool.stamp === NEW_STAMP,
      refusal: own?.refusal ?? null,
    };
  });
}

test("the worked example's tail, mediums and top four all pass their gates, and the relief of A and B is seen", () => {
  const sizeOf = ({ replica: { kinds } }: (typeof fleet.homes)[number]) =>
    kinds.dataproxy.requestsPerMinute + kinds.registry.requestsPerMinute;
  const own = fleet.homes
    .filter(({ replica }) => replica.tenant === CUSTOMER)
    .toSorted((a, b) => sizeOf(a) - sizeOf(b));
  const phases = [own.slice(0, 30), own.slice(30, 36), ...own.slice(36).map((one) => [one])];
  let toMinute = Date.parse("2026-11-16T22:00Z") / MINUTE_MS;
  const seen: string[] = [];
  for (const [at, moved] of phases.entries()) {
    const checks = judgePools(
      runPhase(moved, { fromMinute: toMinute - 720, toMinute }),
      PLANNING_SETTINGS.gates.default,
    );
    const open = checks.filter(({ verdict }) => verdict === "fail" || verdict === "inconclusive");
    expect(open.map(({ sentence }) => `phase ${at + 1}: ${sentence}`)).toEqual([]);
    for (const { check, verdict, stamp, pool } of checks)
      if (check === "relief" && verdict === "pass") seen.push(`${stamp} ${pool}`);
    toMinute += MINUTES_PER_DAY;
  }
  expect(seen).toEqual(expect.arrayContaining(["wus-a dataproxy", "wus-b registry", "wus-b dataproxy"]));
});
