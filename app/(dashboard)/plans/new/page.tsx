import type { Metadata } from "next";
import { Suspense } from "react";
import { requirePageCaller } from "#lib/http/page.ts";
import { DataAsOf } from "../../../_components/frame/asOf.tsx";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { PageHeading } from "../../../_components/PageHeading.tsx";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import { loadScope, type SearchParameters } from "../../../_components/scope/scope.ts";
import { loadWhatIfPage } from "../../what-if/loadWhatIf.ts";
import { loadWhatIfParameters } from "../../what-if/whatIfParameters.ts";
import { FileScreen } from "./FileScreen.tsx";
import { HandRegions, HandScreen } from "./HandScreen.tsx";
import { loadNewPlanPage } from "./loadNewPlan.ts";
import { loadNewPlanParameters, type Way } from "./newPlanParameters.ts";
import { ProposeScreen } from "./ProposeScreen.tsx";
import { WayTabs } from "./WayTabs.tsx";

export const metadata: Metadata = { title: "Draft a plan" };

export default async function NewPlanPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("operator", await pageAddress("/plans/new", searchParams));
  if (caller === null) return <NotAllowed needed="operator" />;
  const { way, stamp } = loadNewPlanParameters(await searchParams);
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title={stamp === "" ? "Draft a plan" : `Draft a plan for ${stamp}`}
        crumbs={[{ label: "Plans", href: "/plans" }, { label: "Draft a plan" }]}
        summary={SUMMARIES[way]}
        actions={<WayTabs way={way} />}
      />
      <Suspense fallback={<WaySkeleton way={way} />}>
        <WayContent way={way} searchParams={searchParams} />
      </Suspense>
    </div>
  );
}

const READING: Readonly<Record<Way, string>> = {
  propose: "Reading which stamps are hot, and who makes them so…",
  hand: "Simulating: fitting the load models of these hours, then moving the registries…",
  file: "",
};

function WaySkeleton({ way }: { way: Way }) {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <p role="status" className="text-base text-ink-soft">
        {READING[way]}
      </p>
      <div className="skeleton h-32" />
      <div className="skeleton h-44" />
    </div>
  );
}

const SUMMARIES: Readonly<Record<Way, string>> = {
  propose:
    "The planner looks for the fewest moves that bring every pool under its limit, and says why, and what it left.",
  hand: "Pick who moves and where to; classes, order and phases follow from the rules.",
  file: "A plan’s CSV, as it was exported or as you made it, becomes a new draft with equal moves, order, phases and times.",
};

async function WayContent({ way, searchParams }: { way: Way; searchParams: SearchParameters }) {
  const parameters = await searchParams;
  const scope = await loadScope(searchParams);
  if (way === "file") return <FileScreen />;
  if (way === "hand") {
    const view = await loadWhatIfPage({ ...scope, a: loadWhatIfParameters(parameters).a, b: null });
    return "region" in view ? <HandScreen view={view} /> : <HandRegions regions={view.regions} />;
  }
  const { stamp, proposal } = loadNewPlanParameters(parameters);
  const view = await loadNewPlanPage({ ...scope, stamp, proposal });
  return (
    <>
      <DataAsOf dataMs={view.latestDataMs} readMs={view.readMs} />
      {/* Another region or stamp is another question. */}
      <ProposeScreen key={`${view.region} ${stamp}`} view={view} />
    </>
  );
}
