import { encodeCells } from "#lib/charts/cellMatrix.ts";
import { thinColumnsByMax } from "#lib/charts/index.ts";
import type { EpochMinute, MinuteWindow } from "#lib/core/index.ts";
import { hotNodeP95 } from "#lib/hotness/hotNodeP95.ts";
import { rankHottestNodes } from "#lib/hotness/rankHottestNodes.ts";
import { summarizeInt16 } from "#lib/stats/index.ts";
import type { NodeMatrix, PoolWindow } from "#lib/telemetry/types.ts";

/** One node over the measured window. CPU in percent; null where minutes of single nodes are not kept that long. */
export interface NodeRow {
  readonly name: string;
  /** Minutes in which it was the hottest of its pool. */
  readonly hottestMinutes: number;
  /** The same as a share of the minutes with data, 0–1. */
  readonly hottestShare: number;
  readonly p95: number | null;
  readonly average: number | null;
  readonly max: number | null;
  /** Minutes with data. */
  readonly minutes: number | null;
  readonly lastMinute: EpochMinute | null;
}

/**
 * Every node that had data in the window, the one that was hottest most often first, ties by P95, then by name.
 * `matrix` is of the same window; null = only the rollups are left of that time, and they name the hottest alone.
 */
export function nodeRows(
  window: PoolWindow,
  matrix: NodeMatrix | null,
  nodeNames: ReadonlyMap<number, string>,
): NodeRow[] {
  const shares = new Map(rankHottestNodes(window.hottest).map((share) => [share.slot, share]));
  const nodes =
    matrix === null
      ? [...shares.keys()].map((slot) => ({ slot, name: nodeNames.get(slot) ?? `slot ${slot}` }))
      : matrix.nodes;
  return nodes
    .map(({ slot, name }, row) => ({
      name,
      hottestMinutes: shares.get(slot)?.minutes ?? 0,
      hottestShare: shares.get(slot)?.share ?? 0,
      ...measureNode(matrix?.values[row] ?? null, window.fromMinute),
    }))
    .filter((row) => row.minutes !== 0)
    .sort(
      (one, other) =>
        other.hottestMinutes - one.hottestMinutes ||
        (other.p95 ?? -1) - (one.p95 ?? -1) ||
        (one.name < other.name ? -1 : 1),
    );
}

function measureNode(values: Int16Array | null, fromMinute: EpochMinute) {
  if (values === null) return { p95: null, average: null, max: null, minutes: null, lastMinute: null };
  const summary = summarizeInt16(values);
  const last = values.findLastIndex((value) => value >= 0);
  return {
    p95: hotNodeP95(values),
    average: summary.count === 0 ? null : summary.sum / summary.count / 100,
    max: summary.max === null ? null : summary.max / 100,
    minutes: summary.count,
    lastMinute: last < 0 ? null : fromMinute + last,
  };
}

/** The part of a node matrix that lies in a window, sharing its memory. */
export function sliceNodeMatrix(matrix: NodeMatrix, window: MinuteWindow): NodeMatrix {
  const fromMinute = Math.min(Math.max(window.fromMinute, matrix.fromMinute), matrix.toMinute);
  const toMinute = Math.max(Math.min(window.toMinute, matrix.toMinute), fromMinute);
  const start = fromMinute - matrix.fromMinute;
  const end = toMinute - matrix.fromMinute;
  return { ...matrix, fromMinute, toMinute, values: matrix.values.map((row) => row.subarray(start, end)) };
}

/** Node × time on its way to the browser; rows in the order of `names`. */
export interface PackedNodes {
  readonly names: readonly string[];
  readonly columns: number;
  readonly fromMinute: EpochMinute;
  readonly stepMinutes: number;
  /** Int16, base64: `encodeCells`. A column is the greatest of its minutes. */
  readonly cells: string;
}

/** More columns than any screen of two thirds of a page has pixels for would only be thrown away there. */
const COLUMNS_AT_MOST = 720;

/** Node × minute with no more columns than can be seen. */
export function packNodes(matrix: NodeMatrix): PackedNodes {
  const columns = matrix.toMinute - matrix.fromMinute;
  const values = new Int16Array(columns * matrix.values.length);
  matrix.values.forEach((row, index) => {
    values.set(row, index * columns);
  });
  const thin = thinColumnsByMax(
    { rows: matrix.values.length, columns, fromMinute: matrix.fromMinute, stepMinutes: 1, values },
    COLUMNS_AT_MOST,
  );
  return {
    names: matrix.nodes.map(({ name }) => name),
    columns: thin.columns,
    fromMinute: thin.fromMinute,
    stepMinutes: thin.stepMinutes,
    cells: encodeCells(thin.values),
  };
}
