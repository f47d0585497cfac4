import { controlPlaneOf, env } from "#lib/env.ts";
import { pageApp } from "#lib/http/page.ts";
import { listPlans } from "#lib/planning/list/queries.ts";
import { listedVersions, type PlanRow } from "#lib/planning/listedVersions.ts";

/** More than a person reads; beyond it the page says that it shows the latest. */
const MOST_PLANS = 3_000;

export interface PlansView {
  /** The newest version of each plan, and the older one that is in force beside it. */
  readonly rows: readonly PlanRow[];
  /** Whether there are older ones that are not here. */
  readonly hasMore: boolean;
  readonly mayEdit: boolean;
  /** Whether a control plane is asked for homes. */
  readonly hasControl: boolean;
  readonly readMs: number;
}

/** The plans of a region, or of all (""), the one saved last first. */
export async function loadPlansPage(region: string, mayEdit: boolean): Promise<PlansView> {
  const { database, clock } = await pageApp();
  const { plans, nextCursor } = await listPlans(database.prisma, {
    limit: MOST_PLANS,
    ...(region === "" ? {} : { region }),
  });
  const hasControl = controlPlaneOf(env()) !== null;
  return { rows: listedVersions(plans), hasMore: nextCursor !== null, mayEdit, hasControl, readMs: clock() };
}
