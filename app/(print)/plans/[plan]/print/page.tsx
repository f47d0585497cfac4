import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { createLoader, parseAsInteger } from "nuqs/server";
import { pageApp, requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../../../_components/NotAllowed.tsx";
import { pageAddress } from "../../../../_components/scope/pageAddress.ts";
import type { SearchParameters } from "../../../../_components/scope/scope.ts";
import { loadPlan } from "../../../../(dashboard)/plans/[plan]/loadPlan.ts";
import { PlanDocument } from "./PlanDocument.tsx";

interface PrintPageProps {
  readonly params: Promise<{ plan: string }>;
  readonly searchParams: SearchParameters;
}

export const dynamic = "force-dynamic";

const loadParameters = createLoader({ version: parseAsInteger });

export async function generateMetadata({ params }: PrintPageProps): Promise<Metadata> {
  return { title: `Plan ${(await params).plan} to print` };
}

/** A plan as a document for a change ticket: no rail, black on white. */
export default async function PrintPage({ params, searchParams }: PrintPageProps) {
  const { plan: id } = await params;
  const caller = await requirePageCaller(
    "viewer",
    await pageAddress(`/plans/${encodeURIComponent(id)}/print`, searchParams),
  );
  if (caller === null) return <NotAllowed needed="viewer" />;
  const { version } = loadParameters(await searchParams);
  const plan = await loadPlan(id, version);
  if (plan === null) notFound();
  return <PlanDocument plan={plan} printedMs={(await pageApp()).clock()} />;
}
