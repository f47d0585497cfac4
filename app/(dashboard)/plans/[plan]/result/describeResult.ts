import { formatRelativeChange } from "#lib/charts/index.ts";
import type { PlanResult } from "#lib/execution/result/resultAnswer.ts";
import { joinWords } from "../../../stamps/describeReasons.ts";

/** What became of the pools that the plan was to relieve, in a sentence. */
export function describeResult({ rows, after, note }: Pick<PlanResult, "rows" | "after" | "note">): string {
  const told = rows.filter(({ role, change }) => role === "source" && change.hotNodeP95Percent !== null);
  if (after === null || told.length === 0) return note;
  const changes = told.map(
    (row) => `${row.stamp} ${row.pool} ${formatRelativeChange(row.before.hotNodeP95, row.after.hotNodeP95)}`,
  );
  const over = rows.filter(
    ({ role, after: then, limit }) =>
      role !== "control" && then.hotNodeP95 !== null && then.hotNodeP95 > limit,
  );
  const ends =
    over.length === 0
      ? "every pool that it touched is under its limit"
      : `${joinWords(over.map(({ stamp, pool }) => `${stamp} ${pool}`))} ${over.length === 1 ? "is" : "are"} over the limit`;
  return `Hot-node P95, in the same clock hours before and after: ${joinWords(changes)}; ${ends}.`;
}
