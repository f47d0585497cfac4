import { z } from "zod";
import { err, type Failure, MINUTE_MS, type MinuteWindow, ok, type Result } from "../../core/index.ts";
import { findThing } from "../../fleet/naming/thing/commands.ts";
import { parseWindow, type WindowRequest } from "../../hotness/index.ts";
import { measureFleet } from "../../hotness/queries.ts";
import {
  answerNote,
  answerRow,
  answerWindow,
  rounded,
  type TenantContribution,
} from "../contributionAnswer.ts";
import { type ContributionSource, type JudgedPool, readJudgedPools } from "../judged/queries.ts";
import { type PlacedContribution, rankContribution } from "../rankContribution.ts";
import { contributionFields, modelsOf } from "../stamp/queries.ts";

export const tenantContributionQuerySchema = z.strictObject(contributionFields);

/** Every pool that registries of a tenant were at home on in the window, judged. */
export interface JudgedTenant {
  /** Its present name. */
  readonly tenant: string;
  readonly window: MinuteWindow;
  readonly pools: readonly JudgedPool[];
}

/** `GET /api/v1/tenants/{tenant}/contribution`: across all stamps it is on. `not_found`, `malformed`. */
export async function getTenantContribution(
  source: ContributionSource,
  tenant: string,
  asked: { readonly query: z.output<typeof tenantContributionQuerySchema>; readonly nowMs: number },
): Promise<Result<TenantContribution, Failure>> {
  const { query, nowMs } = asked;
  const request = parseWindow(query);
  if (!request.ok) return request;
  const judged = await readJudgedTenant(source, { tenant, request: request.value, nowMs });
  if (!judged.ok) return judged;
  const { pools, window, tenant: name } = judged.value;
  const { groupBy, shareOf } = query;
  const own = pools.map(({ placed }) => onlyOf(placed, name));
  const models = modelsOf(pools);
  return ok({
    tenant: name,
    window: answerWindow(window),
    groupBy,
    shareOf,
    model: models[0] ?? null,
    models,
    notes: pools.flatMap(({ notes }) => notes.map(answerNote)),
    rows: rankContribution({ pools: own, groupBy, shareOf }).map(answerRow),
    relief: pools.map((pool) => reliefIn(pool, name)),
  });
}

/** The pools of a tenant's stamps with their load models. `not_found`. */
export async function readJudgedTenant(
  source: ContributionSource,
  asked: { readonly tenant: string; readonly request: WindowRequest; readonly nowMs: number },
): Promise<Result<JudgedTenant, Failure>> {
  const { prisma } = source.database;
  const found = await findThing(prisma, "tenant", asked.tenant);
  if (found === null) return err({ code: "not_found", detail: `There is no tenant ${asked.tenant}.` });
  const homes = await prisma.binding.findMany({
    where: { replica: { registry: { tenantId: found.id } } },
    select: {
      boundAt: true,
      unboundAt: true,
      stamp: { select: { name: true, region: { select: { name: true } } } },
    },
  });
  const regions = [...new Set(homes.map(({ stamp }) => stamp.region.name))];
  const filter = regions.length === 1 ? { region: regions[0] } : {};
  const measured = await measureFleet(source, { request: asked.request, filter, nowMs: asked.nowMs });
  const fromMs = measured.window.fromMinute * MINUTE_MS;
  const toMs = measured.window.toMinute * MINUTE_MS;
  const stamps = new Set(
    homes
      .filter(({ boundAt, unboundAt }) => boundAt.getTime() < toMs && (unboundAt?.getTime() ?? toMs) > fromMs)
      .map(({ stamp }) => stamp.name),
  );
  const pools = measured.pools.filter(({ pool }) => stamps.has(pool.stamp));
  return ok({ tenant: found.name, window: measured.window, pools: await readJudgedPools(source, pools) });
}

/** A pool's contributions without those of others, so that shares are of the tenant's own traffic. */
export function onlyOf(placed: PlacedContribution, tenant: string): PlacedContribution {
  const { contribution } = placed;
  const registries = contribution.registries.filter((part) => part.tenant === tenant);
  return { ...placed, contribution: { ...contribution, registries } };
}

/** What a tenant does to one pool, all of its registries taken out together. */
export function reliefIn(
  { placed, measured: { settings } }: JudgedPool,
  tenant: string,
): TenantContribution["relief"][number] {
  const { contribution } = placed;
  const { hotNodeP95, measures } = contribution;
  const relief = contribution.tenantRelief.get(tenant) ?? (hotNodeP95 === null ? null : 0);
  const share = (measure: "requests" | "bytes") => {
    let own = 0;
    let all = 0;
    for (const part of contribution.registries) {
      all += part[measure];
      if (part.tenant === tenant) own += part[measure];
    }
    return measures[measure] && all > 0 ? rounded(own / all) : null;
  };
  return {
    stamp: placed.stamp,
    pool: placed.pool,
    hotNodeP95: rounded(hotNodeP95),
    reliefPoints: rounded(relief),
    requestShare: share("requests"),
    byteShare: share("bytes"),
    dominates: relief === null || hotNodeP95 === null ? null : relief >= settings.dominanceShare * hotNodeP95,
  };
}
