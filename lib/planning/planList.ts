import { type PlanList, planListSchema } from "./planAnswer.ts";
import { planListQuerySchema } from "./planBody.ts";

/** How plans are asked for and answered. */
export const planListForm = {
  query: planListQuerySchema,
  response: planListSchema,
  csv: planListTable,
} as const;

/** Plans as a table; stamps stand apart by `|`. */
function planListTable({ plans }: Pick<PlanList, "plans">) {
  return {
    columns: [
      "plan_id",
      "name",
      "region",
      "plan_version",
      "state",
      "tier",
      "stamps",
      "phases",
      "moves",
      "moves_done",
      "moves_skipped",
      "excess_before",
      "excess_after",
      "author",
      "created_at",
      "saved_at",
      "saved_by",
      "start_at",
      "expires_at",
    ],
    rows: plans.map((plan) => [
      plan.id,
      plan.name,
      plan.region,
      plan.version,
      plan.state,
      plan.tier,
      plan.stamps.map((stamp) => stamp.replaceAll("|", "\\|")).join("|"),
      plan.phases,
      plan.moves.total,
      plan.moves.done,
      plan.moves.skipped,
      plan.excess.before,
      plan.excess.after,
      plan.author,
      plan.createdAt,
      plan.savedAt,
      plan.savedBy,
      plan.startAt,
      plan.expiresAt,
    ]),
  };
}
