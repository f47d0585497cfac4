import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { authorize } from "#lib/auth/index.ts";
import { readRightSizing } from "#lib/execution/rightSizing/queries.ts";
import { pageApp, requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../../../_components/NotAllowed.tsx";
import { pageAddress } from "../../../../_components/scope/pageAddress.ts";
import type { SearchParameters } from "../../../../_components/scope/scope.ts";
import { loadVersion } from "../loadRun.ts";
import { PlanSubheading } from "../PlanSubheading.tsx";
import { NotYet } from "../result/NotYet.tsx";
import { SizesScreen } from "./SizesScreen.tsx";

export const metadata: Metadata = { title: "Right-sizing" };

interface SizesPageProps {
  readonly params: Promise<{ plan: string }>;
  readonly searchParams: SearchParameters;
}

export default async function SizesPage({ params, searchParams }: SizesPageProps) {
  const { plan: id } = await params;
  const caller = await requirePageCaller(
    "viewer",
    await pageAddress(`/plans/${encodeURIComponent(id)}/right-sizing`, searchParams),
  );
  if (caller === null) return <NotAllowed needed="viewer" />;
  const plan = await loadVersion(id, searchParams);
  if (plan === null) notFound();
  const app = await pageApp();
  const nowMs = app.clock();
  const sizes = await readRightSizing(app, { id: plan.id, version: plan.version }, nowMs);
  return (
    <div className="flex flex-col gap-4">
      <PlanSubheading
        plan={plan}
        at="right-sizing"
        title="Right-sizing"
        summary="The fewest instances that keep each pool at its target with one update domain out, from what was measured since the last phase; never from a forecast."
      />
      {sizes.ok ? (
        <SizesScreen sizes={sizes.value} mayApply={authorize(caller.role, "operator")} now={nowMs} />
      ) : (
        <NotYet detail={sizes.error.detail} />
      )}
    </div>
  );
}
