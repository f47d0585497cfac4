import { z } from "zod";
import { err, type Failure, type MinuteWindow, ok, type Result } from "../../core/index.ts";
import { parseWindow, type WindowRequest, windowFields } from "../../hotness/index.ts";
import { measureFleet } from "../../hotness/queries.ts";
import { findStampName } from "../../hotness/series/queries.ts";
import {
  answerModel,
  answerNote,
  answerRow,
  answerWindow,
  rounded,
  type StampContribution,
} from "../contributionAnswer.ts";
import { type ContributionSource, type JudgedPool, readJudgedPools } from "../judged/queries.ts";
import { type GroupBy, rankContribution, type ShareMeasure } from "../rankContribution.ts";

export const contributionFields = {
  ...windowFields,
  groupBy: z.enum(["registry", "tenant"]).default("registry"),
  shareOf: z.enum(["requests", "bytes"]).default("requests").describe("what cumulativeShare is of"),
};

export const stampContributionQuerySchema = z.strictObject({
  ...contributionFields,
  pool: z.string().max(200).optional().describe("left out: all pools of the stamp"),
});

/** A stamp's pools over the window asked for, judged. */
export interface JudgedStamp {
  /** Its present name. */
  readonly stamp: string;
  readonly window: MinuteWindow;
  readonly pools: readonly JudgedPool[];
}

/** `GET /api/v1/stamps/{stamp}/contribution`. `not_found`, `malformed` for a window that is none. */
export async function getStampContribution(
  source: ContributionSource,
  stamp: string,
  asked: { readonly query: z.output<typeof stampContributionQuerySchema>; readonly nowMs: number },
): Promise<Result<StampContribution, Failure>> {
  const { query, nowMs } = asked;
  const request = parseWindow(query);
  if (!request.ok) return request;
  const judged = await readJudgedStamp(source, { stamp, request: request.value, nowMs });
  if (!judged.ok) return judged;
  const { pool = null } = query;
  const names = judged.value.pools.map(({ placed }) => placed.pool);
  if (pool !== null && !names.includes(pool)) {
    const known = names.length > 0 ? `; it has ${names.join(", ")}` : "";
    return err({ code: "not_found", detail: `${judged.value.stamp} has no pool ${pool}${known}.` });
  }
  return ok(answerStamp(judged.value, { pool, groupBy: query.groupBy, shareOf: query.shareOf }));
}

/** The pools of one stamp with their load models. `not_found`. */
export async function readJudgedStamp(
  source: ContributionSource,
  asked: { readonly stamp: string; readonly request: WindowRequest; readonly nowMs: number },
): Promise<Result<JudgedStamp, Failure>> {
  const stamp = await findStampName(source, asked.stamp);
  if (stamp === null) return err({ code: "not_found", detail: `There is no stamp ${asked.stamp}.` });
  const measured = await measureFleet(source, {
    request: asked.request,
    filter: { stamp },
    nowMs: asked.nowMs,
  });
  return ok({ stamp, window: measured.window, pools: await readJudgedPools(source, measured.pools) });
}

function answerStamp(
  { stamp, window, pools }: JudgedStamp,
  asked: { readonly pool: string | null; readonly groupBy: GroupBy; readonly shareOf: ShareMeasure },
): StampContribution {
  const chosen = pools.filter(({ placed }) => asked.pool === null || placed.pool === asked.pool);
  const { groupBy, shareOf } = asked;
  const models = modelsOf(chosen);
  return {
    stamp,
    pool: asked.pool,
    window: answerWindow(window),
    groupBy,
    shareOf,
    model: models[0] ?? null,
    models,
    notes: chosen.flatMap(({ notes }) => notes.map(answerNote)),
    dominatedBy: dominantTenants(chosen),
    rows: rankContribution({ pools: chosen.map(({ placed }) => placed), groupBy, shareOf }).map(answerRow),
  };
}

/** The models that may be used, that of the hottest pool first. */
export function modelsOf(pools: readonly JudgedPool[]) {
  return pools
    .toSorted(
      (one, other) => (other.measured.measures.hotNodeP95 ?? -1) - (one.measured.measures.hotNodeP95 ?? -1),
    )
    .flatMap(({ model, placed }) => (model === null ? [] : [answerModel({ ...placed, model })]));
}

/** Tenants whose relief is at least the share of a pool's hot-node P95 that is set, the greatest share first. */
export function dominantTenants(pools: readonly JudgedPool[]): StampContribution["dominatedBy"] {
  return pools
    .flatMap(({ placed, measured: { settings } }) => {
      const { hotNodeP95, tenantRelief } = placed.contribution;
      if (hotNodeP95 === null || hotNodeP95 === 0) return [];
      return [...tenantRelief]
        .map(([tenant, reliefPoints]) => ({
          tenant,
          pool: placed.pool,
          reliefPoints: rounded(reliefPoints),
          share: rounded(reliefPoints / hotNodeP95),
        }))
        .filter(({ share }) => share >= settings.dominanceShare);
    })
    .sort((one, other) => other.share - one.share || (one.tenant < other.tenant ? -1 : 1));
}
