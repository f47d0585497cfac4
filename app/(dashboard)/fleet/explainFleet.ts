import { formatShare } from "#lib/charts/index.ts";
import { renderPromQl } from "#lib/hotness/renderPromQl.ts";
import { renderSql } from "#lib/hotness/renderSql.ts";
import type { Explanation } from "../../_components/overlay/ExplainDialog.tsx";
import type { MEASURES } from "./fleetParameters.ts";
import type { FleetPoolRow, FleetView } from "./fleetView.ts";

const CELL_DEFINITIONS: Readonly<Record<(typeof MEASURES)[number], string>> = {
  hot: "A cell is the greatest value that any node of the pool reached in any minute of the cell: one noisy minute colours it.",
  p95: "A cell is the 95th percentile, over the cell's minutes, of the hottest node of each minute (method R-7).",
  average:
    "A cell is the mean, over the cell's minutes, of the mean of the nodes that reported. It hides hot nodes.",
};

interface ExplainInput {
  readonly view: FleetView;
  /** The pool whose queries are shown: the chosen one, or the hottest. */
  readonly pool: FleetPoolRow | undefined;
}

/** What a cell of the map means. */
export function explainCells(
  input: ExplainInput & { readonly measure: (typeof MEASURES)[number] },
): Explanation {
  return {
    measure: "Heat map",
    definition: `${CELL_DEFINITIONS[input.measure]} No data is a hatch, never a cool colour.`,
    ...about(input),
  };
}

/** What the table's first number means. */
export function explainP95(input: ExplainInput): Explanation {
  return {
    measure: "Hot-node P95",
    definition:
      "For every minute, the hottest node of the pool; of those minutes, the 95th percentile (method R-7). It tells how hot the worst node is, most of the time. The maximum is one noisy minute, the average hides hot nodes; both stand beside it.",
    ...about(input),
  };
}

function about({ view, pool }: ExplainInput): Omit<Explanation, "measure" | "definition"> {
  const window = view.windows.find((one) => one.region === pool?.region) ?? view.windows[0];
  const coverage =
    pool === undefined
      ? "No pool is shown."
      : `${pool.stamp} ${pool.pool}: ${formatShare(pool.coverage)} of the expected data is there. Under 90 % numbers are lighter, under 50 % the state is unknown.`;
  if (pool === undefined || window === undefined) return { window: view.windowText, coverage };
  const query = { stamp: pool.stamp, pool: pool.pool, window };
  const queried = `Hot-node P95 of ${pool.stamp} ${pool.pool}, elsewhere`;
  return { window: view.windowText, coverage, queried, promql: renderPromQl(query), sql: renderSql(query) };
}
