"use client";

import { CircleAlert } from "lucide-react";
import { formatCount } from "#lib/charts/index.ts";
import { PageHeading } from "../../../_components/PageHeading.tsx";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { contributionCsvHref } from "../../contribution/contributionHref.ts";
import { describeHead } from "../../contribution/describeContribution.ts";
import { explainRanking, explainShare } from "../../contribution/explainContribution.ts";
import { ParetoPanel } from "../../contribution/ParetoPanel.tsx";
import { RankingPanel } from "../../contribution/RankingPanel.tsx";
import { useContributionState } from "../../contribution/useContributionState.ts";
import { useRanking } from "../../contribution/useRanking.ts";
import { MOST_MOVES } from "../../what-if/scenario.ts";
import { whatIfHref } from "../../what-if/whatIfHref.ts";
import { describeTenant } from "./describeTenant.ts";
import { ReliefPanel } from "./ReliefPanel.tsx";
import type { TenantView } from "./tenantView.ts";

/** One tenant across all the stamps it is on: what it does to them, and which of its registries do it. */
export function TenantScreen({ view }: { view: TenantView }) {
  const state = useContributionState();
  const rows = useRanking(view.ranking, state.of);
  const registries = new Set(rows.map(({ registry }) => registry)).size;
  const head = describeHead(rows, state.of);
  const csvHref = contributionCsvHref(
    { tenant: view.tenant },
    { by: "registry", of: state.of, window: view.window },
  );
  const notes = view.notes.filter(({ refused }) => refused);
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title={view.tenant}
        crumbs={[{ label: "Registries", href: "/registries" }, { label: view.tenant }]}
        summary={
          <>
            {describeTenant(view.relief, registries)}
            {head !== null && <> {head}.</>}
          </>
        }
        actions={view.regions.map(({ region, registries: own }) => (
          <ScopedLink key={region} href={whatIfHref(region, own)} className="control">
            What if {own.length > MOST_MOVES ? `its first ${formatCount(MOST_MOVES)}` : "it"} moved
            {view.regions.length > 1 ? ` in ${region}` : ""}
          </ScopedLink>
        ))}
      />
      {notes.map((note) => (
        <p
          key={`${note.stamp} ${note.pool} ${note.code}`}
          role="status"
          className="flex max-w-prose items-start gap-2 text-base"
        >
          <CircleAlert size={15} aria-hidden="true" className="mt-[3px] shrink-0" />
          {note.detail}
        </p>
      ))}
      <ReliefPanel view={view} csvHref={csvHref} />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1.75fr)_minmax(0,1fr)]">
        <RankingPanel
          title={`Registries of ${view.tenant}`}
          rows={rows}
          pools={[]}
          showsStamp
          canGroup={false}
          measures={view.measures}
          state={state}
          explain={explainRanking(view)}
          csvHref={csvHref}
        />
        <ParetoPanel
          subject={view.tenant}
          rows={rows}
          noun="registries"
          showsStamp={new Set(rows.map(({ stamp }) => stamp)).size > 1}
          measures={view.measures}
          state={state}
          explain={explainShare(view)}
          csvHref={csvHref}
        />
      </div>
    </div>
  );
}
