import type { TenantContribution } from "#lib/contribution/contributionAnswer.ts";
import {
  type AnsweredModel,
  type AnsweredNote,
  answerModel,
  answerNote,
} from "#lib/contribution/contributionAnswer.ts";
import { type ContributionRow, rankContribution } from "#lib/contribution/rankContribution.ts";
import { type JudgedTenant, onlyOf, reliefIn } from "#lib/contribution/tenant/queries.ts";
import type { MinuteWindow } from "#lib/core/index.ts";
import { SERIES_COLORS } from "../../../_components/chart/seriesColor.ts";
import { toColumns } from "../../../_components/table/columnar.ts";
import type { RankingView } from "../../contribution/contributionView.ts";
import { CONTRIBUTOR_FIELDS, contributorId, contributorRow } from "../../contribution/contributorRow.ts";

/** A tenant's relief in one pool, all of its registries taken out together. */
export type TenantRelief = TenantContribution["relief"][number];

export interface TenantView {
  readonly tenant: string;
  readonly window: MinuteWindow;
  readonly measures: { readonly requests: boolean; readonly bytes: boolean };
  /** Its registries on every stamp; shares are of its own traffic. */
  readonly ranking: Pick<RankingView, "rows" | "colored">;
  readonly models: readonly AnsweredModel[];
  readonly notes: readonly AnsweredNote[];
  /** The greatest relief first. */
  readonly relief: readonly TenantRelief[];
  /** Its registries by region, the greatest relief first. */
  readonly regions: readonly { readonly region: string; readonly registries: readonly string[] }[];
  readonly readMs: number;
}

export function tenantView({ tenant, window, pools }: JudgedTenant, readMs: number): TenantView {
  const own = pools.map(({ placed }) => onlyOf(placed, tenant));
  const ranked = rankContribution({ pools: own, groupBy: "registry", shareOf: "requests" });
  return {
    tenant,
    window,
    measures: {
      requests: own.some(({ contribution }) => contribution.measures.requests),
      bytes: own.some(({ contribution }) => contribution.measures.bytes),
    },
    ranking: {
      rows: toColumns(ranked.map(contributorRow), CONTRIBUTOR_FIELDS),
      colored: ranked.slice(0, SERIES_COLORS).map(contributorId),
    },
    models: pools.flatMap(({ model, placed }) =>
      model === null
        ? []
        : [answerModel({ stamp: placed.stamp, pool: `${placed.stamp} ${placed.pool}`, model })],
    ),
    notes: pools.flatMap(({ notes }) => notes.map(answerNote)),
    relief: pools
      .map((pool) => reliefIn(pool, tenant))
      .sort((one, other) => (other.reliefPoints ?? -1) - (one.reliefPoints ?? -1)),
    regions: regionsOf(ranked, pools),
    readMs,
  };
}

function regionsOf(
  ranked: readonly Pick<ContributionRow, "registry" | "stamp">[],
  pools: JudgedTenant["pools"],
): TenantView["regions"] {
  const regionOf = new Map(pools.map(({ measured }) => [measured.pool.stamp, measured.pool.region]));
  const byRegion = Map.groupBy(ranked, ({ stamp }) => regionOf.get(stamp) ?? "");
  return [...byRegion].map(([region, rows]) => ({
    region,
    registries: [...new Set(rows.flatMap(({ registry }) => registry ?? []))],
  }));
}
