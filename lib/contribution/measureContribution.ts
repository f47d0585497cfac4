import { evenPoints, type FittedPool, measureSeries } from "./fittedPool.ts";
import { createRelief } from "./measureRelief.ts";
import type { PoolLoad } from "./types.ts";

/** What a registry, or several together, put on a pool over the window: totals, so that they can be summed. */
export interface LoadTotals {
  readonly requests: number;
  readonly bytes: number;
  /** In the hot bins alone: those with hot(bin) ≥ the hot-node P95. */
  readonly hotRequests: number;
  readonly hotBytes: number;
  /** Attributed CPU, vCPU minutes (node minutes where no vCPU count is declared); 0 without a model. */
  readonly cpu: number;
}

/** A pool with what was asked of it; `fitted` is null where no load model can be had. */
export interface MeasuredPool {
  readonly stamp: string;
  /** Name of the pool. */
  readonly pool: string;
  readonly load: PoolLoad;
  readonly fitted: FittedPool | null;
}

export interface PoolContribution {
  readonly measured: MeasuredPool;
  /** In the order of the load. */
  readonly totals: readonly LoadTotals[];
  /** Points of hot-node P95 that go with the registries at these places; null without a model or without data. */
  readonly relief: (places: readonly number[]) => number | null;
}

/** Sums of every registry, and how to ask for relief. Unreported bins are left out of all of it. */
export function measureContribution(measured: MeasuredPool): PoolContribution {
  const { load, fitted } = measured;
  const bins = Int32Array.from(load.reported.keys()).filter((bin) => load.reported[bin] === 1);
  const hotBins = fitted === null ? new Set<number>() : findHotBins(fitted);
  const vcpus = fitted?.model.vcpusPerNode ?? 1;
  const totals = load.registries.map(({ requests, bytes }, place): LoadTotals => {
    const sums = { requests: 0, bytes: 0, hotRequests: 0, hotBytes: 0 };
    for (const bin of bins) {
      const asked = requests[bin] ?? 0;
      const moved = bytes[bin] ?? 0;
      sums.requests += asked;
      sums.bytes += moved;
      if (!hotBins.has(bin)) continue;
      sums.hotRequests += asked;
      sums.hotBytes += moved;
    }
    const model = fitted?.model.registries[place];
    const points =
      model === undefined ? 0 : model.pointsPerRequest * sums.requests + model.pointsPerByte * sums.bytes;
    return { ...sums, cpu: (points / 100) * vcpus };
  });
  const relief = fitted === null ? null : createRelief(fitted, load);
  return { measured, totals, relief: (places) => relief?.(places) ?? null };
}

function findHotBins({ nodes }: FittedPool): Set<number> {
  const { hot, reported, hotNodeP95 } = measureSeries(nodes);
  return new Set(reported.filter((bin) => hotNodeP95 !== null && (hot[bin] ?? 0) >= hotNodeP95));
}

/**
 * Attributed points on the pool's average node, per bin of the window: what a stacked chart of contributors draws. NaN
 * where the load was not reported.
 */
export function attributedSeries({ nodes, model }: FittedPool, load: PoolLoad, place: number): Float64Array {
  const registry = load.registries[place];
  const own = model.registries[place];
  const { alive } = measureSeries(nodes);
  if (registry === undefined || own === undefined) return new Float64Array(alive.length).fill(Number.NaN);
  return evenPoints(registry, own, { alive, ratio: 1, reported: load.reported }).map((points, bin) =>
    load.reported[bin] === 1 ? points : Number.NaN,
  );
}
