import type { Metadata } from "next";
import { requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../_components/NotAllowed.tsx";
import { pageAddress } from "../../_components/scope/pageAddress.ts";
import { loadScope, type SearchParameters } from "../../_components/scope/scope.ts";
import { AuditScreen } from "./AuditScreen.tsx";
import { loadAuditParameters } from "./auditParameters.ts";
import { loadAuditPage } from "./loadAudit.ts";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/audit", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const [parameters, scope] = await Promise.all([loadAuditParameters(searchParams), loadScope(searchParams)]);
  const view = await loadAuditPage(parameters, scope.range);
  return <AuditScreen view={view} parameters={parameters} range={scope.range} region={scope.region} />;
}
