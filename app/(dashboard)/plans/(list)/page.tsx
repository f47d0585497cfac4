import type { Metadata } from "next";
import { authorize } from "#lib/auth/index.ts";
import { requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import { loadScope, type SearchParameters } from "../../../_components/scope/scope.ts";
import { EmptyPlans } from "../EmptyPlans.tsx";
import { loadPlansPage } from "../loadPlans.ts";
import { PlansScreen } from "../PlansScreen.tsx";

export const metadata: Metadata = { title: "Plans" };

export default async function PlansPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/plans", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const { region } = await loadScope(searchParams);
  const mayEdit = authorize(caller.role, "operator");
  const view = await loadPlansPage(region, mayEdit);
  if (view.rows.length === 0) return <EmptyPlans region={region} mayEdit={mayEdit} />;
  return <PlansScreen view={view} />;
}
