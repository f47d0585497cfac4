import { toCenti } from "../core/index.ts";
import type { NodeMatrix, PoolWindow } from "../telemetry/types.ts";

/** Percent per bin of every node, by name; null = no data. */
export type NodePercents = Readonly<Record<string, readonly (number | null)[]>>;

/** The matrix of these nodes; slots in the order given. */
export function nodeMatrixOf(nodes: NodePercents, fromMinute = 0): NodeMatrix {
  const names = Object.keys(nodes);
  const values = names.map((name) => centiOf(nodes[name] ?? []));
  const length = values[0]?.length ?? 0;
  return {
    pool: 1,
    fromMinute,
    toMinute: fromMinute + length,
    nodes: names.map((name, slot) => ({ slot, name })),
    values,
  };
}

/** The pool that these nodes make, each bin straight from the definitions of PRODUCT.md. */
export function poolWindowOf(nodes: NodePercents, fromMinute = 0): PoolWindow {
  const matrix = nodeMatrixOf(nodes, fromMinute);
  const bins = Array.from({ length: matrix.toMinute - fromMinute }, (_, bin) => {
    const present = matrix.nodes
      .map(({ slot, name }) => ({ slot, name, value: matrix.values[slot]?.[bin] ?? -1 }))
      .filter(({ value }) => value >= 0)
      .sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1));
    const expected = matrix.values.filter((row) =>
      row.subarray(Math.max(0, bin - 15), bin + 1).some((v) => v >= 0),
    );
    const sum = present.reduce((total, { value }) => total + value, 0);
    return { present, expected, average: present.length === 0 ? -1 : Math.round(sum / present.length) };
  });
  return {
    pool: 1,
    fromMinute,
    toMinute: matrix.toMinute,
    hot: Int16Array.from(bins, ({ present }) => present[0]?.value ?? -1),
    hottest: Int16Array.from(bins, ({ present }) => present[0]?.slot ?? -1),
    average: Int16Array.from(bins, ({ average }) => average),
    present: Uint16Array.from(bins, ({ present }) => present.length),
    expected: Uint16Array.from(bins, ({ expected }) => expected.length),
  };
}

function centiOf(percents: readonly (number | null)[]): Int16Array {
  return Int16Array.from(percents, (percent) => (percent === null ? -1 : toCenti(percent)));
}
