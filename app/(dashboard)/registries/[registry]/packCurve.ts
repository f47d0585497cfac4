import { encodeCells } from "#lib/charts/cellMatrix.ts";
import { countAliveNodes } from "#lib/contribution/aliveNodes.ts";
import { evenPoints, partsOf } from "#lib/contribution/fittedPool.ts";
import type { LoadModel } from "#lib/contribution/types.ts";
import type { EpochMinute, MinuteWindow } from "#lib/core/index.ts";
import type { LoadMatrix } from "#lib/telemetry/load/loadMatrix.ts";
import type { NodeMatrix } from "#lib/telemetry/types.ts";

/** A registry in one pool over time, on its way to the browser; a value for each column, as many minutes as it says. */
export interface PackedCurve extends MinuteWindow {
  readonly stepMinutes: number;
  readonly columns: number;
  /** Hottest node and what of it is the registry's, hundredths of a point, −1 = no data; `encodeCells`. */
  readonly hot: string;
  /** Null = there is no model that may be used. */
  readonly own: string | null;
  /** Mean a minute, null = nobody's load was reported. Of a measure that nobody reports, null. */
  readonly requests: readonly (number | null)[] | null;
  readonly bytes: readonly (number | null)[] | null;
}

export interface CurveInput {
  readonly load: LoadMatrix;
  readonly nodes: NodeMatrix | null;
  readonly model: LoadModel | null;
  /** hot(bin) of the window, hundredths of a point, −1 = no data. */
  readonly hot: Int16Array;
  /** The registry's place in the load. */
  readonly place: number;
}

/** No screen has room for more. */
const COLUMNS_AT_MOST = 720;

/** CPU is thinned by its greatest, load by its mean. */
export function packCurve(input: CurveInput): PackedCurve {
  const { load, hot, place } = input;
  const minutes = load.toMinute - load.fromMinute;
  const stepMinutes = Math.max(1, Math.ceil(minutes / COLUMNS_AT_MOST));
  const grid = { columns: Math.ceil(minutes / stepMinutes), stepMinutes };
  const series = load.registries[place];
  const own =
    input.nodes === null || input.model === null ? null : ownOnHottest(input, input.nodes, input.model);
  return {
    fromMinute: load.fromMinute,
    toMinute: load.toMinute,
    ...grid,
    hot: encodeCells(greatestOf(hot, grid)),
    own: own === null ? null : encodeCells(greatestOf(own, grid)),
    requests:
      load.measures.requests && series !== undefined ? meansOf(series.requests, load.reported, grid) : null,
    bytes: load.measures.bytes && series !== undefined ? meansOf(series.bytes, load.reported, grid) : null,
  };
}

/** What of the hottest node's minute is attributed to the registry: at most what lies above the node's idle floor. */
function ownOnHottest({ load, place }: CurveInput, nodes: NodeMatrix, model: LoadModel): Int16Array {
  const own = new Int16Array(nodes.toMinute - nodes.fromMinute).fill(-1);
  const series = load.registries[place];
  const costs = model.registries[place];
  if (series === undefined || costs === undefined) return own;
  const points = evenPoints(series, costs, {
    alive: countAliveNodes(nodes),
    ratio: 1,
    reported: load.reported,
  });
  const parts = partsOf(model, costs);
  for (let bin = 0; bin < own.length; bin++) {
    const node = hottestNode(nodes, bin);
    if (node < 0 || load.reported[bin] !== 1) continue;
    const above = Math.max(0, (nodes.values[node]?.[bin] ?? 0) - 100 * (model.idlePoints[node] ?? 0));
    own[bin] = Math.round(Math.min(above, 100 * (points[bin] ?? 0) * (parts[node] ?? 0)));
  }
  return own;
}

/** −1 = no node has data. */
function hottestNode({ values }: NodeMatrix, bin: number): number {
  let hottest = -1;
  let greatest = -1;
  for (const [node, row] of values.entries()) {
    const value = row[bin] ?? -1;
    if (value <= greatest) continue;
    greatest = value;
    hottest = node;
  }
  return hottest;
}

interface Grid {
  readonly columns: number;
  readonly stepMinutes: number;
}

function greatestOf(values: Int16Array, { columns, stepMinutes }: Grid): Int16Array {
  const greatest = new Int16Array(columns).fill(-1);
  for (let bin = 0; bin < values.length; bin++) {
    const column = Math.floor(bin / stepMinutes);
    greatest[column] = Math.max(greatest[column] ?? -1, values[bin] ?? -1);
  }
  return greatest;
}

function meansOf(
  values: Float32Array,
  reported: Uint8Array,
  { columns, stepMinutes }: Grid,
): (number | null)[] {
  const sums = new Float64Array(columns);
  const counts = new Uint32Array(columns);
  for (let bin = 0; bin < values.length; bin++) {
    if (reported[bin] !== 1) continue;
    const column = Math.floor(bin / stepMinutes);
    sums[column] = (sums[column] ?? 0) + (values[bin] ?? 0);
    counts[column] = (counts[column] ?? 0) + 1;
  }
  return Array.from(sums, (sum, column) => {
    const count = counts[column] ?? 0;
    return count === 0 ? null : Math.round(sum / count);
  });
}

/** A value for every minute, as a line chart takes it: a column's stands for all of its minutes. */
export function spreadColumns<Value>(
  columns: ArrayLike<Value>,
  { fromMinute, toMinute, stepMinutes }: MinuteWindow & { readonly stepMinutes: number },
): (Value | null)[] {
  const length: EpochMinute = toMinute - fromMinute;
  return Array.from({ length }, (_, bin) => columns[Math.floor(bin / stepMinutes)] ?? null);
}
