"use client";

import { CircleAlert } from "lucide-react";
import { useMemo } from "react";
import { formatPoints } from "#lib/charts/index.ts";
import { tenantHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { toRows } from "../../_components/table/columnar.ts";
import { contributionCsvHref } from "./contributionHref.ts";
import type { ContributionView } from "./contributionView.ts";
import type { RankedRow } from "./contributorColumns.tsx";
import { countWord, describeDominance, describeModel } from "./describeContribution.ts";
import { explainRanking, explainShare, explainStack } from "./explainContribution.ts";
import { ParetoPanel } from "./ParetoPanel.tsx";
import { RankingPanel } from "./RankingPanel.tsx";
import { StackPanel } from "./StackPanel.tsx";
import { useContributionState } from "./useContributionState.ts";
import { useRanking } from "./useRanking.ts";

/** Who makes a stamp hot: the ranking, what its first carry, and their load over time. */
export function StampContribution({ view, pool }: { view: ContributionView; pool: string }) {
  const state = useContributionState();
  const ranking = state.by === "tenant" ? view.byTenant : view.byRegistry;
  const rows = useRanking(ranking, state.of);
  const noun = state.by === "tenant" ? "tenants" : "registries";
  const csvHref = contributionCsvHref({ stamp: view.stamp, pool }, { ...state, window: view.window });
  const contributors = useMemo(
    () =>
      rows.slice(0, ranking.colored.length).map((row) => ({ id: row.id, name: row.registry ?? row.tenant })),
    [rows, ranking],
  );
  const whatIf = useMemo(() => {
    const registries = toRows(view.byRegistry.rows);
    const ofTenant = Map.groupBy(registries, ({ tenant }) => tenant);
    return {
      region: view.region,
      registriesOf: ({ registry, tenant }: RankedRow) =>
        registry === null ? (ofTenant.get(tenant) ?? []).flatMap((row) => row.registry ?? []) : [registry],
    };
  }, [view]);
  return (
    <>
      <RankingPanel
        title={`Who makes ${pool === "" ? view.stamp : `${view.stamp} ${pool}`} hot`}
        rows={rows}
        pools={view.pools}
        showsStamp={false}
        canGroup
        measures={view.measures}
        state={state}
        explain={explainRanking(view)}
        csvHref={csvHref}
        whatIf={whatIf}
      >
        <Words view={view} rows={rows} />
      </RankingPanel>
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1.75fr)]">
        <ParetoPanel
          subject={view.stamp}
          rows={rows}
          noun={noun}
          showsStamp={false}
          measures={view.measures}
          state={state}
          explain={explainShare(view)}
          csvHref={csvHref}
        />
        <div className="flex min-w-0 flex-col gap-4">
          {ranking.stacks.map((stack) => (
            <StackPanel
              key={stack.pool}
              stamp={view.stamp}
              stack={stack}
              contributors={contributors}
              others={rows.length - contributors.length}
              noun={noun}
              state={state}
              explain={explainStack(view)}
              csvHref={csvHref}
              now={view.readMs}
            />
          ))}
        </div>
      </div>
    </>
  );
}

/** What the ranking says in sentences, and what is missing from it. */
function Words({ view, rows }: { view: ContributionView; rows: readonly RankedRow[] }) {
  return (
    <div className="flex flex-col gap-1 px-4 pb-2 text-base">
      {view.dominance.map((dominance) => (
        <p key={`${dominance.tenant} ${dominance.pool}`} className="max-w-prose">
          <ScopedLink href={tenantHref(dominance.tenant)} className="name-link">
            {dominance.tenant}
          </ScopedLink>{" "}
          dominates: {describeDominance(dominance)}.
        </p>
      ))}
      {view.dominance.length === 0 && <NobodyDominates rows={rows} />}
      {view.notes.map((note) => (
        <p key={`${note.pool} ${note.code}`} className="flex max-w-prose items-start gap-2" role="status">
          <CircleAlert size={15} aria-hidden="true" className="mt-[3px] shrink-0" />
          {note.detail}
        </p>
      ))}
      {view.models.length > 0 && (
        <details className="max-w-prose text-sm text-ink-soft">
          <summary>How far to believe the load model{view.models.length > 1 ? "s" : ""} behind it</summary>
          {view.models.map((model) => (
            <p key={model.pool} className="pt-1">
              {describeModel(model)}
            </p>
          ))}
        </details>
      )}
    </div>
  );
}

const NAMED = 3;
const NOTABLE_POINTS = 1;

function NobodyDominates({ rows }: { rows: readonly RankedRow[] }) {
  const notable = rows.filter(({ reliefPoints }) => (reliefPoints ?? 0) >= NOTABLE_POINTS).slice(0, NAMED);
  if (rows.every(({ reliefPoints }) => reliefPoints === null)) return null;
  if (notable.length === 0)
    return (
      <p className="max-w-prose text-ink-soft">Taking any single one away would change next to nothing.</p>
    );
  const names = notable.map(
    (row) => `${row.registry ?? row.tenant} (${formatPoints(-(row.reliefPoints ?? 0))})`,
  );
  return (
    <p className="max-w-prose text-ink-soft">
      No tenant dominates. The greatest relief would come from{" "}
      {notable.length > 1 ? `these ${countWord(notable.length)}, each by itself: ` : ""}
      {names.join(", ")}.
    </p>
  );
}
