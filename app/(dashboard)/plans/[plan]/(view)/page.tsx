import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { createLoader, parseAsInteger } from "nuqs/server";
import { authorize } from "#lib/auth/index.ts";
import { pageCaller, requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../../../_components/NotAllowed.tsx";
import { pageAddress } from "../../../../_components/scope/pageAddress.ts";
import type { SearchParameters } from "../../../../_components/scope/scope.ts";
import { loadPlan, loadPlanPage } from "../loadPlan.ts";
import { PlanScreen } from "../PlanScreen.tsx";

interface PlanPageProps {
  readonly params: Promise<{ plan: string }>;
  readonly searchParams: SearchParameters;
}

const loadParameters = createLoader({ version: parseAsInteger });

export async function generateMetadata({ params }: PlanPageProps): Promise<Metadata> {
  const { plan: id } = await params;
  const caller = await pageCaller();
  const plan = caller !== null && authorize(caller.role, "viewer") ? await loadPlan(id, null) : null;
  return { title: plan?.name ?? `Plan ${id}` };
}

export default async function PlanPage({ params, searchParams }: PlanPageProps) {
  const { plan: id } = await params;
  const caller = await requirePageCaller(
    "viewer",
    await pageAddress(`/plans/${encodeURIComponent(id)}`, searchParams),
  );
  if (caller === null) return <NotAllowed needed="viewer" />;
  const { version } = loadParameters(await searchParams);
  const plan = await loadPlan(id, version);
  if (plan === null) notFound();
  const view = await loadPlanPage(plan, caller);
  return <PlanScreen key={`${plan.version} ${plan.revision}`} view={view} />;
}
