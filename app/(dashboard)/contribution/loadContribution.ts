import type { TimeRange } from "#lib/charts/index.ts";
import { readJudgedStamp } from "#lib/contribution/stamp/queries.ts";
import { err, ok, type Result } from "#lib/core/index.ts";
import type { AppContext } from "#lib/http/appContext.ts";
import { pageApp } from "#lib/http/page.ts";
import { windowRequestOf } from "../../_components/scope/windowRequest.ts";
import { type ContributionView, contributionView } from "./contributionView.ts";

interface ContributionAsked {
  readonly stamp: string;
  /** Empty = all of its pools. */
  readonly pool: string;
  readonly range: TimeRange;
}

/**
 * Who makes a stamp hot. Never throws: how hot the stamp is must be seen also when who makes it so cannot be told. What went
 * wrong stands in the log.
 */
export async function loadStampContribution(
  asked: ContributionAsked,
): Promise<Result<ContributionView, null>> {
  const context = await pageApp();
  try {
    return ok(await readContribution(context, asked));
  } catch (error) {
    context.log.error({ err: error, stamp: asked.stamp }, "contribution failed");
    return err(null);
  }
}

async function readContribution(context: AppContext, asked: ContributionAsked): Promise<ContributionView> {
  const nowMs = context.clock();
  const request = windowRequestOf(asked.range);
  const judged = await readJudgedStamp(context, { stamp: asked.stamp, request, nowMs });
  if (!judged.ok) throw new Error(judged.error.detail);
  const { stamp, window, pools } = judged.value;
  const shown = pools.filter(({ placed }) => asked.pool === "" || placed.pool === asked.pool);
  return contributionView(shown, { stamp, window, readMs: nowMs });
}
