import { controlPlaneOf, env } from "#lib/env.ts";
import { appContext } from "#lib/http/appContext.ts";
import { listPlans } from "#lib/planning/list/queries.ts";
import type { PlanSummary } from "#lib/planning/planAnswer.ts";
import { planListQuerySchema } from "#lib/planning/planBody.ts";

/** More than a person reads; beyond it the page says that it shows the latest. */
const MOST_PLANS = 3_000;
const A_PAGE = 500;

export interface PlansView {
  readonly plans: readonly PlanSummary[];
  /** Whether there are older ones that are not here. */
  readonly hasMore: boolean;
  readonly mayEdit: boolean;
  /** Whether a control plane is asked for homes. */
  readonly hasControl: boolean;
  readonly readMs: number;
}

/** The plans of a region, or of all (""), the one saved last first. */
export async function loadPlansPage(region: string, mayEdit: boolean): Promise<PlansView> {
  const { database, clock } = appContext();
  const plans: PlanSummary[] = [];
  let cursor: string | null = null;
  do {
    const query = planListQuerySchema.parse({
      limit: A_PAGE,
      ...(region === "" ? {} : { region }),
      ...(cursor === null ? {} : { cursor }),
    });
    const page = await listPlans(database.prisma, query);
    plans.push(...page.plans);
    cursor = page.nextCursor;
  } while (cursor !== null && plans.length < MOST_PLANS);
  const hasControl = controlPlaneOf(env()) !== null;
  return { plans, hasMore: cursor !== null, mayEdit, hasControl, readMs: clock() };
}
