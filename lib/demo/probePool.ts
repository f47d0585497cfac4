import { quantileR7 } from "../stats/index.ts";
import { createRenderer } from "./render.ts";
import { desaturate, saturate } from "./saturation.ts";
import { scaled } from "./scaled.ts";
import type { DemoHome, DemoPool } from "./types.ts";

const WINDOW_MINUTES = 720;

/** Demanded points per node over all minutes of the reference windows. */
export type Points = readonly Float64Array[];
export interface Part {
  readonly points: Points;
  readonly factor: number;
}

/** What the calibration sees of one pool: the renderer's own output, taken apart. */
export interface PoolProbe {
  /** Points of the idle pool. */
  readonly idle: Points;
  /** Points that these homes alone add to the idle pool. */
  added(homes: readonly DemoHome[]): Points;
}

/** Probing asks for so much less than it wants to know, for a saturated node would tell nothing. */
const PROBE_PART = 1 / 8;
const PROBE = { load: 1, cost: { registry: PROBE_PART, dataproxy: PROBE_PART } };

export function probePool(seed: number, pool: DemoPool, windows: readonly number[]): PoolProbe {
  const renderer = createRenderer(seed, []);
  const render = (homes: readonly DemoHome[]): Float64Array[] => {
    const out = Array.from(
      { length: pool.nodeCount },
      () => new Float64Array(windows.length * WINDOW_MINUTES),
    );
    const bindings = homes.map(({ replica }) => ({
      replica: scaled(replica, PROBE),
      boundAtMs: 0,
      unboundAtMs: null,
    }));
    for (const [index, fromMinute] of windows.entries()) {
      const window = { fromMinute, toMinute: fromMinute + WINDOW_MINUTES };
      for (const [node, cpu] of renderer.renderPool(pool, bindings, window).cpu.entries()) {
        for (const [minute, value] of cpu.entries()) {
          const at = index * WINDOW_MINUTES + minute;
          const row = out[node];
          if (row !== undefined) row[at] = desaturate(value / 100);
        }
      }
    }
    return out;
  };
  const idle = render([]);
  return {
    idle,
    added: (homes) =>
      render(homes).map((row, node) =>
        row.map((value, at) => (value - (idle[node]?.[at] ?? 0)) / PROBE_PART),
      ),
  };
}

/** Hot-node P95 of a sum of parts, per window. */
export function hotNodeP95s(parts: readonly Part[]): number[] {
  const length = parts[0]?.points[0]?.length ?? 0;
  const hot = new Float64Array(length);
  const sum = new Float64Array(length);
  for (const [node] of (parts[0]?.points ?? []).entries()) {
    sum.fill(0);
    for (const { points, factor } of parts) {
      const row = points[node] ?? sum;
      for (let at = 0; at < length; at++) sum[at] = (sum[at] ?? 0) + factor * (row[at] ?? 0);
    }
    for (let at = 0; at < length; at++) hot[at] = Math.max(hot[at] ?? 0, sum[at] ?? 0);
  }
  return Array.from({ length: length / WINDOW_MINUTES }, (_, index) =>
    saturate(quantileR7(hot.subarray(index * WINDOW_MINUTES, (index + 1) * WINDOW_MINUTES), 0.95) ?? 0),
  );
}

export function mean(values: readonly number[] | Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total / Math.max(1, values.length);
}
