import { lookForAlerts } from "#lib/alerts/index.ts";
import { keepPlanResults } from "#lib/execution/result/commands.ts";
import { verifySizes } from "#lib/execution/rightSizing/commands.ts";
import { watchPlans } from "#lib/execution/watch/commands.ts";
import type { AppContext } from "#lib/http/appContext.ts";
import { executionSeams } from "./executionSeams.ts";

/** Looks once after running plans, alerts, results and sizes, as the jobs of every minute do each by itself. */
export async function watchAll(app: AppContext, nowMs: number): Promise<void> {
  await watchPlans(app, { nowMs, seams: executionSeams });
  await lookForAlerts(app, nowMs);
  await keepPlanResults(app, nowMs);
  await verifySizes(app, nowMs);
}
