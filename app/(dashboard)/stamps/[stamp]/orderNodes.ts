import type { NodeRow } from "./nodeRows.ts";
import type { NODE_ORDERS } from "./stampParameters.ts";

/** Places of the map's rows as they are shown: hottest P95 of the measured window first, or by name with numbers as numbers. */
export function orderNodes(
  names: readonly string[],
  nodes: readonly NodeRow[],
  order: (typeof NODE_ORDERS)[number],
): number[] {
  const heat = new Map(nodes.map(({ name, p95 }) => [name, p95]));
  // A node without data in the measured window stands last, whatever it did before.
  const heatOf = (index: number) => heat.get(names[index] ?? "") ?? -1;
  const byName = (one: number, other: number) =>
    (names[one] ?? "").localeCompare(names[other] ?? "", "en", { numeric: true });
  return names
    .map((_, index) => index)
    .sort((one, other) =>
      order === "name" ? byName(one, other) : heatOf(other) - heatOf(one) || byName(one, other),
    );
}
