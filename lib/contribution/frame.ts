import type { NodeMatrix } from "../telemetry/types.ts";
import { countAliveNodes } from "./aliveNodes.ts";
import type { PoolLoad } from "./types.ts";

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
}

/** Bins where the load was reported and at least one node has data. */
export function buildFrame(matrix: NodeMatrix, load: PoolLoad): Frame {
  const length = matrix.toMinute - matrix.fromMinute;
  const bins: number[] = [];
  const perNode: number[] = [];
  const alive = countAliveNodes(matrix);
  for (let bin = 0; bin < length; bin++) {
    if (load.reported[bin] !== 1) continue;
    if (!matrix.values.some((row) => (row[bin] ?? -1) >= 0)) continue;
    bins.push(bin);
    perNode.push(1 / Math.max(1, alive[bin] ?? 1));
  }
  return {
    bins: Int32Array.from(bins),
    perNode: Float64Array.from(perNode),
    follows: Uint8Array.from(bins, (bin, place) => (place > 0 && bins[place - 1] === bin - 1 ? 1 : 0)),
    measured: matrix.values.map((row) =>
      Float64Array.from(bins, (bin) => {
        const centi = row[bin] ?? -1;
        return centi < 0 ? Number.NaN : centi / 100;
      }),
    ),
  };
}
