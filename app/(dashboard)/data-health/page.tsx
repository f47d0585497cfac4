import type { Metadata } from "next";
import { requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../_components/NotAllowed.tsx";
import { pageAddress } from "../../_components/scope/pageAddress.ts";
import { loadScope, type SearchParameters } from "../../_components/scope/scope.ts";
import { EmptyFleet } from "../fleet/EmptyFleet.tsx";
import { HealthScreen } from "./HealthScreen.tsx";
import { loadHealthPage } from "./loadHealth.ts";

export const metadata: Metadata = { title: "Data health" };

export default async function DataHealthPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/data-health", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const { region } = await loadScope(searchParams);
  const view = await loadHealthPage(region);
  const isNothingSent = view.intake.sources.length === 0;
  if (view.rows.length === 0 && isNothingSent) return <EmptyFleet region={region} hasPools={false} />;
  return <HealthScreen view={view} />;
}
