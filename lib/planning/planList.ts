import { listedVersions, type PlanRow } from "./listedVersions.ts";
import { type PlanList, planListSchema } from "./planAnswer.ts";
import { planListQuerySchema } from "./planBody.ts";

/** How plans are asked for and answered. */
export const planListForm = {
  query: planListQuerySchema,
  response: planListSchema,
  csv: planListTable,
} as const;

/** A row a version: the newest of each plan, and under it the older one that is in force. Stamps stand apart by `|`. */
function planListTable({ plans }: Pick<PlanList, "plans">) {
  return {
    columns: Object.keys(CELLS),
    rows: listedVersions(plans).map((row) => Object.values(CELLS).map((cell) => cell(row))),
  };
}

const CELLS: Readonly<Record<string, (row: PlanRow) => string | number | null>> = {
  plan_id: ({ id }) => id,
  name: ({ name }) => name,
  region: ({ region }) => region,
  plan_version: ({ version }) => version,
  state: ({ state }) => state,
  tier: ({ tier }) => tier,
  stamps: ({ stamps }) => stamps.map((stamp) => stamp.replaceAll("|", "\\|")).join("|"),
  phases: ({ phases }) => phases,
  moves: ({ moves }) => moves.total,
  moves_done: ({ moves }) => moves.done,
  moves_skipped: ({ moves }) => moves.skipped,
  excess_before: ({ excess }) => excess.before,
  excess_after: ({ excess }) => excess.after,
  author: ({ author }) => author,
  created_at: ({ createdAt }) => createdAt,
  saved_at: ({ savedAt }) => savedAt,
  saved_by: ({ savedBy }) => savedBy,
  start_at: ({ startAt }) => startAt,
  expires_at: ({ expiresAt }) => expiresAt,
};
