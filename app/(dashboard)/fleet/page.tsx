import type { Metadata } from "next";
import { requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../_components/NotAllowed.tsx";
import { loadScope, type SearchParameters } from "../../_components/scope/scope.ts";
import { EmptyFleet } from "./EmptyFleet.tsx";
import { FleetScreen } from "./FleetScreen.tsx";
import { loadFleetParameters } from "./fleetParameters.ts";
import { loadFleetPage } from "./loadFleet.ts";

export const metadata: Metadata = { title: "Fleet" };

export default async function FleetPage({ searchParams }: { searchParams: SearchParameters }) {
  const [scope, parameters] = [await loadScope(searchParams), loadFleetParameters(await searchParams)];
  const query = new URLSearchParams(
    Object.entries(await searchParams).flatMap(([key, value]) =>
      typeof value === "string" ? [[key, value]] : [],
    ),
  );
  const caller = await requirePageCaller("viewer", query.size > 0 ? `/fleet?${query}` : "/fleet");
  if (caller === null) return <NotAllowed needed="viewer" />;
  const { view, cells } = await loadFleetPage({
    ...scope,
    measure: parameters.measure,
    step: parameters.step,
  });
  if (view.latestDataMs === null)
    return <EmptyFleet region={scope.region} hasPools={view.pools.id.length > 0} />;
  return <FleetScreen view={view} cells={cells} />;
}
