import {
  type AnsweredModel,
  type AnsweredNote,
  answerModel,
  answerNote,
} from "#lib/contribution/contributionAnswer.ts";
import type { JudgedPool } from "#lib/contribution/judged/queries.ts";
import { type GroupBy, rankContribution } from "#lib/contribution/rankContribution.ts";
import type { MinuteWindow } from "#lib/core/index.ts";
import { SERIES_COLORS } from "../../_components/chart/seriesColor.ts";
import { toColumns } from "../../_components/table/columnar.ts";
import {
  CONTRIBUTOR_FIELDS,
  type ContributorColumns,
  contributorId,
  contributorRow,
} from "./contributorRow.ts";
import { type PackedStack, packStack } from "./packStack.ts";

/** A ranking with the charts of its first few. */
export interface RankingView {
  /** In rank order. */
  readonly rows: ContributorColumns;
  /** The first few, which have a colour of their own, in rank order. */
  readonly colored: readonly string[];
  /** A pool each. */
  readonly stacks: readonly PackedStack[];
}

/** A tenant whose relief is at least so much of a pool's hot-node P95 that it dominates it, as is set for the pool. */
export interface Dominance {
  readonly tenant: string;
  readonly stamp: string;
  readonly pool: string;
  readonly registries: number;
  readonly hotNodeP95: number;
  readonly reliefPoints: number;
}

/** Who makes a stamp hot: what its page shows of it. */
export interface ContributionView {
  readonly stamp: string;
  readonly region: string;
  /** Those shown. */
  readonly pools: readonly string[];
  readonly window: MinuteWindow;
  readonly measures: { readonly requests: boolean; readonly bytes: boolean };
  readonly byRegistry: RankingView;
  readonly byTenant: RankingView;
  readonly models: readonly AnsweredModel[];
  readonly notes: readonly AnsweredNote[];
  readonly dominance: readonly Dominance[];
  readonly readMs: number;
}

export function contributionView(
  judged: readonly JudgedPool[],
  about: Pick<ContributionView, "stamp" | "window" | "readMs">,
): ContributionView {
  const contributions = judged.map(({ placed }) => placed.contribution);
  return {
    ...about,
    region: judged[0]?.measured.pool.region ?? "",
    pools: judged.map(({ placed }) => placed.pool),
    measures: {
      requests: contributions.some(({ measures }) => measures.requests),
      bytes: contributions.some(({ measures }) => measures.bytes),
    },
    byRegistry: rankingView(judged, "registry"),
    byTenant: rankingView(judged, "tenant"),
    models: judged.flatMap(({ model, placed }) =>
      model === null ? [] : [answerModel({ ...placed, model })],
    ),
    notes: judged.flatMap(({ notes }) => notes.map(answerNote)),
    dominance: findDominance(judged),
  };
}

function rankingView(judged: readonly JudgedPool[], groupBy: GroupBy): RankingView {
  const ranked = rankContribution({
    pools: judged.map(({ placed }) => placed),
    groupBy,
    shareOf: "requests",
  });
  const first = ranked.slice(0, SERIES_COLORS);
  return {
    rows: toColumns(ranked.map(contributorRow), CONTRIBUTOR_FIELDS),
    colored: first.map(contributorId),
    stacks: judged.map(({ placed, fitted, model }) => {
      const { registries } = fitted.load;
      const places = [...registries.keys()];
      return packStack({
        pool: placed.pool,
        load: fitted.load,
        nodes: fitted.nodes,
        model,
        hotBins: placed.contribution.hotBins,
        contributors: first.map((row) =>
          places.filter((place) =>
            groupBy === "registry"
              ? registries[place]?.name === row.registry
              : registries[place]?.tenant === row.tenant,
          ),
        ),
      });
    }),
  };
}

/** The greatest share of a pool's hot-node P95 first; ties by name. */
export function findDominance(judged: readonly JudgedPool[]): Dominance[] {
  return judged
    .flatMap(({ placed: { stamp, pool, contribution }, measured: { settings } }) => {
      const { hotNodeP95, tenantRelief, registries } = contribution;
      if (hotNodeP95 === null || hotNodeP95 <= 0) return [];
      return [...tenantRelief]
        .filter(([, reliefPoints]) => reliefPoints >= settings.dominanceShare * hotNodeP95)
        .map(([tenant, reliefPoints]) => ({
          tenant,
          stamp,
          pool,
          registries: registries.filter((part) => part.tenant === tenant).length,
          hotNodeP95,
          reliefPoints,
        }));
    })
    .sort((one, other) => shareOf(other) - shareOf(one) || (one.tenant < other.tenant ? -1 : 1));
}

function shareOf({ reliefPoints, hotNodeP95 }: Dominance): number {
  return reliefPoints / hotNodeP95;
}
