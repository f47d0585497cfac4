import type { Metadata } from "next";
import { requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import { loadScope, type SearchParameters } from "../../../_components/scope/scope.ts";
import { EmptyFleet } from "../../fleet/EmptyFleet.tsx";
import { loadStampsPage } from "../loadStamps.ts";
import { StampsScreen } from "../StampsScreen.tsx";

export const metadata: Metadata = { title: "Stamps" };

export default async function StampsPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/stamps", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const scope = await loadScope(searchParams);
  const view = await loadStampsPage(scope);
  if (view.rows.length === 0) return <EmptyFleet region={scope.region} hasPools={false} />;
  return <StampsScreen view={view} />;
}
