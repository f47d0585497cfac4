import { NO_DATA } from "../core/index.ts";
import type { NodeMatrix, PoolWindow } from "../telemetry/types.ts";
import type { RenderedPool } from "./render.ts";
import type { DemoBinding, DemoFleet, DemoPool, DemoPoolPlan } from "./types.ts";

/** A rendered pool as the store would give it back. Every node that reports counts as expected, no other does. */
export function poolWindowOf(rendered: RenderedPool, pool = 1): PoolWindow {
  const length = rendered.cpu[0]?.length ?? 0;
  const hot = new Int16Array(length).fill(NO_DATA);
  const hottest = new Int16Array(length).fill(NO_DATA);
  const present = new Uint16Array(length);
  const average = new Int16Array(length).fill(NO_DATA);
  for (let at = 0; at < length; at++) {
    let sum = 0;
    for (const [node, values] of rendered.cpu.entries()) {
      const value = values[at] ?? NO_DATA;
      if (value < 0) continue;
      sum += value;
      present[at] = (present[at] ?? 0) + 1;
      if (value <= (hot[at] ?? NO_DATA)) continue;
      hot[at] = value;
      hottest[at] = node;
    }
    if ((present[at] ?? 0) > 0) average[at] = Math.round(sum / (present[at] ?? 1));
  }
  const { fromMinute } = rendered;
  return {
    pool,
    fromMinute,
    toMinute: fromMinute + length,
    hot,
    hottest,
    average,
    present,
    expected: present,
  };
}

export function nodeMatrixOf(rendered: RenderedPool): NodeMatrix {
  const length = rendered.cpu[0]?.length ?? 0;
  return {
    pool: 1,
    fromMinute: rendered.fromMinute,
    toMinute: rendered.fromMinute + length,
    nodes: rendered.nodes.map((name, slot) => ({ slot, name })),
    values: rendered.cpu,
  };
}

/** Everybody at home since ever. */
export function homeBindings(fleet: DemoFleet, pool: DemoPool): DemoBinding[] {
  return fleet.homes
    .filter((home) => home.stamp === pool.stamp)
    .map(({ replica }) => ({ replica, boundAtMs: 0, unboundAtMs: null }));
}

export function poolNamed(fleet: DemoFleet, stamp: string, name: string): DemoPoolPlan {
  const pool = fleet.stamps
    .flatMap(({ pools }) => pools)
    .find((one) => one.stamp === stamp && one.name === name);
  if (pool === undefined) throw new Error(`no pool ${stamp}/${name}`);
  return pool;
}
