import type { NodeMatrix } from "../telemetry/types.ts";
import { countAliveNodes } from "./aliveNodes.ts";
import type { LoadCosts, PoolLoad, RegistryLoad } from "./types.ts";

/** Requests and bytes a minute that fall on one node if they split evenly, per used bin. */
export interface NodeLoad {
  readonly requests: Float64Array;
  readonly bytes: Float64Array;
}

/** A pool's window laid out for fitting: only the bins that have both load and CPU. */
export interface Frame {
  /** Index into the window of every bin used, ascending. */
  readonly bins: Int32Array;
  /** 1 ÷ nodes that shared the load, per used bin. */
  readonly perNode: Float64Array;
  /** Whether the bin before it in the window is used too. */
  readonly follows: Uint8Array;
  /** Per node and used bin: percent measured, NaN = no data. */
  readonly measured: readonly Float64Array[];
  /** Of all registries together. */
  readonly totals: NodeLoad;
}

/** Bins where the load was reported and at least one node has data. */
export function buildFrame(matrix: NodeMatrix, load: PoolLoad): Frame {
  const length = matrix.toMinute - matrix.fromMinute;
  const alive = countAliveNodes(matrix);
  const used: number[] = [];
  for (let bin = 0; bin < length; bin++) {
    if (load.reported[bin] === 1 && matrix.values.some((row) => (row[bin] ?? -1) >= 0)) used.push(bin);
  }
  const bins = Int32Array.from(used);
  const perNode = Float64Array.from(used, (bin) => 1 / Math.max(1, alive[bin] ?? 1));
  return {
    bins,
    perNode,
    follows: Uint8Array.from(used, (bin, place) => (place > 0 && used[place - 1] === bin - 1 ? 1 : 0)),
    measured: matrix.values.map((row) =>
      Float64Array.from(used, (bin) => {
        const centi = row[bin] ?? -1;
        return centi < 0 ? Number.NaN : centi / 100;
      }),
    ),
    totals: sumNodeLoad(load.registries, { bins, perNode }),
  };
}

/** The load of registries together, over the used bins, per node. */
export function sumNodeLoad(
  registries: Iterable<RegistryLoad>,
  { bins, perNode }: Pick<Frame, "bins" | "perNode">,
): NodeLoad {
  const requests = new Float64Array(bins.length);
  const bytes = new Float64Array(bins.length);
  for (const registry of registries) {
    for (let index = 0; index < bins.length; index++) {
      const bin = bins[index] ?? 0;
      const per = perNode[index] ?? 0;
      requests[index] = (requests[index] ?? 0) + (registry.requests[bin] ?? 0) * per;
      bytes[index] = (bytes[index] ?? 0) + (registry.bytes[bin] ?? 0) * per;
    }
  }
  return { requests, bytes };
}

/** What a load costs at these costs, points per used bin. */
export function pointsOf(load: NodeLoad, costs: LoadCosts): Float64Array {
  return load.requests.map(
    (requests, index) => costs.pointsPerRequest * requests + costs.pointsPerByte * (load.bytes[index] ?? 0),
  );
}

export function meanOf(series: Float64Array): number {
  let sum = 0;
  for (const value of series) sum += value;
  return sum / Math.max(1, series.length);
}

/** The mean over rows, bin by bin. */
export function averageRows(rows: readonly Float64Array[], length: number): Float64Array {
  const out = new Float64Array(length);
  for (const row of rows)
    for (let index = 0; index < length; index++) out[index] = (out[index] ?? 0) + (row[index] ?? 0);
  return out.map((value) => value / Math.max(1, rows.length));
}
