import type { NodeMatrix } from "../telemetry/types.ts";
import { hotNodeP95 } from "./hotNodeP95.ts";
import { rankHottestNodes } from "./rankHottestNodes.ts";
import type { HotnessSettings, PoolMeasures } from "./types.ts";

/**
 * Why the node is hot: `uneven_split` = a registry's affinity explains its excess, moves may help; `mend_node` = nothing
 * that tenants do explains it, no moves; `unexamined` = no load model has been asked yet.
 */
export type SickNodeCause = "unexamined" | "uneven_split" | "mend_node";

export interface SickNode {
  readonly slot: number;
  readonly name: string;
  /** Bins in which it is the hottest ÷ bins with data, 0–1. */
  readonly share: number;
  /** Hot-node P95 of the whole pool, percent. */
  readonly hotNodeP95: number;
  /** The same with this node left out and the greatest of the others taken anew, percent. */
  readonly hotNodeP95Without: number;
  /** How much lower that is, points. */
  readonly gapPoints: number;
  readonly cause: SickNodeCause;
}

/** Whether the measures alone allow a sick node, so that only the few suspects' node matrices need to be read. */
export function maySickNodeBe(measures: PoolMeasures, settings: HotnessSettings): boolean {
  const { hotNodeP95: p95, hottestNode } = measures;
  if (p95 === null || hottestNode === null) return false;
  return p95 >= settings.thresholds.warm && hottestNode.share >= settings.sickNode.hottestShare;
}

/**
 * The sick node of a pool, or null. Sick: the pool's hot-node P95 is at least warm, one node is the hottest in at
 * least `sickNode.hottestShare` of the bins, and without it the P95 would be at least `sickNode.dropPoints` lower.
 *
 * Null also where nothing can be compared: a single node, or the others silent in more than `1 − coverage.unknownBelow` of
 * the bins. `explainedByLoad` is the load model's word on the node's excess; undefined = not asked.
 */
export function diagnoseSickNode(
  matrix: NodeMatrix,
  settings: HotnessSettings,
  explainedByLoad?: boolean,
): SickNode | null {
  const all = reduceHottest(matrix, null);
  const top = rankHottestNodes(all.hottest)[0];
  const node = top && matrix.nodes[top.slot];
  const p95 = hotNodeP95(all.hot);
  if (top === undefined || node === undefined || p95 === null) return null;
  if (p95 < settings.thresholds.warm || top.share < settings.sickNode.hottestShare) return null;

  const others = reduceHottest(matrix, top.slot);
  if (others.bins < all.bins * settings.coverage.unknownBelow) return null;
  const without = hotNodeP95(others.hot);
  if (without === null || p95 - without < settings.sickNode.dropPoints) return null;
  return {
    slot: node.slot,
    name: node.name,
    share: top.share,
    hotNodeP95: p95,
    hotNodeP95Without: without,
    gapPoints: p95 - without,
    cause: explainedByLoad === undefined ? "unexamined" : explainedByLoad ? "uneven_split" : "mend_node",
  };
}

interface HottestRows {
  readonly hot: Int16Array;
  readonly hottest: Int16Array;
  readonly bins: number;
}

const known = new WeakMap<NodeMatrix, Map<number | null, HottestRows>>();

/**
 * hot(bin), which row is the hottest (ties: the lowest name), and how many bins have data, all without row `left`.
 * Remembered: every answer about a region with a suspect in it asks again.
 */
function reduceHottest(matrix: NodeMatrix, left: number | null): HottestRows {
  const reduced = known.get(matrix) ?? new Map<number | null, HottestRows>();
  known.set(matrix, reduced);
  const rows = reduced.get(left) ?? reduceRows(matrix, left);
  reduced.set(left, rows);
  return rows;
}

function reduceRows(matrix: NodeMatrix, left: number | null): HottestRows {
  const length = matrix.toMinute - matrix.fromMinute;
  const hot = new Int16Array(length).fill(-1);
  const hottest = new Int16Array(length).fill(-1);
  const rows = matrix.nodes
    .map(({ name }, row) => ({ name, row }))
    .filter(({ row }) => row !== left)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  let bins = 0;
  for (const { row } of rows) {
    const values = matrix.values[row] ?? new Int16Array(0);
    for (let index = 0; index < length; index++) {
      const value = values[index] ?? -1;
      const greatest = hot[index] ?? -1;
      if (value <= greatest) continue;
      if (greatest < 0) bins++;
      hot[index] = value;
      hottest[index] = row;
    }
  }
  return { hot, hottest, bins };
}
