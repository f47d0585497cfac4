import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { tenantHref } from "../../../_components/scope/hrefs.ts";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import { loadScope, type SearchParameters } from "../../../_components/scope/scope.ts";
import { findTenantName, loadTenantPage } from "./loadTenant.ts";
import { TenantScreen } from "./TenantScreen.tsx";

interface TenantPageProps {
  readonly params: Promise<{ tenant: string }>;
  readonly searchParams: SearchParameters;
}

export async function generateMetadata({ params }: TenantPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).tenant) };
}

export default async function TenantPage({ params, searchParams }: TenantPageProps) {
  const asked = decodeURIComponent((await params).tenant);
  const caller = await requirePageCaller("viewer", await pageAddress(tenantHref(asked), searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const name = await findTenantName(asked);
  if (name === null) notFound();
  // The old name goes on working, and the address says what it is called now.
  if (name !== asked) redirect(await pageAddress(tenantHref(name), searchParams));
  const { range } = await loadScope(searchParams);
  const view = await loadTenantPage(name, range);
  if (view === null) notFound();
  return <TenantScreen view={view} />;
}
