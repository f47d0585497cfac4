import type { Metadata } from "next";
import { requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../_components/NotAllowed.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { pageAddress } from "../../_components/scope/pageAddress.ts";
import type { SearchParameters } from "../../_components/scope/scope.ts";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/audit", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  return <PageHeading title="Audit" />;
}
