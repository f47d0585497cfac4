import { quantileR7 } from "../../stats/index.ts";
import { CASE_MINUTES, type CasePool, type PredictionCase } from "./cases.ts";
import { cpuPerPoint, desaturate, saturate, trueCpu } from "./physics.ts";

export interface Predicted {
  readonly point: number;
  readonly low?: number;
  readonly high?: number;
}
export interface Both {
  readonly source: Predicted;
  readonly destination: Predicted;
}

export function hotOf(rows: readonly Int16Array[]): number[] {
  return Array.from({ length: CASE_MINUTES }, (_, bin) => {
    let greatest = -1;
    for (const row of rows) greatest = Math.max(greatest, (row[bin] ?? -1) / 100);
    return greatest;
  });
}

export function p95(values: readonly number[]): number {
  return (
    quantileR7(
      values.filter((value) => value >= 0),
      0.95,
    ) ?? 0
  );
}

function present(side: CasePool): Float64Array {
  const { lateNode, nodes } = side.pool;
  return Float64Array.from({ length: CASE_MINUTES }, (_, bin) =>
    lateNode === undefined || (bin >= lateNode.from && bin < lateNode.to) ? nodes : lateNode.first,
  );
}

function meanTraffic(side: CasePool, names: ReadonlySet<string> | null): { requests: number; bytes: number } {
  let requests = 0;
  let bytes = 0;
  for (const [index, registry] of side.residents.entries()) {
    if (names !== null && !names.has(registry.name)) continue;
    const seen = side.seen[index];
    for (const value of seen?.requests ?? []) requests += value;
    for (const value of seen?.bytes ?? []) bytes += value;
  }
  return { requests, bytes };
}

/** Above-idle P95 × the moved registries' share of mean traffic (the mean of the request and the byte share). */
export function predictByShare({ source, destination, moved }: PredictionCase): Both {
  const names = new Set(moved.map(({ name }) => name));
  const all = meanTraffic(source, null);
  const part = meanTraffic(source, names);
  const share = 0.5 * (part.requests / all.requests + part.bytes / all.bytes);
  const before = p95(hotOf(source.before));
  const change = Math.max(0, before - source.pool.idle) * share;
  return {
    source: { point: before - change },
    destination: {
      point: Math.min(100, p95(hotOf(destination.before)) + change * sizeRatio(source, destination)),
    },
  };
}

function sizeRatio(source: CasePool, destination: CasePool): number {
  return (
    (source.pool.nodes * source.pool.vcpusPerNode) / (destination.pool.nodes * destination.pool.vcpusPerNode)
  );
}

/** The same minute by minute. */
export function predictByMinuteShare({ source, destination, moved }: PredictionCase): Both {
  const names = new Set(moved.map(({ name }) => name));
  const hot = hotOf(source.before);
  const change = hot.map((value, bin) => {
    let all = [0, 0];
    let part = [0, 0];
    for (const [index, registry] of source.residents.entries()) {
      const requests = source.seen[index]?.requests[bin] ?? 0;
      const bytes = source.seen[index]?.bytes[bin] ?? 0;
      all = [(all[0] ?? 0) + requests, (all[1] ?? 0) + bytes];
      if (names.has(registry.name)) part = [(part[0] ?? 0) + requests, (part[1] ?? 0) + bytes];
    }
    const share =
      0.5 * ((part[0] ?? 0) / Math.max(1, all[0] ?? 0) + (part[1] ?? 0) / Math.max(1, all[1] ?? 0));
    return Math.max(0, value - source.pool.idle) * share;
  });
  const there = hotOf(destination.before);
  return {
    source: { point: p95(hot.map((value, bin) => (value < 0 ? -1 : value - (change[bin] ?? 0)))) },
    destination: {
      point: p95(
        there.map((value, bin) =>
          value < 0 ? -1 : Math.min(100, value + (change[bin] ?? 0) * sizeRatio(source, destination)),
        ),
      ),
    },
  };
}

/**
 * Knows every true cost and the saturation curve, but not how load splits over nodes: it takes the load that moves off
 * the hottest node, and puts it there, as if it split evenly.
 */
export function predictByOracle({ source, destination, moved }: PredictionCase): Both {
  const cpu = new Float64Array(CASE_MINUTES);
  for (const registry of moved)
    for (const [bin, value] of trueCpu(registry).entries()) cpu[bin] = (cpu[bin] ?? 0) + value;
  const side = (pool: CasePool, sign: number): Predicted => {
    const nodes = present(pool);
    const hot = hotOf(pool.before).map((value, bin) => {
      if (value < 0) return -1;
      const points = (cpu[bin] ?? 0) / cpuPerPoint(pool.pool) / Math.max(1, nodes[bin] ?? 1);
      const demand = desaturate(pool.pool.saturation, value) + sign * points;
      return saturate(pool.pool.saturation, Math.max(pool.pool.idle, demand));
    });
    return { point: p95(hot) };
  };
  return { source: side(source, -1), destination: side(destination, 1) };
}
