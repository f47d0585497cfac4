import { countAliveNodes } from "../contribution/aliveNodes.ts";
import { desaturate } from "../contribution/saturation.ts";
import type { LoadModel } from "../contribution/types.ts";
import type { FittedPool } from "./types.ts";

/** A pool laid out for projecting, node after node in flat arrays: index = node × bins + bin. */
export interface PoolBase {
  readonly model: LoadModel;
  readonly nodes: number;
  readonly bins: number;
  /** Percent measured, NaN = no data. */
  readonly measured: Float64Array;
  /** The demand behind it. */
  readonly demand: Float64Array;
  /** Points of load that the model sees in it, and what it leaves; NaN where the bin was not fitted. */
  readonly load: Float64Array;
  readonly residual: Float64Array;
  /** Nodes that share the load of a bin; 0 = none. */
  readonly alive: Uint16Array;
  /** Bins with data, ascending. */
  readonly reported: Int32Array;
}

export function layOutPool({ nodes, model }: FittedPool): PoolBase {
  const bins = nodes.toMinute - nodes.fromMinute;
  const count = nodes.nodes.length;
  const measured = new Float64Array(count * bins);
  const demand = new Float64Array(count * bins);
  const load = new Float64Array(count * bins);
  const residual = new Float64Array(count * bins);
  const present = new Uint8Array(bins);
  for (let node = 0; node < count; node++) {
    const values = nodes.values[node];
    const latent = model.demand[node];
    const fitted = model.fitted[node];
    const idle = model.idlePoints[node] ?? 0;
    for (let bin = 0; bin < bins; bin++) {
      const at = node * bins + bin;
      const centi = values?.[bin] ?? -1;
      const seen = latent?.[bin] ?? Number.NaN;
      const explained = fitted?.[bin] ?? Number.NaN;
      measured[at] = centi < 0 ? Number.NaN : centi / 100;
      const asked = Number.isNaN(seen) ? desaturate(centi / 100, model.saturation) : seen;
      demand[at] = asked;
      load[at] = Math.max(0, explained - idle);
      residual[at] = asked - explained;
      if (centi >= 0) present[bin] = 1;
    }
  }
  const alive = countAliveNodes(nodes);
  const reported = Int32Array.from({ length: bins }, (_, bin) => bin).filter((bin) => present[bin] === 1);
  return { model, nodes: count, bins, measured, demand, load, residual, alive, reported };
}
